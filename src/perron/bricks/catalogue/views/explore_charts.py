"""The chart of a table: suggested, or as the reader chose; drawn from few points with its table beside."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from functools import cached_property

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from perron.bricks.catalogue.queries.exploring import Page, answer, spread
from perron.bricks.catalogue.rules.dictionary import ColumnEntry
from perron.bricks.catalogue.rules.exploring import (
    DATES,
    MOST_POINTS,
    MOST_SERIES,
    NUMBERS,
    Chart,
    ChartKind,
    cut_for,
    fitting,
    is_category,
    suggestion,
    with_figure,
)
from perron.bricks.catalogue.rules.query import Aggregate, Function, GroupKey, Query, SortKey, Truncation
from perron.bricks.catalogue.views.explore_cells import figure, plain
from perron.bricks.catalogue.views.explore_form import Choice
from perron.bricks.catalogue.views.explore_page import ExplorePage
from perron.bricks.catalogue.views.explore_table import FIGURES, figure_title
from perron.kernel.contract import ColumnType
from perron.kernel.errors import Refused
from perron.kernel.languages import current_language

KINDS: Mapping[ChartKind, str | Promise] = {
    ChartKind.LINE: gettext_lazy("Line, over time or a number"),
    ChartKind.BAR: gettext_lazy("Bars, per category"),
    ChartKind.HISTOGRAM: gettext_lazy("Spread of a number"),
    ChartKind.DOT: gettext_lazy("Dots, two numbers"),
}
DRAWN: Mapping[ChartKind, str] = {ChartKind.BAR: "ranking", ChartKind.HISTOGRAM: "bins"}
CUTS: Mapping[Truncation, str | Promise] = {
    Truncation.YEAR: gettext_lazy("Year"),
    Truncation.MONTH: gettext_lazy("Month"),
    Truncation.DAY: gettext_lazy("Day"),
}
Cell = str | float | int | None


@dataclass(frozen=True, slots=True)
class Drawn:
    """Points and their table. `is_whole`: whether nothing was left out; `points` are for the drawing."""

    points: list[dict[str, Cell]]
    columns: list[dict[str, object]]
    rows: list[list[str]]
    is_whole: bool
    total: int = 0


@dataclass(frozen=True)
class ChartPage(ExplorePage):
    """The chart view."""

    @cached_property
    def chart(self) -> Chart | None:
        """What is drawn: as chosen where it fits, as suggested otherwise."""
        proposed = suggestion(self.seen.entries, current_language())
        words = self.asked.words
        if words.get("chart") not in set(ChartKind):
            return proposed
        kind = ChartKind(words["chart"])
        given = Chart(
            kind,
            words.get("x", ""),
            words.get("y", ""),
            Function(words["figure"]) if words.get("figure") in set(Function) else Function.COUNT,
            self._cut(words.get("x", "")),
            words.get("series", ""),
        )
        measure = self.seen.by_field.get(given.y)
        if "figure" not in words and measure is not None and kind is not ChartKind.DOT:
            given = with_figure(given, [measure])
        return fitting(given, self.seen.entries)

    @property
    def why_none(self) -> tuple[str, str]:
        """A sentence and a way out, when there is nothing to draw."""
        if self.asked.words.get("chart"):
            return (
                _("These columns do not fit this chart."),
                _(
                    "Choose another column or another kind of chart: dots need two numbers, a line needs dates or numbers."
                ),
            )
        return (
            _("Nothing in this table suggests a chart."),
            _("It has no column with dates, quantities or categories. Choose columns yourself, or look at the rows."),
        )

    @cached_property
    def _outcome(self) -> Drawn | Refused | None:
        if self.chart is None or self.asked.refusal:
            return None
        try:
            return self._draw(self.chart)
        except Refused as refusal:
            return refusal

    @property
    def drawn(self) -> Drawn | None:
        """The points; None when there is nothing to draw."""
        return self._outcome if isinstance(self._outcome, Drawn) else None

    @property
    def refusal(self) -> Refused | None:
        """Why there is no answer."""
        return self.asked.refusal or (self._outcome if isinstance(self._outcome, Refused) else None)

    @property
    def kind(self) -> str:
        """How the island calls this kind of chart."""
        return DRAWN.get(self.chart.kind, self.chart.kind) if self.chart else ""

    @property
    def series_key(self) -> str:
        """The key of the points that colours them; "" for one colour."""
        return "series" if self.chart and self.chart.series else ""

    @property
    def heading(self) -> str:
        """What is drawn, in words."""
        chart, known = self.chart, self.seen.by_field
        if chart is None:
            return ""
        x = known[chart.x].title.words
        if chart.kind is ChartKind.HISTOGRAM:
            return _("%(column)s: how its values are spread") % {"column": x}
        if chart.kind is ChartKind.DOT:
            return _("%(y)s by %(x)s") % {"y": known[chart.y].title.words, "x": x}
        return _("%(y)s by %(x)s") % {"y": self.measure, "x": x}

    @property
    def measure(self) -> str:
        """What is computed, in words."""
        chart = self.chart
        if chart is None or not chart.y:
            return _("Number of rows")
        return figure_title(self.seen.by_field[chart.y], Aggregate(chart.figure, chart.y))

    @property
    def unit(self) -> str:
        """The unit of the vertical axis."""
        chart = self.chart
        if chart is None or chart.kind is ChartKind.HISTOGRAM or not chart.y or chart.figure is Function.DISTINCT:
            return self.measure if chart is None or not chart.y else ""
        entry = self.seen.by_field[chart.y]
        return entry.unit or (entry.title.words if chart.kind is ChartKind.DOT else self.measure)

    @property
    def left_out(self) -> str:
        """What the chart does not show, honestly; "" when it shows all."""
        if self.drawn is None or self.chart is None or self.drawn.is_whole:
            return ""
        shown = {"shown": figure(len(self.drawn.points)), "total": figure(self.drawn.total)}
        if self.chart.kind is ChartKind.BAR:
            return _("The %(shown)s largest of %(total)s are drawn.") % shown
        return _("The first %(shown)s of %(total)s points are drawn. Filter to see others.") % shown

    # --- controls ---

    @property
    def kind_choices(self) -> list[Choice]:
        """The kinds of chart."""
        chosen = self.asked.words.get("chart") or (self.chart.kind if self.chart else "")
        return [Choice(str(kind), str(title), kind == chosen) for kind, title in KINDS.items()]

    @property
    def x_choices(self) -> list[Choice]:
        """The columns for the first axis."""
        entries = [entry for entry in self.seen.entries if entry.type is not ColumnType.GEOMETRY]
        return self._columns(entries, self.chart.x if self.chart else self.asked.words.get("x", ""))

    @property
    def y_choices(self) -> list[Choice]:
        """The columns to compute with."""
        entries = [entry for entry in self.seen.entries if entry.type in NUMBERS]
        return self._columns(entries, self.chart.y if self.chart else self.asked.words.get("y", ""))

    @property
    def series_choices(self) -> list[Choice]:
        """The columns that may colour."""
        entries = [e for e in self.seen.entries if is_category(e) and 1 < e.distinct <= MOST_SERIES]
        return self._columns(entries, self.chart.series if self.chart else "")

    @property
    def figure_choices(self) -> list[Choice]:
        """What to compute."""
        chosen = self.chart.figure if self.chart else ""
        return [Choice(str(name), str(title), name == chosen) for name, title in FIGURES.items()]

    @property
    def has_figure(self) -> bool:
        """Whether something is computed for each x: dots and spreads show the values themselves."""
        return self.chart is None or self.chart.kind in {ChartKind.LINE, ChartKind.BAR}

    @property
    def has_y(self) -> bool:
        """Whether there is a second column."""
        return self.chart is None or self.chart.kind is not ChartKind.HISTOGRAM

    @property
    def cut_choices(self) -> list[Choice]:
        """To what dates are cut, when the first axis has any."""
        entry = self.seen.by_field.get(self.chart.x) if self.chart else None
        if entry is None or entry.type not in DATES or self.chart is None:
            return []
        return [Choice(str(cut), str(title), cut == self.chart.cut) for cut, title in CUTS.items()]

    @property
    def taken(self) -> Query:
        """What the chart asks."""
        chart = self.chart
        return self._query(chart) if chart else super().taken

    def _cut(self, x: str) -> Truncation:
        """As chosen; "none" keeps each moment apart; else as suits the column."""
        chosen = self.asked.words.get("cut", "")
        if chosen in {"none", *CUTS}:
            return Truncation(chosen.replace("none", ""))
        entry = self.seen.by_field.get(x)
        return cut_for(entry) if entry else Truncation.NONE

    @staticmethod
    def _columns(entries: Sequence[ColumnEntry], chosen: str) -> list[Choice]:
        return [Choice(entry.field, entry.title.words, entry.field == chosen) for entry in entries]

    def _query(self, chart: Chart) -> Query:
        rows = self.asked.rows_only
        if chart.kind is ChartKind.HISTOGRAM:
            return replace(rows, select=(chart.x,))
        if chart.kind is ChartKind.DOT:
            fields = (chart.x, chart.y, *((chart.series,) if chart.series else ()))
            return replace(rows, select=tuple(dict.fromkeys(fields)))
        group = (GroupKey(chart.x, chart.cut), *((GroupKey(chart.series),) if chart.series else ()))
        aggregates = (Aggregate(chart.figure, chart.y),) if chart.y else ()
        grouped = replace(rows, group=group, aggregates=aggregates)
        names = grouped.group_columns()
        is_line = chart.kind is ChartKind.LINE or self.seen.by_field[chart.x].type in DATES
        return replace(grouped, sort=(SortKey(names[0]),) if is_line else (SortKey(names[-1], descending=True),))

    def _draw(self, chart: Chart) -> Drawn:
        if chart.kind is ChartKind.HISTOGRAM:
            return self._bins(chart)
        limit = MOST_POINTS[chart.kind] * (MOST_SERIES if chart.series else 1)
        query = replace(self._query(chart), limit=min(limit, 5_000), count=True)
        page = answer(self.seen, query)
        return self._points(chart, query, page)

    def _points(self, chart: Chart, query: Query, page: Page) -> Drawn:
        x = self.seen.by_field[chart.x]
        x = replace(x, type=ColumnType.DATE) if chart.cut else x
        series = self.seen.by_field.get(chart.series)
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
        y_title = self.seen.by_field[chart.y].title.words if chart.kind is ChartKind.DOT else self.measure
        return Drawn(
            points, [*heads, {"title": y_title, "is_number": True}], rows, not page.next_cursor, page.total or 0
        )

    def _bins(self, chart: Chart) -> Drawn:
        found = spread(self.seen, self.asked.rows_only, chart.x)
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
