"""The desk of an authority's agents, below `desk/<authority>/`."""

from collections.abc import Mapping

from django.urls import URLPattern

from perron.kernel.contract import Access

ACCESS: Mapping[str, Access] = {}
urlpatterns: list[URLPattern] = []
