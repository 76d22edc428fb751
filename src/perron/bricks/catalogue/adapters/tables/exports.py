"""Downloads of an answer in any size, in constant memory: lines written by DuckDB, or a file written aside and sent."""
# ruff: noqa: S608  names are quoted from the table's own list, values of strangers are parameters (decision 0010)

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from perron.bricks.catalogue.adapters.tables import workbooks
from perron.bricks.catalogue.adapters.tables.engine import EXPORT_PATIENCE, Engine, Source
from perron.bricks.catalogue.adapters.tables.engine import engine as default_engine
from perron.bricks.catalogue.adapters.tables.fast_copy import literal, quoted
from perron.bricks.catalogue.adapters.tables.pages import group_order, group_types
from perron.bricks.catalogue.adapters.tables.refusals import NoShapes, TooManyRowsForFormat
from perron.bricks.catalogue.adapters.tables.scratch import sent, unnamed
from perron.bricks.catalogue.adapters.tables.statements import ZONED, Compiler, Sql
from perron.bricks.catalogue.adapters.tables.table import Table
from perron.bricks.catalogue.rules.query import Query

BATCH: Final = 1_000  # rows held at once
FORMULA: Final = r"^[=+\-@\t\r\n＝＋－＠]"  # a text that begins so would be run by a spreadsheet program
_BOM: Final = "\ufeff".encode()


class Format(StrEnum):
    """What an answer can be downloaded as."""

    CSV = "csv"
    JSON = "json"
    NDJSON = "ndjson"
    GEOJSON = "geojson"
    XLSX = "xlsx"
    PARQUET = "parquet"


MEDIA_TYPES: Final[Mapping[Format, str]] = {
    Format.CSV: "text/csv; charset=utf-8",
    Format.JSON: "application/json",
    Format.NDJSON: "application/x-ndjson",
    Format.GEOJSON: "application/geo+json",
    Format.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    Format.PARQUET: "application/vnd.apache.parquet",
}


def export(
    table: Table, query: Query, format_: Format, *, bom: bool = False, engine: Engine | None = None
) -> Iterator[bytes]:
    """The whole answer as a file, in pieces; `limit` counts when given, `after` does not.

    Raises NoShapes, TooManyRowsForFormat, TookTooLong or TooHeavy before the first piece.
    """
    machine = engine or default_engine()
    if format_ is Format.GEOJSON and not (table.has_places and not query.is_grouped):
        raise NoShapes
    with machine.opened(table) as source:
        answer = _Answer.of(machine, table, source, query)
        if format_ is Format.PARQUET:
            return _parquet(machine, table, query, answer)
        if format_ is Format.XLSX:
            return _xlsx(machine, table, answer)
        return _started(_lines(machine, table, answer, format_, bom=bom))


@dataclass(frozen=True, slots=True)
class _Answer:
    """The relation of all rows asked for, with the type of each column, in DuckDB's words."""

    body: Sql
    types: Mapping[str, str]
    compiler: Compiler
    is_grouped: bool = False

    @classmethod
    def of(cls, machine: Engine, table: Table, source: Source, query: Query) -> _Answer:
        compiler = Compiler(table, source)
        limit = "" if query.limit is None else f" LIMIT {query.limit}"
        if query.is_grouped:
            groups = compiler.groups(query)
            with machine.cursor() as cursor:
                types = group_types(cursor, groups)
            keys = [key.order for key in group_order(query, types)]
            order = f" ORDER BY {', '.join(keys)}" if keys else ""
            return cls(Sql(f"FROM ({groups.text}){order}{limit}", groups.values), types, compiler, is_grouped=True)
        where = compiler.where(query)
        order = f" ORDER BY {', '.join(key.order for key in compiler.order(query))}" if query.sort else ""
        types = {field: source.types[field] for field in query.select or table.fields}
        return cls(Sql(f"FROM {source.relation} WHERE {where.text}{order}{limit}", where.values), types, compiler)

    def value(self, name: str) -> str:
        """SQL of a column's value: text for shapes and moments."""
        kind = self.types[name]
        if kind.startswith("TIMESTAMP"):
            zone = "Z" if kind == ZONED else ""
            moment = self.plain_value(name)
            is_whole = f"microsecond({moment}) % 1000000 = 0"
            forms = (f"'%Y-%m-%dT%H:%M:%S{zone}'", f"'%Y-%m-%dT%H:%M:%S.%f{zone}'")
            return f"CASE WHEN {is_whole} THEN strftime({moment}, {forms[0]}) ELSE strftime({moment}, {forms[1]}) END"
        return self.plain_value(name)

    def plain_value(self, name: str) -> str:
        """SQL of a column's value as Python receives it."""
        return quoted(name) if self.is_grouped else self.compiler.value_of(name)

    def object(self, *, without: str = "") -> str:
        """SQL of a row as a JSON object."""
        pairs = ", ".join(f"{literal(name)}, {self._json(name)}" for name in self.types if name != without)
        return f"json_object({pairs})"

    def line(self) -> str:
        """SQL of a row as a line of CSV (RFC 4180); texts are quoted, and formulas begin with an apostrophe."""
        return " || ',' || ".join(self._cell(name) for name in self.types)

    def _json(self, name: str) -> str:
        value, kind = self.value(name), self.types[name]
        if kind.startswith("GEOMETRY"):
            return f"{value}::JSON"
        if name == self.compiler.table.geometry and kind == "VARCHAR":
            return f"try_cast({value} AS JSON)"
        return f"CASE WHEN isfinite({value}) THEN {value} END" if kind in {"DOUBLE", "FLOAT"} else value

    def _cell(self, name: str) -> str:
        value, kind = self.value(name), self.types[name]
        if kind == "VARCHAR" or kind.startswith("GEOMETRY"):
            is_formula = f"regexp_matches({value}, {literal(FORMULA)})"
            safe = f"CASE WHEN {is_formula} THEN '''' ELSE '' END || replace({value}, '\"', '\"\"')"
            return f"coalesce('\"' || {safe} || '\"', '')"
        return f"coalesce({value}::VARCHAR, '')"


