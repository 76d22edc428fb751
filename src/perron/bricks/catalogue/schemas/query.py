"""Questions to a table as written in an address: `?region=Namur&population__ge=10000&sort=-population&count=true`.

Reserved words: select, filter, q, bbox, place, sort, group, sum, avg, min, max, median, distinct, limit, after, count.
Anything else is a column, alone (equals; repeated: one of) or with `__` and an operator; a column that bears a reserved
name is written with its operator (`count__eq=3`). A parameter without a value asks for nothing, as an empty form field.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from difflib import get_close_matches
from math import isfinite
from typing import Final
from urllib.parse import parse_qsl

from perron.bricks.catalogue.rules.meanings import NIS_CODE
from perron.bricks.catalogue.rules.query import (
    FUNCTIONS,
    MAXIMUM_KEYS,
    MAXIMUM_LIMIT,
    Aggregate,
    AllOf,
    Condition,
    Filter,
    Function,
    GroupKey,
    Operator,
    Query,
    QueryColumn,
    SortKey,
    Truncation,
)
from perron.bricks.catalogue.schemas.conditions import (
    Columns,
    condition,
    known_column,
    limit_conditions,
    nested,
)
from perron.bricks.catalogue.schemas.query_string import filter_order
from perron.bricks.catalogue.schemas.refusals import (
    BadBox,
    LimitOutOfRange,
    NoPlaceInTable,
    NotForGroups,
    NothingToGroup,
    NoTruncation,
    NotSearchable,
    NotSortable,
    OnlyOnce,
    TooComplicated,
    UnknownColumn,
    UnknownFunction,
    UnknownParameter,
    WrongValue,
)
from perron.kernel.contract import BoundingBox, ColumnType

FIGURES: Final = tuple(str(function) for function in Function if function is not Function.COUNT)
RESERVED: Final = (
    "select", "filter", "q", "bbox", "place", "sort", "group", *FIGURES, "limit", "after", "count",
)  # fmt: skip
_PARAMETERS: Final = 200
_DATES: Final = frozenset({ColumnType.DATE, ColumnType.DATETIME})


def parse(query_string: str, columns: Iterable[QueryColumn], *, ignored: Iterable[str] = ()) -> Query:
    """The question in a query string, checked against the table's columns.

    `ignored` are further parameters that the address knows, not the query. Raises QuestionRefused, and nothing else.
    """
    known = {column.field: column for column in columns}
    words, asked = _split(query_string, known, frozenset(ignored))
    group = tuple(_group_key(known, item) for item in _list(words, "group"))
    aggregates = tuple(_aggregate(known, figure, item) for figure in FIGURES for item in _list(words, figure))
    query = Query(
        select=tuple(known_column(known, item).field for item in _list(words, "select")),
        filters=_filters(known, words, asked),
        words=_words(_one(words, "q")),
        box=_box(_one(words, "bbox")),
        places=tuple(sorted(set(_list(words, "place", maximum=100)))),
        group=group,
        aggregates=aggregates,
        limit=_limit(_one(words, "limit")),
        after=_one(words, "after"),
        count=_flag("count", _one(words, "count")),
    )
    return _checked(_sorted_by(query, known, _list(words, "sort")), known)


def check_places(query: Query, columns: Iterable[QueryColumn], *, has_places: bool) -> None:
    """Raise NoPlaceInTable for a place without a column of NIS codes, or a box without anything on the map."""
    if query.places and not any(column.meaning == NIS_CODE for column in columns):
        raise NoPlaceInTable(parameter="place")
    if query.box and not has_places:
        raise NoPlaceInTable(parameter="bbox")


def grouped(query: Query) -> Query:
    """The query, or NothingToGroup when it asks for rows."""
    if not query.is_grouped:
        raise NothingToGroup
    return query


def _split(
    query_string: str, known: Columns, ignored: frozenset[str]
) -> tuple[dict[str, list[str]], list[tuple[str, str, str]]]:
    """The reserved words, and the comparisons as (column, operator, value)."""
    text = query_string.encode("utf-8", "replace").decode()
    try:
        pairs = parse_qsl(text, keep_blank_values=False, max_num_fields=_PARAMETERS)
    except ValueError as error:
        raise TooComplicated(what="?", maximum=_PARAMETERS) from error
    words: dict[str, list[str]] = {}
    asked = []
    for name, value in pairs:
        if not value.strip() or name in ignored:
            continue
        if name in RESERVED:
            words.setdefault(name, []).append(value)
        else:
            asked.append((*_column_and_operator(known, name), value))
    return words, asked


def _column_and_operator(known: Columns, name: str) -> tuple[str, str]:
    if name in known:
        return name, ""
    column, separator, operator = name.rpartition("__")
    if separator and column in known:
        return column, operator
    if separator and operator in set(Operator):
        known_column(known, column)
    nearest = get_close_matches(name.lower(), (*known, *RESERVED), n=1, cutoff=0.0)
    raise UnknownParameter(parameter=name[:120], nearest=nearest[0])


def _filters(known: Columns, words: dict[str, list[str]], asked: list[tuple[str, str, str]]) -> AllOf:
    parts: list[Filter] = []
    equal: dict[str, list[Condition]] = {}
    for name, operator, written in asked:
        found = condition(known[name], operator or Operator.EQ, written)
        if not operator:
            equal.setdefault(name, []).append(found)
        else:
            parts.append(found)
    parts += [_one_of(found) for found in equal.values()]
    if written := _one(words, "filter"):
        parts += nested(known, written).parts
    return limit_conditions(AllOf(tuple(sorted(set(parts), key=filter_order))))


def _one_of(equal: list[Condition]) -> Condition:
    """`region=a&region=b` asks for one or the other."""
    values = tuple(sorted({found.values[0] for found in equal}, key=str))
    return Condition(equal[0].column, Operator.EQ if len(values) == 1 else Operator.IN, values)


def _one(words: dict[str, list[str]], name: str) -> str:
    given = words.get(name, [""])
    if len(given) > 1:
        raise OnlyOnce(parameter=name)
    return given[0].strip()


def _list(words: dict[str, list[str]], name: str, *, maximum: int = 0) -> list[str]:
    """The items of all parameters of that name, separated by commas, once each, in order."""
    items = [item.strip() for given in words.get(name, []) for item in given.split(",") if item.strip()]
    most = maximum or (1_000 if name == "select" else MAXIMUM_KEYS)
    if len(items) > most:
        raise TooComplicated(what=name, maximum=most)
    return list(dict.fromkeys(items))


def _words(written: str) -> str:
    if "\0" in written:
        raise WrongValue(column="q", value=written.replace("\0", "?")[:120], expected="a text")
    if len(written.split()) > MAXIMUM_KEYS:
        raise TooComplicated(what="q", maximum=MAXIMUM_KEYS)
    return " ".join(written.split())


def _box(written: str) -> BoundingBox | None:
    if not written:
        return None
    try:
        west, south, east, north = (float(part) for part in written.split(","))
    except ValueError as error:
        raise BadBox(value=written[:120]) from error
    ordered = west <= east and south <= north
    if not (ordered and all(isfinite(number) for number in (west, south, east, north))):
        raise BadBox(value=written[:120])
    return BoundingBox(west + 0.0, south + 0.0, east + 0.0, north + 0.0)


def _limit(written: str) -> int | None:
    if not written:
        return None
    if not (written.isascii() and written.isdigit()) or len(written) > 9 or int(written) > MAXIMUM_LIMIT:
        raise LimitOutOfRange(limit=written[:20], maximum=MAXIMUM_LIMIT)
    return int(written)


def _flag(name: str, written: str) -> bool:
    answers = {"": False, "false": False, "0": False, "true": True, "1": True}
    if written.lower() not in answers:
        raise WrongValue(column=name, value=written[:120], expected="true/false")
    return answers[written.lower()]


def _group_key(known: Columns, item: str) -> GroupKey:
    name, _separator, cut = item.partition(":")
    column = known_column(known, name)
    if column.type is ColumnType.GEOMETRY:
        raise NotSortable(column=name)
    if cut not in set(Truncation) or (cut and column.type not in _DATES):
        raise NoTruncation(column=name, truncation=cut[:120])
    return GroupKey(name, Truncation(cut))


def _aggregate(known: Columns, figure: str, name: str) -> Aggregate:
    column = known_column(known, name)
    allowed = FUNCTIONS[column.type]
    if Function(figure) not in allowed:
        listed = ", ".join(str(function) for function in Function if function in allowed)
        raise UnknownFunction(column=name, function=figure, allowed=listed)
    return Aggregate(Function(figure), name)


def _sorted_by(query: Query, known: Columns, items: list[str]) -> Query:
    """The query with its order: by columns of the table, or of the groups."""
    names = set(query.group_columns()) if query.is_grouped else set(known)
    keys: dict[str, SortKey] = {}
    for item in items:
        name = item.removeprefix("-")
        if name not in names:
            nearest = get_close_matches(name.lower(), sorted(names), n=1, cutoff=0.0)
            raise UnknownColumn(
                column=name[:120], nearest=nearest[0] if nearest else "", columns=", ".join(sorted(names)[:60])
            )
        if not query.is_grouped and known[name].type is ColumnType.GEOMETRY:
            raise NotSortable(column=name)
        keys.setdefault(name, SortKey(name, descending=item.startswith("-")))
    return replace(query, sort=tuple(keys.values()))


def _checked(query: Query, known: Columns) -> Query:
    if query.is_grouped and query.select:
        raise NotForGroups(parameter="select")
    if query.words and not any(column.type is ColumnType.TEXT for column in known.values()):
        raise NotSearchable
    return query
