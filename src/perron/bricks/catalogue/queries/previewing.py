"""The first rows of a table, and of those that did not fit: to see at a glance what was understood."""

from __future__ import annotations

import csv
from dataclasses import dataclass

from perron.bricks.catalogue.adapters.tables import Table, run
from perron.bricks.catalogue.models import TableFile
from perron.bricks.catalogue.rules.dictionary import ColumnEntry
from perron.bricks.catalogue.rules.query import Query
from perron.kernel import files
from perron.kernel.contract import ColumnType

FIRST_ROWS = 6
UNFIT_SHOWN = 10


@dataclass(frozen=True, slots=True)
class FirstRows:
    """Some rows. Shapes are left out: they are seen on a map."""

    columns: tuple[ColumnEntry, ...]
    rows: tuple[tuple[object, ...], ...]


def first_rows(table: TableFile, *, limit: int = FIRST_ROWS) -> FirstRows:
    """The first rows of a table. Raises Unavailable."""
    shown = tuple(entry for entry in table.dictionary if entry.type is not ColumnType.GEOMETRY)
    if not shown or not table.row_count:
        return FirstRows(shown, ())
    opened = Table(files.local_path(table.parquet), table.parquet.sha256, table.dictionary)
    page = run(opened, Query(select=tuple(entry.field for entry in shown), limit=limit))
    return FirstRows(shown, page.rows)


def unfit_rows(table: TableFile, *, limit: int = UNFIT_SHOWN) -> list[list[str]]:
    """The header, then the first rows that did not fit, each with its line and the reason. Empty when all fit.

    Raises Unavailable.
    """
    if table.unfit is None:
        return []
    with files.local_path(table.unfit).open(encoding="utf-8-sig", newline="") as stream:
        return [row for row, _ in zip(csv.reader(stream), range(limit + 1), strict=False)]
