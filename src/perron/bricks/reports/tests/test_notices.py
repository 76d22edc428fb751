"""What people are told: each step once, in her language, not at night, with or without an account."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime, time

import pytest
from django.core import mail

from perron.bricks.reports import notices
from perron.bricks.reports.actions import joining, transfers, treating, voices
from perron.bricks.reports.actions.assigning import assign
from perron.bricks.reports.actions.people import forget_reporters
from perron.bricks.reports.actions.sending import send_report
from perron.bricks.reports.models import Report, Reporter, Update
from perron.bricks.reports.notices.words import day
from perron.bricks.reports.rules.handbook import QuietHours, RefusalReason
from perron.bricks.reports.rules.sending import GivenReporter
from perron.bricks.reports.tests.factories import (
    HANDBOOK,
    LATER,
    MUCH_LATER,
    NOON,
    a_handbook,
    a_new_report,
    a_place,
    a_report,
    a_reporter,
    a_serving_authority,
)
from perron.kernel import notices as inbox
from perron.kernel.authorities import AuthorityKind
from perron.kernel.following import unsubscribe
from perron.kernel.notices import words_of
from perron.kernel.testing.factories import an_actor, an_agent_of, an_authority
from perron.kernel.testing.queue import make_all_due, run_pending, waiting

pytestmark = pytest.mark.django_db
ME = "me@example.org"
ABOUT_ONE = [kind for kind in notices.KINDS if kind.name != "reports.day"]


@pytest.fixture(autouse=True)
def _no_letters_yet(settings):
    mail.outbox.clear()


def letters(to: str = ME) -> list[str]:
    """What came to an address since last asked: the titles."""
    run_pending(ahead=True)
    titles = [letter.subject for letter in mail.outbox if letter.to == [to]]
    mail.outbox.clear()
    return titles


def done(report: Report) -> Report:
    return treating.change_state(
        actor=an_agent_of(report.authority), report=report, to="done", words="Voilà.", at=LATER
    )


def test_an_address_alone_gets_a_receipt_with_the_code_and_the_private_link_in_her_language():
    reporter = a_reporter(language="nl")
    run_pending(ahead=True)

    (letter,) = mail.outbox
    assert letter.to == [ME]
    assert reporter.report.code in letter.subject
    assert f"/nl/reports/mine/{reporter.secret}/" in letter.body
    assert "Gaat naar de gemeente van deze plek" in letter.body
    assert letter.extra_headers["Content-Language"] == "nl"


def test_each_step_is_told_and_done_asks_whether_it_is():
    reporter = a_reporter(language="fr")
    assert len(letters()) == 1
    agent = an_agent_of(reporter.report.authority)

    treating.change_state(actor=agent, report=reporter.report, to="in_progress", at=LATER)
    assert len(letters()) == 1
    treating.ask_reporter(actor=agent, report=reporter.report, words="Quel côté ?", at=LATER)
    assert len(letters()) == 1
    treating.note(actor=agent, report=reporter.report, words="Entre nous", at=LATER)
    assert letters() == []
    done(reporter.report)
    run_pending(ahead=True)
    assert "Voilà." in mail.outbox[0].body
    assert "?" in mail.outbox[0].subject


def test_an_account_is_told_in_its_inbox_in_its_own_language():
    actor = an_actor(language="de")
    report = a_report(actor=actor, language="fr")
    done(report)
    run_pending(ahead=True)

    kinds = [notice.kind for notice in inbox.inbox(actor)]
    assert kinds == ["reports.done", "reports.received"]
    assert all(notice.language == "de" for notice in inbox.inbox(actor))


def test_no_letter_goes_at_night_and_each_goes_once():
    town = an_authority(place_id=a_place())
    always = QuietHours(time(0, 0), time(23, 59))
    a_handbook(town, replace(HANDBOOK, quiet=always))
    a_reporter(town)

    run_pending()
    assert mail.outbox == []
    assert "reports.tell_reporter" in waiting()
    make_all_due()
    run_pending()
    assert len(mail.outbox) == 1


def test_a_worker_that_is_killed_after_the_letter_does_not_send_it_twice():
    reporter = a_reporter()
    step = Update.objects.get()
    notices.tell_of_step(step.pk)
    notices.tell_reporter(reporter=reporter.pk, update=step.pk, kind="received")

    assert len(letters()) == 1


def test_who_stops_the_letters_by_one_click_or_is_forgotten_gets_none():
    stopped = a_reporter()
    run_pending(ahead=True)
    token = re.search(r"/unsubscribe/([^/>]+)", mail.outbox[0].extra_headers["List-Unsubscribe"])
    assert token is not None
    unsubscribe(token.group(1))
    mail.outbox.clear()
    done(stopped.report)
    assert letters() == []

    other = a_reporter(stopped.report.authority, email="other@example.org")
    assert len(letters("other@example.org")) == 1
    done(other.report)
    forget_reporters(actor=None, authority=other.report.authority, before=MUCH_LATER, at=MUCH_LATER)
    assert letters("other@example.org") == []
    assert Reporter.objects.filter(email="other@example.org").count() == 0


def test_who_said_me_too_and_who_sent_a_double_hear_that_it_is_done():
    main = a_report()
    double = a_reporter(main.authority, email="double@example.org")
    voices.say_me_too(actor=None, report=main, given=GivenReporter(email="too@example.org"), language="nl", at=LATER)
    joining.merge(actor=an_agent_of(main.authority), report=double.report, into=main, at=LATER)
    letters("")

    done(main)
    run_pending(ahead=True)

    assert {letter.to[0] for letter in mail.outbox} == {"double@example.org", "too@example.org"}
    (of_double,) = [letter for letter in mail.outbox if letter.to == ["double@example.org"]]
    assert f"/mine/{double.secret}/" in of_double.body


def test_who_treats_it_hears_the_answer_and_the_reporter_does_not_hear_herself():
    reporter = a_reporter()
    agent = an_agent_of(reporter.report.authority)
    assign(actor=agent, report=reporter.report, assignee=agent, at=LATER)
    letters()

    voices.answer(actor=None, reporter=reporter, words="On the left", at=LATER)
    assert letters() == []
    (notice,) = inbox.inbox(agent)
    assert (notice.kind, "On the left" in notice.body) == ("reports.answered", True)


def test_the_reporter_is_told_who_took_it_over_and_followers_of_place_and_report_read_masked_words():
    follower = an_actor()
    town = a_serving_authority()
    inbox.follow(follower, f"place:{town.place_id}")
    reporter = a_reporter(town)
    inbox.follow(an_actor(), f"thing:{reporter.report.ref}")
    region = an_authority(kind=AuthorityKind.REGION)
    a_handbook(region)
    letters()
    assert [notice.kind for notice in inbox.inbox(follower)] == ["reports.followed_report"]

    agent = an_agent_of(town)
    transfer = transfers.offer(actor=agent, report=reporter.report, to=region, reason="Regional", at=LATER)
    transfers.accept(actor=an_agent_of(region), transfer=transfer, at=LATER)

    (title,) = letters()
    assert region.names["fr"] in title


def test_a_refusal_is_told_with_the_authoritys_own_words():
    town = an_authority(place_id=a_place())
    a_handbook(town, replace(HANDBOOK, refusals=(RefusalReason("private", {"fr": "C’est un terrain privé."}),)))
    reporter = a_reporter(town)
    letters()

    treating.change_state(actor=an_agent_of(town), report=reporter.report, to="refused", because="private", at=LATER)
    run_pending(ahead=True)

    assert "C’est un terrain privé." in mail.outbox[0].body


def test_a_held_report_is_received_and_nobody_else_is_told():
    follower, town = an_actor(), a_serving_authority()
    inbox.follow(follower, f"place:{town.place_id}")
    held = a_new_report(
        town, description="http://a.example http://b.example", reporter=GivenReporter(email=ME), language="en"
    )
    send_report(actor=None, what=held, at=NOON)
    run_pending(ahead=True)

    assert "looks at it before" in mail.outbox[0].body
    assert inbox.inbox(follower) == []


@pytest.mark.parametrize("kind", ABOUT_ONE, ids=lambda kind: kind.name)
@pytest.mark.parametrize("language", ["fr", "nl", "de", "en"])
def test_the_words_of_every_kind_hold_what_they_are_given(kind, language):
    values = {"code": "ABCD-EFGH", "category": "Trou", "authority": "Ville", "what": "It is done.", "words": "Voilà."}
    values |= {"count": 1}

    title, body, _html = words_of(kind, language, **values)

    assert "ABCD-EFGH" in title
    assert body
    assert len(title) < 200


def test_days_are_written_as_the_reader_writes_them():
    assert day(datetime(2026, 5, 4, 22, 30, tzinfo=UTC)).startswith("May 5")
