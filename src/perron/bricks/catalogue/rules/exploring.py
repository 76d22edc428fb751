"""How a table is best looked at: which control filters a column, which chart suits, how numbers are binned."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from math import floor, log10
from typing import Final

from perron.bricks.catalogue.rules import meanings
from perron.bricks.catalogue.rules.dictionary import ColumnEntry
from perron.bricks.catalogue.rules.query import FUNCTIONS, Function, Truncation
from perron.kernel.contract import ColumnType

MOST_CHOICES: Final = 24  # different values, above which a list of them helps nobody
MOST_CATEGORIES: Final = 1_000  # different values, above which a column is no category
MOST_SERIES: Final = 8  # as many colours as people tell apart
NUMBERS: Final = frozenset({ColumnType.INTEGER, ColumnType.DECIMAL})
DATES: Final = frozenset({ColumnType.DATE, ColumnType.DATETIME})
_COORDINATES: Final = frozenset(
    {
        meanings.LONGITUDE,
        meanings.LATITUDE,
        meanings.LAMBERT_72_X,
        meanings.LAMBERT_72_Y,
        meanings.LAMBERT_2008_X,
        meanings.LAMBERT_2008_Y,
    }
)
_NAMES_OF_CODES: Final = re.compile(
    r"(^|_)(id|fid|gid|oid|objectid|code|cd|nr|no|num|numero|nummer|nis|ins|refnis|ref|index|lat|lon|lng|x|y|"
    r"postcode|cp|zip|heure|uur|hour|stunde|mois|maand|month|monat|annee|jaar|year|jahr)\d*(_|$)"
)


class Control(StrEnum):
    """How a reader filters a column."""

    CHOICES = "choices"
    TEXT = "text"
    NUMBER = "number"
    DATE = "date"
    MOMENT = "moment"
    BOOLEAN = "boolean"
    NONE = "none"


def control(entry: ColumnEntry) -> Control:
    """The control that suits the column's type and how many different values it has."""
    if entry.type is ColumnType.TEXT or entry.meaning == meanings.YEAR:
        if 0 < entry.distinct <= MOST_CHOICES:
            return Control.CHOICES
        return Control.TEXT if entry.type is ColumnType.TEXT else Control.NUMBER
    if entry.type in NUMBERS:
        return Control.NUMBER
    others = {
        ColumnType.DATE: Control.DATE,
        ColumnType.DATETIME: Control.MOMENT,
        ColumnType.BOOLEAN: Control.BOOLEAN,
    }
    return others.get(entry.type, Control.NONE)


def is_code(entry: ColumnEntry) -> bool:
    """Whether the numbers of a column only name things: then they have no thousands, and no sum."""
    is_named = entry.meaning in {*meanings.CODES, meanings.YEAR} or bool(_NAMES_OF_CODES.search(entry.field.lower()))
    return is_named and entry.meaning not in {meanings.AMOUNT, meanings.PERCENTAGE}


def is_measure(entry: ColumnEntry) -> bool:
    """Whether a column holds quantities."""
    return entry.type in NUMBERS and not is_code(entry) and entry.meaning not in _COORDINATES


def is_time(entry: ColumnEntry) -> bool:
    """Whether a column says when."""
    return entry.type in DATES or (entry.meaning == meanings.YEAR and entry.type in NUMBERS)


def is_category(entry: ColumnEntry) -> bool:
    """Whether rows can be told apart in groups by a column. Declared tables do not say how many values differ."""
    return entry.type is ColumnType.BOOLEAN or (entry.type is ColumnType.TEXT and entry.distinct <= MOST_CATEGORIES)


class ChartKind(StrEnum):
    """What is drawn."""

    LINE = "line"
    BAR = "bar"
    HISTOGRAM = "histogram"
    DOT = "dot"


