"""`tasks`: what the queue gave up, and how to set it going again."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from perron.kernel import tasks
from perron.kernel.errors import NotFound


class Command(BaseCommand):
    """Lists, retries and forgets dead letters."""

    help = "Lists the work that was given up after its retries; `--retry NUMBER` (or `all`) queues it again."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--retry", metavar="NUMBER", help="queue this one again, or all of them with `all`")
        parser.add_argument("--forget", metavar="NUMBER", type=int, help="remove this one for good")

    def handle(self, *args: Any, retry: str | None, forget: int | None, **options: Any) -> None:
        try:
            if retry:
                self._retry(retry)
            elif forget is not None:
                tasks.forget_dead_letter(forget)
                self.stdout.write(f"{forget} is forgotten.")
            else:
                self._list()
        except NotFound as missing:
            raise CommandError(
                f"There is no dead letter {retry or forget}. Run `perron tasks` to see them."
            ) from missing

    def _retry(self, which: str) -> None:
        if which != "all" and not which.isdigit():
            raise CommandError("--retry takes the number of a dead letter, or `all`.")
        numbers = [letter.id for letter in tasks.dead_letters()] if which == "all" else [int(which)]
        for number in numbers:
            tasks.retry_dead_letter(number)
            self.stdout.write(f"{number} is queued again.")

    def _list(self) -> None:
        for letter in tasks.dead_letters():
            when = f"{letter.failed_at:%Y-%m-%d %H:%M}" if letter.failed_at else "unknown time"
            self.stdout.write(f"{letter.id}  {letter.task}  {when}, tried {letter.attempts} times: {letter.error}")
        if not tasks.count_dead_letters():
            self.stdout.write("Nothing was given up.")
