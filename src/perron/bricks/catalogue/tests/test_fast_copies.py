"""Large tables are made quick when they are published, and what nobody asks for makes room."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from perron.bricks.catalogue import tasks
from perron.bricks.catalogue.actions.steps.speeding import prepare_tables
from perron.bricks.catalogue.adapters.tables import engine, fast_copy, run
from perron.bricks.catalogue.models import Dataset
from perron.bricks.catalogue.queries.reading import table_to_read
from perron.bricks.catalogue.schemas.query import parse
from perron.bricks.catalogue.tests.factories import a_draft, a_published_dataset
from perron.kernel import files
from perron.kernel.testing.queue import run_pending

pytestmark = pytest.mark.django_db
ROWS = "code;label\n" + "".join(f"{number};Fast {number % 7}\n" for number in range(40))


@pytest.fixture(autouse=True)
def forty_rows_are_many(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(fast_copy, "WORTH_IT", 40)
    yield
    for copy in engine().cache.glob("*.duckdb"):
        copy.unlink()


def copy_of(dataset: Dataset) -> Path:
    table = dataset.current.tables.select_related("parquet").get()
    return engine().cache / f"{table.parquet.sha256}.duckdb"


def test_publishing_a_large_table_writes_its_fast_copy_which_answers():
    dataset = a_published_dataset(text=ROWS)
    run_pending()

    assert copy_of(dataset).exists()
    found = table_to_read(slug=dataset.slug)
    opened = found.opened(files.local_path(found.parquet))
    with engine().opened(opened) as source:
        assert "read_parquet" not in source.relation
    assert run(opened, parse("label=Fast+6&count=true", found.columns)).total == 5


def test_a_small_table_has_none():
    dataset = a_published_dataset()
    run_pending()

    assert not copy_of(dataset).exists()


def test_a_copy_that_is_there_is_left_and_what_is_gone_is_no_trouble():
    dataset = a_published_dataset(text=ROWS)
    prepare_tables(dataset_id=dataset.pk)
    written = copy_of(dataset).stat().st_mtime_ns

    prepare_tables(dataset_id=dataset.pk)
    prepare_tables(dataset_id=a_draft().pk)
    prepare_tables(dataset_id=-1)

    assert copy_of(dataset).stat().st_mtime_ns == written


def test_at_night_what_is_beyond_the_limit_goes_and_the_table_still_answers(settings):
    dataset = a_published_dataset(text=ROWS)
    prepare_tables(dataset_id=dataset.pk)
    settings.TABLES_LIMIT = 10

    tasks.prune_fast_copies()

    assert not copy_of(dataset).exists()
    found = table_to_read(slug=dataset.slug)
    assert len(run(found.opened(files.local_path(found.parquet)), parse("limit=5", found.columns)).rows) == 5


def test_a_stranger_reads_a_table_by_one_query():
    dataset = a_published_dataset(text=ROWS)

    with CaptureQueriesContext(connection) as queries:
        table_to_read(slug=dataset.slug, table=dataset.current.tables.get().name)
    assert len(queries) == 2  # one of them is this test's own
