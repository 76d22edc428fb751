"""The stage: a file's tables as text in DuckDB, each row with the line it came from, before any type is decided."""

# ruff: noqa: S608 (the SQL is made of our own identifiers and of quoted literals)

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Final, Self

import duckdb

from perron.bricks.catalogue.adapters.reading.limits import Limits
from perron.bricks.catalogue.adapters.reading.refusals import TooManyColumns
from perron.bricks.catalogue.adapters.reading.shapes import cleaned, quoted
from perron.bricks.catalogue.rules.understanding import Doubt
from perron.kernel.contract import ColumnType

LONGEST_LINE: Final = 64 * 1024 * 1024

Numbered = tuple[int, Sequence[str]]  # a row and the line it starts at


@dataclass(frozen=True, slots=True)
class Unfit:
    """A row, or a value of it, that is not in the table as it was in the file. `reason` has a sentence."""

    line: int
    column: str
    value: str
    reason: str


@dataclass(slots=True)
class Sheet:
    """One table on the stage: `relation` has the columns `line`, `c0`, `c1` …, all text. `declared` are the types
    that the
    file itself states, by position; `geometry` the position of the GeoJSON; `decimal` the mark, when the format fixes
    it.
    """

    name: str
    relation: str
    names: tuple[str, ...]
    header_row: int = 0
    decimal: str = ""
    declared: Mapping[int, ColumnType] = field(default_factory=dict)
    geometry: int | None = None
    box: tuple[float, float, float, float] | None = None
    unfit: list[Unfit] = field(default_factory=list)
    doubts: list[Doubt] = field(default_factory=list)


class Stage:
    """A DuckDB of its own for one reading, spilling to the working folder."""

    def __init__(self, work: Path, limits: Limits) -> None:
        self.work, self.limits = work, limits
        self.connection = duckdb.connect(config={"threads": 2})
        self.connection.execute(f"SET memory_limit = '{int(limits.memory * 0.4 / 1e6)}MB'")
        self.connection.execute(f"SET temp_directory = {quoted(str(work / 'spill'))}")
        self._made = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.connection.close()

    def rows(self, query: str) -> list[tuple[object, ...]]:
        """The answer to a query."""
        return list(self.connection.execute(query).fetchall())

    def number(self, query: str) -> int:
        """The answer to a query that counts."""
        answer = self.rows(query)[0][0]
        return int(answer) if isinstance(answer, int) else 0

    def new_name(self, kind: str) -> str:
        """A name for a new relation or file."""
        self._made += 1
        return f"{kind}{self._made}"

    def check_width(self, width: int) -> None:
        """TooManyColumns past the limit."""
        if width > self.limits.columns:
            raise TooManyColumns(columns=width, limit=self.limits.columns)

    def load_plain(self, path: Path, *, separator: str, width: int, skip: int, blanks: str) -> str:
        """Stage a CSV that follows the rules strictly, one row per line. Raises duckdb.Error if it does not.
        `blanks` are the characters to trim around values.
        """
        relation = self.new_name("stage")
        columns = {f"c{place}": "VARCHAR" for place in range(width)}
        values = ", ".join(f"{cleaned(name, blanks)} AS {name}" for name in columns)
        self.connection.execute(
            f"CREATE TABLE {relation} AS SELECT {skip} + row_number() OVER () AS line, {values} FROM "
            f"{self._csv(path, columns, separator, skip)}"
        )
        return relation

    def load_rows(self, rows: Iterable[Numbered], width: int) -> str:
        """Stage rows, each with its line: written to a plain CSV first, which DuckDB reads in bulk."""
        self.check_width(width)
        path = self.work / (self.new_name("rows") + ".csv")
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file, lineterminator="\n")
            writer.writerows((line, *row) for line, row in rows)
        relation = self.new_name("stage")
        columns = {"line": "BIGINT"} | {f"c{place}": "VARCHAR" for place in range(width)}
        values = "".join(f", {cleaned(f'c{place}')} AS c{place}" for place in range(width))
        self.connection.execute(
            f"CREATE TABLE {relation} AS SELECT line{values} FROM {self._csv(path, columns, ',', 0)}"
        )
        path.unlink()
        return relation

    def _csv(self, path: Path, columns: Mapping[str, str], separator: str, skip: int) -> str:
        types = ", ".join(f"{quoted(name)}: {quoted(type_)}" for name, type_ in columns.items())
        return (
            f"read_csv({quoted(str(path))}, columns = {{{types}}}, auto_detect = false, header = false, skip = {skip}, "
            f"delim = {quoted(separator)}, quote = '\"', escape = '\"', strict_mode = true, null_padding = false, "
            f"max_line_size = {LONGEST_LINE}, nullstr = '')"
        )

    def take_out(self, sheet: Sheet, condition: str, reason: str) -> int:
        """Move rows out of a table into its list of unfit ones, whole, with the reason. Gives how many."""
        width = len(sheet.names)
        cells = ", ".join(f"c{place}" for place in range(width))
        found = self.rows(
            f"SELECT line, concat_ws(' | ', {cells}) FROM {sheet.relation} WHERE {condition} ORDER BY line"
        )
        if found:
            self.connection.execute(f"DELETE FROM {sheet.relation} WHERE {condition}")
            sheet.unfit += [Unfit(int(str(line)), "", str(value), reason) for line, value in found]
        return len(found)
