"""A real worker is killed with -9 while it reads a file: the file is taken up again, and finished once."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from io import BytesIO
from pathlib import Path
from typing import TypeVar
from urllib.parse import quote

import pytest
from django.db import connection
from django.utils import timezone

from perron.bricks.catalogue.actions.uploads import receive_upload
from perron.bricks.catalogue.models import TableFile, Upload
from perron.kernel.testing.factories import an_agent_of, an_authority

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]
ROWS = 150_000
PROGRAM = """
import django
django.setup()
from perron.kernel.worker import Rhythm, run_worker
run_worker(Rhythm(concurrency=2, heartbeat=0.3, dead_after=1.0))
"""
Found = TypeVar("Found")
Start = Callable[[], "subprocess.Popen[bytes]"]


@pytest.fixture
def start_worker() -> Iterator[Start]:
    """Starts workers on the test database and its files; ends them all."""
    started: list[subprocess.Popen[bytes]] = []

    def start() -> subprocess.Popen[bytes]:
        environment = os.environ | {
            "DATABASE_URL": _address_of_test_database(),
            "DJANGO_SETTINGS_MODULE": "perron.project.settings",
        }
        started.append(subprocess.Popen([sys.executable, "-c", PROGRAM], env=environment))
        return started[-1]

    yield start
    for process in started:
        process.kill()
        process.wait()


def test_a_worker_killed_in_mid_import_loses_nothing(start_worker: Start) -> None:
    upload = _a_long_upload()
    first = start_worker()
    _until(lambda: Upload.objects.get().state == "reading")
    reading = _until(lambda: _children_of(first.pid))

    first.send_signal(signal.SIGKILL)
    first.wait()
    _until(lambda: not any(_is_alive(pid) for pid in reading))
    assert Upload.objects.get().state == "reading"
    assert not TableFile.objects.filter(upload=upload).exists()

    second = start_worker()
    _until(lambda: Upload.objects.get().state == "read")

    upload.refresh_from_db()
    assert (upload.starts, upload.attempt, upload.error_code) == (2, 1, "")
    assert TableFile.objects.get(upload=upload).row_count == ROWS
    second.send_signal(signal.SIGTERM)
    assert second.wait(timeout=20) == 0


def _a_long_upload() -> Upload:
    authority = an_authority()
    rows = b"".join(b"%d;Rue %d;%d,5\n" % (number, number, number % 97) for number in range(ROWS))
    stream = BytesIO(b"id;rue;montant\n" + rows)
    return receive_upload(
        actor=an_agent_of(authority), authority=authority, stream=stream, name="long.csv", at=timezone.now()
    )


def _children_of(pid: int) -> list[int]:
    """The processes that a process started, as the system lists them."""
    listed = Path(f"/proc/{pid}/task").glob("*/children")
    return [int(child) for path in listed for child in path.read_text().split()]


def _is_alive(pid: int) -> bool:
    status = Path(f"/proc/{pid}/stat")
    return status.exists() and status.read_text().rpartition(")")[2].split()[0] != "Z"


def _until(happened: Callable[[], Found]) -> Found:
    """Look until it happened: two processes have no other way to meet."""
    deadline = time.monotonic() + 60
    while not (found := happened()):
        assert time.monotonic() < deadline, "it did not happen within 60 seconds"
        time.sleep(0.02)
    return found


def _address_of_test_database() -> str:
    known = connection.settings_dict
    owner = quote(known["USER"]) + (f":{quote(known['PASSWORD'])}" if known["PASSWORD"] else "")
    return f"postgresql://{owner}@/{known['NAME']}?host={quote(known['HOST'], safe='/')}&port={known['PORT'] or 5432}"
