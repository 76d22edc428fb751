"""The map of a table: its rows where they are, or a figure per place, each with the same as a list."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import Final

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from perron.bricks.catalogue.queries.exploring import Page, answer
from perron.bricks.catalogue.queries.exploring_map import KINDS, by_place
from perron.bricks.catalogue.rules.by_place import ByPlace
from perron.bricks.catalogue.rules.dictionary import ColumnEntry
from perron.bricks.catalogue.rules.exploring import NUMBERS, is_code, is_measure
from perron.bricks.catalogue.rules.query import Aggregate, Function, Query
from perron.bricks.catalogue.schemas.query_string import query_string
from perron.bricks.catalogue.views.explore_cells import figure, plain, with_unit
from perron.bricks.catalogue.views.explore_form import Choice
from perron.bricks.catalogue.views.explore_page import ExplorePage, place_names
from perron.bricks.catalogue.views.explore_table import FIGURES, figure_title
from perron.kernel.contract import ColumnType
from perron.kernel.errors import Refused
from perron.kernel.languages import current_language
from perron.kernel.places import PlaceKind

MOST_DRAWN: Final = 3_000  # rows in one part of the map
MOST_LISTED: Final = 50
MOST_TOLD: Final = 8  # columns in a bubble
BY_PLACE: Final = (Function.SUM, Function.AVG, Function.MIN, Function.MAX)


@dataclass(frozen=True)
class MapPage(ExplorePage):
    """The map view: rows with places of their own are drawn as they are, unless a figure per place is chosen."""

    @cached_property
    def is_by_place(self) -> bool:
        """Whether a figure per place is shown, instead of the rows."""
        if self.seen.nis is None:
            return False
        return not self.seen.has_places or self.asked.words.get("show") == "places"

    # --- rows ---

    @cached_property
    def _rows(self) -> Page | Refused | None:
        if self.asked.refusal or self.is_by_place:
            return None
        query = replace(self.asked.rows_only, select=tuple(e.field for e in self.told), limit=MOST_LISTED, count=True)
        try:
            return answer(self.seen, query)
        except Refused as refusal:
            return refusal

    @property
    def total(self) -> int:
        """How many rows answer."""
        return (self._rows.total or 0) if isinstance(self._rows, Page) else 0

    @cached_property
    def told(self) -> list[ColumnEntry]:
        """The columns that say what a row is, in a bubble and in the list: a name first."""
        shown = [e for e in self.seen.entries if e.type is not ColumnType.GEOMETRY and e.field not in self._points]
        language = current_language()
        names = [entry for entry in shown if entry.type is ColumnType.TEXT and not is_code(entry)]
        names.sort(key=lambda entry: (entry.language not in {"", language}, -min(entry.distinct, 1_000)))
        rest = [entry for entry in shown if entry not in names[:1]]
        return [*names[:1], *rest][:MOST_TOLD] or list(self.seen.entries[:1])

    @property
    def items(self) -> list[dict[str, object]]:
        """The first rows as a list."""
        if not isinstance(self._rows, Page):
            return []
        return [self._item(row) for row in self._rows.rows]

    @property
    def features(self) -> str:
        """The address of the rows as GeoJSON; the map asks for the part that it shows."""
        query = replace(self.asked.rows_only, select=tuple(entry.field for entry in self.told), limit=MOST_DRAWN + 1)
        return f"{self.api('download', extension='geojson')}?{query_string(query)}"

    @property
    def told_titles(self) -> dict[str, str]:
        """The titles of what a bubble tells, by field."""
        return {entry.field: entry.title.words for entry in self.told}

    @property
    def most_drawn(self) -> int:
        """How many rows are drawn at once."""
        return MOST_DRAWN

    @property
    def taken(self) -> Query:
        """What downloads hold: the rows of the map."""
        return self.asked.rows_only

    # --- a figure per place ---

    @property
    def kind(self) -> str:
        """The kind of places."""
        chosen = self.asked.words.get("kind", "")
        return chosen if chosen in KINDS else KINDS[0]

    @cached_property
    def column(self) -> ColumnEntry | None:
        """The column whose figure is shown; None counts rows."""
        chosen = self.seen.by_field.get(self.asked.words.get("of", ""))
        if chosen is not None and chosen.type in NUMBERS:
            return chosen
        if self.asked.words.get("figure") == Function.COUNT:
            return None
        return next((entry for entry in self.seen.entries if is_measure(entry)), None)

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
    def _places(self) -> ByPlace | Refused | None:
        if self.asked.refusal or not self.is_by_place:
            return None
        column = self.column.field if self.column else ""
        query = self.asked.rows_only
        try:
            return by_place(self.seen, query, kind=self.kind, function=self.function, column=column)
        except Refused as refusal:
            return refusal

    @property
    def values(self) -> dict[str, float]:
        """The figure of each place, by its code."""
        return dict(self._places.values) if isinstance(self._places, ByPlace) else {}

    @property
    def values_address(self) -> str:
        """The same for the map."""
        where = {"slug": self.seen.found.dataset, "table": self.seen.found.name}
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
        count = self._places.left_out if isinstance(self._places, ByPlace) else 0
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

    # --- words and controls ---

    @property
    def refusal(self) -> Refused | None:
        """Why there is no answer."""
        failed = [each for each in (self._rows, self._places) if isinstance(each, Refused)]
        return self.asked.refusal or next(iter(failed), None)

    @property
    def heading(self) -> str:
        """What the map shows."""
        if not self.is_by_place:
            return _("Where the rows are")
        measure = (
            figure_title(self.column, Aggregate(self.function, self.column.field))
            if self.column
            else _("Number of rows")
        )
        return _("%(measure)s, per %(kind)s") % {"measure": measure, "kind": PlaceKind(self.kind).label.lower()}

    @property
    def can_choose(self) -> bool:
        """Whether the rows can be shown both ways."""
        return self.seen.nis is not None and self.seen.has_places

    @property
    def kind_choices(self) -> list[Choice]:
        """The kinds of places."""
        return [Choice(kind, str(PlaceKind(kind).label), kind == self.kind) for kind in KINDS]

    @property
    def column_choices(self) -> list[Choice]:
        """The columns with numbers."""
        chosen = self.column.field if self.column else ""
        numbers = [entry for entry in self.seen.entries if entry.type in NUMBERS and entry is not self.seen.nis]
        return [Choice(entry.field, entry.title.words, entry.field == chosen) for entry in numbers]

    @property
    def figure_choices(self) -> list[Choice]:
        """What is computed."""
        found = [Choice(str(each), str(FIGURES[each]), each == self.function) for each in BY_PLACE]
        return [Choice("count", _("Number of rows"), self.column is None), *found]

    @property
    def _points(self) -> tuple[str, ...]:
        return self.seen.found.points or ()

    def _item(self, row: tuple[object, ...]) -> dict[str, object]:
        told = [(entry, plain(entry, value)) for entry, value in zip(self.told, row, strict=True) if value is not None]
        title = told[0][1] if told else "—"
        line = " · ".join(f"{entry.title.words}: {with_unit(words, entry.unit)}" for entry, words in told[1:5])
        return {"title": title, "line": line}
