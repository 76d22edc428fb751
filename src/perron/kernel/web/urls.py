"""The kernel's pages, at the root of each language. Each subject has its own addresses and says who may come in."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path

from perron.kernel.contract import Access
from perron.kernel.web import (
    about_page,
    account_urls,
    authority_urls,
    developer_page,
    house,
    inbox_urls,
    log_pages,
    search_urls,
)

ACCESS = {
    "home": Access.PUBLIC,
    "place": Access.PUBLIC,
    "place_suggestions": Access.PUBLIC,
    "privacy": Access.PUBLIC,
    "accessibility": Access.PUBLIC,
    "status": Access.PUBLIC,
    "about": Access.PUBLIC,
    "developers": Access.PUBLIC,
    "log": Access.PUBLIC,
    "log_subject": Access.PUBLIC,
    **search_urls.ACCESS,
    **inbox_urls.ACCESS,
    **account_urls.ACCESS,
    **authority_urls.ACCESS,
}
urlpatterns: list[URLPattern | URLResolver] = [
    path("", house.home, name="home"),
    path("place/<slug:nis>/", house.place, name="place"),
    path("places/", house.place_suggestions, name="place_suggestions"),
    path("privacy/", house.privacy, name="privacy"),
    path("accessibility/", house.accessibility, name="accessibility"),
    path("status/", house.status, name="status"),
    path("about/", about_page.about, name="about"),
    path("developers/", developer_page.developers, name="developers"),
    path("log/", log_pages.log, name="log"),
    path("log/<path:subject>/", log_pages.history, name="log_subject"),
    path("search/", include(search_urls)),
    path("inbox/", include(inbox_urls)),
    path("account/", include(account_urls)),
    path("authority/", include(authority_urls)),
]
