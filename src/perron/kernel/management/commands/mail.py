"""`mail receive`: what the mail server hands over, one message on standard input."""

from __future__ import annotations

import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from perron.kernel import incoming_mail

MOST: int = 10_000_000  # bytes
NO_USER = 67  # EX_NOUSER of sysexits.h: the mail server tells the sender that nobody reads this


class Command(BaseCommand):
    """Takes reports of letters that could not be delivered."""

    help = "`receive`: take one message from the mail server, on standard input (see the operator's guide)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("act", choices=["receive"])

    def handle(self, *args: Any, **options: Any) -> None:
        if not incoming_mail.receive(sys.stdin.buffer.read(MOST), at=timezone.now()):
            raise CommandError("Nobody reads mail to this address. Write to the authority itself.", returncode=NO_USER)
