"""The points of a chart, few enough to draw, and the same as a table."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal

from django.utils.translation import gettext as _

from perron.bricks.catalogue.queries.exploring import Explored, Page, answer, spread
from perron.bricks.catalogue.rules.dictionary import ColumnEntry
from perron.bricks.catalogue.rules.exploring import (
    DATES,
    MOST_POINTS,
    MOST_SERIES,
    Chart,
    ChartKind,
)
from perron.bricks.catalogue.rules.query import Aggregate, GroupKey, Query, SortKey
from perron.bricks.catalogue.views.explore_cells import figure, plain
from perron.bricks.catalogue.views.explore_table import figure_title
from perron.kernel.contract import ColumnType

Cell = str | float | int | None


@dataclass(frozen=True, slots=True)
class Drawn:
    """Points and their table. `is_whole`: whether nothing was left out; `points` are for the drawing."""

    points: list[dict[str, Cell]]
    columns: list[dict[str, object]]
    rows: list[list[str]]
    is_whole: bool
    total: int = 0


def measure(seen: Explored, chart: Chart) -> str:
    """What is computed, in words."""
    if not chart.y:
        return _("Number of rows")
    return figure_title(seen.by_field[chart.y], Aggregate(chart.figure, chart.y))


def question(seen: Explored, chart: Chart, rows: Query) -> Query:
    """What a chart asks, of the rows that `rows` means."""
    if chart.kind is ChartKind.HISTOGRAM:
        return replace(rows, select=(chart.x,))
    if chart.kind is ChartKind.DOT:
        fields = (chart.x, chart.y, *((chart.series,) if chart.series else ()))
        return replace(rows, select=tuple(dict.fromkeys(fields)))
    group = (GroupKey(chart.x, chart.cut), *((GroupKey(chart.series),) if chart.series else ()))
    aggregates = (Aggregate(chart.figure, chart.y),) if chart.y else ()
    grouped = replace(rows, group=group, aggregates=aggregates)
    names = grouped.group_columns()
    is_line = chart.kind is ChartKind.LINE or seen.by_field[chart.x].type in DATES
    return replace(grouped, sort=(SortKey(names[0]),) if is_line else (SortKey(names[-1], descending=True),))


def drawn(seen: Explored, chart: Chart, rows: Query) -> Drawn:
    """The points of a chart. Raises what the engine refuses."""
    if chart.kind is ChartKind.HISTOGRAM:
        return _bins(seen, chart, rows)
    limit = MOST_POINTS[chart.kind] * (MOST_SERIES if chart.series else 1)
    query = replace(question(seen, chart, rows), limit=min(limit, 5_000), count=True)
    page = answer(seen, query)
    return _points(seen, chart, page)


def _points(seen: Explored, chart: Chart, page: Page) -> Drawn:
    x = seen.by_field[chart.x]
    x = replace(x, type=ColumnType.DATE) if chart.cut else x
    series = seen.by_field.get(chart.series)
    at = {name: place for place, name in enumerate(page.columns)}
    value_at = at[chart.y] if chart.kind is ChartKind.DOT else len(page.columns) - 1
    series_at = 0 if series is None else at[chart.series] if chart.kind is ChartKind.DOT else 1
    x_at = at[chart.x] if chart.kind is ChartKind.DOT else 0
    points: list[dict[str, Cell]] = []
    rows: list[list[str]] = []
    for row in page.rows:
        if row[value_at] is None or (row[x_at] is None and chart.kind is not ChartKind.BAR):
            continue
        point = {"x": _drawable(x, row[x_at], chart), "y": float(str(row[value_at]))}
        line = [plain(x, row[x_at])]
        if series is not None:
            point["series"] = plain(series, row[series_at])
            line.append(plain(series, row[series_at]))
        points.append(point)
        rows.append([*line, figure(Decimal(str(row[value_at])))])
    heads: list[dict[str, object]] = [{"title": x.title.words}]
    heads += [{"title": series.title.words}] if series else []
    y_title = seen.by_field[chart.y].title.words if chart.kind is ChartKind.DOT else measure(seen, chart)
    return Drawn(points, [*heads, {"title": y_title, "is_number": True}], rows, not page.next_cursor, page.total or 0)


def _bins(seen: Explored, chart: Chart, query: Query) -> Drawn:
    found = spread(seen, query, chart.x)
    points: list[dict[str, Cell]] = [{"x": each.low, "x2": each.high, "y": each.count} for each in found]
    rows = [[figure(each.low), figure(each.high), figure(each.count)] for each in found]
    columns: list[dict[str, object]] = [
        {"title": _("From"), "is_number": True},
        {"title": _("Up to"), "is_number": True},
        {"title": _("Number of rows"), "is_number": True},
    ]
    return Drawn(points, columns, rows, is_whole=True)


def _drawable(entry: ColumnEntry, value: object, chart: Chart) -> Cell:
    """A value as the drawing takes it: dates in ISO, numbers as numbers, categories in words."""
    if isinstance(value, (datetime, date)):
        return value.isoformat()
    if chart.kind is not ChartKind.BAR and isinstance(value, (int, float, Decimal)) and not isinstance(value, bool):
        return float(value)
    return plain(entry, value)
