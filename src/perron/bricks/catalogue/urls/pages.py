"""The catalogue's pages and who may come in."""

from collections.abc import Mapping

from django.urls import URLPattern

from perron.kernel.contract import Access

app_name = "catalogue"
ACCESS: Mapping[str, Access] = {}
urlpatterns: list[URLPattern] = []
