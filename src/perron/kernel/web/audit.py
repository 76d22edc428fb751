"""The audit log as public JSON: what happened, the signed head, the proofs that nothing was changed. For reading."""

from __future__ import annotations

import base64
import json
from datetime import UTC

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from perron.kernel import audit
from perron.kernel.contract import Ref
from perron.kernel.errors import Refused

PAGE = 100
LARGEST_PAGE = 1_000


class NotANumber(Refused):
    """A value in the address should have been a whole number."""

    code = "not_a_number"
    sentence = _("“%(name)s” must be a whole number, zero or more.")


class NotASubject(Refused):
    """A subject in the address is not written as it should."""

    code = "not_a_subject"
    sentence = _("A subject is written as brick:kind:id.")


@require_safe
def checkpoint(_request: HttpRequest) -> HttpResponse:
    """The newest signed head, as the text that was signed."""
    return _cached(HttpResponse(audit.last_checkpoint().note, content_type="text/plain; charset=utf-8"))


@require_safe
def key(_request: HttpRequest) -> HttpResponse:
    """The public key, written `name+id+key`."""
    return HttpResponse(f"{audit.public_key()}\n", content_type="text/plain; charset=utf-8")


@require_safe
def entries(request: HttpRequest) -> HttpResponse:
    """`?from=&limit=&subject=`: entries in their order; `next` is where to go on, null at the end."""
    start, limit = _number(request, "from", 0), min(_number(request, "limit", PAGE), LARGEST_PAGE)
    found = audit.entries(start=start, subject=_subject(request), limit=limit + 1)
    shown = [_entry(entry) for entry in found[:limit]]
    return JsonResponse({"entries": shown, "next": found[limit].index if len(found) > limit else None})


@require_safe
def proof(request: HttpRequest) -> HttpResponse:
    """`?index=&size=`: the inclusion proof of an entry; without `size`, in the newest signed head."""
    size = _number(request, "size", 0) or audit.last_checkpoint().size
    found = audit.proof_of(_number(request, "index"), size)
    return JsonResponse(
        {
            "index": found.index,
            "size": found.size,
            "leaf_hash": _base64(found.leaf_hash),
            "hashes": [_base64(hash_) for hash_ in found.hashes],
        }
    )


@require_safe
def consistency(request: HttpRequest) -> HttpResponse:
    """`?from=&to=`: the proof that the log of size `to` only added to the log of size `from`."""
    old, new = _number(request, "from"), _number(request, "to", 0) or audit.last_checkpoint().size
    return JsonResponse({"from": old, "to": new, "hashes": [_base64(hash_) for hash_ in audit.consistency(old, new)]})


@require_safe
def proof_file(request: HttpRequest) -> HttpResponse:
    """`?subject=`: everything that the log says of one thing, as a file that `perron audit verify` checks offline."""
    subject = _subject(request)
    if subject is None:
        raise NotASubject
    content = json.dumps(audit.proof_file_of(subject, at=timezone.now()), ensure_ascii=False, indent=1)
    response = HttpResponse(content, content_type="application/json")
    response["Content-Disposition"] = 'attachment; filename="proof.json"'
    return response


def _entry(entry: audit.AuditEntry) -> dict[str, object]:
    return {
        "index": entry.index,
        "at": entry.at.astimezone(UTC).isoformat(),
        "verb": entry.verb,
        "authority": entry.authority,
        "subject": entry.subject,
        "facts": entry.facts,
        "leaf": entry.leaf,
    }


def _number(request: HttpRequest, name: str, default: int | None = None) -> int:
    written = request.GET.get(name, "")
    if not written and default is not None:
        return default
    if not (written.isascii() and written.isdigit() and len(written) <= 18):
        raise NotANumber(name=name)
    return int(written)


def _subject(request: HttpRequest) -> Ref | None:
    written = request.GET.get("subject", "")
    try:
        return audit.public_subject(Ref.parse(written)) if written else None
    except ValueError as error:
        raise NotASubject from error


def _base64(hash_: bytes) -> str:
    return base64.b64encode(hash_).decode()


def _cached(response: HttpResponse) -> HttpResponse:
    response["Cache-Control"] = "public, max-age=60"
    return response
