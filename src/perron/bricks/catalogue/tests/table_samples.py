"""Small and large tables for the tests of the engine, as Parquet files made by DuckDB."""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path

import duckdb

from perron.bricks.catalogue.adapters.tables import Engine, Table
from perron.bricks.catalogue.rules.dictionary import ColumnEntry
from perron.kernel.contract import ColumnType

TYPES = {
    "VARCHAR": ColumnType.TEXT,
    "BIGINT": ColumnType.INTEGER,
    "INTEGER": ColumnType.INTEGER,
    "DOUBLE": ColumnType.DECIMAL,
    "DECIMAL(18,2)": ColumnType.DECIMAL,
    "BOOLEAN": ColumnType.BOOLEAN,
    "DATE": ColumnType.DATE,
    "TIMESTAMP": ColumnType.DATETIME,
}
TOWNS = """
    VALUES
    (1, 'Éghezée', '92035', 16000, 55.5::DOUBLE, true, DATE '2020-01-15', TIMESTAMP '2020-01-15 08:30:00', 4.9, 50.58),
    (2, 'ecaussinnes', '55050', 11000, NULL, false, DATE '2021-06-01', TIMESTAMP '2021-06-01 00:00:00.25', 4.17, 50.57),
    (3, '=1+1', '21004', 190000, 12.25, NULL, DATE '2021-06-30', NULL, 4.35, 50.84),
    (4, NULL, NULL, NULL, NULL, true, NULL, TIMESTAMP '1999-12-31 23:59:59', NULL, NULL),
    (5, 'Zottegem "Z", x', '41081', 27000, -0.5, false, DATE '2022-02-02', TIMESTAMP '2022-02-02 10:00', 3.81, 50.87),
    (6, 'Éghezée', '92035', 16000, 55.5, true, DATE '2020-03-01', TIMESTAMP '2020-01-15 08:30:00', 4.9, 50.58)
"""
NAMES = "id, town, nis, people, area, open, day, seen, lon, lat"


def an_engine(folder: Path) -> Engine:
    """An engine that reads `folder` only."""
    return Engine((folder,), folder / "cache")


def towns(folder: Path, *, meaning: str = "nis_code") -> Table:
    """Six rows with every type, empty values, ties, accents, quotes and a formula."""
    kinds = "id::BIGINT id, town, nis, people::BIGINT people, area, open, day, seen, lon::DOUBLE lon, lat::DOUBLE lat"
    return a_table(folder, f"SELECT {kinds} FROM ({TOWNS}) AS t({NAMES})", points=("lon", "lat"), nis=meaning)


def a_table(
    folder: Path,
    sql: str,
    *,
    points: tuple[str, str] | None = None,
    geometry: str = "",
    nis: str = "",
    covering: str = "",
) -> Table:
    """The answer of a statement as a table, its identity made of the statement."""
    identity = sha256(sql.encode()).hexdigest()
    path = folder / f"{identity}.parquet"
    with duckdb.connect() as database:
        database.execute(f"COPY ({sql}) TO '{path}' (FORMAT parquet)")
        described = database.execute(f"DESCRIBE SELECT * FROM '{path}'").fetchall()
    columns = tuple(
        ColumnEntry(
            field=name,
            name=name,
            type=ColumnType.GEOMETRY if name == geometry else TYPES[kind],
            meaning=nis if name == "nis" else "",
        )
        for name, kind, *_rest in described
        if name != covering
    )
    return Table(path, identity, columns, geometry=geometry, points=points, covering=covering)


def many(folder: Path, rows: int) -> Table:
    """A table of any length with varied texts."""
    return a_table(
        folder,
        f"""SELECT range AS id, 'Rue n° ' || (hash(range) % 50000) AS street, (hash(range * 3) % 100)::BIGINT AS people,
            (hash(range * 7) % 1000 / 8)::DOUBLE AS area, DATE '2015-01-01' + (hash(range * 5) % 3000)::INTEGER AS day,
            CASE WHEN range % 10 = 0 THEN NULL ELSE lpad((hash(range * 11) % 581)::VARCHAR, 5, '0') END AS nis
            FROM range({rows})""",
    )
