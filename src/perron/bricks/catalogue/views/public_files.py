"""The files in which a dataset can be had: its tables in each format, and the files as they came."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from django.urls import reverse

from perron.bricks.catalogue.publish.schema_org import Download
from perron.bricks.catalogue.queries.showing import Dataset, TableFile, Upload

MOST_ROWS_OF_A_SHEET: Final = 1_048_575  # Excel's limit, less the header
MEDIA_TYPES: Final = {
    "csv": "text/csv",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "json": "application/json",
    "geojson": "application/geo+json",
    "parquet": "application/vnd.apache.parquet",
}


@dataclass(frozen=True)
class TableDownload:
    """A table in one format."""

    format: str
    address: str

    @property
    def name(self) -> str:
        """As people call the format."""
        return {"geojson": "GeoJSON", "xlsx": "Excel", "parquet": "Parquet"}.get(self.format, self.format.upper())


@dataclass(frozen=True)
class FilesOfTable:
    """A table with the files in which it can be had, where to explore it, its address for programs, and what did not
    fit.
    """

    table: TableFile
    title: str
    downloads: tuple[TableDownload, ...]
    explore: str
    api: str
    unfit: str = ""

    @property
    def columns(self) -> int:
        """How many columns it has."""
        return len(self.table.columns)


@dataclass(frozen=True)
class OriginalFile:
    """A file as it came."""

    slug: str
    upload: Upload

    @property
    def address(self) -> str:
        """Where to have it."""
        return reverse("catalogue:original", args=[self.slug, self.upload.pk])

    @property
    def format(self) -> str:
        """What it is."""
        return str(self.upload.understanding.get("format", "")).upper()

    @property
    def size(self) -> int | None:
        """In bytes."""
        return self.upload.file.size if self.upload.file else None


def files_of(dataset: Dataset, table: TableFile, title: str, number: int | None) -> FilesOfTable:
    """The files of a table, of the newest version or (with a number) of that one."""
    names = ["csv", "xlsx", "json", "geojson", "parquet"]
    if not table.has_places:
        names.remove("geojson")
    if table.row_count > MOST_ROWS_OF_A_SHEET:
        names.remove("xlsx")
    downloads = tuple(TableDownload(name, _api("download", dataset, table, number, name)) for name in names)
    explore = reverse("catalogue:explore", args=[dataset.slug, table.name]) + (f"?version={number}" if number else "")
    unfit = reverse("catalogue:unfit", args=[dataset.slug, table.pk]) if table.unfit_id else ""
    return FilesOfTable(table, title, downloads, explore, _api("rows", dataset, table, number), unfit)


def as_downloads(tables: list[FilesOfTable], origin: str) -> list[Download]:
    """The same for search engines: absolute addresses with media types."""
    return [
        Download(origin + each.address, MEDIA_TYPES[each.format], f"{files.title} ({each.name})")
        for files in tables
        for each in files.downloads
    ]


def _api(name: str, dataset: Dataset, table: TableFile, number: int | None, extension: str = "") -> str:
    where: dict[str, str | int] = {"slug": dataset.slug, "table": table.name}
    if extension:
        where["extension"] = extension
    if number is None:
        return reverse(f"catalogue_api:{name}", kwargs=where)
    return reverse(f"catalogue_api:version_{name}", kwargs={**where, "version": number})
