"""Letters that come in, over SMTP or on standard input; refused at once when nobody reads them."""

from __future__ import annotations

import io
import smtplib
import socket
from collections.abc import Iterator
from datetime import datetime
from types import SimpleNamespace
from typing import Any

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import OperationalError

from perron.kernel import incoming_mail, mailboxes, registry
from perron.kernel.contract import Provides
from perron.kernel.mail_door import door

pytestmark = pytest.mark.django_db
LETTER = b"From: anna@example.org\r\nTo: bell@mail.town.example\r\nSubject: Hi\r\n\r\nRing it.\r\n"


class Reader:
    """Reads letters to the bell."""

    def __init__(self) -> None:
        self.letters: list[tuple[str, bytes]] = []
        self.trouble: Exception | None = None

    def reads(self, mailbox: str) -> bool:
        return mailbox == "bell"

    def read(self, raw: bytes, mailbox: str, *, at: datetime) -> None:
        if self.trouble:
            raise self.trouble
        self.letters.append((mailbox, raw))

    def mailbox_for(self, page: str) -> str:
        return "bell" if page == "/bell/" else ""


@pytest.fixture
def reader(settings: Any, monkeypatch: pytest.MonkeyPatch) -> Reader:
    settings.MAIL_DOMAIN = "mail.town.example"
    settings.DEFAULT_FROM_EMAIL = "Town <town@town.example>"
    found = Reader()
    # What a brick declares; no brick of the kernel's own tests does.
    monkeypatch.setattr(registry, "all_provided", lambda port: (Provides(port, lambda: found),))
    return found


@pytest.fixture
def port(reader: Reader) -> Iterator[int]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        number = int(free.getsockname()[1])
    server = door("127.0.0.1", number)
    server.start()
    yield number
    server.stop()


@pytest.mark.django_db(transaction=True)
def test_a_letter_comes_in_over_smtp(reader: Reader, port: int) -> None:
    with smtplib.SMTP("127.0.0.1", port) as client:
        client.sendmail("anna@example.org", ["Bell@mail.town.example"], LETTER)

    ((mailbox, raw),) = reader.letters
    assert mailbox == "bell"
    assert raw.startswith(b"Return-Path: <anna@example.org>\r\n")
    assert b"Ring it." in raw


@pytest.mark.django_db(transaction=True)
def test_a_line_that_is_longer_than_it_may_be_is_taken(reader: Reader, port: int) -> None:
    with smtplib.SMTP("127.0.0.1", port) as client:
        client.sendmail("anna@example.org", ["bell@mail.town.example"], LETTER + b"x" * 5_000 + b"\r\n")

    assert b"x" * 5_000 in reader.letters[0][1]


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("address", ["nobody@mail.town.example", "bell@elsewhere.example", "bell", "@", "a b@c"])
def test_an_address_that_nobody_reads_is_refused_before_the_letter(reader: Reader, port: int, address: str) -> None:
    with smtplib.SMTP("127.0.0.1", port) as client:
        client.ehlo()
        client.mail("anna@example.org")
        code, _said = client.rcpt(address)

    assert 500 <= code < 600
    assert reader.letters == []


@pytest.mark.django_db(transaction=True)
def test_several_recipients_come_one_by_one_and_trouble_is_tried_again(reader: Reader, port: int) -> None:
    with smtplib.SMTP("127.0.0.1", port) as client:
        client.ehlo()
        client.mail("anna@example.org")
        assert client.rcpt("bell@mail.town.example")[0] == 250
        assert client.rcpt("town@town.example")[0] == 452
        client.rset()
        reader.trouble = OperationalError("gone")
        with pytest.raises(smtplib.SMTPDataError, match="451"):
            client.sendmail("anna@example.org", ["bell@mail.town.example"], LETTER)


def receive(monkeypatch: pytest.MonkeyPatch, raw: bytes, *to: str) -> None:
    monkeypatch.setattr("sys.stdin", SimpleNamespace(buffer=io.BytesIO(raw)))
    call_command("mail", "receive", *(part for address in to for part in ("--to", address)))


def test_the_command_takes_a_letter_and_says_what_the_mail_server_shall_do(
    reader: Reader, monkeypatch: pytest.MonkeyPatch
) -> None:
    receive(monkeypatch, LETTER)
    receive(monkeypatch, LETTER, "bell@mail.town.example")
    assert len(reader.letters) == 2

    def code(raw: bytes, *to: str) -> int:
        with pytest.raises(CommandError) as refused:
            receive(monkeypatch, raw, *to)
        return refused.value.returncode

    assert code(LETTER, "nobody@mail.town.example") == 67
    monkeypatch.setattr(incoming_mail, "LARGEST", 10)
    assert code(LETTER) == 65
    monkeypatch.undo()


def test_trouble_of_ours_is_tried_again(reader: Reader, monkeypatch: pytest.MonkeyPatch) -> None:
    reader.trouble = OperationalError("gone")

    with pytest.raises(CommandError) as refused:
        receive(monkeypatch, LETTER)

    assert refused.value.returncode == 75


def test_without_a_domain_nobody_reads_and_no_answer_is_offered(reader: Reader, settings: Any) -> None:
    assert mailboxes.answer_address("/bell/") == "bell@mail.town.example"
    assert mailboxes.answer_address("/other/") == ""
    assert mailboxes.is_ours("Town <TOWN@town.example>")

    settings.MAIL_DOMAIN = ""

    assert mailboxes.answer_address("/bell/") == ""
    assert not mailboxes.is_ours("bell@mail.town.example")
