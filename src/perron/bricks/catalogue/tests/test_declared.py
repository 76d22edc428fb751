"""The loop: what bricks declare appears in the catalogue by itself, typed, with its dictionary, and stays fresh."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import duckdb
import pytest
from django.db import IntegrityError, transaction

from perron.bricks.catalogue.actions.declared import abandon_declared, refresh_declared
from perron.bricks.catalogue.actions.steps.refreshing import queue_all
from perron.bricks.catalogue.models import Dataset
from perron.bricks.catalogue.queries.reading import table_to_read
from perron.bricks.catalogue.tests.factories import NOON
from perron.kernel import files, registry
from perron.kernel.audit import AuditEntry
from perron.kernel.contract import Column, ColumnType, OpenDataset, Refresh
from perron.kernel.languages import Text
from perron.kernel.testing.events import emitted
from perron.kernel.testing.queue import waiting

pytestmark = pytest.mark.django_db


def word(name: str) -> Text:
    return Text(fr=name, nl=name, de=name, en=name)


BENCH = {
    "id": 1,
    "name": "Bank « Été »",
    "price": Decimal("12.50"),
    "is_new": True,
    "placed_on": date(2026, 1, 2),
    "seen_at": datetime(2026, 1, 2, 3, 4, tzinfo=UTC),
    "shape": {"type": "Point", "coordinates": [4.35, 50.85]},
}
EMPTY = {**dict.fromkeys(BENCH), "id": 2}
COLUMNS = tuple(
    Column(name, kind, word(name.title()))
    for name, kind in zip(
        BENCH,
        (
            ColumnType.INTEGER,
            ColumnType.TEXT,
            ColumnType.DECIMAL,
            ColumnType.BOOLEAN,
            ColumnType.DATE,
            ColumnType.DATETIME,
            ColumnType.GEOMETRY,
        ),
        strict=True,
    )
)
BENCHES = OpenDataset(
    name="example.benches",
    title=word("Benches"),
    description=word("Where one can sit down."),
    columns=COLUMNS,
    rows=lambda: [BENCH, EMPTY],
    key=("id",),
    refresh=Refresh.NIGHTLY,
)


def test_a_declared_dataset_is_published_with_types_dictionary_and_place():
    dataset = refresh_declared(actor=None, declared=BENCHES, at=NOON)

    assert (dataset.state, dataset.slug, dataset.authority, dataset.origin) == (
        "published",
        "benches",
        None,
        "declared:example.benches",
    )
    table = dataset.current.tables.get()
    assert (table.name, table.row_count, table.geometry, table.box, table.key) == (
        "benches",
        2,
        "shape",
        [4.35, 50.85, 4.35, 50.85],
        ["id"],
    )
    entries = {entry.field: entry for entry in table.dictionary}
    assert (entries["price"].minimum, entries["name"].filled, entries["id"].distinct) == ("12.5", 1, 2)
    assert AuditEntry.objects.last().verb == "catalogue.refresh_declared"
    assert emitted()[-1] == "catalogue.dataset_published"


def test_its_values_are_what_was_declared():
    refresh_declared(actor=None, declared=BENCHES, at=NOON)
    read = table_to_read(slug="benches")

    with duckdb.connect() as database:
        database.execute("SET TimeZone = 'UTC'")
        rows = database.execute(
            "SELECT name, price, is_new, placed_on, seen_at::VARCHAR, shape FROM read_parquet(?) ORDER BY id",
            [str(files.local_path(read.parquet))],
        ).fetchall()

    assert rows[0] == (
        "Bank « Été »",
        12.5,
        True,
        date(2026, 1, 2),
        "2026-01-02 03:04:00+00",
        '{"type":"Point","coordinates":[4.35,50.85]}',
    )
    assert rows[1] == (None,) * 6


def test_nothing_new_makes_no_version_and_another_day_with_other_rows_does():
    refresh_declared(actor=None, declared=BENCHES, at=NOON)
    refresh_declared(actor=None, declared=BENCHES, at=NOON + timedelta(days=1))
    assert Dataset.objects.get().versions.count() == 1

    changed = replace(BENCHES, rows=lambda: [BENCH])
    dataset = refresh_declared(actor=None, declared=changed, at=NOON + timedelta(days=1))
    assert (dataset.current.number, dataset.current.tables.get().row_count) == (2, 1)

    same_day = replace(BENCHES, rows=lambda: [EMPTY, BENCH, {**BENCH, "id": 3}])
    dataset = refresh_declared(actor=None, declared=same_day, at=NOON + timedelta(days=1, hours=2))
    assert (dataset.current.number, dataset.current.tables.get().row_count) == (2, 3)


def test_new_words_of_the_declaration_reach_the_record_and_the_dictionary():
    refresh_declared(actor=None, declared=BENCHES, at=NOON)
    columns = (replace(COLUMNS[0], title=word("Number")), *COLUMNS[1:])

    dataset = refresh_declared(actor=None, declared=replace(BENCHES, title=word("Seats"), columns=columns), at=NOON)

    assert dataset.titles["fr"] == "Seats"
    assert dataset.slug == "benches"
    assert dataset.current.tables.get().dictionary[0].titles["nl"] == "Number"


def test_a_dataset_without_rows_is_a_dataset():
    dataset = refresh_declared(actor=None, declared=replace(BENCHES, rows=list), at=NOON)

    assert dataset.current.tables.get().row_count == 0


def test_when_a_brick_goes_its_datasets_stay_and_say_that_they_are_old():
    refresh_declared(actor=None, declared=BENCHES, at=NOON)

    assert abandon_declared(actor=None, present=["kernel.communes"], at=NOON) == 1
    dataset = Dataset.objects.get()
    assert (dataset.is_published, dataset.abandoned_at) == (True, NOON)

    assert refresh_declared(actor=None, declared=BENCHES, at=NOON).abandoned_at is None


def test_every_dataset_of_the_house_is_queued_each_night():
    queue_all()

    assert waiting().count("catalogue.refresh_dataset") == len(registry.datasets()) > 0


@pytest.mark.parametrize("declared", registry.datasets(), ids=lambda declared: declared.name)
def test_each_declared_dataset_of_the_house_can_be_read(declared):
    dataset = refresh_declared(actor=None, declared=declared, at=NOON)

    assert table_to_read(slug=dataset.slug).row_count >= 0


def test_a_dataset_of_nobody_has_to_be_declared():
    with pytest.raises(IntegrityError, match="without_authority"), transaction.atomic():
        Dataset.objects.create(slug="x", titles={"fr": "x"}, created_at=NOON, changed_at=NOON)
