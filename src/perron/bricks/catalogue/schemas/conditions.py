"""Comparisons as people and programs write them: `population__ge=10000`, or nested in JSON. Typed, or refused."""

from __future__ import annotations

import csv
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, date, datetime
from decimal import Decimal, InvalidOperation
from difflib import get_close_matches

import orjson
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from perron.bricks.catalogue.rules.query import (
    MAXIMUM_CONDITIONS,
    MAXIMUM_DEPTH,
    OPERATORS,
    AllOf,
    AnyOf,
    Condition,
    Filter,
    Operator,
    QueryColumn,
    Value,
    conditions,
)
from perron.bricks.catalogue.schemas.refusals import (
    BadFilter,
    TooComplicated,
    UnknownColumn,
    UnknownOperator,
    WrongValue,
)
from perron.kernel.contract import ColumnType

Columns = Mapping[str, QueryColumn]

_EXPECTED: Mapping[ColumnType, str | Promise] = {
    ColumnType.INTEGER: _("a whole number, such as 1250"),
    ColumnType.DECIMAL: _("a number with a point, such as 12.5"),
    ColumnType.BOOLEAN: _("true or false"),
    ColumnType.DATE: _("a day as 2024-12-31"),
    ColumnType.DATETIME: _("a moment as 2024-12-31T18:00:00Z"),
    ColumnType.TEXT: _("a text"),
    ColumnType.GEOMETRY: _("a text"),
}
_BOOLEANS = {"true": True, "1": True, "false": False, "0": False}
_INTEGER_RANGE = range(-(2**63), 2**63)
_SHOWN = 120  # characters of a wrong value that are worth repeating


def known_column(columns: Columns, name: str) -> QueryColumn:
    """The column of that name. Raises UnknownColumn with the nearest name."""
    if found := columns.get(name):
        return found
    nearest = get_close_matches(name.lower(), columns, n=1, cutoff=0.0)
    listed = ", ".join(list(columns)[:60])
    raise UnknownColumn(column=name[:_SHOWN], nearest=nearest[0] if nearest else "", columns=listed)


def condition(column: QueryColumn, operator_name: str, written: str) -> Condition:
    """A comparison from text: values of `in` and `range` are separated by commas, quoted as in CSV."""
    operator = allowed_operator(column, operator_name)
    if operator not in {Operator.IN, Operator.RANGE}:
        return _checked(column, operator, [written])
    try:
        parts = next(csv.reader([written], strict=True), [])
    except csv.Error as error:
        raise WrongValue(
            column=column.field, value=written[:_SHOWN], expected=str(_("values separated by commas"))
        ) from error
    return _checked(column, operator, parts)


def allowed_operator(column: QueryColumn, name: str) -> Operator:
    """The operator of that name, if this type of column has it. Raises UnknownOperator with those it has."""
    allowed = OPERATORS[column.type]
    if name in {str(operator) for operator in allowed}:
        return Operator(name)
    listed = ", ".join(str(operator) for operator in Operator if operator in allowed)
    raise UnknownOperator(column=column.field, operator=name[:_SHOWN], allowed=listed)


def value(column: QueryColumn, written: str) -> Value:
    """A text as a value of the column's type. Raises WrongValue with how to write it."""
    try:
        return _PARSERS[column.type](written)
    except (ValueError, KeyError, InvalidOperation) as error:
        raise WrongValue(column=column.field, value=written[:_SHOWN], expected=str(_EXPECTED[column.type])) from error


def nested(columns: Columns, written: str) -> AllOf:
    """The JSON of the parameter `filter`: `["column", "operator", value]`, `{"and": […]}`, `{"or": […]}`."""
    try:
        read = orjson.loads(written)
    except orjson.JSONDecodeError as error:
        raise BadFilter(reason=str(_("it is not JSON"))) from error
    part = _part(columns, read, 1)
    return part if isinstance(part, AllOf) else AllOf((part,))


