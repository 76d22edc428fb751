"""Open311 GeoReport v2, reading: discovery, services, definitions, requests, tokens; updates as others' extension."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from django.conf import settings
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.timezone import now

from perron.bricks.reports.api.georeport_answers import georeport, jurisdiction, query_of, told
from perron.bricks.reports.api.georeport_sending import send
from perron.bricks.reports.publish.georeport import (
    definition_element,
    request_elements,
    service_elements,
    update_elements,
)
from perron.bricks.reports.queries import georeport as queries
from perron.bricks.reports.queries.georeport_refusals import NoSuchRequest, NoSuchService, NoSuchToken
from perron.bricks.reports.rules.georeport import MOST, RequestsAsked, question_from, window
from perron.bricks.reports.schemas.georeport import Document
from perron.kernel.authorities import Authority
from perron.kernel.web.pace import keep_question_pace
from perron.kernel.web.requests import Request

SPECIFICATION = "http://wiki.open311.org/GeoReport_v2"
CHANGESET = "2026-11-21T00:00:00Z"  # of this interface
A_MINUTE = timedelta(minutes=1)


@georeport()
def discovery(request: Request, form: str) -> HttpResponseBase:
    """Where the interface is, in which forms."""
    base = request.build_absolute_uri(reverse("reports_api:discovery", args=["xml"])).removesuffix("/discovery.xml")
    authority = request.authority
    contact = (authority.email or authority.phone or authority.website) if authority else ""
    endpoint = {
        "specification": SPECIFICATION,
        "url": base,
        "changeset": CHANGESET,
        "type": "production",
        "formats": ["text/xml", "application/json"],
    }
    words = "An administrator of each authority makes keys (api_key) on its desk, under “Connections”."
    element = {
        "changeset": CHANGESET,
        "contact": contact or settings.BASE_URL,
        "key_service": words,
        "endpoints": [endpoint],
    }
    return told(request, form, lambda: Document("discovery", [element]))


@georeport()
def services(request: Request, form: str) -> HttpResponseBase:
    """What can be reported. Raises NoSuchJurisdiction."""
    scope = jurisdiction(request, query_of(request))

    def make() -> Document:
        return Document("services", service_elements(queries.services(scope), _slug(scope)), "service")

    return told(request, form, make)


@georeport()
def definition(request: Request, form: str, code: str) -> HttpResponseBase:
    """What a service asks for. Raises NoSuchJurisdiction, NoSuchService."""
    scope = jurisdiction(request, query_of(request))
    found = queries.service(scope, code)
    if found is None:
        raise NoSuchService(service=code)
    return told(request, form, lambda: Document("service_definition", [definition_element(found, _slug(scope))]))


@georeport("POST")
def requests(request: Request, form: str) -> HttpResponseBase:
    """The list, or a new request. Raises NoSuchJurisdiction, WrongParameter, TooMany, and what `send` raises."""
    if request.method == "POST":
        return send(request, form)
    asked = question_from(query_of(request), now())
    scope = jurisdiction(request, query_of(request))
    return told(request, form, lambda: _list(request, asked, scope))


@georeport()
def one_request(request: Request, form: str, number: str) -> HttpResponseBase:
    """One request, whoever treats it today. Raises NoSuchJurisdiction, NoSuchRequest."""
    query = query_of(request)
    scope = jurisdiction(request, query)
    asked = question_from({**query, "service_request_id": number.replace("\x00", "").replace(",", "")}, now())

    def make() -> Document:
        document = _list(request, asked, scope)
        if not document.elements:
            raise NoSuchRequest(number=number)
        return document

    return told(request, form, make)


@georeport()
def token(request: Request, form: str, token: str) -> HttpResponseBase:
    """The number of what was sent, once it is known. Raises NoSuchJurisdiction, NoSuchToken."""
    jurisdiction(request, query_of(request))
    try:
        found = queries.number_of(UUID(token))
    except ValueError as error:
        raise NoSuchToken(token=token) from error
    if found is None:
        raise NoSuchToken(token=token)
    element = {"service_request_id": found[0] if found[1] else "", "token": token}
    return told(request, form, lambda: Document("service_requests", [element], "request"))


@georeport()
def updates(request: Request, form: str) -> HttpResponseBase:
    """What was said of requests in a stretch of time. Raises NoSuchJurisdiction, WrongParameter, TooMany."""
    since, until = window(query_of(request), now())
    scope = jurisdiction(request, query_of(request))

    def make() -> Document:
        keep_question_pace(request, "georeport", times=settings.API_QUESTIONS, within=A_MINUTE)
        found = queries.updates(scope, since, until, MOST)
        return Document("service_request_updates", update_elements(found), "request_update")

    return told(request, form, make)


def _list(request: Request, asked: RequestsAsked, scope: Authority | None) -> Document:
    """Only lists that have to be made are counted."""
    keep_question_pace(request, "georeport", times=settings.API_QUESTIONS, within=A_MINUTE)
    rows = queries.requests(asked, scope)
    elements = request_elements(rows, _slug(scope), request.build_absolute_uri, extended=asked.extended)
    return Document("service_requests", elements, "request")


def _slug(authority: Authority | None) -> str:
    return authority.slug if authority else ""
