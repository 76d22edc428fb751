"""The addresses of the search page."""

from django.urls import path

from perron.kernel.contract import Access
from perron.kernel.web import search

ACCESS = {"search": Access.PUBLIC, "search_feed": Access.PUBLIC}
urlpatterns = [
    path("", search.search, name="search"),
    path("feed.atom", search.SearchFeed(), name="search_feed"),
]
