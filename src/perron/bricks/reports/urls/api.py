"""Addresses of the reports' API, below `/api/reports/v1/`: Open311 GeoReport v2, as the standard names them."""

from __future__ import annotations

from django.urls import URLPattern, path, re_path

from perron.bricks.reports.api import georeport, openapi
from perron.kernel.contract import Access

_BASE = r"^georeport/v2/"
_FORM = r"\.(?P<form>[a-z]{1,8})$"

urlpatterns: list[URLPattern] = [
    path("openapi.json", openapi.document, name="openapi"),
    re_path(rf"{_BASE}discovery{_FORM}", georeport.discovery, name="discovery"),
    re_path(rf"{_BASE}services{_FORM}", georeport.services, name="services"),
    re_path(rf"{_BASE}services/(?P<code>[^/]+){_FORM}", georeport.definition, name="definition"),
    re_path(rf"{_BASE}requests{_FORM}", georeport.requests, name="requests"),
    re_path(rf"{_BASE}requests/(?P<number>[^/]+){_FORM}", georeport.one_request, name="request"),
    re_path(rf"{_BASE}tokens/(?P<token>[^/]+){_FORM}", georeport.token, name="token"),
    re_path(rf"{_BASE}servicerequestupdates{_FORM}", georeport.updates, name="updates"),
]
ACCESS = {str(pattern.name): Access.PUBLIC for pattern in urlpatterns}
