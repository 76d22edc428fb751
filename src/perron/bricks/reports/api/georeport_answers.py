"""How the Open311 door answers: XML or JSON by the address, errors as the standard's lists, open to other sites."""

from __future__ import annotations

import gzip
from collections.abc import Callable, Mapping
from functools import wraps
from hashlib import sha256
from typing import Final

from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.http.response import HttpResponseBase
from django.utils.cache import patch_vary_headers
from django.views.decorators.csrf import csrf_exempt

from perron.bricks.reports.api.georeport_kept import kept
from perron.bricks.reports.queries.georeport import state_of_things
from perron.bricks.reports.queries.georeport_refusals import NoSuchFormat, NoSuchJurisdiction, ParameterWrong
from perron.bricks.reports.rules.georeport import WrongParameter
from perron.bricks.reports.schemas.georeport import Document
from perron.kernel.authorities import Authority, authority_by_slug
from perron.kernel.errors import NotFound, Refused
from perron.kernel.languages import current_language
from perron.kernel.web.requests import Request

View = Callable[..., HttpResponseBase]  # request, form, and what else its address names
Make = Callable[[], Document]

MEDIA_TYPES: Final = {"xml": "text/xml; charset=utf-8", "json": "application/json; charset=utf-8"}
READING: Final = ("GET", "HEAD", "OPTIONS")
WORTH_COMPRESSING: Final = 1_400  # bytes: one packet
STATUSES: Final = {401: 403, 409: 400, 413: 400, 422: 400, 410: 404}  # the standard knows 400, 403, 404
_CORS: Final = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Allow-Methods": ", ".join(READING),
    "Access-Control-Allow-Headers": "If-None-Match",
    "Access-Control-Expose-Headers": "ETag, Retry-After",
    "Access-Control-Max-Age": "86400",
    "Cross-Origin-Resource-Policy": "cross-origin",
}


def georeport(*methods: str) -> Callable[[View], View]:
    """A view of the standard: its address ends with `form` (xml, json); what it refuses is told in that form."""

    def make(view: View) -> View:
        @csrf_exempt  # nobody is signed in here: what is sent shows a key
        @wraps(view)
        def answered(request: Request, form: str, **named: str) -> HttpResponseBase:
            response: HttpResponseBase
            allowed = (*READING, *methods)
            if request.method == "OPTIONS":
                response = HttpResponse(status=204)
            elif request.method not in allowed:
                response = HttpResponse(status=405, headers={"Allow": ", ".join(allowed)})
            else:
                response = _answer(view, request, form, named)
            for name, value in _CORS.items():
                response.headers[name] = value
            return response

        return answered

    return make


def _answer(view: View, request: Request, form: str, named: Mapping[str, str]) -> HttpResponseBase:
    try:
        if form not in MEDIA_TYPES:
            raise NoSuchFormat(format=form)
        return view(request, form, **named)
    except WrongParameter as wrong:
        return errors(form, ParameterWrong(name=wrong.name, may_be=wrong.may_be))
    except Refused as refused:
        return errors(form, refused)


def errors(form: str, refused: Refused) -> HttpResponse:
    """A refusal as the standard tells it: a list of codes with descriptions."""
    status = STATUSES.get(refused.status, refused.status)
    words = f"{refused} {refused.what_to_do()}".strip()
    document = Document("errors", [{"code": status, "description": words}], "error")
    response = HttpResponse(_written(document, form), status=status, content_type=_type(form))
    if seconds := refused.facts.get("seconds"):
        response["Retry-After"] = str(seconds)
    return response


def said(document: Document, form: str) -> HttpResponse:
    """An answer that is made for one reader."""
    return HttpResponse(_written(document, form), content_type=_type(form), headers={"Cache-Control": "no-store"})


def told(request: Request, form: str, make: Make) -> HttpResponse:
    """An answer for all: as it was made before while nothing changed, with its validator; 304 for who has it."""
    place = (request.get_host(), request.scheme, request.path, sorted(query_of(request).items()), current_language())
    stamp = sha256(repr((*place, state_of_things())).encode()).hexdigest()[:32]
    headers = {"ETag": f'W/"{stamp}"', "Cache-Control": "no-cache"}
    known = {one.strip().removeprefix("W/") for one in request.headers.get("If-None-Match", "").split(",")}
    response: HttpResponse
    if f'"{stamp}"' in known and kept.get(stamp) is not None:
        response = HttpResponseNotModified(headers=headers)
    else:
        packed = kept.get(stamp) or kept.keep(stamp, gzip.compress(_written(make(), form), 1, mtime=0))
        response = HttpResponse(content_type=_type(form), headers=headers)
        if "gzip" in request.headers.get("Accept-Encoding", ""):
            response.content = packed
            response["Content-Encoding"] = "gzip"
        else:
            response.content = gzip.decompress(packed)
    patch_vary_headers(response, ["Accept-Encoding", "Accept-Language"])
    return response


def query_of(request: HttpRequest) -> dict[str, str]:
    """The query's parameters; empty ones are absent ones, as the standard says."""
    return cleaned(request.GET)


def cleaned(given: Mapping[str, str]) -> dict[str, str]:
    """Parameters that have a value, without what no table can hold."""
    found = ((name, str(value).replace("\x00", "").strip()) for name, value in given.items())
    return {name: value for name, value in found if value}


def jurisdiction(request: Request, given: Mapping[str, str]) -> Authority | None:
    """The authority that is asked for: by `jurisdiction_id`, else the one whose address this is, else None for all.

    Raises NoSuchJurisdiction.
    """
    asked = given.get("jurisdiction_id", "")
    if not asked:
        return request.authority
    try:
        found = authority_by_slug(asked)
    except NotFound as absent:
        raise NoSuchJurisdiction(jurisdiction=asked) from absent
    if not found.is_active or (request.authority and found != request.authority):
        raise NoSuchJurisdiction(jurisdiction=asked)
    return found


def _written(document: Document, form: str) -> bytes:
    return document.as_json() if form == "json" else document.as_xml()


def _type(form: str) -> str:
    return MEDIA_TYPES.get(form, MEDIA_TYPES["xml"])
