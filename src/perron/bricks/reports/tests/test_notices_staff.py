"""What staff are told: what is given to them, what others offer, what is new for a team, what will soon be late."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.core import mail

from perron.bricks.reports import notices
from perron.bricks.reports.actions import transfers, treating, voices
from perron.bricks.reports.actions.assigning import assign
from perron.bricks.reports.actions.sending import send_report
from perron.bricks.reports.models import Report, TeamMember
from perron.bricks.reports.rules.handbook import Letters
from perron.bricks.reports.rules.sending import GivenReporter
from perron.bricks.reports.tests.factories import (
    HANDBOOK,
    LATER,
    NOON,
    THERE,
    a_handbook,
    a_member,
    a_new_report,
    a_place,
    a_report,
    a_serving_authority,
)
from perron.kernel import notices as inbox
from perron.kernel.authorities import Authority
from perron.kernel.contract import Role
from perron.kernel.testing.factories import an_agent_of, an_authority
from perron.kernel.testing.queue import run_pending

pytestmark = pytest.mark.django_db
OFFICE = "roads@example.org"
MORNING = NOON.replace(hour=5)  # of the same Monday


@pytest.fixture(autouse=True)
def _no_letters_yet(settings):
    mail.outbox.clear()


def an_authority_with_an_office(when: Letters) -> Authority:
    roads, clean = HANDBOOK.teams
    authority = an_authority(place_id=a_place(), languages=["en"])
    a_handbook(authority, replace(HANDBOOK, teams=(replace(roads, email=OFFICE, letters=when), clean)))
    return authority


def told(actor) -> list[str]:
    """What is in somebody's inbox: kinds and titles, the oldest first."""
    run_pending(ahead=True)
    return [f"{one.kind}: {one.title}" for one in reversed(inbox.inbox(actor))]


def letters(to: str = OFFICE) -> list[str]:
    run_pending(ahead=True)
    found = [f"{letter.subject}\n{letter.body}" for letter in mail.outbox if letter.to == [to]]
    mail.outbox.clear()
    return found


def test_those_who_can_answer_are_told_of_an_offer_and_who_offered_it_of_the_answer():
    report = a_report()
    there = a_serving_authority(place_id=a_place(*THERE))
    agent, theirs, reader = an_agent_of(report.authority), an_agent_of(there), an_agent_of(there, role=Role.READER)

    offer = transfers.offer(actor=agent, report=report, to=there, reason="Your road", at=LATER)
    assert [one.split(":")[0] for one in told(theirs)] == ["reports.offered"]
    assert inbox.inbox(theirs)[0].address.endswith(f"/{there.slug}/transfers/{report.code}/")
    assert told(reader) == []

    transfers.send_back(actor=theirs, transfer=offer, reason="It is not", at=LATER)
    (answer,) = told(agent)
    assert "sends report" in answer
    assert "It is not" in inbox.inbox(agent)[0].body


def test_what_is_given_to_somebody_within_a_minute_is_told_at_once():
    authority = a_serving_authority()
    giver, taker = an_agent_of(authority), an_agent_of(authority)
    reports = [a_report(authority) for _ in range(3)]
    for report in reports:
        assign(actor=giver, report=report, assignee=taker, team="roads", at=LATER)
    assign(actor=giver, report=a_report(authority), assignee=giver, at=LATER)

    (title,) = told(taker)
    assert "gave you 3 reports" in title
    assert all(report.code in inbox.inbox(taker)[0].body for report in reports)
    assert told(giver) == []  # what one takes oneself is no news


def test_an_answer_is_told_to_whoever_treats_it_and_to_the_team_while_nobody_does():
    authority = a_serving_authority()
    member, assignee = a_member(authority), an_agent_of(authority)
    away = a_member(authority, away_until=date(2099, 1, 1))
    what = a_new_report(authority, reporter=GivenReporter(email="me@example.org"))
    sent = send_report(actor=None, what=what, at=NOON)
    treating.ask_reporter(actor=assignee, report=sent.report, words="Which side?", at=LATER)

    voices.answer(actor=None, reporter=sent.reporter, words="The left one", at=LATER)
    assert [one.split(":")[0] for one in told(member)] == ["reports.answered"]
    assert told(away) == []

    assign(actor=assignee, report=sent.report, assignee=assignee, at=LATER)
    voices.answer(actor=None, reporter=sent.reporter, words="Really", at=LATER)
    assert [one.split(":")[0] for one in told(assignee)] == ["reports.answered"]
    assert len(told(member)) == 1


