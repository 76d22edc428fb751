"""Addresses for tests of what is told and found, whatever the pages are: only their names matter here."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.urls import include, path


def page(request: HttpRequest, **_: object) -> HttpResponse:
    """Any page."""
    return HttpResponse()


_catalogue = [path("d/<slug:slug>/", page, name="dataset"), path("desk/<slug:authority>/datasets/<int:pk>/", page, name="desk_dataset")]
urlpatterns = [path("en/catalogue/", include((_catalogue, "catalogue"))), path("", include("perron.kernel.web.urls"))]
