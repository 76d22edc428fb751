"""The door for letters: a small SMTP server (RFC 5321) for the mail server beside us, never for the open internet.

Addresses that nobody reads are refused at RCPT, so that no answer goes to a sender who was made up.
"""

from __future__ import annotations

from typing import Final

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session
from asgiref.sync import sync_to_async
from django.db import DatabaseError, close_old_connections
from django.utils import timezone

from perron.kernel import incoming_mail, mailboxes
from perron.kernel.errors import Unavailable

TAKEN: Final = "250 2.0.0 Taken"
NOBODY: Final = "550 5.1.1 Nobody reads mail to this address"
ONE_EACH: Final = "452 4.5.3 One recipient at a time, please"  # so that the answer to DATA is true for each of them
LATER: Final = "451 4.3.0 Not now, please try again"


class Door:
    """What is answered to the mail server. The names of the methods are the library's."""

    async def handle_RCPT(  # noqa: N802
        self, _server: SMTP, _session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        """Whether somebody reads mail to this address."""
        if envelope.rcpt_tos:
            return ONE_EACH
        try:
            is_ours = await sync_to_async(_fresh)(address)
        except DatabaseError:
            return LATER
        if not is_ours:
            return NOBODY
        envelope.rcpt_tos.append(address)
        envelope.rcpt_options.extend(options)
        return "250 2.1.5 OK"

    async def handle_DATA(self, _server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802
        """Take the letter, or ask for it once more when the house is not in order."""
        try:
            return TAKEN if await sync_to_async(_receive)(envelope) else NOBODY
        except (DatabaseError, Unavailable, OSError):
            return LATER


class _Server(SMTP):
    """Takes lines longer than RFC 5321 allows: letters that exist have them."""

    line_length_limit = 1_000_000


class _Doors(Controller):
    def factory(self) -> SMTP:
        """The library's own, of our kind."""
        return _Server(self.handler, **self.SMTP_kwargs)


def door(host: str, port: int) -> Controller:
    """The server, not started yet."""
    return _Doors(Door(), hostname=host, port=port, data_size_limit=incoming_mail.LARGEST, ident="Perron")


def _fresh(address: str) -> bool:
    close_old_connections()
    return mailboxes.is_ours(address)


def _receive(envelope: Envelope) -> bool:
    close_old_connections()
    raw = envelope.content if isinstance(envelope.content, bytes) else (envelope.content or "").encode()
    sender = f"Return-Path: <{envelope.mail_from or ''}>\r\n".encode()
    return incoming_mail.receive(sender + raw, at=timezone.now(), to=envelope.rcpt_tos)
