"""How the API answers: JSON from the rows as they come, validators, compression, and openness to other sites' pages."""

from __future__ import annotations

import gzip
import zlib
from collections.abc import Callable, Iterable, Iterator
from decimal import Decimal
from functools import wraps
from hashlib import sha256
from typing import Concatenate, Final, ParamSpec

import orjson
from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.http.response import HttpResponseBase
from django.utils.cache import patch_vary_headers

from perron.bricks.catalogue.adapters.tables import Page
from perron.kernel.errors import Refused
from perron.kernel.serving import FOR_A_MINUTE
from perron.kernel.web.refusals import refusal
from perron.kernel.web.requests import Request

Anything = ParamSpec("Anything")
View = Callable[Concatenate[Request, Anything], HttpResponseBase]

WORTH_COMPRESSING: Final = 1_400  # bytes: one packet
LEVEL: Final = 1  # of a page or a stream made on the way: speed matters more than the last bytes
METHODS: Final = ("GET", "HEAD", "OPTIONS")
_CORS: Final = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Allow-Methods": ", ".join(METHODS),
    "Access-Control-Allow-Headers": "If-None-Match",
    "Access-Control-Expose-Headers": "ETag, Link, Location, Retry-After, Content-Disposition",
    "Access-Control-Max-Age": "86400",
    "Cross-Origin-Resource-Policy": "cross-origin",
}


def open_to_all(view: View[Anything]) -> View[Anything]:
    """Only reading, from any site: pages of others may use the answer, refusals included."""

    @wraps(view)
    def opened(request: Request, /, *args: Anything.args, **kwargs: Anything.kwargs) -> HttpResponseBase:
        response: HttpResponseBase
        if request.method == "OPTIONS":
            response = HttpResponse(status=204)
        elif request.method not in METHODS:
            response = HttpResponse(status=405, headers={"Allow": ", ".join(METHODS)})
        else:
            try:
                response = view(request, *args, **kwargs)
            except Refused as refused:  # answered here, as the middleware would, so that it carries the headers below
                response = refusal(request, refused)
        for name, value in _CORS.items():
            response.headers[name] = value
        return response

    return opened


def etag(*parts: str) -> str:
    """A weak validator of an answer: equal parts, equal content."""
    return f'W/"{sha256(" ".join(parts).encode()).hexdigest()[:32]}"'


def unchanged(request: Request, tag: str) -> HttpResponse | None:
    """The answer 304 when the reader has this content already."""
    known = {each.strip() for each in request.headers.get("If-None-Match", "").split(",")}
    if not known & {tag, tag.removeprefix("W/"), "*"}:
        return None
    return HttpResponseNotModified(headers={"ETag": tag, "Cache-Control": caching(request)})


def json_answer(request: HttpRequest, content: object, *, media_type: str = "application/json") -> HttpResponse:
    """An answer in JSON, compressed when the reader can."""
    body = orjson.dumps(content, default=_exactly)
    response = HttpResponse(content_type=media_type)
    if len(body) > WORTH_COMPRESSING and takes_gzip(request):
        body = gzip.compress(body, LEVEL, mtime=0)
        response["Content-Encoding"] = "gzip"
    response.content = body
    patch_vary_headers(response, ["Accept-Encoding"])
    return response


def rows_of(page: Page, geometry: str) -> list[dict[str, object]]:
    """The rows as objects; shapes as GeoJSON objects."""
    rows = [dict(zip(page.columns, row, strict=True)) for row in page.rows]
    if geometry in page.columns:
        for row in rows:
            if isinstance(shape := row[geometry], str):
                row[geometry] = orjson.Fragment(shape)
    return rows


def takes_gzip(request: HttpRequest) -> bool:
    """Whether the reader takes compressed answers."""
    return "gzip" in request.headers.get("Accept-Encoding", "")


def compressed(pieces: Iterable[bytes]) -> Iterator[bytes]:
    """The pieces as one gzip stream, in constant memory."""
    packer = zlib.compressobj(LEVEL, wbits=31)
    for piece in pieces:
        if packed := packer.compress(piece):
            yield packed
    yield packer.flush()


def caching(request: Request) -> str:
    """Kept by anyone for a minute, so that a withdrawal is soon everywhere; what staff read is theirs alone."""
    return FOR_A_MINUTE if request.actor is None else "private, no-cache"


def _exactly(value: object) -> object:
    """What JSON has no type for: a decimal keeps all its digits as a number."""
    if isinstance(value, Decimal):
        return orjson.Fragment(f"{value:f}") if value.is_finite() else None
    return str(value)
