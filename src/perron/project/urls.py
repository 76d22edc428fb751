"""Every address of the site: the kernel's own, then each brick's below its name, pages by language, API without."""

from __future__ import annotations

from django.conf.urls.i18n import i18n_patterns
from django.urls import URLPattern, URLResolver, include, path

from perron.kernel import registry
from perron.kernel.contract import Brick
from perron.kernel.web import house


def _pages(brick: Brick) -> list[URLResolver]:
    if brick.pages is None or brick.name == "kernel":
        return []
    return [path(f"{brick.name}/", include((brick.pages.urls, brick.name)))]


def _api(brick: Brick) -> list[URLResolver]:
    if brick.api is None or brick.name == "kernel":
        return []
    return [path(f"api/{brick.name}/v{brick.api.version}/", include((brick.api.urls, f"{brick.name}_api")))]


urlpatterns: list[URLPattern | URLResolver] = [
    path("", house.front_door, name="front_door"),
    path("healthz", house.alive, name="alive"),
    path("readyz", house.ready, name="ready"),
    path("robots.txt", house.robots, name="robots"),
    path(".well-known/security.txt", house.security, name="security"),
    path("api/", include("perron.kernel.web.api_urls")),
    path("", include("perron.ui.urls")),
    *[pattern for brick in registry.bricks() for pattern in _api(brick)],
    *i18n_patterns(
        path("accounts/", include("perron.kernel.web.proven_urls")),
        path("accounts/", include("allauth.urls")),
        path("", include("perron.kernel.web.urls")),
        *[pattern for brick in registry.bricks() for pattern in _pages(brick)],
    ),
]

handler400 = "perron.kernel.web.refusals.bad_request"
handler403 = "perron.kernel.web.refusals.forbidden"
handler404 = "perron.kernel.web.refusals.page_not_found"
handler429 = "perron.kernel.web.accounts.too_often"  # asked for by django-allauth
handler500 = "perron.kernel.web.refusals.server_error"
