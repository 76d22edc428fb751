"""The addresses of the search's API."""

from django.urls import path

from perron.kernel.contract import Access
from perron.kernel.web import search

ACCESS: dict[str, Access] = {"search_api": Access.PUBLIC, "suggestions": Access.PUBLIC}
urlpatterns = [
    path("", search.answer, name="search_api"),
    path("suggest", search.suggestions, name="suggestions"),
]
