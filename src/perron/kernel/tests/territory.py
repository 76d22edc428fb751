"""The table of facts in the test database, written once for all tests that need it."""

from __future__ import annotations

import pytest
from pytest_django.plugin import DjangoDbBlocker

from perron.kernel.models import Place
from perron.kernel.places import load_facts
from perron.kernel.testing.queue import forget_everything


@pytest.fixture(scope="session")
def facts_once(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> None:
    with django_db_blocker.unblock():
        load_facts()
        forget_everything()


@pytest.fixture
def facts_loaded(facts_once: None, db: None) -> None:
    """All places and postal codes (also after a test that emptied the database)."""
    if not Place.objects.exists():
        load_facts()
