"""Parquet: columns that already have types, which are kept."""

# ruff: noqa: S608 (the SQL is made of our own identifiers and of quoted literals)

from __future__ import annotations

from pathlib import Path
from typing import Final

import duckdb

from perron.bricks.catalogue.adapters.reading.refusals import DamagedFile
from perron.bricks.catalogue.adapters.reading.shapes import cleaned, quoted
from perron.bricks.catalogue.adapters.reading.stage import Sheet, Stage
from perron.kernel.contract import ColumnType

DECLARED: Final = {"VARCHAR": ColumnType.TEXT, "BOOLEAN": ColumnType.BOOLEAN, "DATE": ColumnType.DATE} | dict.fromkeys(
    ("TINYINT", "SMALLINT", "INTEGER", "BIGINT", "UTINYINT", "USMALLINT", "UINTEGER"), ColumnType.INTEGER
) | dict.fromkeys(("DOUBLE", "FLOAT"), ColumnType.DECIMAL)  # fmt: skip


def read(stage: Stage, path: Path, name: str) -> Sheet:
    """Put a Parquet file on the stage. DamagedFile when it cannot be read."""
    source = f"read_parquet({quoted(str(path))})"
    try:
        described = stage.rows(f"DESCRIBE SELECT * FROM {source}")
        stage.check_width(len(described))
        names = tuple(str(row[0]) for row in described)
        types = [str(row[1]) for row in described]
        relation = stage.new_name("stage")
        cells = ", ".join(
            f"{cleaned(_as_text(column, type_))} AS c{place}"
            for place, (column, type_) in enumerate(zip(names, types, strict=True))
        )
        stage.connection.execute(
            f"CREATE TABLE {relation} AS SELECT row_number() OVER () AS line, {cells} FROM {source}"
        )
    except duckdb.OutOfMemoryException:
        raise
    except duckdb.Error as error:
        raise DamagedFile(format="Parquet", reason=str(error)[:500]) from error
    return Sheet(
        name, relation, names, decimal=".", declared={p: DECLARED[t] for p, t in enumerate(types) if t in DECLARED}
    )


def _as_text(column: str, type_: str) -> str:
    name = '"' + column.replace('"', '""') + '"'
    if type_ in ("BLOB", "GEOMETRY"):
        return (
            f"CAST(length(CAST({name} AS BLOB)) || ' bytes' AS VARCHAR)" if type_ == "BLOB" else f"ST_AsGeoJSON({name})"
        )
    return f"CAST({name} AS VARCHAR)"
