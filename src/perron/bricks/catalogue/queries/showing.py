"""A dataset with all that its page shows, in few questions to the database; and a sign of whether any of it changed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from typing import Final

from django.db import connection
from django.db.models import Prefetch, prefetch_related_objects

from perron.bricks.catalogue import permissions
from perron.bricks.catalogue.adapters.tables import Table, run
from perron.bricks.catalogue.models import Dataset, Justification, Question, Reuse, TableFile, Upload, Version
from perron.bricks.catalogue.queries import reading, standing
from perron.bricks.catalogue.rules.dictionary import ColumnEntry
from perron.bricks.catalogue.rules.quality import Quality
from perron.bricks.catalogue.rules.query import Query
from perron.bricks.catalogue.rules.states import AccessRight, VersionState
from perron.kernel import files
from perron.kernel.actors import Actor
from perron.kernel.contract import ColumnType

# Asked for every page view, so written out: the database answers faster than a query can be composed.
STATE: Final = """
    SELECT id, current_id, edit_number, changed_at, quality, abandoned_at,
        (SELECT (max(id), max(answered_at), count(*) FILTER (WHERE state = 'hidden'))::text
            FROM catalogue_question WHERE dataset_id = dataset.id),
        (SELECT (max(moderated_at), count(*) FILTER (WHERE state = 'shown'))::text
            FROM catalogue_reuse WHERE dataset_id = dataset.id),
        (SELECT max(given_at) FROM catalogue_justification WHERE dataset_id = dataset.id)
    FROM catalogue_dataset dataset WHERE slug = %s AND state = 'published'"""
PREVIEW_ROWS = 10
PREVIEW_COLUMNS = 20  # of wide tables; the explore page has all

__all__ = [
    "Dataset",
    "DatasetShown",
    "Justification",
    "Preview",
    "Question",
    "Reuse",
    "TableFile",
    "Upload",
    "Version",
    "dataset_shown",
    "preview_of",
    "state_of",
]


@dataclass(frozen=True, slots=True)
class DatasetShown:
    """One edition of a dataset as a reader sees it. `versions` are the accepted ones, the newest first.

    `is_open`: whether this reader may have the data, not only the description. `is_staff`: whether she sees drafts.
    """

    dataset: Dataset
    version: Version
    tables: Sequence[TableFile]
    originals: Sequence[Upload]
    versions: Sequence[Version]
    questions: Sequence[Question]
    reuses: Sequence[Reuse]
    justifications: Sequence[Justification]
    related: Sequence[Dataset]
    quality: Quality
    is_open: bool
    is_staff: bool

    @property
    def is_current(self) -> bool:
        """Whether this is the newest edition."""
        return self.version.pk == self.dataset.current_id


@dataclass(frozen=True, slots=True)
class Preview:
    """The first rows of a table. `hidden` counts the columns that are not here."""

    columns: tuple[ColumnEntry, ...]
    rows: tuple[tuple[object, ...], ...]
    hidden: int


def dataset_shown(slug: str, *, actor: Actor | None, today: date, number: int | None = None) -> DatasetShown:
    """The newest edition of a dataset, or that of a number. Raises NotFound, MovedTo, WithdrawnBecause."""
    dataset = reading.dataset_to_read(slug, actor)
    version = reading.version_to_read(dataset, number, actor)
    _with_files(version)
    is_staff = actor is not None and permissions.may_read_draft(actor, dataset)
    is_open = is_staff or dataset.access == AccessRight.PUBLIC
    tables = list(version.tables.all())
    has_personal = any(column.get("personal") for table in tables for column in table.columns)
    return DatasetShown(
        dataset=dataset,
        version=version,
        tables=tables,
        originals=[
            upload for upload in version.uploads.all() if upload.file and is_open and (upload.offered or is_staff)
        ],
        versions=list(dataset.versions.filter(state=VersionState.ACCEPTED).order_by("-number")),
        questions=list(reading.questions_of(dataset)),
        reuses=list(reading.reuses_of(dataset)),
        justifications=list(reading.justifications_of(dataset)) if has_personal else [],
        related=reading.related(dataset),
        quality=standing.quality_of(dataset, today=today),
        is_open=is_open,
        is_staff=is_staff,
    )


def state_of(slug: str) -> str:
    """Changes whenever something changes that strangers see of a published dataset; "" when there is none to see."""
    with connection.cursor() as cursor:
        cursor.execute(STATE, [slug])
        found = cursor.fetchone()
    return repr(found) if found else ""


def preview_of(shown: DatasetShown) -> Preview | None:
    """The first rows of the first table; None when there is no table, or it is not for this reader."""
    if not shown.tables or not shown.is_open:
        return None
    table = reading.as_table_to_read(shown.dataset, shown.version, shown.tables[0])
    seen = [entry for entry in table.columns if entry.type != ColumnType.GEOMETRY]
    columns = tuple(seen[:PREVIEW_COLUMNS])
    if not columns:
        return None
    opened = table.opened(files.local_path(table.parquet))
    rows = _first_rows(_First(opened.identity, tuple(entry.field for entry in columns), opened))
    return Preview(columns, rows, len(table.columns) - len(columns))


@dataclass(frozen=True, slots=True)
class _First:
    """The first rows of an immutable file: equal identity and fields, equal rows."""

    identity: str
    fields: tuple[str, ...]
    table: Table = field(compare=False)


@lru_cache(maxsize=512)
def _first_rows(first: _First) -> tuple[tuple[object, ...], ...]:
    return run(first.table, Query(select=first.fields, limit=PREVIEW_ROWS)).rows


def _with_files(version: Version) -> None:
    prefetch_related_objects(
        [version],
        Prefetch("tables", TableFile.objects.select_related("parquet", "unfit")),
        Prefetch("uploads", Upload.objects.select_related("file").order_by("pk")),
    )
