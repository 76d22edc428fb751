"""The kernel's public API: one address space per subject, each with its own version."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path

from perron.kernel.contract import Access
from perron.kernel.web import audit_urls, layers_api_urls, search_api_urls, territory_urls

ACCESS: dict[str, Access] = {
    **territory_urls.ACCESS,
    **audit_urls.ACCESS,
    **search_api_urls.ACCESS,
    **layers_api_urls.ACCESS,
}
urlpatterns: list[URLPattern | URLResolver] = [
    path("territory/v1/", include(territory_urls)),
    path("audit/v1/", include(audit_urls)),
    path("search/v1/", include(search_api_urls)),
    path("layers/v1/", include(layers_api_urls)),
]
