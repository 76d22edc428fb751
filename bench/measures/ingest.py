"""How fast a million rows are read and typed, and how much room they take."""

from __future__ import annotations

import tempfile
import time
from pathlib import Path

from bench.generator import ROWS, write_table
from bench.table import Row
from perron.bricks.catalogue.adapters.reading import read_file

ROWS_PER_SECOND, MEGABYTES = 150_000, 30
CKAN_ROWS_PER_SECOND, CKAN_MEGABYTES = 12_000, 566  # COPY into the DataStore, and its tables with indices


def measure() -> list[Row]:
    """Read the generated CSV as an upload is read: in its own process, whole file, all types, statistics and key."""
    with tempfile.TemporaryDirectory() as folder:
        source = write_table(Path(folder) / "million.csv")
        started = time.perf_counter()
        table = read_file(source, name=source.name, into=Path(folder) / "read").tables[0]
        seconds = time.perf_counter() - started
        stored = (Path(folder) / "read" / table.parquet).stat().st_size / 1e6
    if table.row_count != ROWS:
        raise AssertionError(f"{table.row_count} rows were read of {ROWS}")
    speed = ROWS / seconds
    how = f"one read_file() of {ROWS:,} rows and {len(table.columns)} columns of CSV, wall time, process start included"
    return [
        Row(
            "ingest",
            round(speed),
            "rows/s",
            ROWS_PER_SECOND,
            "CKAN 2.12",
            CKAN_ROWS_PER_SECOND,
            speed >= ROWS_PER_SECOND,
            how,
        ),
        Row(
            "stored",
            round(stored, 1),
            "MB",
            MEGABYTES,
            "CKAN 2.12",
            CKAN_MEGABYTES,
            stored <= MEGABYTES,
            "size of the Parquet file",
        ),
    ]
