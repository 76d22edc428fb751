"""What all explore pages show around their view: the dataset, its tables, the views, downloads, code, embedding."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Final

from django.urls import NoReverseMatch, reverse
from django.utils.html import escape
from django.utils.translation import gettext as _

from perron.bricks.catalogue.queries.exploring import Dataset, Explored, Format, answer
from perron.bricks.catalogue.rules.query import Query
from perron.bricks.catalogue.schemas.query_string import query_string
from perron.bricks.catalogue.schemas.snippets import Snippet, snippets
from perron.bricks.catalogue.views.explore_asked import Asked
from perron.bricks.catalogue.views.explore_cells import figure
from perron.bricks.catalogue.views.explore_chips import Chip, chips, without_any
from perron.bricks.catalogue.views.explore_form import FilterForm
from perron.kernel import places

Line = dict[str, object]
MOST_ROWS_OF_A_SHEET: Final = 1_048_575  # of XLSX, without the header
FORMATS: Final[Mapping[Format, str]] = {
    Format.CSV: "CSV",
    Format.XLSX: "Excel",
    Format.JSON: "JSON",
    Format.NDJSON: "NDJSON",
    Format.GEOJSON: "GeoJSON",
    Format.PARQUET: "Parquet",
}


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
        """The same view of the newest version; "" when this is it."""
        return "" if self.seen.found.is_latest else self.asked.to(version="")

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
                "address": self._other(each.name),
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
        counted = [(chip, self._total(chip.query)) for chip in self.chips]
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

    @property
    def downloads(self) -> list[Line]:
        """Exactly this view as files."""
        written = query_string(self.taken)
        tail = f"?{written}" if written else ""
        return [
            {"title": FORMATS[each], "address": self.api("download", extension=each) + tail}
            for each in FORMATS
            if self._is_possible(each)
        ]

    @property
    def snippets(self) -> tuple[Snippet, ...]:
        """The question as code."""
        name = "groups" if self.taken.is_grouped else "rows"
        return snippets(self.origin + self.api(name), self.taken)

    @property
    def embed_address(self) -> str:
        """The bare page for frames of other sites."""
        where = {"slug": self.seen.found.dataset, "table": self.seen.found.name, "view": self.asked.view}
        tail = self.asked.to(self.asked.from_the_start).partition("?")[2]
        path = reverse("catalogue:explore_embed", kwargs=where)
        return f"{self.origin}{path}?{tail}" if tail else f"{self.origin}{path}"

    @property
    def embed_code(self) -> str:
        """The HTML of a frame."""
        title, address = escape(self.title), escape(self.embed_address)
        return f'<iframe src="{address}" title="{title}" width="100%" height="560" loading="lazy"></iframe>'

    @property
    def share_address(self) -> str:
        """This view's own address."""
        return self.origin + self.asked.to(self.asked.from_the_start)

    def api(self, name: str, **more: str) -> str:
        """An address of the data API for this table; of its version when one was asked for."""
        where: dict[str, str | int] = {"slug": self.seen.found.dataset, "table": self.seen.found.name, **more}
        if not self.asked.kept_words:
            return reverse(f"catalogue_api:{name}", kwargs=where)
        return reverse(f"catalogue_api:version_{name}", kwargs={**where, "version": self.seen.found.version})

    def _total(self, query: Query) -> int:
        rows = Query(filters=query.filters, words=query.words, box=query.box, places=query.places)
        return answer(self.seen, replace(rows, limit=0, count=True)).total or 0

    def _is_possible(self, format_: Format) -> bool:
        if format_ is Format.GEOJSON:
            return self.seen.has_places and not self.taken.is_grouped
        return format_ is not Format.XLSX or self.seen.found.row_count <= MOST_ROWS_OF_A_SHEET

    def _other(self, table: str) -> str:
        name = "explore" if self.asked.view == "table" else f"explore_{self.asked.view}"
        try:
            path = reverse(f"catalogue:{name}", kwargs={"slug": self.seen.found.dataset, "table": table})
        except NoReverseMatch:
            path = reverse("catalogue:explore", kwargs={"slug": self.seen.found.dataset, "table": table})
        version = self.asked.kept_words.get("version")
        return f"{path}?version={version}" if version else path


def place_names(codes: Sequence[str]) -> dict[str, str]:
    """Places by their codes, in the reader's language."""
    return {place.nis: place.name for place in places.places(codes)}
