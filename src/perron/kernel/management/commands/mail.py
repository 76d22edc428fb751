"""`mail receive`: what the mail server hands over, one message on standard input; `mail listen`: the same over SMTP."""

from __future__ import annotations

import signal
import sys
from argparse import ArgumentParser
from collections.abc import Sequence
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError
from django.utils import timezone

from perron.kernel import incoming_mail
from perron.kernel.errors import Unavailable
from perron.kernel.mail_door import door

# sysexits.h: what the mail server then does.
TOO_LARGE = 65  # EX_DATAERR: it tells the sender
NO_USER = 67  # EX_NOUSER: it tells the sender that nobody reads this
TRY_AGAIN = 75  # EX_TEMPFAIL: it keeps the letter and tries again


class Command(BaseCommand):
    """Takes letters, and reports of letters that could not be delivered."""

    help = "`receive`: take one message on standard input; `listen`: take them over SMTP (see the operator's guide)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("act", choices=["receive", "listen"])
        parser.add_argument("--to", action="append", default=[], help="an address of the envelope (receive)")
        parser.add_argument("--on", default="127.0.0.1:8025", help="address and port (listen)")

    def handle(self, *args: Any, act: str, to: list[str], on: str, **options: Any) -> None:
        if act == "listen":
            _listen(on)
        else:
            _receive(sys.stdin.buffer.read(incoming_mail.LARGEST + 1), to)


def _receive(raw: bytes, to: Sequence[str]) -> None:
    if len(raw) > incoming_mail.LARGEST:
        raise CommandError("This letter is too large. Send smaller files.", returncode=TOO_LARGE)
    try:
        is_taken = incoming_mail.receive(raw, at=timezone.now(), to=to)
    except (DatabaseError, Unavailable, OSError) as error:
        raise CommandError(f"Not now: {error}", returncode=TRY_AGAIN) from error
    if not is_taken:
        raise CommandError("Nobody reads mail to this address. Write to the authority itself.", returncode=NO_USER)


def _listen(on: str) -> None:
    """Until told to stop."""
    host, _colon, port = on.rpartition(":")
    # Before there are threads, which inherit it.
    signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGTERM, signal.SIGINT})
    server = door(host or "127.0.0.1", int(port))
    server.start()
    signal.sigwait({signal.SIGTERM, signal.SIGINT})
    server.stop()
