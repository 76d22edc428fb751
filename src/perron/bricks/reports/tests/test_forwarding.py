"""Contractors: work by a link without an account, its answers, and work orders on paper."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.test import Client

from perron.bricks.reports.actions.forwarding import (
    accept_work,
    ask_about_work,
    confirm_work,
    decline_work,
    end_forwarding,
    finish_work,
    forward,
)
from perron.bricks.reports.actions.treating import change_state
from perron.bricks.reports.models import Forwarding, Photo, Report, Update
from perron.bricks.reports.queries.forwardings import forwarding_by_secret, secret_for
from perron.bricks.reports.queries.refusals import NotAsked, NotFromHere, NothingTold, NoWorkAddress, WorkOver
from perron.bricks.reports.tests.factories import (
    LATER,
    NOON,
    a_photo,
    a_report,
    a_report_elsewhere,
    a_reporter,
    a_serving_authority,
)
from perron.kernel.authorities import Authority
from perron.kernel.contract import Role
from perron.kernel.errors import NotFound, NotYours
from perron.kernel.testing.factories import an_agent_of, with_second_factor
from perron.kernel.testing.queue import run_pending
from perron.kernel.tests.mail_server import Mailbox, body_of, mail_server  # noqa: F401  (a fixture)

pytestmark = pytest.mark.django_db
MARK = "Never told"


def given(report: Report | None = None, **changes: object) -> Forwarding:
    report = report or a_report(photos=(a_photo(),))
    values = {
        "actor": an_agent_of(report.authority),
        "report": report,
        "to_name": "Roads Ltd",
        "to_email": "Works@Example.org",
        "language": "nl",
        "note": "Fill it.",
        "days": 30,
        "at": NOON,
    }
    return forward(**(values | changes))  # type: ignore[arg-type]


def secret_of(found: Forwarding) -> str:
    return secret_for(found.report.code, found.to_email, found.sent_at)


def soon(found: Forwarding) -> str:
    """The address of its page, with a term that lasts."""
    Forwarding.objects.update(expires_at=NOON + timedelta(days=3650))
    return f"/nl/reports/work/{secret_of(found)}/"


def test_the_link_is_kept_as_a_hash_and_found_by_its_secret() -> None:
    found = given()

    assert forwarding_by_secret(secret_of(found)) == found
    assert secret_of(found) not in str(Forwarding.objects.values().get())
    with pytest.raises(NotFound):
        forwarding_by_secret("guessed")


def test_giving_it_twice_to_the_same_firm_gives_one_link() -> None:
    report = a_report()

    assert given(report) == given(report, at=LATER, to_email="works@example.org")
    report.refresh_from_db()
    assert report.state == "in_progress"


def test_only_open_reports_of_ones_own_go_to_real_addresses() -> None:
    report = a_report()
    with pytest.raises(NotYours):
        given(report, actor=an_agent_of(a_serving_authority()))
    with pytest.raises(NoWorkAddress):
        given(report, to_email="nowhere")
    change_state(actor=an_agent_of(report.authority), report=report, to="done", at=NOON)
    with pytest.raises(NotAsked):
        given(report)


def test_the_firm_gets_a_letter_in_its_language_and_nothing_about_who_reported(mailbox: Mailbox) -> None:
    reporter = a_reporter(description="Bel 0475 12 34 56", photos=(a_photo(),))
    reporter.name = MARK
    reporter.save()

    found = given(reporter.report)
    run_pending()

    letter = next(one for one in mailbox.letters if one["To"] == "works@example.org")
    assert letter["Content-Language"] == "nl"
    assert f"https://town.example/nl/reports/work/{secret_of(found)}/" in body_of(letter)
    page = Client().get(soon(found))
    assert page.status_code == 200
    for told in (MARK, "me@example.org", "0475"):
        assert told not in body_of(letter) + page.text
    assert page["X-Robots-Tag"] == "noindex"
    assert page["Referrer-Policy"] == "same-origin"


def test_the_firm_does_it_and_an_agent_confirms() -> None:
    found = given()
    report = found.report
    accept_work(actor=None, forwarding=found, at=NOON)
    accept_work(actor=None, forwarding=found, at=NOON)
    finish_work(actor=None, forwarding=found, words="Filled.", photos=(a_photo(),), at=LATER)
    finish_work(actor=None, forwarding=found, words="Filled.", photos=(a_photo(),), at=LATER)

    mended = Photo.objects.get(purpose="mended")
    report.refresh_from_db()
    assert (report.state, mended.is_public) == ("in_progress", False)
    assert Update.objects.filter(kind="contractor", is_internal=True).count() == 2

    confirm_work(actor=an_agent_of(report.authority), report=report, words="Filled.", at=LATER)

    report.refresh_from_db()
    mended.refresh_from_db()
    assert (report.state, mended.is_public) == ("done", True)
    with pytest.raises(NotFromHere):
        confirm_work(actor=an_agent_of(report.authority), report=report, words="", at=LATER)


def test_the_firm_asks_and_declines_with_words() -> None:
    found = given()
    for act, words in ((ask_about_work, {"words": " "}), (decline_work, {"reason": ""})):
        with pytest.raises(NothingTold):
            act(actor=None, forwarding=found, at=NOON, **words)  # type: ignore[operator]
    with pytest.raises(NothingTold):
        finish_work(actor=None, forwarding=found, words="", at=NOON)

    ask_about_work(actor=None, forwarding=found, words="Which colour?", at=NOON)
    decline_work(actor=None, forwarding=found, reason="Not our trade.", at=NOON)

    assert list(Update.objects.filter(kind="contractor").order_by("pk").values_list("words", flat=True)) == [
        "Which colour?",
        "Not our trade.",
    ]
    with pytest.raises(WorkOver):
        finish_work(actor=None, forwarding=found, words="Done after all", at=LATER)


def test_the_agent_who_gave_it_is_told_of_the_answer(mailbox: Mailbox) -> None:
    found = given()
    agent = found.sent_by
    assert agent

    finish_work(actor=None, forwarding=found, words="Filled.", at=LATER)
    run_pending(ahead=True)

    assert any("Filled." in body_of(letter) for letter in mailbox.letters if letter["To"] == agent.email)


def _expired(found: Forwarding) -> None:
    Forwarding.objects.update(expires_at=NOON)


def _taken_back(found: Forwarding) -> None:
    agent = an_agent_of(found.report.authority)
    end_forwarding(actor=agent, forwarding=found, at=NOON)
    end_forwarding(actor=agent, forwarding=found, at=NOON)


def _closed(found: Forwarding) -> None:
    change_state(actor=an_agent_of(found.report.authority), report=found.report, to="done", at=NOON)


def _left(found: Forwarding) -> None:
    Report.objects.filter(pk=found.report_id).update(authority=a_report_elsewhere().authority)


@pytest.mark.parametrize("end", [_expired, _taken_back, _closed, _left])
def test_a_link_that_is_over_says_so_and_shows_nothing(end) -> None:
    found = given()
    address = soon(found)
    end(found)

    page = Client().get(address)

    assert page.status_code == 410
    assert found.authority.names["nl"] in page.text
    assert found.report.description not in page.text
    assert Client().get(f"{address}order.pdf").status_code == 404
    with pytest.raises(WorkOver):
        accept_work(actor=None, forwarding=found, at=LATER)


def test_the_page_of_the_firm_takes_its_answers_without_javascript(client: Client) -> None:
    found = given()
    address = soon(found)
    assert client.get(address.replace("/nl/", "/fr/")).url == address

    assert client.post(address, {"act": "accept"}).status_code == 302
    refused = client.post(address, {"act": "done", "done-words": ""})
    assert refused.status_code == 400 or refused.status_code == 422
    assert client.post(address, {"act": "ask", "ask-words": "Which colour?"}).status_code == 302
    done = client.post(address, {"act": "done", "done-words": "Filled.", "done-photos": a_photo().stream})
    assert done.status_code == 302

    page = client.get(address)
    assert "Filled" not in page.context["sheet"].words
    number = Photo.objects.get(purpose="mended").pk
    assert client.get(f"{address}photos/{number}/").status_code == 200
    assert client.get(f"{address}photos/{number + 1}/").status_code == 404
    found.refresh_from_db()
    assert (found.state, found.seen_at is not None) == ("done", True)


def _agent(client: Client, authority: Authority, role: Role = Role.AGENT) -> None:
    client.force_login(with_second_factor(an_agent_of(authority, role=role)))


def test_the_desk_gives_it_takes_it_back_and_confirms(client: Client) -> None:
    report = a_report()
    _agent(client, report.authority)
    desk = f"/en/reports/desk/{report.authority.slug}/reports/{report.code}/"
    typed = {"to_name": "Roads Ltd", "to_email": "w@example.org", "language": "fr", "note": "", "days": "30"}

    assert client.post(f"{desk}act/forward/", {**typed, "to_email": "x"}).status_code == 422
    assert client.post(f"{desk}act/forward/", typed).status_code == 302
    found = Forwarding.objects.get()
    assert "Roads Ltd" in client.get(desk).text
    assert "act-confirm" not in client.get(desk).text
    finish_work(actor=None, forwarding=found, words="Filled it.", at=found.sent_at)
    assert "Filled it." in client.get(desk).text
    assert client.post(f"{desk}act/confirm/", {"words": "Filled."}).status_code == 302
    report.refresh_from_db()
    assert report.state == "done"
    assert client.post(f"{desk}contractors/{found.pk}/end/").status_code == 302
    found.refresh_from_db()
    assert found.state == "ended"


def test_work_orders_are_pdf_files_in_the_readers_language(client: Client) -> None:
    report = a_report(photos=(a_photo(),), description="Un trou <b>profond</b>\n& large, appelez 0475 12 34 56")
    other = a_report(report.authority)
    _agent(client, report.authority)
    base = f"/fr/reports/desk/{report.authority.slug}/"

    one = client.get(f"{base}reports/{report.code}/order.pdf")
    many = client.post(f"{base}orders/", {"report": [report.code, other.code]})

    for answer, pages in ((one, 1), (many, 2)):
        assert answer.status_code == 200
        assert answer["Content-Type"] == "application/pdf"
        assert answer.content.startswith(b"%PDF-")
        assert len(re.findall(rb"/Type /Page\b", answer.content)) == pages
    assert b"/Lang (fr)" in one.content
    assert client.post(f"{base}orders/", {}).status_code == 302
    _agent(client, report.authority, Role.READER)
    assert client.get(f"{base}reports/{report.code}/order.pdf").status_code == 403
