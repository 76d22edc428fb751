"""The grammar of questions to a table: what may be asked, of which type of column. Plain values, no SQL, no HTTP."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Final, Protocol

from perron.kernel.contract import BoundingBox, ColumnType

Value = str | int | Decimal | bool | date | datetime

DEFAULT_LIMIT: Final = 100
MAXIMUM_LIMIT: Final = 5_000
MAXIMUM_CONDITIONS: Final = 60
MAXIMUM_DEPTH: Final = 5
MAXIMUM_KEYS: Final = 8  # of sort, group and aggregates each


class QueryColumn(Protocol):
    """What a question needs to know of a column: a `ColumnEntry` or a `ColumnUnderstanding` will do."""

    @property
    def field(self) -> str:
        """Its identifier in files and API."""

    @property
    def type(self) -> ColumnType:
        """What its values are."""

    @property
    def meaning(self) -> str:
        """A word of the house's meanings, such as `nis`; empty when none."""


class Operator(StrEnum):
    """How a column is compared. All but `NULL` and `NE` leave out empty values."""

    EQ = "eq"
    NE = "ne"  # different, or empty
    LT = "lt"
    LE = "le"
    GT = "gt"
    GE = "ge"
    RANGE = "range"  # both ends included
    IN = "in"
    NULL = "null"
    CONTAINS = "contains"  # case and accents ignored
    STARTS = "starts"  # case and accents ignored


class Function(StrEnum):
    """What is computed of a column within each group."""

    COUNT = "count"
    SUM = "sum"
    AVG = "avg"
    MIN = "min"
    MAX = "max"
    MEDIAN = "median"
    DISTINCT = "distinct"


class Truncation(StrEnum):
    """To what a date is cut before it is grouped."""

    NONE = ""
    YEAR = "year"
    MONTH = "month"
    DAY = "day"


_EQUALITY: Final = frozenset({Operator.EQ, Operator.NE, Operator.IN, Operator.NULL})
_ORDER: Final = _EQUALITY | {Operator.LT, Operator.LE, Operator.GT, Operator.GE, Operator.RANGE}
OPERATORS: Final[Mapping[ColumnType, frozenset[Operator]]] = {
    ColumnType.TEXT: _ORDER | {Operator.CONTAINS, Operator.STARTS},
    ColumnType.INTEGER: _ORDER,
    ColumnType.DECIMAL: _ORDER,
    ColumnType.DATE: _ORDER,
    ColumnType.DATETIME: _ORDER,
    ColumnType.BOOLEAN: _EQUALITY,
    ColumnType.GEOMETRY: frozenset({Operator.NULL}),
}
_COUNTS: Final = frozenset({Function.COUNT, Function.DISTINCT})
_EXTREMES: Final = _COUNTS | {Function.MIN, Function.MAX}
FUNCTIONS: Final[Mapping[ColumnType, frozenset[Function]]] = {
    ColumnType.TEXT: _EXTREMES,
    ColumnType.INTEGER: frozenset(Function),
    ColumnType.DECIMAL: frozenset(Function),
    ColumnType.DATE: _EXTREMES,
    ColumnType.DATETIME: _EXTREMES,
    ColumnType.BOOLEAN: _COUNTS,
    ColumnType.GEOMETRY: frozenset({Function.COUNT}),
}


@dataclass(frozen=True, slots=True)
class Condition:
    """One comparison. `values`: one for most operators, two for a range, any number for `in`, one bool for `null`."""

    column: str
    operator: Operator
    values: tuple[Value, ...]


@dataclass(frozen=True, slots=True)
class AllOf:
    """Every part holds; holds when there is none."""

    parts: tuple[Filter, ...] = ()


@dataclass(frozen=True, slots=True)
class AnyOf:
    """At least one part holds; holds for no row when there is none."""

    parts: tuple[Filter, ...] = ()


Filter = Condition | AllOf | AnyOf


@dataclass(frozen=True, slots=True)
class SortKey:
    """A column to sort by: of the table, or of the groups. Empty values come last both ways."""

    column: str
    descending: bool = False


@dataclass(frozen=True, slots=True)
class GroupKey:
    """A column whose values make the groups."""

    column: str
    truncation: Truncation = Truncation.NONE


@dataclass(frozen=True, slots=True)
class Aggregate:
    """A figure per group."""

    function: Function
    column: str

    @property
    def name(self) -> str:
        """How the figure is called in the answer: `sum_population`."""
        return f"{self.function}_{self.column}"


@dataclass(frozen=True, slots=True)
class Query:
    """A whole question. Empty values mean: all columns, no filter, the order of the file, no groups, the usual limit.

    `places` are NIS codes; a row is in when its NIS column bears one of them, or one that lies within.
    """

    select: tuple[str, ...] = ()
    filters: AllOf = field(default_factory=AllOf)
    words: str = ""
    box: BoundingBox | None = None
    places: tuple[str, ...] = ()
    sort: tuple[SortKey, ...] = ()
    group: tuple[GroupKey, ...] = ()
    aggregates: tuple[Aggregate, ...] = ()
    limit: int | None = None
    after: str = ""
    count: bool = False

    @property
    def is_grouped(self) -> bool:
        """Whether the answer holds groups instead of rows."""
        return bool(self.group or self.aggregates)

    @property
    def is_filtered(self) -> bool:
        """Whether some rows may be left out."""
        return bool(self.filters.parts or self.words or self.box or self.places)

    def group_columns(self) -> tuple[str, ...]:
        """The names of the columns of a grouped answer: keys, the number of rows, figures; never two alike."""
        names: list[str] = []
        for name in (*(key.column for key in self.group), "count", *(figure.name for figure in self.aggregates)):
            while name in names:
                name += "_"  # noqa: PLW2901 - the name itself is what we are looking for
            names.append(name)
        return tuple(names)


def conditions(part: Filter) -> Iterator[Condition]:
    """Every comparison within, in order."""
    if isinstance(part, Condition):
        yield part
        return
    for inner in part.parts:
        yield from conditions(inner)


def depth(part: Filter) -> int:
    """How deep filters are nested: 0 for a comparison."""
    return 0 if isinstance(part, Condition) else 1 + max((depth(inner) for inner in part.parts), default=0)
