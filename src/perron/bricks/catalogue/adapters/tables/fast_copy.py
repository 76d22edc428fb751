"""A DuckDB file beside a large Parquet file, that answers a page of a million rows in milliseconds (decision 0010).

A cache: it can be deleted at any time and is written again. It holds the columns, the row number with an index
(to fetch the rows of a page), each varied text without case and accents (to search and sort), and each text of few
values as the number of its value (to group).
"""
# ruff: noqa: S608  names are quoted from the table's own list, values of strangers are parameters (decision 0010)

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from typing import Final
from uuid import uuid4

import duckdb

WORTH_IT: Final = 50_000  # rows; a smaller Parquet file is fast enough by itself
VARIED: Final = 5_000  # distinct texts; with fewer, the dictionary makes folding cheap
ROW: Final = "#"
FEW: Final = 1_000  # distinct texts; a number for each is grouped twice as fast as the texts themselves
FOLDED: Final = "~"  # before the name of the column; no column of ours can begin so
CODED: Final = "="  # the same
MEMORY: Final = "200MB"


def prepare(parquet: Path, target: Path, *, geometry: str = "") -> Path:
    """Write the fast copy of `parquet` at `target`, all or nothing, and give `target` back. OSError when it cannot.

    `geometry` is the column with shapes; GeoJSON texts are kept as shapes, which a box finds faster.
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    unfinished = target.with_name(f".{uuid4().hex}.unfinished")
    try:
        _write(parquet, unfinished, geometry)
        unfinished.replace(target)
    except duckdb.Error as error:
        raise OSError(f"no fast copy of {parquet.name}: {error}") from error
    finally:
        for rest in unfinished.parent.glob(f"{unfinished.name}*"):
            rest.unlink()
    return target


def prune(folder: Path, keep_bytes: int) -> int:
    """Delete the fast copies that were used longest ago, until at most `keep_bytes` remain. Gives how many went."""
    copies = sorted(folder.glob("*.duckdb"), key=lambda path: path.stat().st_atime, reverse=True)
    deleted = 0
    for copy in copies:
        keep_bytes -= copy.stat().st_size
        if keep_bytes < 0:
            with suppress(FileNotFoundError):  # another process may prune, too
                copy.unlink()
            deleted += 1
    return deleted


def folded(expression: str) -> str:
    """SQL: a text without case and accents."""
    return f"strip_accents(lower({expression}))"


def quoted(name: str) -> str:
    """SQL: a name."""
    return '"' + name.replace('"', '""') + '"'


def literal(text: object) -> str:
    """SQL: a text of ours; those of strangers are parameters."""
    return "'" + str(text).replace("'", "''") + "'"


def _write(parquet: Path, target: Path, geometry: str) -> None:
    source = f"read_parquet({literal(parquet)})"
    with duckdb.connect(
        config={"threads": 2, "memory_limit": MEMORY, "temp_directory": str(target.parent)}
    ) as database:
        database.execute(f"ATTACH {literal(target)} AS fast")
        columns = database.execute(f"DESCRIBE SELECT * FROM {source}").fetchall()
        texts = [name for name, kind, *_others in columns if kind == "VARCHAR" and name != geometry]
        is_text = any(name == geometry and kind == "VARCHAR" for name, kind, *_others in columns)
        shape = f" REPLACE (TRY(st_geomfromgeojson({quoted(geometry)})) AS {quoted(geometry)})" if is_text else ""
        distinct = _distinct(database, source, texts)
        varied = [name for name, count in distinct.items() if count > VARIED]
        few = [name for name, count in distinct.items() if 0 < count <= FEW]
        extra = "".join(f", {folded(quoted(name))} AS {quoted(FOLDED + name)}" for name in varied)
        for name in few:
            values = f"SELECT DISTINCT {quoted(name)} FROM {source} WHERE {quoted(name)} IS NOT NULL"
            database.execute(f"CREATE TYPE fast.{quoted(CODED + name)} AS ENUM ({values})")
            extra += f", {quoted(name)}::fast.{quoted(CODED + name)} AS {quoted(CODED + name)}"
        database.execute(
            f"CREATE TABLE fast.rows AS SELECT *{shape}{extra}, file_row_number AS {quoted(ROW)} FROM {source}"
        )
        database.execute(f"CREATE UNIQUE INDEX by_row ON fast.rows ({quoted(ROW)})")
        database.execute("DETACH fast")


def _distinct(database: duckdb.DuckDBPyConnection, source: str, texts: list[str]) -> dict[str, int]:
    """About how many different values each of these columns has."""
    if not texts:
        return {}
    counts = ", ".join(f"approx_count_distinct({quoted(name)})" for name in texts)
    found = database.execute(f"SELECT {counts} FROM {source}").fetchone() or ()
    return dict(zip(texts, found, strict=True))
