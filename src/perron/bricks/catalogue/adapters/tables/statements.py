"""Questions compiled to SQL: names are quoted from the table's own list, values of strangers are parameters."""
# ruff: noqa: S608  names are quoted from the table's own list, values of strangers are parameters (decision 0010)

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Final

from perron.bricks.catalogue.adapters.tables.engine import Source
from perron.bricks.catalogue.adapters.tables.fast_copy import folded, quoted
from perron.bricks.catalogue.adapters.tables.table import Table
from perron.bricks.catalogue.rules.meanings import NIS_CODE
from perron.bricks.catalogue.rules.query import (
    Aggregate,
    AllOf,
    AnyOf,
    Condition,
    Filter,
    Function,
    Operator,
    Query,
    SortKey,
    Truncation,
    Value,
)
from perron.kernel.contract import BoundingBox, ColumnType

ZONED: Final = "TIMESTAMP WITH TIME ZONE"
EXACT_DIGITS: Final = 30  # a decimal of more is compared as a floating number
_COMPARISONS: Final = {
    Operator.EQ: "= {0}",
    Operator.NE: "IS DISTINCT FROM {0}",
    Operator.LT: "< {0}",
    Operator.LE: "<= {0}",
    Operator.GT: "> {0}",
    Operator.GE: ">= {0}",
    Operator.RANGE: "BETWEEN {0} AND {1}",
}
# Dates are grouped by a number, cheaper than by a date, and become the first day of the period afterwards.
_CUT: Final = {
    Truncation.NONE: ("{0}", "{0}"),
    Truncation.YEAR: ("year({0})", "make_date({0}, 1, 1)"),
    Truncation.MONTH: ("year({0}) * 12 + month({0}) - 1", "make_date({0} // 12, {0} % 12 + 1, 1)"),
    Truncation.DAY: ("{0}::DATE", "{0}"),
}
_FIGURES: Final = {
    Function.COUNT: "count({0})",
    Function.SUM: "sum({0})",
    Function.AVG: "avg({0})",
    Function.MIN: "min({0})",
    Function.MAX: "max({0})",
    Function.MEDIAN: "median({0})",
    Function.DISTINCT: "count(DISTINCT {0})",
}


@dataclass(frozen=True, slots=True)
class Sql:
    """A piece of SQL with the values for its question marks, in order."""

    text: str
    values: tuple[object, ...] = ()


@dataclass(frozen=True, slots=True)
class OrderKey:
    """One key of an order: SQL of its value, its type in DuckDB's words, and its direction."""

    expression: str
    type: str
    descending: bool = False

    @property
    def order(self) -> str:
        """As in ORDER BY; empty values last both ways."""
        return f"{self.expression} {'DESC' if self.descending else 'ASC'} NULLS LAST"


