"""Bodies that are not here and treat a report get a letter, once, that names nobody."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from django.core import mail
from django.test import Client

from perron.bricks.reports.actions.moderating import release
from perron.bricks.reports.actions.sending import send_report
from perron.bricks.reports.models import Report, Update
from perron.bricks.reports.notices import write_to_body
from perron.bricks.reports.rules.handbook import Moderate, Outside, RoutingRule, Then, When
from perron.bricks.reports.rules.sending import GivenReporter
from perron.bricks.reports.rules.states import State
from perron.bricks.reports.tests.factories import (
    HANDBOOK,
    LATER,
    NOON,
    a_handbook,
    a_new_report,
    a_photo,
    a_place,
    an_editor_of,
)
from perron.kernel import bounces
from perron.kernel.testing.factories import an_authority
from perron.kernel.testing.queue import run_pending

pytestmark = pytest.mark.django_db
BODY = Outside({"fr": "La Société", "en": "The Company"}, phone="081 12 34 56", email="street@example.org")
ME = "me@example.org"


@pytest.fixture(autouse=True)
def _no_letters_yet(settings):
    mail.outbox.clear()


def a_report_for(body: Outside, **settings: object) -> Report:
    rule = RoutingRule("company", When(categories=("hole",)), Then(outside=body))
    authority = an_authority(place_id=a_place(), languages=["en"])
    a_handbook(authority, replace(HANDBOOK, rules=(rule,), settings=replace(HANDBOOK.settings, **settings)))
    what = a_new_report(
        authority,
        language="en",
        description="A deep hole. Call me on 0470 12 34 56.",
        photos=(a_photo(),),
        reporter=GivenReporter(name="Anne Onyme", email=ME),
    )
    return send_report(actor=None, what=what, at=NOON).report


def letters(to: str) -> list[str]:
    run_pending(ahead=True)
    return [f"{letter.subject}\n{letter.body}" for letter in mail.outbox if letter.to == [to]]


def test_a_body_with_an_address_gets_one_letter_that_names_nobody():
    report = a_report_for(BODY)
    (letter,) = letters(BODY.email)

    for words in (report.code, "A deep hole", "/reports/photos/", "openstreetmap.org", f"/reports/{report.code}/"):
        assert words in letter
    for private in ("Anne", ME, "0470 12 34 56"):
        assert private not in letter
    write_to_body(report=report.pk)
    assert len(letters(BODY.email)) == 1
    assert Update.objects.get(report=report, kind="letter").facts["is_taken"]


def test_who_reported_is_told_who_has_it_and_how_to_reach_them():
    report = a_report_for(BODY)
    (letter,) = letters(ME)
    shown = Client().get(f"/en/reports/{report.code}/").content.decode()

    for text in (letter, shown):
        assert "The Company, 081 12 34 56" in text
    assert "passed your report on to them by letter" in letter
    assert "Passed on by letter to the service in charge" in shown


def test_a_body_without_an_address_gets_nothing_and_the_page_asks_to_tell_them_oneself():
    report = a_report_for(replace(BODY, email=""))
    (letter,) = letters(ME)
    shown = Client().get(f"/en/reports/{report.code}/").content.decode()

    assert len(mail.outbox) == 1
    assert "please tell them yourself" in letter
    assert "takes no letters from us: please tell The Company, 081 12 34 56" in shown


def test_what_was_held_back_is_passed_on_once_it_is_released():
    report = a_report_for(BODY, moderate=Moderate.BEFORE)
    assert letters(BODY.email) == []

    report = release(actor=an_editor_of(report.authority), report=report, at=LATER)

    assert report.state == State.NOT_OURS
    assert report.closed_at == LATER
    assert len(letters(BODY.email)) == 1
    assert "It was sent to: The Company" in letters(ME)[-1]


def test_what_a_body_does_not_take_is_the_authoritys_again():
    for days in range(0, 2 * bounces.ENOUGH, 2):
        bounces.note(BODY.email, at=NOON + timedelta(days=days))
    report = a_report_for(BODY)

    assert letters(BODY.email) == []
    report.refresh_from_db()
    assert (report.state, report.closed_at) == (State.SENT, None)
    assert len(letters(ME)) == 2  # received, opened again
