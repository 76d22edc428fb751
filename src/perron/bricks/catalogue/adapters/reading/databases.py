"""SQLite databases without geometries: one table per table. Views are left out: a view may run for ever."""

# ruff: noqa: S608 (names of tables are quoted as SQLite wants)

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from perron.bricks.catalogue.adapters.reading import objects
from perron.bricks.catalogue.adapters.reading.refusals import DamagedFile
from perron.bricks.catalogue.adapters.reading.stage import Numbered, Sheet, Stage

TABLES = "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY rowid"


def read(stage: Stage, path: Path) -> list[Sheet]:
    """Put every table of a database on the stage. DamagedFile when it cannot be read."""
    try:
        with closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro&immutable=1", uri=True)) as database:
            database.execute("PRAGMA trusted_schema = OFF")
            database.execute("PRAGMA cell_size_check = ON")
            database.text_factory = _decoded
            names = [str(name) for (name,) in database.execute(TABLES)]
            return [sheet for name in names if (sheet := _table(stage, database, name))]
    except sqlite3.Error as error:
        raise DamagedFile(format="SQLite", reason=str(error)[:500]) from error


def _decoded(written: bytes) -> str:
    """Text as UTF-8, else as the old programs of Windows wrote it."""
    try:
        return written.decode("utf-8")
    except UnicodeDecodeError:
        return written.decode("cp1252", "replace")


def _table(stage: Stage, database: sqlite3.Connection, name: str) -> Sheet | None:
    quoted = '"' + name.replace('"', '""') + '"'
    rows = database.execute(f"SELECT * FROM {quoted}")
    names = tuple(str(column[0]) for column in rows.description)
    if not names:
        return None
    stage.check_width(len(names))
    return Sheet(name, stage.load_rows(_numbered(rows), len(names)), names, decimal=".")


def _numbered(rows: sqlite3.Cursor) -> Iterator[Numbered]:
    for line, row in enumerate(rows, start=1):
        yield line, [f"{len(cell)} bytes" if isinstance(cell, bytes) else objects.text_of(cell) for cell in row]
