"""The map of a table: its rows where they are, or a figure per place, each with the same as a list."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from django.utils.translation import gettext as _

from perron.bricks.catalogue.rules.query import Query
from perron.bricks.catalogue.views.explore_map_places import PlacesOnMap
from perron.bricks.catalogue.views.explore_map_rows import MOST_DRAWN, RowsOnMap
from perron.bricks.catalogue.views.explore_page import ExplorePage
from perron.kernel.errors import Refused


@dataclass(frozen=True)
class MapPage(ExplorePage):
    """The map view: rows with places of their own are drawn as they are, unless a figure per place is chosen."""

    @cached_property
    def is_by_place(self) -> bool:
        """Whether a figure per place is shown, instead of the rows."""
        if self.seen.nis is None:
            return False
        return not self.seen.has_places or self.asked.words.get("show") == "places"

    @cached_property
    def rows(self) -> RowsOnMap:
        """The rows, each where it is."""
        return RowsOnMap(self.asked)

    @cached_property
    def places(self) -> PlacesOnMap:
        """The figures per place."""
        return PlacesOnMap(self.asked)

    @property
    def features(self) -> str:
        """The address of the rows as GeoJSON."""
        return f"{self.take.api('download', extension='geojson')}?{self.rows.question}"

    @property
    def most_drawn(self) -> int:
        """How many rows are drawn at once."""
        return MOST_DRAWN

    @property
    def taken(self) -> Query:
        """What downloads hold: the rows of the map."""
        return self.asked.rows_only

    @property
    def refusal(self) -> Refused | None:
        """Why there is no answer."""
        outcome = self.places.outcome if self.is_by_place else self.rows.outcome
        return self.asked.refusal or (outcome if isinstance(outcome, Refused) else None)

    @property
    def heading(self) -> str:
        """What the map shows."""
        return self.places.heading if self.is_by_place else _("Where the rows are")

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to draw."""
        return not (self.places.values if self.is_by_place else self.rows.total)

    @property
    def can_choose(self) -> bool:
        """Whether the rows can be shown both ways."""
        return self.seen.nis is not None and self.seen.has_places
