"""What the table engine reads and answers: plain values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from perron.bricks.catalogue.rules.dictionary import ColumnEntry
from perron.bricks.catalogue.rules.query import QueryColumn

if TYPE_CHECKING:
    from perron.kernel.files import StoredFile

Cell = object  # str, int, float, Decimal, bool, date, datetime, or None; a shape is GeoJSON text
Row = tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """An immutable Parquet file with its columns. `identity` names its content (SHA-256): equal identity, equal rows.

    `geometry` is the field with shapes (WGS 84), "" for none; `points` the fields of longitude and latitude.
    `covering` is a column of the file that is not published: the box of each row's shape, to find what lies in a box
    without unpacking shapes. It is in no answer; only the whole Parquet file, sent as it lies, has it (harmless).
    """

    path: Path
    identity: str
    columns: tuple[QueryColumn, ...]
    geometry: str = ""
    points: tuple[str, str] | None = None
    covering: str = ""

    @property
    def fields(self) -> tuple[str, ...]:
        """The columns' names."""
        return tuple(column.field for column in self.columns)

    @property
    def has_places(self) -> bool:
        """Whether each row may have its place on the map."""
        return bool(self.geometry or self.points)


@dataclass(frozen=True, slots=True)
class TableToRead:
    """A public table of a version of a dataset, as the catalogue's queries give it: what may be read."""

    parquet: StoredFile
    columns: tuple[ColumnEntry, ...]
    version: int
    dataset: str  # slug
    name: str
    row_count: int
    geometry: str = ""
    points: tuple[str, str] | None = None
    is_latest: bool = True
    licence: str = ""
    covering: str = ""

    def opened(self, path: Path) -> Table:
        """The same for the engine; `path` is the local file of `parquet`."""
        return Table(path, self.parquet.sha256, self.columns, self.geometry, self.points, self.covering)


@dataclass(frozen=True, slots=True)
class Page:
    """Some rows of an answer. `next_cursor` is "" on the last page; `total` is None when it was not asked for."""

    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    next_cursor: str
    total: int | None
    took_ms: float


@dataclass(frozen=True, slots=True)
class FileColumn:
    """A column as the file has it: its name and its type in DuckDB's words."""

    name: str
    type: str


@dataclass(frozen=True, slots=True)
class CellChange:
    """A cell that changed: in the row of that key, what was and what is, as text."""

    key: tuple[str | None, ...]
    column: str
    before: str | None
    after: str | None


@dataclass(frozen=True, slots=True)
class Differences:
    """What changed from one table to the next. Samples hold a few rows each, as texts by column.

    Without a key that tells rows apart, `modified` is None: a changed row counts as one removed and one added.
    """

    columns_added: tuple[str, ...]
    columns_removed: tuple[str, ...]
    types_changed: Mapping[str, tuple[str, str]]
    rows_before: int
    rows_after: int
    added: int = 0
    removed: int = 0
    modified: int | None = None
    key: tuple[str, ...] = ()
    sample_added: tuple[Mapping[str, str | None], ...] = ()
    sample_removed: tuple[Mapping[str, str | None], ...] = ()
    sample_modified: tuple[CellChange, ...] = ()

    @property
    def nothing_changed(self) -> bool:
        """Whether both tables hold the same."""
        columns = self.columns_added or self.columns_removed or self.types_changed
        return not (columns or self.added or self.removed or self.modified)
