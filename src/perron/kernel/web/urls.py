"""The kernel's pages, mounted at the root of each language."""

from __future__ import annotations

from importlib import import_module
from importlib.util import find_spec

from django.urls import URLPattern, URLResolver, include, path

from perron.kernel.contract import Access
from perron.kernel.web import house

ACCESS = {
    "home": Access.PUBLIC,
    "place": Access.PUBLIC,
    "privacy": Access.PUBLIC,
    "accessibility": Access.PUBLIC,
    "status": Access.PUBLIC,
}
urlpatterns: list[URLPattern | URLResolver] = [
    path("", house.home, name="home"),
    path("place/<slug:nis>/", house.place, name="place"),
    path("privacy/", house.privacy, name="privacy"),
    path("accessibility/", house.accessibility, name="accessibility"),
    path("status/", house.status, name="status"),
]

# Each subject has its own addresses and says who may come in.
for prefix, subject in (("search/", "search"), ("inbox/", "inbox"), ("account/", "account"), ("authority/", "authority")):
    if find_spec(f"perron.kernel.web.{subject}_urls"):
        module = import_module(f"perron.kernel.web.{subject}_urls")
        urlpatterns.append(path(prefix, include(module)))
        ACCESS |= module.ACCESS