@dataclass(frozen=True, slots=True)
class Compiler:
    """Writes the SQL of questions to one table at one source."""

    table: Table
    source: Source

    def where(self, query: Query) -> Sql:
        """Which rows are meant; a condition that is always true when all are."""
        parts = [self._filter(query.filters)] if query.filters.parts else []
        parts += [self._word(word) for word in query.words.split()]
        if query.places:
            parts.append(self._places(query.places))
        if query.box:
            parts.append(self._box(query.box))
        return joined(parts, " AND ", "true")

    def order(self, query: Query) -> tuple[OrderKey, ...]:
        """The order of rows, down to the row number: no two rows are alike."""
        keys = [self._sort_key(key) for key in query.sort]
        return (*keys, OrderKey(self.source.row, "BIGINT"))

    def groups(self, query: Query) -> Sql:
        """The grouped answer, unordered, its columns named as `query.group_columns()`."""
        names = query.group_columns()
        inner = [
            *(_CUT[key.truncation][0].format(self._group_key(key.column)) for key in query.group),
            "count(*)",
            *(self._figure(figure) for figure in query.aggregates),
        ]
        outer = [
            f"x{index}::VARCHAR" if key.column in self.source.coded else _CUT[key.truncation][1].format(f"x{index}")
            for index, key in enumerate(query.group)
        ]
        outer += [f"x{index}" for index in range(len(outer), len(inner))]
        computed = ", ".join(f"{text} AS x{index}" for index, text in enumerate(inner))
        named = ", ".join(f"{text} AS {quoted(name)}" for text, name in zip(outer, names, strict=True))
        where = self.where(query)
        by = f" GROUP BY {', '.join(map(str, range(1, len(query.group) + 1)))}" if query.group else ""
        grouped = f"SELECT {computed} FROM {self.source.relation} WHERE {where.text}{by}"
        return Sql(f"SELECT {named} FROM ({grouped})", where.values)

    def value_of(self, field: str) -> str:
        """SQL of a column as Python receives it: shapes as GeoJSON text, moments in UTC without a zone."""
        name = quoted(field)
        match self.source.types[field]:
            case kind if kind.startswith("GEOMETRY"):
                return f"st_asgeojson({name})"
            case kind if kind == ZONED:
                return f"timezone('UTC', {name})"
            case "UUID" | "BLOB" | "TIME" | "HUGEINT":
                return f"{name}::VARCHAR"
        return name

    def _group_key(self, field: str) -> str:
        return self.source.coded.get(field) or self.value_of(field)

    def geometry(self) -> str:
        """SQL of a row's shape as GeoJSON text, NULL when it has none."""
        if self.table.geometry:
            return self.value_of(self.table.geometry)
        longitude, latitude = (f"{quoted(name)}::DOUBLE" for name in self.table.points or ())
        point = f"'{{\"type\":\"Point\",\"coordinates\":[' || {longitude} || ',' || {latitude} || ']}}'"
        return f"CASE WHEN isfinite({longitude}) AND isfinite({latitude}) THEN {point} END"

    def _filter(self, part: Filter) -> Sql:
        match part:
            case AllOf(parts):
                return joined([self._filter(inner) for inner in parts], " AND ", "true")
            case AnyOf(parts):
                return joined([self._filter(inner) for inner in parts], " OR ", "false")
            case Condition():
                return self._condition(part)

    def _condition(self, condition: Condition) -> Sql:
        name, operator = quoted(condition.column), condition.operator
        if operator is Operator.NULL:
            return Sql(f"{name} IS {'' if condition.values[0] else 'NOT '}NULL")
        if operator in {Operator.CONTAINS, Operator.STARTS}:
            function = "contains" if operator is Operator.CONTAINS else "starts_with"
            return Sql(f"{function}({self._folded(condition.column)}, {folded('?')})", condition.values)
        placeholder = self._placeholder(condition.column)
        values = tuple(_bound(value) for value in condition.values)
        if operator is Operator.IN:
            marks = ", ".join([placeholder] * len(values))
            return Sql(f"{name} IN ({marks})", values) if values else Sql("false")
        return Sql(f"{name} {_COMPARISONS[operator].format(*[placeholder] * len(values))}", values)

    def _placeholder(self, field: str) -> str:
        return "timezone('UTC', ?::TIMESTAMP)" if self.source.types[field] == ZONED else "?"

    def _folded(self, field: str) -> str:
        return self.source.folded.get(field) or folded(quoted(field))

    def _word(self, word: str) -> Sql:
        texts = [column.field for column in self.table.columns if column.type is ColumnType.TEXT]
        parts = [Sql(f"contains({self._folded(field)}, {folded('?')})", (word,)) for field in texts]
        return joined(parts, " OR ", "false")

    def _places(self, codes: Sequence[str]) -> Sql:
        field = next((column.field for column in self.table.columns if column.meaning == NIS_CODE), "")
        if not field:
            return Sql("false")
        marks = ", ".join("?" * len(codes))
        text = quoted(field) if self.source.types[field] == "VARCHAR" else f"lpad({quoted(field)}::VARCHAR, 5, '0')"
        return Sql(f"{text} IN ({marks})", tuple(codes))

    def _box(self, box: BoundingBox) -> Sql:
        if self.table.points:
            longitude, latitude = map(quoted, self.table.points)
            text = f"{longitude} BETWEEN ?::DOUBLE AND ?::DOUBLE AND {latitude} BETWEEN ?::DOUBLE AND ?::DOUBLE"
            return Sql(text, (box.west, box.east, box.south, box.north))
        if self.table.covering in self.source.types:
            own = quoted(self.table.covering)
            text = f"{own}.xmin <= ? AND {own}.xmax >= ? AND {own}.ymin <= ? AND {own}.ymax >= ?"
            return Sql(text, (box.east, box.west, box.north, box.south))
        field = self.table.geometry
        if not field:
            return Sql("false")
        shape = quoted(field)
        if not self.source.types[field].startswith("GEOMETRY"):
            shape = f"TRY(st_geomfromgeojson({shape}))"
        corners = [(box.west, box.south), (box.east, box.south), (box.east, box.north), (box.west, box.north)]
        ring = ", ".join(f"{x!r} {y!r}" for x, y in [*corners, corners[0]])
        return Sql(f"st_intersects_extent({shape}, ?::GEOMETRY)", (f"POLYGON(({ring}))",))

    def _sort_key(self, key: SortKey) -> OrderKey:
        kind = self.source.types[key.column]
        expression = self._folded(key.column) if kind == "VARCHAR" else quoted(key.column)
        return OrderKey(expression, kind, key.descending)

    def _figure(self, figure: Aggregate) -> str:
        text = _FIGURES[figure.function].format(self.value_of(figure.column))
        kind = self.source.types[figure.column]
        if figure.function is Function.SUM and kind.endswith("INT"):
            return f"{text}::DECIMAL(38, 0)"
        return text


def joined(parts: Iterable[Sql], word: str, empty: str) -> Sql:
    """Conditions joined by AND or OR, in parentheses."""
    listed = list(parts)
    text = word.join(f"({part.text})" for part in listed) if listed else empty
    return Sql(text, tuple(value for part in listed for value in part.values))


def beyond(keys: Sequence[OrderKey], position: Sequence[str | None]) -> Sql:
    """Which rows come after a position, in an order where empty values come last."""
    alternatives = []
    for index, (key, reached) in enumerate(zip(keys, position, strict=True)):
        if reached is None:
            continue  # nothing comes after an empty value but what ties with it
        sign = "<" if key.descending else ">"
        further = Sql(f"{key.expression} {sign} ?::{key.type} OR {key.expression} IS NULL", (reached,))
        ties = [
            Sql(f"{earlier.expression} IS NOT DISTINCT FROM ?::{earlier.type}", (value,))
            for earlier, value in zip(keys[:index], position, strict=False)
        ]
        alternatives.append(joined([*ties, further], " AND ", "true"))
    return joined(alternatives, " OR ", "false")


def _bound(value: Value) -> object:
    """A value as DuckDB takes it."""
    if isinstance(value, Decimal):
        _sign, digits, exponent = value.as_tuple()
        small = isinstance(exponent, int) and exponent > -EXACT_DIGITS and len(digits) + max(exponent, 0) < EXACT_DIGITS
        return value if small else float(value)
    return value.isoformat(sep=" ") if isinstance(value, datetime) else value
