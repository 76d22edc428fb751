"""The side of who reported: counted once, heard, and believed when it is not mended."""

from __future__ import annotations

import threading
from datetime import timedelta

import pytest
from django.db import connection

from perron.bricks.reports.actions import joining, treating, voices
from perron.bricks.reports.actions.moderating import release
from perron.bricks.reports.models import Report, Reporter, Update
from perron.bricks.reports.queries.refusals import (
    NotAnAddress,
    NotAsked,
    NotFromHere,
    NothingToJudge,
    NothingTold,
    TooLateToReopen,
)
from perron.bricks.reports.queries.reporters import reporter_by_secret, reports_of, story_for
from perron.bricks.reports.rules.sending import GivenReporter
from perron.bricks.reports.tests.factories import (
    LATER,
    MUCH_LATER,
    a_photo,
    a_report,
    a_reporter,
    an_editor_of,
)
from perron.kernel.errors import NotFound
from perron.kernel.following import subscription_of
from perron.kernel.testing.events import emitted
from perron.kernel.testing.factories import an_actor, an_agent_of

pytestmark = pytest.mark.django_db
NOBODY = GivenReporter()


def done(report: Report) -> Report:
    return treating.change_state(actor=an_agent_of(report.authority), report=report, to="done", at=LATER)


def test_me_too_counts_once_per_account_and_address():
    report, neighbour = a_report(), an_actor()
    said = {"report": report, "at": LATER}
    with_address = GivenReporter(email="You@Example.org")

    first = voices.say_me_too(actor=neighbour, given=NOBODY, **said)
    assert voices.say_me_too(actor=neighbour, given=NOBODY, **said) == first
    other = voices.say_me_too(actor=None, given=with_address, language="nl", **said)
    assert voices.say_me_too(actor=None, given=GivenReporter(email="you@example.org"), **said) == other
    voices.say_me_too(actor=None, given=NOBODY, **said)

    report.refresh_from_db()
    assert (report.me_too, other.language, other.is_first) == (3, "nl", False)
    with pytest.raises(NotAnAddress):
        voices.say_me_too(actor=None, given=GivenReporter(email="@"), **said)


def test_who_sent_it_does_not_say_me_too():
    reporter = a_reporter()
    again = voices.say_me_too(actor=None, report=reporter.report, given=GivenReporter(email=reporter.email), at=LATER)

    assert again == reporter


@pytest.mark.django_db(transaction=True)
def test_a_nervous_thumb_says_me_too_once():
    report, start, found = a_report(), threading.Barrier(3), []
    given = GivenReporter(email="you@example.org")

    def say() -> None:
        start.wait()
        found.append(voices.say_me_too(actor=None, report=report, given=given, at=LATER).pk)
        connection.close()

    threads = [threading.Thread(target=say) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=20)

    report.refresh_from_db()
    assert (len(set(found)), report.me_too) == (1, 1)


def test_what_is_hidden_or_closed_takes_no_me_too():
    held = a_report(description="http://a.example http://b.example")
    with pytest.raises(NotFound):
        voices.say_me_too(actor=None, report=held, given=NOBODY, at=LATER)
    with pytest.raises(NotAsked):
        voices.say_me_too(actor=None, report=done(a_report()), given=NOBODY, at=LATER)


def test_mended_is_what_who_reported_says_counted_from_the_day_it_was_done():
    reporter = a_reporter()
    with pytest.raises(NothingToJudge):
        voices.give_verdict(actor=None, reporter=reporter, mended=True, at=LATER)
    done(reporter.report)

    report = voices.give_verdict(actor=None, reporter=reporter, mended=True, at=MUCH_LATER, photos=(a_photo(),))

    reporter.refresh_from_db()
    assert (report.mended_at, reporter.verdict, reporter.verdict_at) == (LATER, "mended", MUCH_LATER)
    assert report.photos.get().purpose == "mended"
    assert "reports.report_mended" in emitted()


def test_not_mended_opens_it_again_with_the_reason_and_a_photo():
    reporter = a_reporter()
    done(reporter.report)

    report = voices.give_verdict(
        actor=None, reporter=reporter, mended=False, reason="badly_mended", words="Still", photos=(a_photo(),), at=LATER
    )

    assert (report.state, report.closed_at, report.done_at, report.reopened) == ("sent", None, None, 1)
    assert Update.objects.get(kind="reopened").facts["reason"] == "badly_mended"
    assert "reports.report_reopened" in emitted()
    with pytest.raises(NothingToJudge):
        voices.give_verdict(actor=None, reporter=reporter, mended=False, at=LATER)


