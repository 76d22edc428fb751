"""A view of a table taken elsewhere: as files, as code, as an address, as a frame on another site."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from django.urls import reverse
from django.utils.html import escape

from perron.bricks.catalogue.queries.exploring import Format
from perron.bricks.catalogue.rules.query import Query
from perron.bricks.catalogue.schemas.query_string import query_string
from perron.bricks.catalogue.schemas.snippets import Snippet, snippets
from perron.bricks.catalogue.views.explore_asked import Asked

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
class Taking:
    """What a view gives to take away. `query` is its whole question, `origin` the scheme and host of the site."""

    asked: Asked
    query: Query
    title: str
    origin: str

    @property
    def downloads(self) -> list[dict[str, str]]:
        """Exactly this view as files."""
        written = query_string(self.query)
        tail = f"?{written}" if written else ""
        return [
            {"title": FORMATS[each], "address": self.api("download", extension=each) + tail}
            for each in FORMATS
            if self._is_possible(each)
        ]

    @property
    def snippets(self) -> tuple[Snippet, ...]:
        """The question as code."""
        return snippets(self.origin + self.api("groups" if self.query.is_grouped else "rows"), self.query)

    @property
    def address(self) -> str:
        """The address of the view, whole."""
        return self.origin + self.asked.to(self.asked.from_the_start)

    @property
    def embed_address(self) -> str:
        """The bare page for frames of other sites."""
        found = self.asked.seen.found
        tail = self.asked.to(self.asked.from_the_start).partition("?")[2]
        where = {"slug": found.dataset, "table": found.name, "view": self.asked.view}
        path = self.origin + reverse("catalogue:explore_embed", kwargs=where)
        return f"{path}?{tail}" if tail else path

    @property
    def embed_code(self) -> str:
        """The HTML of a frame."""
        title, address = escape(self.title), escape(self.embed_address)
        return f'<iframe src="{address}" title="{title}" width="100%" height="560" loading="lazy"></iframe>'

    def api(self, name: str, **more: str) -> str:
        """An address of the data API for this table; of its version when one was asked for."""
        found = self.asked.seen.found
        where: dict[str, str | int] = {"slug": found.dataset, "table": found.name, **more}
        if not self.asked.kept_words:
            return reverse(f"catalogue_api:{name}", kwargs=where)
        return reverse(f"catalogue_api:version_{name}", kwargs={**where, "version": found.version})

    def _is_possible(self, format_: Format) -> bool:
        if format_ is Format.GEOJSON:
            return self.asked.seen.has_places and not self.query.is_grouped
        return format_ is not Format.XLSX or self.asked.seen.found.row_count <= MOST_ROWS_OF_A_SHEET
