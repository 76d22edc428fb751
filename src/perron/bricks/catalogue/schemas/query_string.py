"""Questions written back as an address: one question has one canonical query string, the key of caches and links."""

from __future__ import annotations

import csv
import io
from datetime import datetime
from urllib.parse import urlencode

import orjson

from perron.bricks.catalogue.rules.query import (
    AllOf,
    AnyOf,
    Condition,
    Filter,
    Operator,
    Query,
    Value,
)


def query_string(query: Query) -> str:
    """The canonical query string, without `?`. Reading it with `schemas.query.parse` gives the same question."""
    return urlencode(parameters(query), safe=",:")


def parameters(query: Query) -> list[tuple[str, str]]:
    """The same as (name, value) pairs, in canonical order."""
    # A blank value in an address asks for nothing: a comparison with blanks is written as JSON.
    simple = [part for part in query.filters.parts if isinstance(part, Condition) and _values(part).strip()]
    pairs = [(f"{part.column}__{part.operator}", _values(part)) for part in simple]
    if others := [part for part in query.filters.parts if part not in simple]:
        pairs.append(("filter", orjson.dumps(as_json(AllOf(tuple(others)))).decode()))
    figures: dict[str, list[str]] = {}
    for figure in query.aggregates:
        figures.setdefault(figure.function, []).append(figure.column)
    box = query.box
    given = {
        "q": query.words,
        "bbox": ",".join(map(repr, (box.west, box.south, box.east, box.north))) if box else "",
        "place": ",".join(query.places),
        "group": ",".join(f"{key.column}:{key.truncation}".removesuffix(":") for key in query.group),
        **{name: ",".join(names) for name, names in figures.items()},
        "select": ",".join(query.select),
        "sort": ",".join(f"{'-' if key.descending else ''}{key.column}" for key in query.sort),
        "limit": "" if query.limit is None else str(query.limit),
        "count": "true" if query.count else "",
        "after": query.after,
    }
    return pairs + [(name, value) for name, value in given.items() if value]


def filter_order(part: Filter) -> bytes:
    """What filters are sorted by, so that the same ones in another order are the same question."""
    return (b"0" if isinstance(part, Condition) else b"1") + orjson.dumps(as_json(part))


def as_json(part: Filter) -> object:
    """A filter as in the parameter `filter`."""
    match part:
        case AllOf(parts):
            return {"and": [as_json(inner) for inner in parts]}
        case AnyOf(parts):
            return {"or": [as_json(inner) for inner in parts]}
        case Condition(column, operator, values):
            written = [written_value(value) for value in values]
            return [column, operator, written if operator in {Operator.IN, Operator.RANGE} else written[0]]


def written_value(value: Value) -> str:
    """One value as text."""
    match value:
        case bool():
            return "true" if value else "false"
        case datetime():
            return f"{value.isoformat()}Z"
        case str():
            return value
    return str(value)


def _values(part: Condition) -> str:
    written = [written_value(value) for value in part.values]
    if part.operator not in {Operator.IN, Operator.RANGE}:
        return written[0]
    line = io.StringIO()
    csv.writer(line, lineterminator="").writerow(written)
    return line.getvalue()
