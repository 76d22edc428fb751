"""The Open311 door described by itself: OpenAPI 3.1."""

from __future__ import annotations

from functools import cache
from typing import Final

from django.http import HttpResponse, HttpResponseNotModified, JsonResponse
from django.views.decorators.http import require_safe

from perron.bricks.reports.api.openapi_schemas import SCHEMAS
from perron.bricks.reports.rules.georeport import LAST_PAGE, MOST
from perron.kernel.web.requests import Request

Schema = dict[str, object]
BASE: Final = "/api/reports/v1/georeport/v2"
MEDIA_TYPE: Final = "application/vnd.oai.openapi+json;version=3.1"
ERRORS: Final = {
    "400": "Something is missing or cannot be understood; the description says what.",
    "403": "No key, or one that is not good here.",
    "404": "No such jurisdiction, service, request or token.",
    "429": "Too much in a short time; `Retry-After` says how many seconds to wait, where it is known.",
}
ABOUT: Final = (
    "Open311 GeoReport v2 in its exact terms, with the usual extensions: pages, photos sent along, updates, and with"
    " `extensions=true` our own states and the story of each request. `jurisdiction_id` is the short name of an"
    " authority; without it all that are served are asked, and a service code has the authority's name in front"
    " (`town.hole`). What is held back, hidden or private is never told."
)


@require_safe
def document(request: Request) -> HttpResponse:
    """The document. It changes with releases only."""
    headers = {"Cache-Control": "public, max-age=3600", "Access-Control-Allow-Origin": "*", "ETag": '"georeport-1"'}
    if headers["ETag"] in request.headers.get("If-None-Match", ""):
        return HttpResponseNotModified(headers=headers)
    return JsonResponse(described(), content_type=MEDIA_TYPE, headers=headers)


@cache
def described() -> Schema:
    """The whole document as plain values."""
    paths: Schema = {}
    for form in ("json", "xml"):
        paths |= _paths(form)
    return {
        "openapi": "3.1.0",
        "info": {"title": "Reports: Open311 GeoReport v2", "version": "1", "description": ABOUT},
        "servers": [{"url": "/api/reports/v1"}],
        "paths": paths | _itself(),
        "components": {"schemas": SCHEMAS},
    }


def _paths(form: str) -> Schema:
    base, where = "/georeport/v2", [_in_query("jurisdiction_id", "An authority's short name")]
    dates = [_in_query("start_date", "From this moment on"), _in_query("end_date", "At most 90 days after it")]
    more = [_in_query("extensions", "With our states and the story", {"type": "boolean"})]
    code, number = _in_path("code", "A service code"), _in_path("number", "A service_request_id")
    listing = {**_get(form, "requests", "Requests", "Requests", [*where, *dates, *_narrowing(), *more]), **_post(form)}
    return {
        f"{base}/discovery.{form}": _get(form, "discovery", "Where this interface is", "Discovery", []),
        f"{base}/services.{form}": _get(form, "services", "What can be reported", "Services", where),
        f"{base}/services/{{code}}.{form}": _get(
            form, "definition", "What a service asks for", "Definition", [code, *where]
        ),
        f"{base}/requests.{form}": listing,
        f"{base}/requests/{{number}}.{form}": _get(form, "request", "One request", "Requests", [number, *where, *more]),
        f"{base}/tokens/{{token}}.{form}": _get(
            form, "token", "The number that a token became", "Receipts", [_in_path("token", "A token"), *where]
        ),
        f"{base}/servicerequestupdates.{form}": _get(
            form, "updates", "What was said of requests", "Updates", [*where, *dates]
        ),
    }


def _narrowing() -> list[Schema]:
    return [
        _in_query("service_request_id", "Several separated by commas; overrides all else"),
        _in_query("service_code", "Several separated by commas"),
        _in_query("status", "open, closed"),
        _in_query("page", "From 1", {"type": "integer", "minimum": 1, "maximum": LAST_PAGE}),
        _in_query("page_size", "How many", {"type": "integer", "minimum": 1, "maximum": MOST}),
    ]


def _get(form: str, name: str, summary: str, schema: str, parameters: list[Schema]) -> Schema:
    ok = {"description": summary, "content": _content(form, schema)}
    said = {"200": ok, "304": {"description": "You have it already (`If-None-Match`)"}, **_errors(form)}
    return {"get": {"operationId": f"{name}_{form}", "summary": summary, "parameters": parameters, "responses": said}}


def _post(form: str) -> Schema:
    ok = {"description": "Its number, or a token until it has one", "content": _content(form, "Receipts")}
    body = {"required": True, "content": {"application/x-www-form-urlencoded": {"schema": SCHEMAS["NewRequest"]}}}
    return {
        "post": {
            "operationId": f"send_{form}",
            "summary": "Send a request",
            "requestBody": body,
            "responses": {"200": ok, **_errors(form)},
        }
    }


def _errors(form: str) -> Schema:
    """An address that cannot be one at all is answered by the house, before the interface."""
    problem = {"application/problem+json": {"schema": {"type": "object"}}}
    return {
        status: {"description": text, "content": {**_content(form, "Errors"), **(problem if status == "404" else {})}}
        for status, text in ERRORS.items()
    }


def _content(form: str, schema: str) -> Schema:
    if form == "xml":
        return {"text/xml": {"schema": {"type": "string"}}}
    return {"application/json": {"schema": {"$ref": f"#/components/schemas/{schema}"}}}


def _itself() -> Schema:
    ok = {"description": "This document", "content": {MEDIA_TYPE: {"schema": {"type": "object"}}}}
    said = {"200": ok, "304": {"description": "You have it already"}}
    return {"/openapi.json": {"get": {"operationId": "openapi", "summary": "This document", "responses": said}}}


def _in_path(name: str, text: str) -> Schema:
    return {"name": name, "in": "path", "required": True, "description": text, "schema": {"type": "string"}}


def _in_query(name: str, text: str, schema: Schema | None = None) -> Schema:
    return {"name": name, "in": "query", "description": text, "schema": schema or {"type": "string"}}
