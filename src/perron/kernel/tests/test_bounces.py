"""Letters that come back: an address that takes no mail is left alone, its owner sees so and has them sent again."""

from __future__ import annotations

import io
from datetime import datetime, timedelta
from types import SimpleNamespace

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.test import Client
from django.utils import timezone

from perron.kernel import bounces, following, incoming_mail, letters, notices, tasks
from perron.kernel.contract import Ref
from perron.kernel.messaging_duties import MESSAGING_CHECKS
from perron.kernel.models.notice import Notice, RefusedAddress, Subscription
from perron.kernel.testing.factories import an_actor
from perron.kernel.testing.queue import run_pending
from perron.kernel.tests.mail_server import Mailbox, mail_server  # noqa: F401  (a fixture)
from perron.kernel.tests.ringing import bell_installed  # noqa: F401  (a fixture)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("bell_installed")]

NOON = datetime(2026, 3, 2, 12, tzinfo=timezone.get_default_timezone())
UNKNOWN = "550 5.1.1 no such user"


def told(actor: object) -> Notice:
    tower = Ref("bell", "tower", "1")
    notices.tell("bell.rung_for_you", to=actor, subject=tower, address="/fr/bell/1/", tower="Nord", times=3)  # type: ignore[arg-type]
    run_pending()
    return Notice.objects.latest("pk")


def refuse_for_days(email: str, days: int) -> None:
    for day in range(days):
        bounces.note(email, at=NOON + timedelta(days=day))


def test_a_letter_refused_for_good_is_not_tried_again_and_stays_in_the_inbox(mailbox: Mailbox) -> None:
    mailbox.answer_to_rcpt = UNKNOWN
    anna = an_actor()

    notice = told(anna)

    assert (notice.manner, notice.mailed_at) == ("inbox", None)
    assert notices.inbox(anna) == [notice]
    assert tasks.dead_letters() == []
    assert RefusedAddress.objects.get().email == anna.email
    assert [check.ask() for check in MESSAGING_CHECKS] == [None, None]


@pytest.mark.parametrize("answer", ["450 4.2.0 greylisted", "550 5.7.1 relaying denied", "554 no", "452 4.2.2 full"])
def test_a_refusal_that_is_not_about_the_address_is_tried_again(mailbox: Mailbox, answer: str) -> None:
    mailbox.answer_to_rcpt = answer

    notice = told(an_actor())

    assert (notice.manner, notice.mailed_at) == ("at_once", None)
    assert not RefusedAddress.objects.exists()


@pytest.mark.parametrize("answer", ["550 no such user here", "553 not a mailbox", UNKNOWN, "552 5.2.2 over quota"])
def test_a_refusal_about_the_address_is_noted(mailbox: Mailbox, answer: str) -> None:
    mailbox.answer_to_rcpt = answer
    told(an_actor())

    assert RefusedAddress.objects.get().times == 1


def test_after_three_days_of_refusals_nothing_more_is_sent(mailbox: Mailbox) -> None:
    anna = an_actor()
    refuse_for_days(anna.email, 2)
    assert told(anna).mailed_at

    refuse_for_days(anna.email, 3)

    assert told(anna).manner == "inbox"
    assert len(mailbox.letters) == 1


def test_one_bad_hour_of_a_mail_server_counts_once() -> None:
    for minute in range(10):
        bounces.note("Anna@town.example", at=NOON + timedelta(minutes=minute))

    assert RefusedAddress.objects.get().times == 1


def test_the_owner_of_an_account_sees_it_and_has_letters_sent_again(mailbox: Mailbox, client: Client) -> None:
    anna = an_actor(language="en")
    client.force_login(anna, backend="allauth.account.auth_backends.AuthenticationBackend")
    assert "come back" not in client.get("/en/account/").text
    refuse_for_days(anna.email, 3)
    assert f"Our letters to {anna.email} come back" in client.get("/en/account/").text

    client.post("/en/account/mail/")

    assert "come back" not in client.get("/en/account/").text
    assert told(anna).mailed_at


def test_an_address_without_account_is_asked_to_confirm_again(mailbox: Mailbox) -> None:
    following.follow_by_email("eva@example.org", "place:62063")
    Subscription.objects.update(confirmed_at=NOON)
    refuse_for_days("eva@example.org", 3)

    following.follow_by_email("eva@example.org", "place:62063")
    run_pending()

    assert Subscription.objects.get().confirmed_at is None
    assert len(mailbox.letters) == 1


REPORT = """From: mailer-daemon@example.org
Content-Type: multipart/report; report-type=delivery-status; boundary="b"

--b
Content-Type: text/plain

Your message could not be delivered.
--b
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example.org

Final-Recipient: rfc822; x@example.org
Action: {action}
Status: {status}

--b
Content-Type: {kind}

Message-ID: {letter}
Subject: Hello

--b--
"""


def a_report(letter: str, *, status: str = "5.1.1", action: str = "failed", kind: str = "message/rfc822") -> bytes:
    return REPORT.format(letter=letter, status=status, action=action, kind=kind).encode()


@pytest.mark.parametrize("kind", ["message/rfc822", "text/rfc822-headers"])
def test_a_report_of_a_letter_that_could_not_be_delivered_counts_for_its_receiver(mailbox: Mailbox, kind: str) -> None:
    anna = an_actor()
    told(anna)

    assert incoming_mail.receive(a_report(mailbox.letters[0]["Message-ID"], kind=kind), at=NOON)

    assert RefusedAddress.objects.get().email == anna.email


@pytest.mark.parametrize(("status", "action"), [("4.4.1", "delayed"), ("5.7.1", "failed"), ("2.0.0", "delivered")])
def test_a_report_of_something_else_counts_for_nobody(mailbox: Mailbox, status: str, action: str) -> None:
    told(an_actor())

    assert incoming_mail.receive(a_report(mailbox.letters[0]["Message-ID"], status=status, action=action), at=NOON)

    assert not RefusedAddress.objects.exists()


def test_nobody_can_have_the_letters_to_somebody_else_stopped() -> None:
    notice = told(an_actor())

    for made_up in (f"<notice-{notice.pk}.{'0' * 16}@town.example>", "<x@y>", "", f"<notice-{'9' * 19}.{'0' * 16}@x>"):
        assert incoming_mail.receive(a_report(made_up), at=NOON)
        assert letters.receiver_of(made_up) == ""

    assert not RefusedAddress.objects.exists()


@pytest.mark.parametrize(
    "raw", [b"", b"Subject: Hello\n\nDear town", b"\xff\x00", b"Content-Type: multipart/report\n\nx"]
)
def test_any_other_mail_is_refused_and_harms_nothing(raw: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", SimpleNamespace(buffer=io.BytesIO(raw)))

    if b"report" in raw:
        call_command("mail", "receive")
    else:
        with pytest.raises(CommandError) as refused:
            call_command("mail", "receive")
        assert refused.value.returncode == 67
