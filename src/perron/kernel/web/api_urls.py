"""The kernel's public API: one address space per subject, each with its own version."""

from __future__ import annotations

from importlib.util import find_spec

from django.urls import URLPattern, URLResolver, include, path

SUBJECTS = ("territory", "audit", "search", "layers")

urlpatterns: list[URLPattern | URLResolver] = [
    path(f"{subject}/v1/", include(f"perron.kernel.web.{module}"))
    for subject in SUBJECTS
    for module in (f"{subject}_api_urls", f"{subject}_urls")
    if find_spec(f"perron.kernel.web.{module}") and (module.endswith("_api_urls") or subject != "search")
]
