"""Treating reports: each state says the truth, two agents never overwrite each other, others stay outside."""

from __future__ import annotations

import threading
from datetime import date

import pytest
from django.db import connection

from perron.bricks.reports.actions import treating
from perron.bricks.reports.actions.assigning import assign, assign_fairly
from perron.bricks.reports.actions.bulk import treat_many
from perron.bricks.reports.actions.moderating import hide, hold, release, show_again
from perron.bricks.reports.models import Report, Update
from perron.bricks.reports.queries.refusals import (
    CategoryGone,
    DateMissing,
    NobodyThere,
    NotFromHere,
    NothingTold,
    NotInTheTeam,
    ReasonMissing,
)
from perron.bricks.reports.rules.states import CLOSED, NEXT, State, is_open, may_become
from perron.bricks.reports.tests.factories import (
    LATER,
    MUCH_LATER,
    NOON,
    a_member,
    a_photo,
    a_report,
    a_report_elsewhere,
    a_serving_authority,
    an_editor_of,
)
from perron.kernel.contract import Role
from perron.kernel.errors import ChangedMeanwhile, NotYours
from perron.kernel.testing.events import emitted
from perron.kernel.testing.factories import an_agent_of, an_authority

pytestmark = pytest.mark.django_db


def acting(report: Report) -> dict:
    return {"actor": an_agent_of(report.authority), "report": report, "at": LATER}


def test_every_state_leads_somewhere_true():
    assert set(NEXT) == set(State)
    assert all(is_open(then) for now in CLOSED for then in NEXT[now])
    assert not may_become("withdrawn", "sent")


def test_done_is_closed_with_its_date_and_words_and_a_photo():
    report = a_report()

    done = treating.change_state(**acting(report), to="done", words="C'est fait.", language="fr", photos=(a_photo(),))

    assert (done.state, done.done_at, done.closed_at, done.mended_at) == ("done", LATER, LATER, None)
    assert (done.acknowledged_at, done.edit_number) == (LATER, 2)
    assert done.photos.get().purpose == "mended"
    assert Update.objects.filter(words="C'est fait.", kind="state", state="done").exists()
    assert emitted()[-2:] == ["reports.report_changed", "reports.report_closed"]


def test_planned_needs_a_day_that_lies_ahead():
    report = a_report()

    for day in (None, date(2026, 5, 4)):
        with pytest.raises(DateMissing):
            treating.change_state(**acting(report), to="planned", planned_on=day)
    planned = treating.change_state(**acting(report), to="planned", planned_on=date(2026, 5, 5))
    again = treating.change_state(**acting(planned), to="planned", planned_on=date(2026, 6, 5))
    working = treating.change_state(**acting(again), to="in_progress")

    assert (planned.planned_on, again.planned_on, working.planned_on) == (date(2026, 5, 5), date(2026, 6, 5), None)


@pytest.mark.parametrize("to", ["refused", "not_ours"])
def test_no_is_said_with_a_reason(to: str):
    report = a_report()

    with pytest.raises(ReasonMissing):
        treating.change_state(**acting(report), to=to)
    closed = treating.change_state(**acting(report), to=to, because="private ground")

    assert (closed.state, closed.closed_because) == (to, "private ground")


@pytest.mark.parametrize("to", ["duplicate", "quarantined", "withdrawn", "sent", "nonsense", ""])
def test_some_states_are_reached_by_other_ways_only(to: str):
    with pytest.raises(NotFromHere):
        treating.change_state(**acting(a_report()), to=to)


def test_an_agent_opens_again_what_was_closed():
    done = treating.change_state(**acting(a_report()), to="done")

    opened = treating.change_state(**acting(done), to="sent")

    assert (opened.state, opened.closed_at, opened.done_at, opened.reopened) == ("sent", None, None, 1)
    assert emitted()[-1] == "reports.report_reopened"


def test_nobody_of_another_authority_acts_and_no_reader():
    report = a_report()
    for stranger in (an_agent_of(a_serving_authority()), an_agent_of(report.authority, role=Role.READER)):
        acts = [
            lambda actor: treating.change_state(actor=actor, report=report, to="done", at=LATER),
            lambda actor: treating.note(actor=actor, report=report, words="x", at=LATER),
            lambda actor: treating.ask_reporter(actor=actor, report=report, words="x", at=LATER),
            lambda actor: treating.change_category(actor=actor, report=report, code="litter", at=LATER),
            lambda actor: treating.change_priority(actor=actor, report=report, priority=3, at=LATER),
            lambda actor: treating.move(actor=actor, report=report, longitude=4.35, latitude=50.85, at=LATER),
            lambda actor: assign(actor=actor, report=report, team="roads", at=LATER),
            lambda actor: assign_fairly(actor=actor, report=report, at=LATER),
            lambda actor: hide(actor=actor, report=report, reason="x", at=LATER),
            lambda actor: hold(actor=actor, report=report, reason="x", at=LATER),
        ]
        for act in acts:
            with pytest.raises(NotYours):
                act(stranger)

    assert Update.objects.count() == 1


def test_who_saw_an_older_version_is_told_so():
    report = a_report()
    treating.note(**acting(report), words="First")

    with pytest.raises(ChangedMeanwhile):
        treating.change_state(**acting(report), to="done", edit_number=report.edit_number)


