"""The chart of a table: suggested, or as the reader chose; drawn from few points with its table beside."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from django.utils.translation import gettext as _

from perron.bricks.catalogue.rules.exploring import (
    Chart,
    ChartKind,
    cut_for,
    fitting,
    suggestion,
    with_figure,
)
from perron.bricks.catalogue.rules.query import Function, Query, Truncation
from perron.bricks.catalogue.views.explore_cells import figure
from perron.bricks.catalogue.views.explore_chart_controls import CUTS, ChartControls
from perron.bricks.catalogue.views.explore_chart_points import Drawn, drawn, measure, question
from perron.bricks.catalogue.views.explore_page import ExplorePage
from perron.kernel.errors import Refused
from perron.kernel.languages import current_language

DRAWN: Mapping[ChartKind, str] = {ChartKind.BAR: "ranking", ChartKind.HISTOGRAM: "bins"}


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
                    "Choose another column or another kind of chart: dots need two numbers, a line needs dates or"
                    " numbers."
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
            return drawn(self.seen, self.chart, self.asked.rows_only)
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
        return measure(self.seen, self.chart) if self.chart else ""

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

    @property
    def controls(self) -> ChartControls:
        """What may be chosen."""
        return ChartControls(self.seen, self.asked.words, self.chart)

    @property
    def taken(self) -> Query:
        """What the chart asks."""
        chart = self.chart
        return question(self.seen, chart, self.asked.rows_only) if chart else super().taken

    def _cut(self, x: str) -> Truncation:
        """As chosen; "none" keeps each moment apart; else as suits the column."""
        chosen = self.asked.words.get("cut", "")
        if chosen in {"none", *CUTS}:
            return Truncation(chosen.replace("none", ""))
        entry = self.seen.by_field.get(x)
        return cut_for(entry) if entry else Truncation.NONE
