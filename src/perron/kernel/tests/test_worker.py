"""A real worker in a process of its own: it delivers, stops calmly, and loses nothing when it is killed."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import quote

import pytest
from django.db import connection

from perron.kernel.events import emit
from perron.kernel.models.event import Delivery
from perron.kernel.tests.ringing import bell_installed  # noqa: F401  (a fixture)

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("bell_installed"), pytest.mark.slow]

PROGRAM = """
import django
django.setup()
from perron.kernel.tests.ringing import install
install()
from perron.kernel.worker import Rhythm, run_worker
run_worker(Rhythm(concurrency=3, heartbeat=0.3, dead_after=1.0))
"""

Start = Callable[[], "subprocess.Popen[bytes]"]


@pytest.fixture
def start_worker(tmp_path: Path) -> Iterator[Start]:
    """Starts workers on the test database; ends them all."""
    started: list[subprocess.Popen[bytes]] = []

    def start() -> subprocess.Popen[bytes]:
        environment = os.environ | {
            "DATABASE_URL": _address_of_test_database(),
            "DJANGO_SETTINGS_MODULE": "perron.project.settings",
            "BELL_FOLDER": str(tmp_path),
        }
        started.append(subprocess.Popen([sys.executable, "-c", PROGRAM], env=environment))
        return started[-1]

    yield start
    for process in started:
        process.kill()
        process.wait()


def test_a_worker_killed_in_the_middle_of_a_delivery_loses_nothing(start_worker: Start, tmp_path: Path) -> None:
    emit("bell.rung", tower="north", times=3)
    first = start_worker()
    _until((tmp_path / "began").exists)
    _until(lambda: Delivery.objects.filter(delivered_at=None).count() == 1)

    first.send_signal(signal.SIGKILL)
    first.wait()
    (tmp_path / "may-end").touch()
    second = start_worker()
    _until(lambda: not Delivery.objects.filter(delivered_at=None).exists())

    heard = sorted((tmp_path / "heard").read_text().splitlines())
    assert heard == ["hears_well north 3", "is_slow north 3", "stumbles north 3"]
    second.send_signal(signal.SIGTERM)
    assert second.wait(timeout=10) == 0


def test_a_worker_told_to_stop_finishes_what_it_began(start_worker: Start, tmp_path: Path) -> None:
    emit("bell.rung", tower="south", times=1)
    worker = start_worker()
    _until((tmp_path / "began").exists)

    worker.send_signal(signal.SIGTERM)
    (tmp_path / "may-end").touch()

    assert worker.wait(timeout=10) == 0
    assert "is_slow south 1" in (tmp_path / "heard").read_text()


def _until(happened: Callable[[], bool]) -> None:
    """Look until it happened: two processes have no other way to meet."""
    deadline = time.monotonic() + 20
    while not happened():
        assert time.monotonic() < deadline, "it did not happen within 20 seconds"
        time.sleep(0.02)


def _address_of_test_database() -> str:
    known = connection.settings_dict
    owner = quote(known["USER"]) + (f":{quote(known['PASSWORD'])}" if known["PASSWORD"] else "")
    return f"postgresql://{owner}@/{known['NAME']}?host={quote(known['HOST'], safe='/')}&port={known['PORT'] or 5432}"
