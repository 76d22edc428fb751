"""The audit log for people: the latest public acts in words, one thing's history, and how to check it without us."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from perron.kernel import audit
from perron.kernel.act_words import act_in_words, brick_in_words
from perron.kernel.authorities import all_authorities
from perron.kernel.contract import Ref
from perron.kernel.errors import NotFound
from perron.kernel.search import named
from perron.kernel.web.requests import Request

ON_A_PAGE = 50


@dataclass(frozen=True, slots=True)
class Line:
    """One act, as the page shows it. `number` is its place in the log; None until it is signed."""

    number: int | None
    at: datetime
    act: str
    verb: str
    subject: str
    history: str
    authority: str
    facts: Mapping[str, str]


@require_safe
def log(request: Request) -> HttpResponse:
    """The newest acts of everyone, or of one authority (`?authority=`, or the one whose site this is)."""
    chosen = request.authority.slug if request.authority else request.GET.get("authority", "")[:60]
    found = audit.latest(authority=chosen, before=_before(request), limit=ON_A_PAGE + 1)
    context = {
        **_shown(request, found),
        **_how_to_verify(),
        "authorities": [] if request.authority else list(all_authorities()),
        "chosen": chosen,
    }
    return render(request, "kernel/log.html", context)


@require_safe
def history(request: Request, subject: str) -> HttpResponse:
    """What happened to one thing, `brick:kind:id`. Raises NotFound when the log says nothing of it."""
    try:
        about = Ref.parse(subject)
    except ValueError as error:
        raise NotFound from error
    found = audit.latest(subject=about, before=_before(request), limit=ON_A_PAGE + 1)
    if not found:
        raise NotFound
    title, address = named([about]).get(str(about), ("", ""))
    context = {
        **_shown(request, found),
        **_how_to_verify(),
        "subject": subject,
        "title": title or _subject_in_words(subject, {}, {}),
        "address": address,
        "proof_file": f"{reverse('audit:proof_file')}?subject={subject}",
    }
    return render(request, "kernel/log_subject.html", context)


def _shown(request: Request, found: list[audit.AuditEntry]) -> dict[str, object]:
    """The lines of a page by day, and the address of the page that follows."""
    entries = found[:ON_A_PAGE]
    query = request.GET.copy()
    query["before"] = str(entries[-1].pk) if entries else ""
    return {
        "days": [(day, list(lines)) for day, lines in groupby(_lines(entries), key=_day)],
        "next": f"?{query.urlencode()}" if len(found) > ON_A_PAGE else "",
    }


def _lines(entries: Iterable[audit.AuditEntry]) -> list[Line]:
    entries = list(entries)
    things = named(Ref.parse(entry.subject) for entry in entries)
    authorities = {str(authority.ref): authority.name for authority in all_authorities()}
    names = {authority.slug: authority.name for authority in all_authorities()}
    return [
        Line(
            number=entry.index,
            at=entry.at,
            act=act_in_words(entry.verb),
            verb=entry.verb,
            subject=_subject_in_words(entry.subject, things, authorities),
            history="" if _is_person(entry.subject) else reverse("log_subject", args=[entry.subject]),
            authority=names.get(entry.authority, entry.authority),
            facts={name: _fact(value) for name, value in entry.facts.items()},
        )
        for entry in entries
    ]


def _subject_in_words(subject: str, things: Mapping[str, tuple[str, str]], authorities: Mapping[str, str]) -> str:
    """The title of what is public, the name of an authority; of a person nothing; else what it is and its number."""
    if _is_person(subject):
        return _("A person")
    if subject in things:
        return things[subject][0]
    if subject in authorities:
        return authorities[subject]
    ref = Ref.parse(subject)
    brick = brick_in_words(ref.brick)
    return _("%(what)s, no. %(number)s") % {"what": brick, "number": ref.id} if ref.id != "0" else brick


def _fact(value: object) -> str:
    """A plain value as people read it."""
    if isinstance(value, Mapping):
        return ", ".join(f"{name}: {_fact(inner)}" for name, inner in value.items())
    return ", ".join(map(_fact, value)) if isinstance(value, list) else str(value)


def _is_person(subject: str) -> bool:
    return subject.startswith("kernel:actor:")


def _day(line: Line) -> date:
    return timezone.localtime(line.at).date()


def _how_to_verify() -> dict[str, object]:
    """The newest signed head, and the key to check it with; no head while nothing was signed."""
    try:
        signed = audit.last_checkpoint()
    except NotFound:
        signed = None
    return {"checkpoint": signed, "public_key": str(audit.public_key())}


def _before(request: Request) -> int | None:
    written = request.GET.get("before", "")
    return int(written) if written.isascii() and written.isdigit() and len(written) < 19 else None
