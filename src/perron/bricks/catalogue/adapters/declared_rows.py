"""Writes the rows that a brick declares into a typed Parquet file, with the figures of its dictionary.

SQL is made of names that a brick declares, quoted, and of our own paths: nothing from a visitor.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from pathlib import Path
from typing import Final

import duckdb
import orjson

from perron.bricks.catalogue.rules.dictionary import ColumnEntry, entry_from_declaration
from perron.kernel.contract import ColumnType, OpenDataset

SQL_TYPES: Final[Mapping[ColumnType, str]] = {
    ColumnType.TEXT: "VARCHAR",
    ColumnType.INTEGER: "BIGINT",
    ColumnType.DECIMAL: "DOUBLE",
    ColumnType.BOOLEAN: "BOOLEAN",
    ColumnType.DATE: "DATE",
    ColumnType.DATETIME: "TIMESTAMPTZ",
    ColumnType.GEOMETRY: "VARCHAR",  # GeoJSON text, as in every table of the catalogue
}
EXAMPLES: Final = 3
LARGEST_ROW: Final = 256 * 1024 * 1024  # bytes: a detailed boundary is long
Box = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class Written:
    """What was written. `content_hash` (SHA-256) is of columns and rows: same hash, same data."""

    parquet: Path
    row_count: int
    content_hash: str
    entries: tuple[ColumnEntry, ...]
    geometry: str = ""
    points: tuple[str, ...] = ()
    box: Box | None = None


def write_rows(declared: OpenDataset, folder: Path) -> Written:
    """Write all rows of a declared dataset to `folder/<name>.parquet`. Raises what the brick's own `rows` raises."""
    lines, parquet = folder / "rows.ndjson", folder / f"{declared.name}.parquet"
    geometry = next((column.name for column in declared.columns if column.type is ColumnType.GEOMETRY), "")
    row_count, content_hash, box = _write_lines(declared, lines, geometry)
    points = _points(declared) if not geometry else ()
    with duckdb.connect() as database:
        _load(database, declared, lines if row_count else None)
        database.execute(f"COPY rows TO {_literal(parquet)} (FORMAT parquet, COMPRESSION zstd)")
        entries = tuple(_measure(database, entry_from_declaration(column)) for column in declared.columns)
        box = box or _box_of_points(database, points)
    lines.unlink()
    return Written(parquet, row_count, content_hash, entries, geometry, points, box)


def _write_lines(declared: OpenDataset, target: Path, geometry: str) -> tuple[int, str, Box | None]:
    digest = hashlib.sha256(orjson.dumps([(column.name, column.type) for column in declared.columns]))
    names = [column.name for column in declared.columns]
    count, corners = 0, _Corners()
    with target.open("wb") as stream:
        for row in declared.rows():
            values = {name: row.get(name) for name in names}
            if geometry and (shape := values[geometry]) is not None:
                corners.take(shape)
                values[geometry] = orjson.dumps(shape).decode()
            line = orjson.dumps(values, default=_plain, option=orjson.OPT_APPEND_NEWLINE | orjson.OPT_UTC_Z)
            digest.update(line)
            stream.write(line)
            count += 1
    return count, digest.hexdigest(), corners.box


def _plain(value: object) -> str:
    if isinstance(value, Decimal):
        return str(value)
    raise TypeError(f"{type(value).__name__} is no value of an open dataset")


def _load(database: duckdb.DuckDBPyConnection, declared: OpenDataset, lines: Path | None) -> None:
    columns = ", ".join(f"{_quoted(column.name)} {SQL_TYPES[column.type]}" for column in declared.columns)
    database.execute("SET TimeZone = 'UTC'")
    database.execute(f"CREATE TABLE rows ({columns})")
    if lines is None:
        return
    types = ", ".join(f"{_literal(column.name)}: {_literal(SQL_TYPES[column.type])}" for column in declared.columns)
    options = f"format = 'newline_delimited', columns = {{{types}}}, maximum_object_size = {LARGEST_ROW}"
    database.execute(f"INSERT INTO rows SELECT * FROM read_json({_literal(lines)}, {options})")  # noqa: S608


def _measure(database: duckdb.DuckDBPyConnection, entry: ColumnEntry) -> ColumnEntry:
    name = _quoted(entry.field)
    if entry.type is ColumnType.GEOMETRY:
        (filled,) = _row(database, f"SELECT count({name}) FROM rows")  # noqa: S608
        return replace(entry, filled=int(str(filled)))
    figures = f"count({name}), count(DISTINCT {name}), min({name})::VARCHAR, max({name})::VARCHAR"
    filled, distinct, least, most = _row(database, f"SELECT {figures} FROM rows")  # noqa: S608
    some = f"SELECT DISTINCT {name}::VARCHAR FROM rows WHERE {name} IS NOT NULL ORDER BY 1 LIMIT {EXAMPLES}"  # noqa: S608
    examples = database.execute(some).fetchall()
    return replace(
        entry,
        filled=int(str(filled)),
        distinct=int(str(distinct)),
        minimum=None if least is None else str(least),
        maximum=None if most is None else str(most),
        examples=tuple(example for (example,) in examples),
    )


def _row(database: duckdb.DuckDBPyConnection, sql: str) -> tuple[object, ...]:
    return database.execute(sql).fetchall()[0]


def _points(declared: OpenDataset) -> tuple[str, ...]:
    by_meaning = {column.meaning: column.name for column in declared.columns}
    found = tuple(by_meaning[meaning] for meaning in ("longitude", "latitude") if meaning in by_meaning)
    return found if len(found) == 2 else ()


def _box_of_points(database: duckdb.DuckDBPyConnection, points: tuple[str, ...]) -> Box | None:
    if not points:
        return None
    lon, lat = map(_quoted, points)
    edges = f"min({lon}), min({lat}), max({lon}), max({lat})"
    west, south, east, north = _row(database, f"SELECT {edges} FROM rows")  # noqa: S608
    corners = [float(str(edge)) for edge in (west, south, east, north) if edge is not None]
    return (corners[0], corners[1], corners[2], corners[3]) if len(corners) == 4 else None


class _Corners:
    """Grows to hold every position of the GeoJSON it is given."""

    def __init__(self) -> None:
        self.box: Box | None = None

    def take(self, shape: object) -> None:
        if isinstance(shape, Mapping):
            for part in (shape.get("coordinates"), shape.get("geometries"), shape.get("geometry")):
                self.take(part)
        elif isinstance(shape, list | tuple) and shape:
            if isinstance(shape[0], int | float):
                self._grow(float(shape[0]), float(shape[1]))
            else:
                for part in shape:
                    self.take(part)

    def _grow(self, lon: float, lat: float) -> None:
        west, south, east, north = self.box or (lon, lat, lon, lat)
        self.box = (min(west, lon), min(south, lat), max(east, lon), max(north, lat))


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _literal(text: object) -> str:
    return "'" + str(text).replace("'", "''") + "'"
