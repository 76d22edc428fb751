"""A real dataset behind a real server, for tools that know nothing of us."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.core.cache import caches

from perron.bricks.catalogue.models import Dataset
from perron.bricks.catalogue.tests.factories import a_published_dataset
from perron.kernel.search import index_all
from perron.kernel.testing.factories import an_authority

ROWS = "id;commune;prix;le;lon;lat\n" + "".join(
    f"{n};Été « {n} », l’autre;{n}.50;2021-01-{n:02};4.{n};50.{n}\n" for n in range(10, 28)
)


@pytest.fixture
def published(db, settings) -> Iterator[Dataset]:
    """A dataset with every usual type and a place per row; nobody is asked to slow down."""
    settings.API_QUESTIONS = settings.API_DOWNLOADS = 100_000
    caches["local"].clear()
    dataset = a_published_dataset(an_authority(names={"fr": "Ville d’Ici"}), text=ROWS, place="62063")
    index_all()
    yield dataset
    for kept in caches.all():
        kept.clear()
