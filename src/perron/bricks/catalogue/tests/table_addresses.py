"""The API's addresses alone, for tests of the API."""

from __future__ import annotations

from django.urls import include, path

urlpatterns = [path("api/catalogue/v1/", include(("perron.bricks.catalogue.urls.api", "catalogue_api")))]
