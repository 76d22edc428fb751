"""Numbers, dates and sizes as people write them in Belgium, in the reader's language."""

from __future__ import annotations

from datetime import date as day
from datetime import datetime, timedelta
from decimal import Decimal
from functools import cache, lru_cache
from typing import Final

from babel import Locale, dates, numbers, units
from django.utils import timezone

from perron.kernel.languages import current_language

LOCALES: Final = {"fr": "fr_BE", "nl": "nl_BE", "de": "de_BE", "en": "en_GB"}
SIZES: Final = ((10**12, "terabyte"), (10**9, "gigabyte"), (10**6, "megabyte"), (10**3, "kilobyte"), (1, "byte"))


def locale() -> str:
    """The CLDR locale of the reader, such as `fr_BE`."""
    return LOCALES[current_language()]


@cache
def _read(name: str) -> Locale:
    """The locale's data, read once: a page has hundreds of numbers."""
    return Locale.parse(name)


def number(value: float | Decimal, decimals: int | None = None) -> str:
    """A number with its thousands apart; `decimals` fixes how many, else as many as it has (at most 3)."""
    return _number(value, decimals, locale())


@lru_cache(maxsize=10_000)
def _number(value: float | Decimal, decimals: int | None, name: str) -> str:
    """Kept: a page has hundreds of counts and cells, most of them small numbers seen before."""
    pattern = None if decimals is None else f"#,##0.{'0' * decimals}".rstrip(".")
    return numbers.format_decimal(value, format=pattern, locale=_read(name))


def date(value: day | datetime, style: str) -> str:
    """A date (`long`, or `short`: in figures), a moment in Belgian time (`moment`), or how long ago
    (`since`). Raises KeyError.
    """
    if style == "since":
        return _since(value)
    if style == "moment" and isinstance(value, datetime):
        local, known = timezone.localtime(value), _read(locale())
        joined = str(dates.get_datetime_format("medium", locale=known)).replace("'", "")
        return joined.format(local.strftime("%H:%M"), dates.format_date(local, "long", locale=known))
    on = timezone.localtime(value).date() if isinstance(value, datetime) else value
    shape = {"long": "long", "moment": "long", "short": _figures()}[style]
    return dates.format_date(on, format=shape, locale=_read(locale()))


def _figures() -> str:
    """A date in figures, as wide in each row of a table, with the whole year."""
    return "dd.MM.y" if current_language() == "de" else "dd/MM/y"


def _since(value: day | datetime) -> str:
    now = timezone.now()
    gone: timedelta = (
        (value - now) if isinstance(value, datetime) else timedelta(days=(value - timezone.localdate(now)).days)
    )
    return dates.format_timedelta(gone, add_direction=True, locale=_read(locale()))


def filesize(octets: int) -> str:
    """A size in decimal units, one decimal below ten: `1,4 Mo`, `312 kB`."""
    scale, unit = next(((scale, unit) for scale, unit in SIZES if octets >= scale), SIZES[-1])
    amount = octets / scale
    pattern = "#,##0.#" if amount < 10 else "#,##0"
    return str(units.format_unit(amount, f"digital-{unit}", length="short", format=pattern, locale=_read(locale())))
