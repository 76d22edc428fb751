"""Values of tables as people read them, in their language."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal, InvalidOperation

from django.utils.text import Truncator
from django.utils.translation import gettext as _

from perron.bricks.catalogue.rules.dictionary import ColumnEntry
from perron.bricks.catalogue.rules.meanings import YEAR
from perron.kernel.contract import ColumnType
from perron.ui import words

LONGEST = 60  # characters of a cell
MOST_DECIMALS = 6
NUMBERS = (ColumnType.INTEGER, ColumnType.DECIMAL)


def is_number(entry: ColumnEntry) -> bool:
    """Whether values stand under each other to the right."""
    return entry.type in NUMBERS


def written(entry: ColumnEntry, value: object) -> str:
    """A cell for the reader; nothing for an empty one. Years and codes keep their figures together."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, (int, float, Decimal)):
        return str(value) if entry.meaning == YEAR else _number(value)
    if isinstance(value, date):
        return words.date(value, "moment" if isinstance(value, datetime) else "short")
    return Truncator(str(value)).chars(LONGEST)


def extreme(entry: ColumnEntry, text: str | None) -> str:
    """The least or most of a column, which the dictionary keeps as written in the canonical CSV."""
    if text is None:
        return ""
    try:
        return written(entry, _read(entry.type, text))
    except (ValueError, InvalidOperation):
        return Truncator(text).chars(LONGEST)  # written by an older release: shown as it is


def _read(kind: ColumnType, text: str) -> object:
    if kind is ColumnType.INTEGER:
        return int(text)
    if kind is ColumnType.DECIMAL:
        return Decimal(text)
    if kind is ColumnType.BOOLEAN:
        return text == "true"
    if kind is ColumnType.DATE:
        return date.fromisoformat(text)
    return datetime.fromisoformat(text) if kind is ColumnType.DATETIME else text


def _number(value: float | Decimal) -> str:
    exact = Decimal(str(value))
    if not exact.is_finite():
        return str(value)
    shown = round(exact, MOST_DECIMALS).normalize()  # the noise of floats ends in zeros
    return words.number(shown, max(0, -int(shown.as_tuple().exponent)))
