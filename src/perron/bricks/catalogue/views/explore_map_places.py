"""A figure per place on a map, and the same as a ranking."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Final

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from perron.bricks.catalogue.queries.exploring_map import KINDS, by_place
from perron.bricks.catalogue.rules.by_place import ByPlace
from perron.bricks.catalogue.rules.dictionary import ColumnEntry
from perron.bricks.catalogue.rules.exploring import NUMBERS, is_measure
from perron.bricks.catalogue.rules.query import Aggregate, Function
from perron.bricks.catalogue.views.explore_asked import Asked
from perron.bricks.catalogue.views.explore_cells import figure, with_unit
from perron.bricks.catalogue.views.explore_form import Choice
from perron.bricks.catalogue.views.explore_page import place_names
from perron.bricks.catalogue.views.explore_table import FIGURES, figure_title
from perron.kernel.contract import ColumnType
from perron.kernel.errors import Refused
from perron.kernel.places import PlaceKind

BY_PLACE: Final = (Function.SUM, Function.AVG, Function.MIN, Function.MAX)


@dataclass(frozen=True)
class PlacesOnMap:
    """A figure per place of one kind, from the codes that the rows bear."""

    asked: Asked

    @property
    def kind(self) -> str:
        """The kind of places."""
        chosen = self.asked.words.get("kind", "")
        return chosen if chosen in KINDS else KINDS[0]

    @cached_property
    def column(self) -> ColumnEntry | None:
        """The column whose figure is shown; None counts rows."""
        chosen = self.asked.seen.by_field.get(self.asked.words.get("of", ""))
        if chosen is not None and chosen.type in NUMBERS:
            return chosen
        if self.asked.words.get("figure") == Function.COUNT:
            return None
        return next((entry for entry in self.asked.seen.entries if is_measure(entry)), None)

    @property
    def function(self) -> Function:
        """What is computed of the column."""
        if self.column is None:
            return Function.COUNT
        chosen = self.asked.words.get("figure", "")
        if chosen in set(BY_PLACE):
            return Function(chosen)
        return Function.SUM if self.column.type is ColumnType.INTEGER or self.column.unit == "EUR" else Function.AVG

    @cached_property
    def outcome(self) -> ByPlace | Refused | None:
        """The figures, or why there are none."""
        if self.asked.refusal:
            return None
        column, rows = (self.column.field if self.column else ""), self.asked.rows_only
        try:
            return by_place(self.asked.seen, rows, kind=self.kind, function=self.function, column=column)
        except Refused as refusal:
            return refusal

    @property
    def values(self) -> dict[str, float]:
        """The figure of each place, by its code."""
        return dict(self.outcome.values) if isinstance(self.outcome, ByPlace) else {}

    @property
    def values_address(self) -> str:
        """The same for the map."""
        where = {"slug": self.asked.seen.found.dataset, "table": self.asked.seen.found.name}
        tail = self.asked.to().partition("?")[2]
        return f"{reverse('catalogue:explore_values', kwargs=where)}?{tail}"

    @cached_property
    def ranking(self) -> list[tuple[str, str]]:
        """Places with their figures, the highest first."""
        names = place_names(list(self.values))
        ranked = sorted(self.values.items(), key=lambda pair: (-pair[1], names.get(pair[0], pair[0])))
        return [(names.get(code, code), with_unit(figure(round(value, 4)), self.unit)) for code, value in ranked]

    @property
    def left_out(self) -> str:
        """How many rows have no place on this map; "" when all have."""
        count = self.outcome.left_out if isinstance(self.outcome, ByPlace) else 0
        if not count:
            return ""
        sentence = ngettext(
            "%(count)s row bears no code of such a place, or one of another level, and is not on the map.",
            "%(count)s rows bear no code of such a place, or one of another level, and are not on the map.",
            count,
        )
        return sentence % {"count": figure(count)}

    @property
    def unit(self) -> str:
        """The unit of the figure."""
        return self.column.unit if self.column else ""

    @property
    def heading(self) -> str:
        """What the map shows."""
        measure = _("Number of rows")
        if self.column:
            measure = figure_title(self.column, Aggregate(self.function, self.column.field))
        return _("%(measure)s, per %(kind)s") % {"measure": measure, "kind": PlaceKind(self.kind).label.lower()}

    @property
    def kind_choices(self) -> list[Choice]:
        """The kinds of places."""
        return [Choice(kind, str(PlaceKind(kind).label), kind == self.kind) for kind in KINDS]

    @property
    def column_choices(self) -> list[Choice]:
        """The columns with numbers."""
        chosen = self.column.field if self.column else ""
        numbers = [
            entry for entry in self.asked.seen.entries if entry.type in NUMBERS and entry is not self.asked.seen.nis
        ]
        return [Choice(entry.field, entry.title.words, entry.field == chosen) for entry in numbers]

    @property
    def figure_choices(self) -> list[Choice]:
        """What is computed."""
        found = [Choice(str(each), str(FIGURES[each]), each == self.function) for each in BY_PLACE]
        return [Choice("count", _("Number of rows"), self.column is None), *found]
