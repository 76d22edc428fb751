"""The notice board's API addresses."""

from django.urls import path

from perron.bricks.example import api
from perron.kernel.contract import Access

ACCESS = {"notes": Access.PUBLIC, "openapi": Access.PUBLIC}
urlpatterns = [path("notes", api.notes, name="notes"), path("openapi.json", api.openapi, name="openapi")]
