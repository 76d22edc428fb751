"""What every test stands on: a real PostgreSQL, a VAR folder of its own, no network but this machine."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

import pytest
from pytest_django.plugin import DjangoDbBlocker

ROOT = Path(__file__).parent
SHARED = Path(os.environ.get("PERRON_SHARED", ROOT.parent / "shared"))

os.environ.setdefault("PERRON_VAR", tempfile.mkdtemp(prefix="perron-tests-"))
os.environ.setdefault("PERRON_BRICKS", "catalogue,example")
if "DATABASE_URL" not in os.environ:
    from perron.project import embedded

    os.environ["DATABASE_URL"] = embedded.start(ROOT / "var" / "tests", durable=False)


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> None:
    """The test database, with the queue's tables also when it was made without migrations."""
    from perron.kernel.testing.queue import make_queue

    with django_db_blocker.unblock():
        make_queue()
