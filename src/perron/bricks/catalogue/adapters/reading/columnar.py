"""Parquet: columns that already have types, which are kept; a column of geometries (GeoParquet, or WKB by its name)
becomes the place of the rows.
"""

# ruff: noqa: S608 (the SQL is made of our own identifiers and of quoted literals)

from __future__ import annotations

import re
from pathlib import Path
from typing import Final

import duckdb
import numpy as np
import orjson
import shapely

from perron.bricks.catalogue.adapters.reading import features
from perron.bricks.catalogue.adapters.reading.refusals import DamagedFile
from perron.bricks.catalogue.adapters.reading.shapes import cleaned, quoted
from perron.bricks.catalogue.adapters.reading.stage import Sheet, Stage, Unfit
from perron.kernel.contract import ColumnType

DECLARED: Final = {"VARCHAR": ColumnType.TEXT, "BOOLEAN": ColumnType.BOOLEAN, "DATE": ColumnType.DATE} | dict.fromkeys(
    ("TINYINT", "SMALLINT", "INTEGER", "BIGINT", "UTINYINT", "USMALLINT", "UINTEGER"), ColumnType.INTEGER
) | dict.fromkeys(("DOUBLE", "FLOAT"), ColumnType.DECIMAL)  # fmt: skip
GEOMETRY_NAMES: Final = ("geometry", "geom", "the_geom", "wkb_geometry", "wkb", "shape", "geometrie")


def read(stage: Stage, path: Path, name: str) -> Sheet:
    """Put a Parquet file on the stage. DamagedFile when it cannot be read."""
    try:
        return _read(stage, f"read_parquet({quoted(str(path))})", name)
    except duckdb.OutOfMemoryException:
        raise
    except (duckdb.Error, shapely.errors.ShapelyError) as error:
        raise DamagedFile(format="Parquet", reason=str(error)[:500]) from error


def _read(stage: Stage, source: str, name: str) -> Sheet:
    described = stage.rows(f"DESCRIBE SELECT * FROM {source}")
    stage.check_width(len(described))
    names = tuple(str(row[0]) for row in described)
    types = [str(row[1]) for row in described]
    relation, geometry = stage.new_name("stage"), _geometry(stage, source, names, types)
    cells = ", ".join(
        f"{'NULL::VARCHAR' if place == geometry else cleaned(_as_text(column, type_))} AS c{place}"
        for place, (column, type_) in enumerate(zip(names, types, strict=True))
    )
    stage.connection.execute(f"CREATE TABLE {relation} AS SELECT row_number() OVER () AS line, {cells} FROM {source}")
    declared = {place: DECLARED[type_] for place, type_ in enumerate(types) if type_ in DECLARED}
    sheet = Sheet(name, relation, names, decimal=".", declared=declared, geometry=geometry)
    if geometry is not None:
        _place(stage, sheet, source, geometry, _system(stage, source, names[geometry], types[geometry]))
    return sheet


def _geometry(stage: Stage, source: str, names: tuple[str, ...], types: list[str]) -> int | None:
    """Position of the column of geometries: declared as such, or bytes under a usual name that are WKB."""
    for place, type_ in enumerate(types):
        if type_.startswith("GEOMETRY"):
            return place
    for place, type_ in enumerate(types):
        if type_ == "BLOB" and names[place].lower() in GEOMETRY_NAMES:
            first = stage.rows(f"SELECT any_value({_name(names[place])}) FROM {source}")[0][0]
            if isinstance(first, bytes) and shapely.from_wkb(first, on_invalid="ignore") is not None:
                return place
    return None


def _system(stage: Stage, source: str, name: str, type_: str) -> str | None:
    """The reference system of a column of geometries, as GeoParquet or the column's type says it; None when nothing
    does. GeoParquet without one means longitude and latitude.
    """
    written = stage.rows(f"SELECT value FROM {source.replace('read_parquet', 'parquet_kv_metadata')} WHERE key = 'geo'")
    if written and isinstance(written[0][0], bytes):
        about = orjson.loads(written[0][0])["columns"].get(name, {})
        system = about.get("crs", features.WGS84)
        return orjson.dumps(system).decode() if isinstance(system, dict) else system
    named = re.fullmatch(r"GEOMETRY\('(.+)'\)", type_)
    return named[1] if named else None


def _place(stage: Stage, sheet: Sheet, source: str, place: int, system: str | None) -> None:
    """Write the geometries of a sheet as GeoJSON in WGS 84."""
    column = f"CAST({_name(sheet.names[place])} AS BLOB)"
    found = stage.rows(f"SELECT {column} FROM {source}")
    texts, box, doubts, lost = features.geometries(np.array([row[0] for row in found], dtype=object), system)
    relation = stage.load_rows(((line, (text,)) for line, text in enumerate(texts, start=1)), 1)
    stage.connection.execute(
        f"UPDATE {sheet.relation} SET c{place} = shapes.c0 FROM {relation} AS shapes "
        f"WHERE shapes.line = {sheet.relation}.line"
    )
    sheet.box, sheet.doubts = box, doubts
    sheet.unfit += [Unfit(row + 1, sheet.names[place], reason, "broken_geometry") for row, reason in lost]


def _as_text(column: str, type_: str) -> str:
    if type_ == "BLOB":
        return f"CAST(octet_length({_name(column)}) || ' bytes' AS VARCHAR)"
    return f"CAST({_name(column)} AS VARCHAR)"


def _name(column: str) -> str:
    return '"' + column.replace('"', '""') + '"'
