"""How public pages are sent: small, with a validator; a dataset's page is kept while nothing about it changes."""

from __future__ import annotations

import gzip
from collections.abc import Callable
from hashlib import sha256
from typing import Final

from django.core.cache import caches
from django.http import HttpResponse, HttpResponseNotModified
from django.urls import get_script_prefix
from django.utils.cache import patch_vary_headers

from perron.kernel.languages import current_language
from perron.kernel.web.requests import Request

WORTH_COMPRESSING: Final = 1_400  # bytes: one packet
LEVEL: Final = 6
KEPT_FOR: Final = 300  # seconds: what a page tells of other things (related datasets, names) may be that old


def in_short(request: Request, response: HttpResponse) -> HttpResponse:
    """The page with its validator, compressed when the reader can; 304 when she has it already.

    Only for pages without forms: they hold no secret that compression could let out.
    """
    if response.status_code == 200 and request.actor is None:
        response["ETag"] = f'W/"{sha256(response.content).hexdigest()[:32]}"'
        response.headers.setdefault("Cache-Control", "no-cache")
        if _has_it(request, response["ETag"]):
            return _not_modified(response)
    return _packed(request, response)


def kept(request: Request, name: str, state: str, make: Callable[[], HttpResponse]) -> HttpResponse:
    """The page as it was made before for strangers, while `state` is the same; made now for everybody else.

    `state` is "" for what must not be kept.
    """
    is_own = request.actor is not None or request.GET or "messages" in request.COOKIES
    if is_own or not state or request.method != "GET":
        return in_short(request, make())
    place = (request.get_host(), request.scheme, get_script_prefix(), current_language(), name, state)
    key = f"catalogue:{sha256(repr(place).encode()).hexdigest()}"
    found: tuple[str, bytes] | None = caches["local"].get(key)
    if found is None:
        response = make()
        if response.status_code != 200:
            return response
        tag = f'W/"{sha256(response.content).hexdigest()[:32]}"'
        found = tag, gzip.compress(response.content, LEVEL, mtime=0)
        caches["local"].set(key, found, KEPT_FOR)
    return _from(request, *found)


def _from(request: Request, tag: str, packed: bytes) -> HttpResponse:
    response = HttpResponse(headers={"ETag": tag, "Cache-Control": "no-cache"})
    patch_vary_headers(response, ["Accept-Encoding"])
    if _has_it(request, tag):
        return _not_modified(response)
    if _takes_gzip(request):
        response["Content-Encoding"], response.content = "gzip", packed
    else:
        response.content = gzip.decompress(packed)
    return response


def _packed(request: Request, response: HttpResponse) -> HttpResponse:
    patch_vary_headers(response, ["Accept-Encoding"])
    if request.actor is None and len(response.content) > WORTH_COMPRESSING and _takes_gzip(request):
        response["Content-Encoding"], response.content = "gzip", gzip.compress(response.content, LEVEL, mtime=0)
    return response


def _not_modified(response: HttpResponse) -> HttpResponse:
    kept_headers = {name: response[name] for name in ("ETag", "Cache-Control", "Vary") if name in response}
    patch_vary_headers(unchanged := HttpResponseNotModified(headers=kept_headers), ["Accept-Encoding", "Cookie"])
    return unchanged


def _has_it(request: Request, tag: str) -> bool:
    known = {each.strip() for each in request.headers.get("If-None-Match", "").split(",")}
    return bool(known & {tag, tag.removeprefix("W/")})


def _takes_gzip(request: Request) -> bool:
    return "gzip" in request.headers.get("Accept-Encoding", "")
