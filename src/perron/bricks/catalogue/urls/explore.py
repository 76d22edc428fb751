"""The explore pages of a table: rows, chart, map, query in the browser, embeds."""

from collections.abc import Mapping

from django.urls import URLPattern

from perron.kernel.contract import Access

ACCESS: Mapping[str, Access] = {}
urlpatterns: list[URLPattern] = []
