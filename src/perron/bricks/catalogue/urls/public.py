"""What strangers read: the search, a dataset, its versions, questions and reuses."""

from collections.abc import Mapping

from django.urls import URLPattern

from perron.kernel.contract import Access

ACCESS: Mapping[str, Access] = {}
urlpatterns: list[URLPattern] = []
