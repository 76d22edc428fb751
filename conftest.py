"""What every test stands on, besides `perron.project.testing`: where the real files are, and the queue's tables."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from pytest_django.plugin import DjangoDbBlocker

ROOT = Path(__file__).parent
SHARED = Path(os.environ.get("PERRON_SHARED", ROOT.parent / "shared"))


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> None:
    """The test database, with the queue's tables also when it was made without migrations."""
    from perron.kernel.testing.queue import make_queue

    with django_db_blocker.unblock():
        make_queue()
