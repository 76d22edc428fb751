"""`worker`: does the work of the queue until it is told to stop."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from perron.kernel.worker import Rhythm, run_worker


class Command(BaseCommand):
    """Runs one worker in the foreground."""

    help = "Does the work of the queue: deliveries, letters, imports, and the clock. Ctrl-C ends it calmly."

    def add_arguments(self, parser: ArgumentParser) -> None:
        usual = Rhythm()
        parser.add_argument("--concurrency", type=int, default=usual.concurrency, help="jobs at the same time")
        parser.add_argument("--heartbeat", type=float, default=usual.heartbeat, help="seconds between signs of life")
        parser.add_argument(
            "--dead-after", type=float, default=usual.dead_after, help="seconds of silence after which a worker is dead"
        )

    def handle(self, *args: Any, concurrency: int, heartbeat: float, dead_after: float, **options: Any) -> None:
        run_worker(Rhythm(concurrency=concurrency, heartbeat=heartbeat, dead_after=dead_after))
