"""Large files in pieces, for the desk: what a bad network needs of tus 1.0 (create, how far, continue)."""

from __future__ import annotations

import base64
import binascii
from typing import Final

from django.http import HttpResponse, HttpResponseBadRequest, HttpResponseNotAllowed
from django.urls import reverse
from django.views.decorators.http import require_POST

from perron.bricks.catalogue import permissions
from perron.bricks.catalogue.views.desk_frame import desk_of
from perron.kernel import file_parts
from perron.kernel.web.requests import Request, signed_in

PROTOCOL: Final = {"Tus-Resumable": "1.0.0", "Cache-Control": "no-store"}


@require_POST
def begin(request: Request, authority: str) -> HttpResponse:
    """Announce a file: `Upload-Length`, and its `filename` in `Upload-Metadata`. Raises NotYours, TooLarge."""
    here = desk_of(request, authority)
    permissions.require_at(request.actor, "receive_upload", here)
    size, name = _number(request, "Upload-Length"), _file_name(request.headers.get("Upload-Metadata", ""))
    if size is None or not name:
        return HttpResponseBadRequest()
    part = file_parts.begin(actor=signed_in(request), name=name, size=size)
    address = reverse("catalogue:desk_part", args=[here.slug, part.ticket])
    return HttpResponse(status=201, headers={**PROTOCOL, "Location": address, "Upload-Offset": "0"})


def part(request: Request, authority: str, ticket: str) -> HttpResponse:
    """How far it came, or one more piece. Raises NotYours, PartGone, NotWhereItStopped."""
    permissions.require_at(request.actor, "receive_upload", desk_of(request, authority))
    found = file_parts.part_of(ticket, actor=signed_in(request))
    if request.method == "HEAD":
        come = {"Upload-Offset": str(found.offset), "Upload-Length": str(found.size)}
        return HttpResponse(headers={**PROTOCOL, **come})
    if request.method != "PATCH":
        return HttpResponseNotAllowed(["HEAD", "PATCH"])
    if (offset := _number(request, "Upload-Offset")) is None:
        return HttpResponseBadRequest()
    reached = file_parts.add(found, request.body, offset=offset)
    return HttpResponse(status=204, headers={**PROTOCOL, "Upload-Offset": str(reached)})


def _number(request: Request, header: str) -> int | None:
    written = request.headers.get(header, "")
    return int(written) if written.isdecimal() and len(written) <= 15 else None


def _file_name(metadata: str) -> str:
    """`filename` in base64, among pairs separated by commas; "" when it is not there or not readable."""
    pairs = dict(pair.strip().partition(" ")[::2] for pair in metadata.split(","))
    try:
        return base64.b64decode(pairs.get("filename", ""), validate=True).decode()
    except (binascii.Error, UnicodeDecodeError):
        return ""
