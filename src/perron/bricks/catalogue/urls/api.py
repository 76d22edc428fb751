"""Addresses of the catalogue's API, below `/api/catalogue/v1/`."""

from __future__ import annotations

from django.urls import URLPattern, path

from perron.bricks.catalogue.api import datasets, openapi, tables
from perron.kernel.contract import Access

_TABLE = "datasets/<slug:slug>/tables/<slug:table>"
_VERSION = "datasets/<slug:slug>/versions/<int:version>/tables/<slug:table>"

ACCESS = dict.fromkeys(
    (
        "rows",
        "groups",
        "columns",
        "download",
        "version_rows",
        "version_groups",
        "version_columns",
        "version_download",
        "openapi",
        "datasets",
        "dataset",
    ),
    Access.PUBLIC,
)
urlpatterns: list[URLPattern] = [
    path("openapi.json", openapi.document, name="openapi"),
    path("datasets", datasets.datasets, name="datasets"),
    path("datasets/<slug:slug>", datasets.dataset, name="dataset"),
    path(f"{_TABLE}/rows", tables.rows, name="rows"),
    path(f"{_TABLE}/rows.<str:extension>", tables.download, name="download"),
    path(f"{_TABLE}/groups", tables.groups, name="groups"),
    path(f"{_TABLE}/columns", tables.columns, name="columns"),
    path(f"{_VERSION}/rows", tables.rows, name="version_rows"),
    path(f"{_VERSION}/rows.<str:extension>", tables.download, name="version_download"),
    path(f"{_VERSION}/groups", tables.groups, name="version_groups"),
    path(f"{_VERSION}/columns", tables.columns, name="version_columns"),
]
