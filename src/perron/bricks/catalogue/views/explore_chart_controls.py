"""What a reader may choose for a chart: its kind, columns, figure, colours."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from perron.bricks.catalogue.queries.exploring import Explored
from perron.bricks.catalogue.rules.dictionary import ColumnEntry
from perron.bricks.catalogue.rules.exploring import (
    DATES,
    MOST_SERIES,
    NUMBERS,
    Chart,
    ChartKind,
    is_category,
)
from perron.bricks.catalogue.rules.query import Truncation
from perron.bricks.catalogue.views.explore_form import Choice
from perron.bricks.catalogue.views.explore_table import FIGURES
from perron.kernel.contract import ColumnType

KINDS: Mapping[ChartKind, str | Promise] = {
    ChartKind.LINE: gettext_lazy("Line, over time or a number"),
    ChartKind.BAR: gettext_lazy("Bars, per category"),
    ChartKind.HISTOGRAM: gettext_lazy("Spread of a number"),
    ChartKind.DOT: gettext_lazy("Dots, two numbers"),
}
CUTS: Mapping[Truncation, str | Promise] = {
    Truncation.YEAR: gettext_lazy("Year"),
    Truncation.MONTH: gettext_lazy("Month"),
    Truncation.DAY: gettext_lazy("Day"),
}


@dataclass(frozen=True)
class ChartControls:
    """The choices of a chart. `words` are the page's own of the address; `chart` is what is drawn."""

    seen: Explored
    words: Mapping[str, str]
    chart: Chart | None

    @property
    def kind_choices(self) -> list[Choice]:
        """The kinds of chart."""
        chosen = self.words.get("chart") or (self.chart.kind if self.chart else "")
        return [Choice(str(kind), str(title), kind == chosen) for kind, title in KINDS.items()]

    @property
    def x_choices(self) -> list[Choice]:
        """The columns for the first axis."""
        entries = [entry for entry in self.seen.entries if entry.type is not ColumnType.GEOMETRY]
        return self._columns(entries, self.chart.x if self.chart else self.words.get("x", ""))

    @property
    def y_choices(self) -> list[Choice]:
        """The columns to compute with."""
        entries = [entry for entry in self.seen.entries if entry.type in NUMBERS]
        return self._columns(entries, self.chart.y if self.chart else self.words.get("y", ""))

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

    @staticmethod
    def _columns(entries: Sequence[ColumnEntry], chosen: str) -> list[Choice]:
        return [Choice(entry.field, entry.title.words, entry.field == chosen) for entry in entries]
