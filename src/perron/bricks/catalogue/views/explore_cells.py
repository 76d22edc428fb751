"""Values of a table as its explore pages write them: for the reader's language, never losing what is there."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache
from typing import Final

from babel import dates
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from perron.bricks.catalogue.rules.dictionary import ColumnEntry
from perron.bricks.catalogue.rules.exploring import is_code
from perron.bricks.catalogue.rules.meanings import URL
from perron.kernel.contract import ColumnType
from perron.ui import words

EMPTY: Final = "—"
LONG: Final = 140  # characters, above which a cell opens on demand
MOST_DECIMALS: Final = 6


def cell(entry: ColumnEntry, value: object) -> SafeString | str:
    """A cell as HTML: an address is a link, a long text opens."""
    written = plain(entry, value)
    if entry.meaning == URL and written.startswith(("https://", "http://")):
        return format_html('<a href="{}" rel="nofollow noopener">{}</a>', written, _shortened(written, 60))
    if len(written) > LONG:
        short = _shortened(written, 100)
        return format_html('<details class="cell"><summary>{}</summary>{}</details>', short, written)
    return written


def plain(entry: ColumnEntry, value: object) -> str:
    """A value as text; a dash for an empty one. Codes and years keep their figures together."""
    if value is None:
        return EMPTY
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, int):
        return str(value) if is_code(entry) else _number(Decimal(value), words.locale())
    if isinstance(value, (float, Decimal)):
        exact = Decimal(str(value))
        return _number(exact, words.locale()) if exact.is_finite() else str(value)
    if isinstance(value, (datetime, date)):
        return _moment(value, words.locale())
    return _shape(str(value)) if entry.type is ColumnType.GEOMETRY else str(value)


def figure(value: float | Decimal | None) -> str:
    """A computed number: as exact as it reads well."""
    if value is None:
        return EMPTY
    exact = Decimal(str(value))
    if not exact.is_finite():
        return str(value)
    return _number(round(exact, max(2, 5 - len(str(abs(int(exact)))))), words.locale())


def with_unit(written: str, unit: str) -> str:
    """A number with its unit; a line never breaks between them."""
    return f"{written}\u00a0{unit}" if unit and written != EMPTY else written


@lru_cache(maxsize=20_000)
def _number(value: Decimal, _locale: str) -> str:
    shown = round(value, MOST_DECIMALS if abs(value) < 1000 else 2).normalize()  # the noise of floats ends in zeros
    return words.number(shown, max(0, -int(shown.as_tuple().exponent)))


@lru_cache(maxsize=20_000)
def _moment(value: date, locale: str) -> str:
    """Moments are shown as the file has them: no zone is added or taken away."""
    if not isinstance(value, datetime):
        return dates.format_date(value, format="dd/MM/y" if locale[:2] != "de" else "dd.MM.y", locale=locale)
    shape = "dd/MM/y HH:mm" if locale[:2] != "de" else "dd.MM.y HH:mm"
    return dates.format_datetime(value, format=f"{shape}:ss" if value.second else shape, locale=locale)


def _shape(written: str) -> str:
    """What a shape is; its coordinates are for programs."""
    try:
        read = json.loads(written)
    except ValueError:
        return _shortened(written, 60)
    kind, coordinates = str(read.get("type", "")), read.get("coordinates")
    if kind == "Point" and isinstance(coordinates, Sequence) and len(coordinates) >= 2:
        longitude, latitude = coordinates[:2]
        return f"{longitude:.5f}, {latitude:.5f}"
    names = {
        "MultiPoint": _("points"),
        "LineString": _("line"),
        "MultiLineString": _("lines"),
        "Polygon": _("area"),
        "MultiPolygon": _("areas"),
    }
    return names.get(kind, kind)


def _shortened(text: str, length: int) -> str:
    return text if len(text) <= length else f"{text[: length - 1].rstrip()}…"
