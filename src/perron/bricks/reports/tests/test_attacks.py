"""What somebody with bad intentions tries with the public pages, and does not get."""

from __future__ import annotations

from datetime import timedelta
from uuid import NAMESPACE_URL, uuid5
from xml.etree import ElementTree as ET

import pytest
from django.core import mail
from django.core.cache import caches
from django.test import Client
from django.utils import timezone

from perron.bricks.reports import tasks
from perron.bricks.reports.actions import joining, moderating, transfers, treating, voices
from perron.bricks.reports.actions.handbooks import close_reports
from perron.bricks.reports.actions.joining import Part
from perron.bricks.reports.actions.keys import make_key
from perron.bricks.reports.actions.open311 import FromProgram, take_report
from perron.bricks.reports.actions.sending import send_report
from perron.bricks.reports.models import ApiKey, Photo, Report, Reporter, Update
from perron.bricks.reports.publish import dataset, places
from perron.bricks.reports.queries.public import public_reports
from perron.bricks.reports.queries.refusals import KeyTaken, NotFromHere
from perron.bricks.reports.rules.masking import MASK, mask
from perron.bricks.reports.rules.sending import Channel, GivenReporter
from perron.bricks.reports.tests.factories import (
    LATER,
    MUCH_LATER,
    NOON,
    a_handbook,
    a_new_report,
    a_photo,
    a_report,
    a_reporter,
    a_serving_authority,
    an_editor_of,
)
from perron.kernel.contract import Role
from perron.kernel.testing.factories import an_agent_of, an_authority, with_second_factor
from perron.kernel.testing.queue import run_pending

pytestmark = pytest.mark.django_db
SPAM = "http://a.example http://b.example"
NOBODY = GivenReporter()


@pytest.fixture(autouse=True)
def _nothing_kept():
    caches["shared"].clear()
    caches["local"].clear()


def the_public_sees(report: Report) -> bool:
    page = Client().get(f"/fr/reports/{report.code}/")
    listed = public_reports().filter(pk=report.pk).exists() or places.document(report.code) is not None
    return listed or page.status_code == 200 or any(row["id"] == report.code for row in dataset.rows())


def test_the_address_of_somebody_else_does_not_open_her_side():
    hers = a_reporter(email="her@example.org")
    stranger = Client()

    stranger.post(f"/fr/reports/{hers.report.code}/me-too/", {"email": "her@example.org"})

    assert hers.secret not in stranger.get(f"/fr/reports/{hers.report.code}/").content.decode()
    assert hers.secret not in str(dict(stranger.session))


def test_a_browser_says_me_too_once():
    report, visitor = a_report(), Client()

    for _ in range(3):
        visitor.post(f"/fr/reports/{report.code}/me-too/", {"email": ""})

    report.refresh_from_db()
    assert report.me_too == 1


def test_the_key_of_what_a_program_sent_opens_nothing_in_the_pages():
    town = a_serving_authority()
    administrator = with_second_factor(an_agent_of(town, role=Role.ADMINISTRATOR))
    make_key(actor=administrator, authority=town, name="App", at=NOON)
    key = ApiKey.objects.get()
    what = a_new_report(town, channel=Channel.OPEN311, reporter=GivenReporter(email="her@example.org"))
    sent = take_report(actor=None, what=what, program=FromProgram(key, once="https://a.example/1"), at=NOON)
    guessed = uuid5(NAMESPACE_URL, f"perron:{key.pk}:https://a.example/1")

    mine = send_report(actor=None, what=a_new_report(town, sent_key=guessed), at=LATER)
    assert mine.report.pk != sent.pk
    with pytest.raises(KeyTaken):
        send_report(actor=None, what=a_new_report(town, sent_key=sent.sent_key), at=LATER)


def test_what_was_held_back_does_not_become_public_by_being_withdrawn():
    reporter = a_reporter(description=SPAM)
    voices.withdraw(actor=None, reporter=reporter, at=LATER)

    assert not the_public_sees(Report.objects.get())


def test_what_was_held_back_does_not_become_public_by_being_refused_nor_by_being_opened_again():
    reporter = a_reporter(description=SPAM)
    editor = an_editor_of(reporter.report.authority)
    treating.change_state(actor=editor, report=reporter.report, to="refused", because="spam", at=LATER)
    assert not the_public_sees(reporter.report)

    voices.give_verdict(actor=None, reporter=reporter, mended=False, reason="other", at=LATER)
    assert not the_public_sees(reporter.report)

    moderating.show_again(actor=editor, report=reporter.report, at=MUCH_LATER)
    assert the_public_sees(reporter.report)


def test_what_was_held_back_does_not_become_public_in_parts():
    report = a_report(description=SPAM, photos=(a_photo(),))
    with pytest.raises(NotFromHere):
        joining.split(actor=an_agent_of(report.authority), report=report, parts=[Part("litter", "x")], at=LATER)


def test_an_agent_covers_more_of_a_photo_and_only_an_editor_less():
    face = (0.2, 0.2, 0.4, 0.4)
    report = a_report(photos=(a_photo(covers=(face,)),))
    photo = report.photos.get()
    moderating.cover_photo(actor=an_agent_of(report.authority), photo=photo, covers=[(0.9, 0.9, 0.05, 0.05)], at=LATER)
    photo.refresh_from_db()
    assert photo.covers == [pytest.approx(face), pytest.approx((0.9, 0.9, 0.05, 0.05))]

    editor = an_editor_of(report.authority)
    moderating.cover_photo(actor=editor, photo=photo, covers=[(0.9, 0.9, 0.05, 0.05)], at=LATER)
    photo.refresh_from_db()
    assert photo.covers == [pytest.approx((0.9, 0.9, 0.05, 0.05))]