MOST_POINTS: Final = {ChartKind.LINE: 2_000, ChartKind.BAR: 30, ChartKind.HISTOGRAM: 40, ChartKind.DOT: 2_000}


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart of a table. `figure` is computed of `y` for each `x`; `COUNT` counts rows and needs no `y`."""

    kind: ChartKind
    x: str
    y: str = ""
    figure: Function = Function.COUNT
    cut: Truncation = Truncation.NONE
    series: str = ""


def suggestion(entries: Sequence[ColumnEntry], language: str = "") -> Chart | None:
    """The chart that suits the columns best; None when nothing can be drawn. `language`: prefer its columns."""
    entries = _of_language(entries, language)
    time, category = _first(entries, is_time), _best_category(entries)
    measures = sorted(
        (entry for entry in entries if is_measure(entry)), key=lambda entry: entry.meaning != meanings.AMOUNT
    )
    if time and _moves(time):
        return with_figure(Chart(ChartKind.LINE, time.field, cut=cut_for(time)), measures[:1])
    if category:
        return with_figure(Chart(ChartKind.BAR, category.field), measures[:1])
    if len(measures) > 1:
        return Chart(ChartKind.DOT, measures[0].field, measures[1].field)
    return Chart(ChartKind.HISTOGRAM, measures[0].field) if measures else None


def with_figure(chart: Chart, measures: Sequence[ColumnEntry]) -> Chart:
    """The chart with the figure that suits its measure: amounts and counts add up, other quantities have a mean."""
    if not measures:
        return chart
    adds_up = measures[0].type is ColumnType.INTEGER or measures[0].meaning == meanings.AMOUNT
    return replace(chart, y=measures[0].field, figure=Function.SUM if adds_up else Function.AVG)


def fitting(chart: Chart, entries: Iterable[ColumnEntry]) -> Chart | None:
    """The chart with what does not fit put right; None when its axes cannot be drawn."""
    known = {entry.field: entry for entry in entries}
    x, y = known.get(chart.x), known.get(chart.y)
    if x is None or x.type is ColumnType.GEOMETRY:
        return None
    if chart.kind is ChartKind.HISTOGRAM:
        return Chart(chart.kind, x.field) if x.type in NUMBERS else None
    if chart.kind is ChartKind.DOT:
        drawn = x.type in NUMBERS | DATES and y is not None and y.type in NUMBERS
        return Chart(chart.kind, x.field, chart.y, series=_series(chart, known)) if drawn else None
    if chart.kind is ChartKind.LINE and x.type not in NUMBERS | DATES:
        return None
    if y is None or chart.figure not in FUNCTIONS[y.type] or (y.type not in NUMBERS and not _counts(chart.figure)):
        chart = replace(chart, y="", figure=Function.COUNT)
    cut = chart.cut if x.type in DATES else Truncation.NONE
    return replace(chart, cut=cut, series=_series(chart, known))


def cut_for(entry: ColumnEntry) -> Truncation:
    """To what the dates of a column are cut so that a line has a readable number of points."""
    if entry.type not in DATES:
        return Truncation.NONE
    days = _span(entry)
    if days is None or 120 < days <= 3_660:
        return Truncation.MONTH
    if days > 3_660:
        return Truncation.YEAR
    return Truncation.DAY if days > 3 or entry.type is ColumnType.DATE else Truncation.NONE


def bin_width(low: float, high: float, most: int = 30) -> float:
    """The width of about `most` steps between two numbers: 1, 2 or 5 times a power of ten; 1.0 when they are equal."""
    if not high > low:
        return 1.0
    raw = (high - low) / most
    power = 10.0 ** floor(log10(raw))
    return next(step * power for step in (1, 2, 5, 10) if step * power >= raw)


def _series(chart: Chart, known: dict[str, ColumnEntry]) -> str:
    entry = known.get(chart.series)
    fits = entry is not None and is_category(entry) and entry.distinct <= MOST_SERIES and chart.series != chart.x
    stacks = chart.kind is not ChartKind.BAR or chart.figure in {Function.COUNT, Function.SUM}
    return chart.series if fits and stacks else ""


def _counts(figure: Function) -> bool:
    return figure in {Function.COUNT, Function.DISTINCT}


def _of_language(entries: Sequence[ColumnEntry], language: str) -> list[ColumnEntry]:
    """Columns in the reader's language before their twins in others."""
    return sorted(entries, key=lambda entry: bool(entry.language) and entry.language != language)


def _first(entries: Iterable[ColumnEntry], fits: Callable[[ColumnEntry], bool]) -> ColumnEntry | None:
    return next((entry for entry in entries if fits(entry)), None)


def _best_category(entries: Sequence[ColumnEntry]) -> ColumnEntry | None:
    """Few values before many; a column with one value, or another for each row, says nothing."""
    found = [entry for entry in entries if is_category(entry) and not is_code(entry) and entry.distinct != 1]
    telling = [
        entry for entry in found if entry.distinct < entry.filled or entry.distinct <= MOST_POINTS[ChartKind.BAR]
    ]
    readable = [entry for entry in telling if entry.distinct <= MOST_POINTS[ChartKind.BAR]]
    texts = [entry for entry in readable if entry.type is ColumnType.TEXT]
    return next(iter([*texts, *readable, *telling]), None)


def _moves(entry: ColumnEntry) -> bool:
    return entry.distinct != 1


def _span(entry: ColumnEntry) -> int | None:
    """Days between the first and the last; None when the dictionary does not tell."""
    try:
        first, last = (_day(text) for text in (entry.minimum, entry.maximum))
    except ValueError:
        return None
    return (last - first).days if first and last else None


def _day(written: str | None) -> date | None:
    return datetime.fromisoformat(written).date() if written else None
