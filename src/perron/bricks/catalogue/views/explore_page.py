"""What all explore pages show around their view: the dataset, its tables, the views, the filters in words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from django.urls import reverse
from django.utils.translation import gettext as _

from perron.bricks.catalogue.queries.exploring import Dataset, Explored, total_of
from perron.bricks.catalogue.rules.query import Query
from perron.bricks.catalogue.views.explore_asked import Asked
from perron.bricks.catalogue.views.explore_cells import figure
from perron.bricks.catalogue.views.explore_chips import Chip, chips, without_any
from perron.bricks.catalogue.views.explore_form import FilterForm
from perron.bricks.catalogue.views.explore_take import Taking
from perron.kernel import places

Line = dict[str, object]


@dataclass(frozen=True)
class ExplorePage:
    """The frame of a view. `origin`: scheme and host of the site, for addresses to take elsewhere."""

    asked: Asked
    origin: str

    @property
    def seen(self) -> Explored:
        """The table."""
        return self.asked.seen

    @property
    def dataset(self) -> Dataset:
        """Its dataset."""
        return self.seen.dataset

    @cached_property
    def form(self) -> FilterForm:
        """The filters."""
        return FilterForm(self.asked)

    @property
    def title(self) -> str:
        """The dataset, and the table when there are several."""
        title = self.dataset.title.words
        return f"{title}: {self.seen.label}" if len(self.seen.tables) > 1 else title

    @cached_property
    def dataset_address(self) -> str:
        """The page of the dataset, of the same version."""
        if self.seen.found.is_latest or not self.asked.kept_words:
            return reverse("catalogue:dataset", args=[self.dataset.slug])
        return reverse("catalogue:version", args=[self.dataset.slug, self.seen.found.version])

    @property
    def newest(self) -> str:
        """The same view of the newest version; "" when this is it, or a later one."""
        current = self.dataset.current
        return self.asked.to(version="") if current and current.number > self.seen.found.version else ""

    @property
    def is_for_staff(self) -> bool:
        """Whether strangers do not see this page: the dataset or its version is not public."""
        current = self.dataset.current
        return not self.dataset.is_published or current is None or current.number < self.seen.found.version

    @property
    def tabs(self) -> list[Line]:
        """The views of the table; each keeps which rows are meant."""
        views = [("table", _("Table"), "table"), ("chart", _("Chart"), "chart")]
        if self.seen.has_places or self.seen.nis:
            views.append(("map", _("Map"), "map"))
        views.append(("sql", "SQL", "database"))
        shared = self.asked.rows_only
        return [
            {"title": title, "icon": icon, "address": self.asked.to(shared, name), "current": name == self.asked.view}
            for name, title, icon in views
        ]

    @property
    def other_tables(self) -> list[Line]:
        """The tables of the same version, when there are several; a question is of one table, so it is not kept."""
        if len(self.seen.tables) < 2:
            return []
        return [
            {
                "title": each.label,
                "address": _other_table(self.asked, each.name),
                "is_current": each.name == self.seen.found.name,
            }
            for each in self.seen.tables
        ]

    @cached_property
    def chips(self) -> list[Chip]:
        """The filters in words."""
        return chips(self.asked, place_names)

    @property
    def ways(self) -> list[tuple[Chip, str]]:
        """When no row answers: each filter with how many rows there would be without it, those that help first."""
        counted = [(chip, total_of(self.seen, chip.query)) for chip in self.chips]
        return [(chip, figure(total)) for chip, total in sorted(counted, key=lambda pair: -pair[1])]

    @property
    def without_filters(self) -> str:
        """The address without any filter."""
        return without_any(self.asked)

    # --- to take away ---

    @property
    def taken(self) -> Query:
        """The question that downloads and code ask: this view's, whole."""
        return replace(self.asked.query, after="", limit=None, count=False)

    @cached_property
    def take(self) -> Taking:
        """The view for elsewhere."""
        return Taking(self.asked, self.taken, self.title, self.origin)


def place_names(codes: Sequence[str]) -> dict[str, str]:
    """Places by their codes, in the reader's language."""
    return {place.nis: place.name for place in places.places(codes)}


def _other_table(asked: Asked, table: str) -> str:
    """The same view of another table, of the same version."""
    name = "catalogue:explore" if asked.view == "table" else f"catalogue:explore_{asked.view}"
    path = reverse(name, kwargs={"slug": asked.seen.found.dataset, "table": table})
    return f"{path}?version={asked.kept_words['version']}" if asked.kept_words else path