def limit_conditions(filters: AllOf) -> AllOf:
    """The filters, or TooComplicated when there are too many comparisons or values in them."""
    if sum(max(1, len(found.values) // 20) for found in conditions(filters)) > MAXIMUM_CONDITIONS:
        raise TooComplicated(what="filter", maximum=MAXIMUM_CONDITIONS)
    return filters


def _part(columns: Columns, read: object, level: int) -> Filter:
    if level > MAXIMUM_DEPTH:
        raise TooComplicated(what="filter", maximum=MAXIMUM_DEPTH)
    match read:
        case {"and": [*parts], **others} if not others:
            return AllOf(tuple(_part(columns, part, level + 1) for part in parts))
        case {"or": [*parts], **others} if not others:
            return AnyOf(tuple(_part(columns, part, level + 1) for part in parts))
        case [str(name), str(operator), given]:
            column = known_column(columns, name)
            values = given if isinstance(given, list) else [given]
            return _checked(column, allowed_operator(column, operator), [_as_text(column, item) for item in values])
    raise BadFilter(reason=str(_("a part is neither a comparison nor “and” nor “or”")))


def _as_text(column: QueryColumn, item: object) -> str:
    match item:
        case bool():
            return "true" if item else "false"
        case str() | int() | float():
            return str(item)
    shown = str(item)[:_SHOWN]
    raise WrongValue(column=column.field, value=shown, expected=str(_EXPECTED[column.type]))


def _checked(column: QueryColumn, operator: Operator, written: Sequence[str]) -> Condition:
    if operator is Operator.NULL:
        return Condition(column.field, operator, (_is_null(column, written),))
    values = tuple(value(column, text) for text in written)
    if operator is Operator.IN:
        return Condition(column.field, operator, tuple(sorted(set(values), key=str)))
    if len(values) != (2 if operator is Operator.RANGE else 1):
        expected = _("two values, the lowest first") if operator is Operator.RANGE else _("one value")
        raise WrongValue(column=column.field, value=",".join(written)[:_SHOWN], expected=str(expected))
    return Condition(column.field, operator, values)


def _is_null(column: QueryColumn, written: Sequence[str]) -> bool:
    if len(written) == 1 and written[0].lower() in _BOOLEANS:
        return _BOOLEANS[written[0].lower()]
    raise WrongValue(column=column.field, value=",".join(written)[:_SHOWN], expected=str(_EXPECTED[ColumnType.BOOLEAN]))


def _integer(written: str) -> int:
    number = int(written) if len(written) <= 20 else int("x")  # longer ones never fit, and are slow to read
    if number not in _INTEGER_RANGE:
        raise ValueError(written)
    return number


def _decimal(written: str) -> Decimal:
    number = Decimal(written) if len(written) <= 40 else Decimal("NaN")
    if not number.is_finite() or abs(number.adjusted()) > 300 or len(number.as_tuple().digits) > 28:
        raise ValueError(written)
    return number.normalize() + 0  # one writing per number: 1.50 and 1.5, -0 and 0


def _moment(written: str) -> datetime:
    """In UTC, without a zone, as tables keep it; what is written without a zone is taken as UTC."""
    read = datetime.fromisoformat(written)
    try:
        return read.astimezone(UTC).replace(tzinfo=None) if read.tzinfo else read
    except OverflowError as error:
        raise ValueError(written) from error


def _text(written: str) -> str:
    if "\0" in written:
        raise ValueError(written)
    return written


_PARSERS: Mapping[ColumnType, Callable[[str], Value]] = {
    ColumnType.TEXT: _text,
    ColumnType.GEOMETRY: _text,
    ColumnType.INTEGER: _integer,
    ColumnType.DECIMAL: _decimal,
    ColumnType.BOOLEAN: lambda written: _BOOLEANS[written.lower()],
    ColumnType.DATE: date.fromisoformat,
    ColumnType.DATETIME: _moment,
}
