"""Stored files over HTTP: ranges, validators and caching (RFC 9110, 9111), safe names (RFC 6266), nothing that runs."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.utils.http import content_disposition_header, parse_etags

from perron.kernel.file_stores import file_store
from perron.kernel.models.stored_file import StoredFile

# Shown in the browser's window; everything else is downloaded, above all what could run there (HTML, SVG, XML).
SHOWN: Final = frozenset(
    {"image/png", "image/jpeg", "image/gif", "image/webp", "image/avif", "application/pdf", "text/plain", "text/csv"}
)
# Whatever can be withdrawn or hidden is gone from all caches within a minute; until then, asking again costs a 304.
# For ever is for what can never be withdrawn: style sheets and scripts whose address changes with their content.
FOR_A_MINUTE: Final = "public, max-age=60, must-revalidate"
RANGE: Final = re.compile(r"bytes=(?:(\d{1,18})-(\d{0,18})|-(\d{1,18}))")


class RangeNotThere(Exception):
    """The asked part is beyond the end of the file."""


def serve(
    request: HttpRequest, stored: StoredFile, *, name: str, attachment: bool = True, public: bool = True
) -> HttpResponseBase:
    """Answer with a stored file, called `name`. `public=False` when only this reader may have it: nothing keeps a copy.

    Raises Unavailable.
    """
    etag = f'"{stored.sha256}"'
    response = _unchanged() if _has(request, etag) else _content(request, stored, etag)
    response["ETag"] = etag
    response["Cache-Control"] = FOR_A_MINUTE if public else "private, no-store"
    if response.status_code in {200, 206}:
        _describe(response, stored, name, attachment=attachment)
    return response


def _describe(response: HttpResponseBase, stored: StoredFile, name: str, *, attachment: bool) -> None:
    shown = not attachment and stored.media_type in SHOWN
    response["Content-Type"] = stored.media_type
    response["Content-Disposition"] = content_disposition_header(not shown, safe_name(name)) or "attachment"
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox" if not shown else "default-src 'none'"
    response["Accept-Ranges"] = "bytes"


def safe_name(name: str) -> str:
    """A file name that no system trips over: no path, no control or direction-changing characters, at most 150 long."""
    kept = re.sub(r'[\x00-\x1f\x7f\u200e\u200f\u202a-\u202e\u2066-\u2069/\\:*?"<>|]+', "_", name).strip(" ._")
    stem, dot, suffix = kept.rpartition(".")
    if len(kept) > 150 and dot and len(suffix) <= 10:
        return f"{stem[: 149 - len(suffix)]}.{suffix}"
    return kept[:150] or "file"


def _has(request: HttpRequest, etag: str) -> bool:
    known = parse_etags(request.headers.get("If-None-Match", ""))
    return known == ["*"] or etag in [tag.removeprefix("W/") for tag in known]


def _unchanged() -> HttpResponse:
    return HttpResponse(status=304)


def _content(request: HttpRequest, stored: StoredFile, etag: str) -> HttpResponseBase:
    """The whole file (200), the asked part (206), or the refusal of a part that is not there (416)."""
    asked = request.headers.get("Range", "")
    if asked and request.headers.get("If-Range", etag) != etag:
        asked = ""
    try:
        part = _part(asked, stored.size)
    except RangeNotThere:
        return HttpResponse(status=416, headers={"Content-Range": f"bytes */{stored.size}"})
    start, end = part or (0, stored.size)
    response = _stream(request, stored, start, end - start)
    response["Content-Length"] = str(end - start)
    if part:
        response.status_code = 206
        response["Content-Range"] = f"bytes {start}-{end - 1}/{stored.size}"
    return response


def _part(asked: str, size: int) -> tuple[int, int] | None:
    """Start and end (not included) of the asked range; None for the whole file: no range, or one that is not a single
    one in bytes, which may be ignored (RFC 9110, section 14.2). Raises RangeNotThere.
    """
    found = RANGE.fullmatch(asked.strip())
    if not found:
        return None
    first, last, suffix = found.groups()
    if suffix is not None:
        if not int(suffix) or not size:
            raise RangeNotThere
        return max(0, size - int(suffix)), size
    if last and int(last) < int(first):
        return None
    if int(first) >= size:
        raise RangeNotThere
    return int(first), min(size, int(last) + 1 if last else size)


def _stream(request: HttpRequest, stored: StoredFile, start: int, length: int) -> HttpResponseBase:
    if request.method == "HEAD":
        return HttpResponse()
    return StreamingHttpResponse(_opened(file_store().read(stored.sha256, start, length)))


def _opened(chunks: Iterator[bytes]) -> Iterator[bytes]:
    """The same chunks, the first one already read: a store that does not answer is said before the answer starts."""
    first = next(chunks, b"")
    return _chain(first, chunks)


def _chain(first: bytes, rest: Iterator[bytes]) -> Iterator[bytes]:
    yield first
    yield from rest