def test_after_the_term_it_is_too_late_and_the_refusal_says_what_to_do():
    reporter = a_reporter()
    done(reporter.report)

    with pytest.raises(TooLateToReopen) as refusal:
        voices.give_verdict(actor=None, reporter=reporter, mended=False, at=LATER + timedelta(days=91))

    assert "90" in str(refusal.value)
    assert refusal.value.what_to_do()


def test_who_reported_a_double_judges_the_report_that_went_on():
    reporter = a_reporter()
    main = a_report(reporter.report.authority)
    joining.merge(actor=an_agent_of(main.authority), report=reporter.report, into=main, at=LATER)
    done(main)

    judged = voices.give_verdict(
        actor=None, reporter=reporter_by_secret(reporter.secret), mended=False, at=MUCH_LATER - timedelta(days=150)
    )

    assert (judged, judged.state) == (main, "sent")


def test_an_answer_sets_a_waiting_report_going_again():
    reporter = a_reporter()
    treating.ask_reporter(
        actor=an_agent_of(reporter.report.authority), report=reporter.report, words="Which side?", at=LATER
    )

    report = voices.answer(actor=None, reporter=reporter, words="Left", at=LATER)

    assert report.state == "in_progress"
    assert [step.kind for step in story_for(reporter)] == ["sent", "question", "answer"]
    with pytest.raises(NothingTold):
        voices.answer(actor=None, reporter=reporter, words="", at=LATER)
    done(report)
    with pytest.raises(NotAsked):
        voices.answer(actor=None, reporter=reporter, words="Left", at=LATER)


def test_what_was_said_between_two_is_not_for_who_says_me_too():
    reporter = a_reporter()
    other = voices.say_me_too(actor=None, report=reporter.report, given=NOBODY, at=LATER)
    voices.answer(actor=None, reporter=reporter, words="My number is …", at=LATER)

    assert "answer" not in [step.kind for step in story_for(other)]


def test_only_the_first_takes_it_back():
    reporter = a_reporter()
    other = voices.say_me_too(actor=None, report=reporter.report, given=NOBODY, at=LATER)

    with pytest.raises(NotFromHere):
        voices.withdraw(actor=None, reporter=other, at=LATER)
    assert voices.withdraw(actor=None, reporter=reporter, at=LATER).state == "withdrawn"
    with pytest.raises(NotFromHere):
        voices.withdraw(actor=None, reporter=reporter, at=LATER)


def test_enough_different_visitors_hold_a_report_until_somebody_has_looked():
    report = a_report()
    for visitor in ("a", "a", "b"):
        voices.flag(actor=None, report=report, why="Rude", at=LATER, visitor=visitor)
    report.refresh_from_db()
    assert report.is_public

    held = voices.flag(actor=None, report=report, why="Rude", at=LATER, visitor="c")

    assert (held.state, held.held_because) == ("quarantined", ["flags"])
    with pytest.raises(NotFound):
        voices.flag(actor=None, report=report, why="Rude", at=LATER, visitor="d")
    release(actor=an_editor_of(report.authority), report=report, at=LATER)
    again = voices.flag(actor=None, report=report, why="Rude", at=LATER, visitor="a")
    assert again.is_public


def test_a_closed_report_that_is_flagged_is_hidden_and_a_flag_says_why():
    report = done(a_report())

    with pytest.raises(NothingTold):
        voices.flag(actor=None, report=report, why=" ", at=LATER)
    for visitor in "abc":
        voices.flag(actor=None, report=report, why="Rude", at=LATER, visitor=visitor)

    report.refresh_from_db()
    assert (report.state, report.is_public) == ("done", False)


def test_no_more_letters_is_no_more_letters():
    reporter = a_reporter()
    topic = f"thing:reports:reporter:{reporter.pk}"
    assert subscription_of(reporter.email, topic)

    voices.stop_mail(actor=None, reporter=reporter)
    voices.stop_mail(actor=None, reporter=reporter)

    assert subscription_of(reporter.email, topic) is None
    assert not Reporter.objects.get().wants_mail


def test_a_secret_opens_one_side_and_an_account_all_of_hers():
    actor = an_actor()
    report = a_report(actor=actor)
    reporter = report.reporters.get()

    assert reporter_by_secret(reporter.secret) == reporter
    assert list(reports_of(actor)) == [reporter]
    with pytest.raises(NotFound):
        reporter_by_secret("guessed")