def _lines(machine: Engine, table: Table, answer: _Answer, format_: Format, *, bom: bool) -> Iterator[bytes]:
    """Text formats: a head, one line per row, a foot."""
    head, between, foot, line = _layout(answer, format_)
    is_list_of_lines = format_ in {Format.CSV, Format.NDJSON}
    yield (_BOM if bom and format_ is Format.CSV else b"") + head.encode()
    joint = ""
    for batch in machine.stream(table, f"SELECT {line} {answer.body.text}", answer.body.values, size=BATCH):
        yield (joint + between.join(str(row[0]) for row in batch)).encode()
        joint = between
    if joint or not is_list_of_lines:
        yield foot.encode()


def _layout(answer: _Answer, format_: Format) -> tuple[str, str, str, str]:
    if format_ is Format.CSV:
        head = ",".join('"' + name.replace('"', '""') + '"' for name in answer.types)
        return head + "\r\n", "\r\n", "\r\n", answer.line()
    if format_ is Format.NDJSON:
        return "", "\n", "\n", answer.object()
    if format_ is Format.JSON:
        return "[\n", ",\n", "\n]\n", answer.object()
    shape = answer.compiler.geometry()
    properties = answer.object(without=answer.compiler.table.geometry)
    feature = f"json_object('type', 'Feature', 'geometry', try_cast(({shape}) AS JSON), 'properties', {properties})"
    return '{"type":"FeatureCollection","features":[\n', ",\n", "\n]}\n", feature


def _parquet(machine: Engine, table: Table, query: Query, answer: _Answer) -> Iterator[bytes]:
    is_whole = not (query.is_grouped or query.is_filtered or query.select or query.sort or query.limit is not None)
    if is_whole:
        return sent(table.path.open("rb"))
    path = unnamed(machine.scratch, ".parquet")
    selected = ", ".join(map(quoted, answer.types))
    text = f"COPY (SELECT {selected} {answer.body.text}) TO {literal(path)} (FORMAT parquet, COMPRESSION zstd)"
    try:
        with machine.cursor(EXPORT_PATIENCE) as cursor:
            cursor.execute(text, answer.body.values)
        return sent(path.open("rb"))
    finally:
        path.unlink(missing_ok=True)


def _xlsx(machine: Engine, table: Table, answer: _Answer) -> Iterator[bytes]:
    with machine.cursor(EXPORT_PATIENCE) as cursor:
        counted = cursor.execute(f"SELECT count(*) FROM (SELECT 1 {answer.body.text})", answer.body.values).fetchone()
    rows = int(counted[0]) if counted else 0
    if rows > workbooks.ROWS:
        raise TooManyRowsForFormat(rows=rows, limit=workbooks.ROWS, format="XLSX")
    selected = ", ".join(map(answer.plain_value, answer.types))
    path = unnamed(machine.scratch, ".xlsx")
    try:
        batches = machine.stream(table, f"SELECT {selected} {answer.body.text}", answer.body.values, size=BATCH)
        workbooks.write(path, tuple(answer.types), batches, machine.scratch)
        return sent(path.open("rb"))
    finally:
        path.unlink(missing_ok=True)


def _started(pieces: Iterator[bytes]) -> Iterator[bytes]:
    """The same pieces, the first two already computed: a refusal comes before the answer has begun."""
    first = [piece for _index, piece in zip(range(2), pieces, strict=False)]

    def all_of_them() -> Iterator[bytes]:
        yield from first
        yield from pieces

    return all_of_them()
