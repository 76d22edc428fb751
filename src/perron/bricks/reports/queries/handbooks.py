"""The handbooks: the live ones, read once per process, the draft, and the past."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from perron.bricks.reports.models import Handbook, TeamMember
from perron.bricks.reports.queries.refusals import NotServedHere
from perron.bricks.reports.rules import handbook as written
from perron.kernel.authorities import Authority
from perron.kernel.errors import NotFound

__all__ = [
    "Handbook",
    "TeamMember",
    "WorkingCopy",
    "draft_of",
    "has_live_handbook",
    "last_handbooks",
    "live_handbook",
    "live_handbooks",
    "members_of",
    "of_report",
    "parsed",
    "version_of",
    "versions_of",
    "working_copy",
]

MOST_HELD = 2000
Key = tuple[int, int, datetime]
_held: dict[Key, written.Handbook] = {}


def live_handbook(authority: Authority) -> tuple[Handbook, written.Handbook]:
    """The row and the handbook by which an authority treats reports today. Raises NotServedHere."""
    row = Handbook.objects.filter(authority=authority, state="live").first() if authority.is_active else None
    if row is None:
        raise NotServedHere(authority=authority.name)
    return row, parsed(row)


def has_live_handbook(authority: Authority) -> bool:
    """Whether an authority takes reports here."""
    return authority.is_active and Handbook.objects.filter(authority=authority, state="live").exists()


def live_handbooks() -> Mapping[str, written.Handbook]:
    """All live handbooks by the slug of their authority. One query, and one more for those not read before."""
    live = Handbook.objects.filter(state="live", authority__is_active=True)
    rows = live.values_list("authority__slug", "pk", "edit_number", "changed_at")
    keys = {slug: (pk, edit, changed_at) for slug, pk, edit, changed_at in rows}
    missing = [key[0] for key in keys.values() if key not in _held]
    for row in Handbook.objects.filter(pk__in=missing) if missing else ():
        parsed(row)
    return {slug: _held[key] for slug, key in keys.items() if key in _held}


def parsed(row: Handbook) -> written.Handbook:
    """What a row says; read once per process and state of the row."""
    key = (row.pk, row.edit_number, row.changed_at)
    found = _held.get(key)
    if found is None:
        if len(_held) >= MOST_HELD:
            _held.clear()
        found = _held[key] = written.Handbook.read(row.content)
    return found


def of_report(handbook_id: int) -> written.Handbook:
    """The version under which a report was treated last."""
    held = next((found for (pk, _edit, _at), found in _held.items() if pk == handbook_id), None)
    return held or parsed(Handbook.objects.get(pk=handbook_id))


def last_handbooks() -> QuerySet[Handbook]:
    """The handbook of each authority: the live one, else the last that was, also where no more reports are taken."""
    found = Handbook.objects.exclude(state="draft").select_related("authority")
    return found.order_by("authority_id", "state", "-number").distinct("authority_id")


def draft_of(authority: Authority) -> Handbook | None:
    """The version that is being written, if any."""
    return Handbook.objects.filter(authority=authority, state="draft").select_related("made_by").first()


def versions_of(authority: Authority) -> QuerySet[Handbook]:
    """All versions, the newest first, without their content."""
    return Handbook.objects.filter(authority=authority).select_related("made_by").defer("content").order_by("-number")


def version_of(authority: Authority, number: int) -> Handbook:
    """One version. Raises NotFound."""
    row = Handbook.objects.filter(authority=authority, number=number).select_related("made_by").first()
    if row is None:
        raise NotFound
    return row


def members_of(authority: Authority) -> QuerySet[TeamMember]:
    """Who is in the teams."""
    return TeamMember.objects.filter(authority=authority).select_related("actor").order_by("team", "actor__name", "pk")


@dataclass(frozen=True, slots=True)
class WorkingCopy:
    """What is edited: the draft, or the live handbook when there is none (then `edit_number` is 0)."""

    handbook: written.Handbook
    live: written.Handbook
    edit_number: int
    live_row: Handbook
    draft: Handbook | None


def working_copy(authority: Authority) -> WorkingCopy:
    """The handbook as its editors see it. Raises NotServedHere."""
    live_row, live = live_handbook(authority)
    draft = draft_of(authority)
    if draft is None:
        return WorkingCopy(live, live, 0, live_row, None)
    return WorkingCopy(parsed(draft), live, draft.edit_number, live_row, draft)
