"""Addresses of the territory's public API."""

from __future__ import annotations

from django.urls import path

from perron.kernel.contract import Access
from perron.kernel.web import territory

app_name = "territory"
urlpatterns = [
    path("places", territory.search, name="places"),
    path("places/<slug:nis>", territory.place, name="place"),
    path("places/<slug:nis>/boundary.geojson", territory.outline, name="boundary"),
    path("place-of", territory.place_of, name="place_of"),
    path("boundaries/<slug:kind>.geojson", territory.outlines, name="boundaries"),
]
ACCESS: dict[str, Access] = {str(pattern.name): Access.PUBLIC for pattern in urlpatterns}
