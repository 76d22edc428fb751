"""Files for the tests of the reading: where the real ones are, and small ones made on the spot."""

from __future__ import annotations

import atexit
import os
import shutil
import struct
import tempfile
import zipfile
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path

import duckdb
import pytest

from perron.bricks.catalogue.adapters.reading.limits import Limits
from perron.bricks.catalogue.adapters.reading.reader import read
from perron.bricks.catalogue.rules.understanding import (
    ColumnUnderstanding,
    ReadingChoices,
    TableUnderstanding,
    Understanding,
)

ROOT = Path(__file__).parents[5]
TABULAR = Path(os.environ.get("PERRON_SHARED", ROOT.parent / "shared")).resolve() / "data" / "03_tabular"
SMALL = Limits(size=50_000_000, unpacked=60_000_000, always_unpacked=1_000_000, line=200_000, columns=500)

RELATIONS = (
    b'<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    b'<Relationship Id="rId1" Target="worksheets/sheet1.bin"'
    b' Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet"/></Relationships>'
)


def real(name: str) -> Path:
    """A real file; the test is skipped where the folder of real files is absent."""
    if not TABULAR.is_dir():
        pytest.skip(f"the real files are not here: {TABULAR} (set PERRON_SHARED)")
    return TABULAR / name


def reading(
    path: Path, into: Path, *, name: str = "", choices: ReadingChoices | None = None, limits: Limits | None = None
) -> Understanding:
    """Read a file in this process, as the reading process does."""
    work = Path(tempfile.mkdtemp(dir=into))
    return read(
        path,
        name=name or path.name,
        into=into,
        work=work,
        choices=choices or ReadingChoices(),
        limits=limits or Limits(),
    )


@cache
def real_reading(name: str) -> tuple[Understanding, Path]:
    """What was understood of a real file, and the folder it was read into: once for all tests."""
    folder = Path(tempfile.mkdtemp(prefix="perron-reading-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return reading(real(name), folder), folder


def reading_text(
    text: str | bytes, into: Path, *, name: str = "table.csv", choices: ReadingChoices | None = None
) -> Understanding:
    """Read a text as a file of a name."""
    path = into / f"source-{name}"
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return reading(path, into, name=name, choices=choices)


def only(understanding: Understanding) -> TableUnderstanding:
    """The one table of a file."""
    assert len(understanding.tables) == 1, [table.name for table in understanding.tables]
    return understanding.tables[0]


def column(table: TableUnderstanding, name: str) -> ColumnUnderstanding:
    """A column by its header."""
    return next(column for column in table.columns if column.name == name)


def types(table: TableUnderstanding) -> dict[str, str]:
    """The type of each column, by field."""
    return {column.field: column.type.value for column in table.columns}


def codes(table: TableUnderstanding) -> set[str]:
    """The doubts about a table."""
    return {doubt.code for doubt in table.doubts}


def rows(into: Path, table: TableUnderstanding, fields: str = "*") -> list[tuple[object, ...]]:
    """The rows of a table that was read into a folder, in the order they are stored."""
    with duckdb.connect() as connection:
        source = f"read_parquet('{into / table.parquet}', file_row_number = true)"
        columns = f"{fields} EXCLUDE (file_row_number)" if fields == "*" else fields
        return list(connection.execute(f"SELECT {columns} FROM {source} ORDER BY file_row_number").fetchall())


def zipped(path: Path, members: Mapping[str, bytes]) -> Path:
    """A zip with these members."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return path


def binary_workbook(path: Path, *lines: Sequence[str | float]) -> Path:
    """An XLSB with one sheet, `Arbres`. Source: [MS-XLSB], records of part 2."""
    cells = b""
    for number, line in enumerate(lines):
        cells += _record(0x00, struct.pack("<II", number, 0) + bytes(9))
        for place, value in enumerate(line):
            head = struct.pack("<II", place, 0)
            is_text = isinstance(value, str)
            cells += _record(6 if is_text else 5, head + (_wide(value) if is_text else struct.pack("<d", value)))
    corners = struct.pack("<IIII", 0, len(lines) - 1, 0, len(lines[0]) - 1)
    sheet = _record(0x81) + _record(0x94, corners) + _record(0x91) + cells + _record(0x92) + _record(0x82)
    listed = _record(0x9C, struct.pack("<II", 0, 1) + _wide("rId1") + _wide("Arbres"))
    return zipped(
        path,
        {
            "xl/workbook.bin": _record(0x83) + _record(0x8F) + listed + _record(0x90) + _record(0x9D) + _record(0x84),
            "xl/_rels/workbook.bin.rels": RELATIONS,
            "xl/worksheets/sheet1.bin": sheet,
        },
    )


def _record(kind: int, content: bytes = b"") -> bytes:
    """Kind and length in groups of seven bits, the lowest first."""
    head = bytes([kind]) if kind < 0x80 else bytes([kind & 0x7F | 0x80, kind >> 7])
    size = len(content)
    length = bytes([size]) if size < 0x80 else bytes([size & 0x7F | 0x80, size >> 7])
    return head + length + content


def _wide(text: str) -> bytes:
    return struct.pack("<I", len(text)) + text.encode("utf-16-le")