@pytest.mark.django_db(transaction=True)
def test_of_two_agents_at_the_same_moment_one_is_told():
    report = a_report()
    agents = [an_agent_of(report.authority), an_agent_of(report.authority)]
    start, told = threading.Barrier(2), []

    def act(agent, to: str) -> None:
        start.wait()
        try:
            treating.change_state(actor=agent, report=report, to=to, because="x", at=LATER, edit_number=1)
        except ChangedMeanwhile:
            told.append(to)
        finally:
            connection.close()

    threads = [threading.Thread(target=act, args=pair) for pair in zip(agents, ("done", "refused"), strict=True)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    report.refresh_from_db()
    assert len(told) == 1
    assert {report.state, *told} == {"done", "refused"}
    assert Update.objects.filter(report=report, kind="state").count() == 1


def test_a_question_makes_it_wait():
    report = a_report()

    with pytest.raises(NothingTold):
        treating.ask_reporter(**acting(report), words=" ")
    waiting = treating.ask_reporter(**acting(report), words="Which side?", language="en")

    assert (waiting.state, Update.objects.last().kind) == ("waiting", "question")


def test_a_closed_report_is_not_asked_about():
    done = treating.change_state(**acting(a_report()), to="done")

    with pytest.raises(NotFromHere):
        treating.ask_reporter(**acting(done), words="Which side?")


def test_another_category_brings_its_team_and_its_term():
    report = a_report()
    assign(**acting(report), team="roads", assignee=an_agent_of(report.authority))

    changed = treating.change_category(**acting(report), code="litter")

    assert (changed.category, changed.team, changed.assignee, changed.due_at) == ("litter", "clean", None, None)
    with pytest.raises(CategoryGone):
        treating.change_category(**acting(report), code="street")


def test_a_point_is_corrected_and_a_priority_set():
    report = a_report()

    moved = treating.move(**acting(report), longitude=4.36, latitude=50.85, address="Rue 1")
    treating.change_priority(**acting(report), priority=3)

    report.refresh_from_db()
    assert (report.longitude, report.address, report.priority) == (4.36, moved.address, 3)
    with pytest.raises(ValueError, match="4"):
        treating.change_priority(**acting(report), priority=4)


def test_notes_are_for_colleagues():
    treating.note(**acting(a_report()), words="The usual caller")

    assert Update.objects.get(kind="note").is_internal


def test_a_report_goes_to_who_works_here_only():
    report = a_report()
    for wrong in ({"team": "nowhere"}, {"assignee": an_agent_of(an_authority())}):
        with pytest.raises(NotInTheTeam):
            assign(**acting(report), **wrong)

    assigned = assign(**acting(report), team="clean", assignee=an_agent_of(report.authority))

    assert assigned.team == "clean"


def test_it_goes_fairly_to_who_is_there_and_has_least():
    town = a_serving_authority()
    busy, free = a_member(town), a_member(town)
    a_member(town, away_until=date(2026, 5, 30))
    a_member(town, team="clean")
    assign(**acting(a_report(town)), team="roads", assignee=busy)

    fair = assign_fairly(**acting(a_report(town)))

    assert fair.assignee == free
    assert [(load.person, load.open_reports) for load in fair.loads] == [(free, 0), (busy, 1)]
    with pytest.raises(NobodyThere):
        assign_fairly(**acting(a_report_elsewhere()))


def test_who_is_back_the_day_after_her_absence_counts_again():
    town = a_serving_authority()
    back = a_member(town, away_until=date(2026, 5, 4))

    assert assign_fairly(**acting(a_report(town))).assignee == back


def test_a_held_report_is_released_by_an_editor_to_where_it_stood():
    report = a_report()
    treating.change_state(**acting(report), to="in_progress")
    held = hold(**acting(report), reason="A name in it")
    agent, editor = an_agent_of(report.authority), an_editor_of(report.authority)

    assert (held.is_public, held.held_because) == (False, ["staff"])
    with pytest.raises(NotYours):
        release(actor=agent, report=report, at=LATER)
    with pytest.raises(NotFromHere):
        treating.change_state(actor=editor, report=report, to="sent", at=LATER)
    released = release(actor=editor, report=report, at=LATER)

    assert (released.state, released.held_because, released.is_public) == ("in_progress", [], True)
    with pytest.raises(NotFromHere):
        release(actor=editor, report=report, at=LATER)


def test_what_is_spam_is_refused_by_an_editor_without_ever_being_public():
    report = a_report(description="http://a.example http://b.example")

    with pytest.raises(NotYours):
        treating.change_state(**acting(report), to="refused", because="spam")
    refused = treating.change_state(
        actor=an_editor_of(report.authority), report=report, to="refused", because="spam", at=LATER
    )

    assert refused.state == "refused"


def test_hiding_says_why_and_can_be_undone():
    report = a_report()
    editor = an_editor_of(report.authority)

    with pytest.raises(ReasonMissing):
        hide(actor=editor, report=report, reason=" ", at=LATER)
    with pytest.raises(ReasonMissing):
        hold(**acting(report), reason=" ")
    assert not hide(actor=editor, report=report, reason="Insults", at=LATER).is_public
    assert show_again(actor=editor, report=report, at=MUCH_LATER).is_public


def test_the_same_act_on_many_does_what_can_be_done_and_says_the_rest():
    town = a_serving_authority()
    open_ones, closed = [a_report(town), a_report(town)], a_report(town)
    treating.change_state(**acting(closed), to="done")
    foreign = a_report_elsewhere()
    agent = an_agent_of(town)

    treated = treat_many(
        actor=agent,
        authority=town,
        reports=[closed, *open_ones, foreign],
        act=lambda report: treating.change_state(actor=agent, report=report, to="done", at=LATER),
        at=LATER,
    )

    assert list(treated.done) == open_ones
    assert [(report.pk, type(why)) for report, why in treated.refused] == [
        (closed.pk, NotFromHere),
        (foreign.pk, NotYours),
    ]
    with pytest.raises(NotYours):
        treat_many(actor=an_agent_of(an_authority()), authority=town, reports=[], act=print, at=NOON)