def test_who_said_me_too_adds_no_photos_for_all_and_answers_no_question_of_another():
    hers = a_reporter()
    treating.ask_reporter(actor=an_agent_of(hers.report.authority), report=hers.report, words="Which side?", at=LATER)
    other = voices.say_me_too(actor=None, report=hers.report, given=NOBODY, at=LATER)
    voices.answer(actor=None, reporter=other, words="Left", photos=(a_photo(),), at=LATER)

    assert not Photo.objects.get().is_public
    assert Report.objects.get().state == "waiting"


def test_a_verdict_said_twice_is_one():
    reporter = a_reporter()
    treating.change_state(actor=an_agent_of(reporter.report.authority), report=reporter.report, to="done", at=LATER)
    for _ in range(2):
        reporter.refresh_from_db()
        voices.give_verdict(actor=None, reporter=reporter, mended=True, at=MUCH_LATER)

    assert Update.objects.filter(kind="verdict").count() == 1


def test_words_of_one_reporter_are_masked_in_the_letters_to_another():
    hers = a_reporter(email="her@example.org")
    voices.say_me_too(actor=None, report=hers.report, given=GivenReporter(email="you@example.org"), at=NOON)
    treating.change_state(actor=an_agent_of(hers.report.authority), report=hers.report, to="done", at=LATER)
    mail.outbox.clear()
    voices.give_verdict(
        actor=None, reporter=hers, mended=False, reason="other", words="Appelez le 0470 12 34 56", at=LATER
    )
    run_pending(ahead=True)

    told = [letter.body for letter in mail.outbox if letter.to == ["you@example.org"]]
    assert told
    assert not any("0470" in body for body in told)


def test_control_characters_break_no_feed_and_no_calendar():
    town = a_serving_authority()
    a_report(town, description="Un\x0b trou\x08", address="Rue\x0c Haute\r\nBcc: x@example.org")

    feed = Client().get("/fr/reports/feed.atom")

    assert feed.status_code == 200
    ET.fromstring(feed.content)
    assert Report.objects.get().address == "Rue Haute Bcc: x@example.org"


def test_the_address_that_somebody_typed_is_masked_like_her_words():
    town = a_serving_authority()
    report = a_report(town, address="Chez moi, 0470 12 34 56")
    seen = "".join(
        Client().get(address).content.decode()
        for address in (
            "/fr/reports/",
            f"/fr/reports/{report.code}/",
            "/fr/reports/feed.atom",
            "/api/reports/v1/georeport/v2/requests.json",
        )
    )

    assert "0470" not in seen + str(list(places.documents())) + str(list(places.concerns((), 5)))
    assert MASK in seen


@pytest.mark.parametrize(
    "words",
    [
        "0470\u00a012\u00a034\u00a056",
        "0470\u202f12\u202f34\u202f56",
        "0470\u201112\u201134\u201156",
        "be68 5390 0754 7034",
        "BE68-5390-0754-7034",
        "BE68539007547034",
        "1-ABC-123",
    ],
)
def test_what_tells_who_somebody_is_is_masked_however_it_is_written(words: str):
    assert mask(f"Voici {words} svp") == f"Voici {MASK} svp"


def test_long_words_are_masked_in_no_time():
    started = timezone.now()
    for words in ("a" * 4000, "1 " * 2000, "a-" * 2000, "a." * 2000, "BE68 " * 800):
        mask(words)
    assert timezone.now() - started < timedelta(seconds=1)


def test_who_reported_is_forgotten_also_where_no_more_reports_are_taken():
    reporter = a_reporter()
    Report.objects.update(state="done", closed_at=timezone.now() - timedelta(days=731))
    town = reporter.report.authority
    close_reports(actor=an_editor_of(town), authority=town, at=timezone.now())

    tasks.forget_reporters()

    assert Reporter.objects.get().email == ""


def test_uncovered_photos_and_numbers_in_words_are_forgotten_with_who_sent_them():
    reporter = a_reporter(description="Appelez le 0470 12 34 56", photos=(a_photo(covers=((0.0, 0.0, 0.5, 0.5),)),))
    voices.answer(actor=None, reporter=reporter, words="Mon adresse : her@example.org", at=LATER)
    Report.objects.update(state="done", closed_at=timezone.now() - timedelta(days=731))

    tasks.forget_reporters()

    assert Report.objects.get().description == f"Appelez le {MASK}"
    assert Update.objects.get(kind="answer").words == f"Mon adresse : {MASK}"
    assert Photo.objects.get().original is None


def test_who_said_me_too_reads_no_more_of_what_was_hidden():
    report = a_report(description="Jean Dupont est un voleur")
    other = voices.say_me_too(actor=None, report=report, given=NOBODY, at=LATER)
    moderating.hide(actor=an_editor_of(report.authority), report=report, reason="A name", at=LATER)

    assert "Dupont" not in Client().get(f"/fr/reports/mine/{other.secret}/").content.decode()


def test_what_an_ended_authority_had_planned_goes_to_its_heir_as_planned():
    report, heir = a_report(), an_authority()
    agent = an_agent_of(report.authority)
    treating.change_state(actor=agent, report=report, to="planned", planned_on=LATER.date(), at=LATER)
    a_handbook(heir)

    inherited = transfers.inherit(actor=None, report=report, heir=heir, at=MUCH_LATER)

    assert (inherited.state, inherited.planned_on) == ("planned", LATER.date())