def test_an_office_that_wants_it_gets_a_letter_for_each_new_report_of_its_team():
    authority = an_authority_with_an_office(Letters.AT_ONCE)
    report = a_report(authority, description="A hole. 0470 12 34 56")
    a_report(authority, category="litter")

    (letter,) = letters()
    assert report.code in letter
    assert f"/en/reports/desk/{authority.slug}/reports/{report.code}/" in letter
    assert "0470 12 34 56" not in letter


def test_a_report_that_comes_to_another_team_is_new_for_it_and_once():
    authority = an_authority_with_an_office(Letters.AT_ONCE)
    agent, report = an_agent_of(authority), a_report(authority, category="litter")
    assert letters() == []

    assign(actor=agent, report=report, team="roads", at=LATER)
    assert len(letters()) == 1
    assign(actor=agent, report=report, team="roads", assignee=agent, at=LATER)
    assert letters() == []
    treating.change_category(actor=agent, report=report, code="litter", at=LATER)
    treating.change_category(actor=agent, report=report, code="hole", at=LATER)
    assert len(letters()) == 1


@pytest.mark.parametrize(("when", "count"), [(Letters.DAILY, 1), (Letters.NEVER, 0)])
def test_an_office_can_have_one_letter_a_day_or_none(when, count):
    authority = an_authority_with_an_office(when)
    report = a_report(authority, at=MORNING - timedelta(days=2))  # on the Saturday before
    a_report(authority, at=MORNING - timedelta(days=30))
    assert letters() == []

    notices.tell_mornings(MORNING)
    found = letters()
    assert len(found) == count
    assert all(report.code in letter and "One is new" in letter for letter in found)


def test_what_comes_due_is_told_once_before_it_is_late_to_those_who_have_it():
    authority = a_serving_authority()
    member, other, assignee = a_member(authority), a_member(authority, "clean"), an_agent_of(authority)
    soon, taken, late, far = (a_report(authority) for _ in range(4))
    for report, days in ((soon, 1), (taken, 1), (late, -20), (far, 20)):
        Report.objects.filter(pk=report.pk).update(due_at=MORNING + timedelta(days=days))
    Report.objects.filter(pk=taken.pk).update(assignee=assignee)

    for _twice in range(2):
        notices.tell_mornings(MORNING)
        assert len(told(member)) == len(told(assignee)) == 1
    assert told(other) == []
    body = inbox.inbox(member)[0].body
    assert soon.code in body
    assert not any(report.code in body for report in (taken, late, far))
    assert taken.code in inbox.inbox(assignee)[0].body


def test_a_planned_day_that_passed_is_told_and_nothing_on_a_sunday():
    authority = a_serving_authority()
    agent, report = a_member(authority), a_report(authority, at=NOON - timedelta(days=9))
    treating.change_state(
        actor=agent, report=report, to="planned", planned_on=date(2026, 5, 2), at=NOON - timedelta(days=8)
    )
    Report.objects.filter(pk=report.pk).update(due_at=None)
    told(agent)

    notices.tell_mornings(MORNING - timedelta(days=1))
    assert len(told(agent)) == 0
    notices.tell_mornings(MORNING)
    assert "planned work that is not done" in told(agent)[-1]
    notices.tell_mornings(MORNING + timedelta(days=1))
    assert len(told(agent)) == 1


def test_kinds_for_staff_are_asked_of_staff_only():
    for_staff = {kind.name for kind in notices.KINDS if kind.for_staff}

    assert for_staff == {f"reports.{name}" for name in ("answered", "assigned", "offered", "offer_answered", "day")}
    assert TeamMember.objects.count() == 0
