"""Many reports at once, with a worker that is killed, and what is there afterwards: nothing lost, nothing doubled."""

# ruff: noqa: PLC0415  Django must be told where the database is before its models are read

from __future__ import annotations

import os
import random
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from email import message_from_bytes
from uuid import uuid4

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from bench.serving import free_port

TWICE = 10  # one sender in so many sends the same report again at once
PROGRAM = """
import django
django.setup()
from perron.kernel.worker import Rhythm, run_worker
run_worker(Rhythm(concurrency=4, heartbeat=1.0, dead_after=4.0))
"""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What was there at the end. `doubled`: letters that came twice with the same Message-ID (the server that takes
    letters knows them by it); `seconds` until the last letter had come, `sending` until the last report was taken.
    """

    reports: int
    first_steps: int
    notices: int
    letters: int
    addresses: int
    doubled: int
    dead: int
    seconds: float
    sending: float

    def is_whole(self, count: int) -> bool:
        """Whether all are there, once each, and each person was told once."""
        once = {self.reports, self.first_steps, self.notices, self.letters, self.addresses}
        return once == {count} and self.dead == 0


class Sink:
    """A mail server that keeps who was written to, and under which number."""

    def __init__(self) -> None:
        self.letters: Counter[tuple[str, str]] = Counter()

    async def handle_DATA(self, _server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802  (aiosmtpd's)
        """Take a letter."""
        number = str(message_from_bytes(envelope.content or b"")["Message-ID"])
        for address in envelope.rcpt_tos:
            self.letters[address, number] += 1
        return "250 kept"


def send_many(count: int, kills: int, patience: float = 1800) -> Outcome:
    """Send `count` reports from two places at once, killing the worker `kills` times on the way, and wait until nothing
    is left to do.
    """
    from perron.bricks.reports.tests.factories import a_serving_authority

    authority = a_serving_authority(languages=["fr"])
    with _mail_server() as (sink, port):
        workers = [_worker(port)]
        moments = [count * (number + 1) // (kills + 1) for number in range(kills)]
        start = time.perf_counter()
        try:
            with ThreadPoolExecutor(2) as pool:
                for number, _sent in enumerate(pool.map(lambda one: _send(authority.slug, one), range(count)), start=1):
                    if number in moments:
                        workers[-1].kill()  # SIGKILL: in the middle of whatever it does
                        workers[-1].wait()
                        workers.append(_worker(port))
            sending = time.perf_counter() - start
            _wait(patience)
        finally:
            workers[-1].terminate()
            workers[-1].wait(40)
        return _outcome(sink, sending, time.perf_counter() - start)


def _send(slug: str, number: int) -> None:
    """One report of somebody with an address of her own; now and then twice, with the same key."""
    from django.db import connection
    from django.utils import timezone

    from perron.bricks.reports.actions.sending import send_report
    from perron.bricks.reports.rules.sending import GivenReporter, NewReport

    chance, key = random.Random(number), uuid4()
    what = NewReport(
        longitude=4.3515 + chance.random() / 2000,
        latitude=50.8464 + chance.random() / 2000,
        category=chance.choice(("hole", "litter", "other")),
        authority=slug,
        language="fr",
        description=f"Le signalement numéro {number}.",
        reporter=GivenReporter(email=f"citizen{number}@town.example"),
        sent_key=key,
    )
    try:
        for _again in range(2 if number % TWICE == 0 else 1):
            send_report(actor=None, what=what, at=timezone.now())
    finally:
        connection.close()  # threads end, and their sessions with them


def _wait(patience: float) -> None:
    """Until no job is left that is not for later. AssertionError when that takes too long."""
    from django.db.models import Q
    from django.utils import timezone
    from procrastinate.contrib.django.models import ProcrastinateJob

    end, left = time.monotonic() + patience, Counter[str]()
    while time.monotonic() < end:
        now = Q(scheduled_at=None) | Q(scheduled_at__lte=timezone.now())
        soon = Q(attempts__gt=0)  # a second try that waits
        owed = ProcrastinateJob.objects.filter(now | soon, status__in=("todo", "doing"))
        left = Counter(owed.values_list("task_name", flat=True))
        if not left:
            return
        time.sleep(0.5)
    raise AssertionError(f"the queue is not empty: {dict(left)}")


def _outcome(sink: Sink, sending: float, seconds: float) -> Outcome:
    from perron.bricks.reports.models import Report, Update
    from perron.kernel.models.notice import Notice
    from perron.kernel.tasks import count_dead_letters

    return Outcome(
        reports=Report.objects.count(),
        first_steps=Update.objects.filter(kind="sent").count(),
        notices=Notice.objects.filter(kind="reports.received").count(),
        letters=len(sink.letters),
        addresses=len({address for address, _number in sink.letters}),
        doubled=sum(times - 1 for times in sink.letters.values()),
        dead=count_dead_letters(),
        seconds=seconds,
        sending=sending,
    )


def _worker(port: int) -> subprocess.Popen[bytes]:
    environ = {**os.environ, "PERRON_SMTP_HOST": "127.0.0.1", "PERRON_SMTP_PORT": str(port)}
    return subprocess.Popen([sys.executable, "-c", PROGRAM], env=environ, stderr=subprocess.DEVNULL)


@contextmanager
def _mail_server() -> Iterator[tuple[Sink, int]]:
    sink, port = Sink(), free_port()
    server = Controller(sink, hostname="127.0.0.1", port=port)
    server.start()
    try:
        yield sink, port
    finally:
        server.stop()
