"""How an authority changes the way it treats reports: open, draft, put live, throw away, go back, stop."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from django.db import transaction
from django.db.models import F, Max

from perron.bricks.reports.actions.handbook_refusals import (
    AlreadyLive,
    AlreadyOpen,
    HandbookRefused,
    NothingDrafted,
    NothingToChoose,
)
from perron.bricks.reports.models import Handbook
from perron.bricks.reports.permissions import CHANGE_HANDBOOK
from perron.bricks.reports.queries.handbooks import live_handbook, version_of
from perron.bricks.reports.rules import handbook as written
from perron.bricks.reports.rules.first_handbook import first_handbook
from perron.bricks.reports.rules.handbook_problems import HandbookWrong
from perron.kernel import audit
from perron.kernel import permissions as rights
from perron.kernel.actors import Actor
from perron.kernel.authorities import Authority
from perron.kernel.errors import ChangedMeanwhile

Change = Callable[[written.Handbook], written.Handbook]


@transaction.atomic
def open_reports(
    *, actor: Actor, authority: Authority, at: datetime, handbook: written.Handbook | None = None, note: str = ""
) -> Handbook:
    """Take reports from now on, with the first handbook or another one; an operator may, too.

    Raises AlreadyOpen, HandbookRefused.
    """
    rights.require_here_or_operator(actor, CHANGE_HANDBOOK, authority)
    _lock(authority)
    if Handbook.objects.filter(authority=authority, state="live").exists():
        raise AlreadyOpen
    content = _document(handbook or first_handbook())
    row = _new(authority, "live", content, actor, at, note=note, live_from=at)
    _record(actor, "reports.open_reports", row)
    return row


@transaction.atomic
def edit_draft(
    *, actor: Actor, authority: Authority, change: Change, edit_number: int, at: datetime, note: str = ""
) -> Handbook:
    """Change the draft; the first change makes one from the live handbook. `edit_number`: as seen, 0 for no draft.

    Raises ChangedMeanwhile when somebody else changed it since, HandbookRefused, NotServedHere.
    """
    rights.require(actor, CHANGE_HANDBOOK, authority)
    _lock(authority)
    draft = _draft(authority)
    if (draft.edit_number if draft else 0) != edit_number:
        raise ChangedMeanwhile
    before = written.Handbook.read(draft.content) if draft else live_handbook(authority)[1]
    content = _document(change(before))
    if draft is None:
        draft = _new(authority, "draft", content, actor, at, note=note)
    elif content != draft.content:
        draft.content, draft.changed_at, draft.edit_number = content, at, draft.edit_number + 1
        draft.save(update_fields=["content", "changed_at", "edit_number"])
    _record(actor, "reports.change_handbook", draft)
    return draft


@transaction.atomic
def put_live(*, actor: Actor, authority: Authority, edit_number: int, note: str, at: datetime) -> Handbook:
    """Treat reports by the draft from now on. Raises NothingDrafted, ChangedMeanwhile, NothingToChoose."""
    rights.require(actor, CHANGE_HANDBOOK, authority)
    _lock(authority)
    draft = _drafted(authority, edit_number)
    if not written.Handbook.read(draft.content).leaf_categories:
        raise NothingToChoose
    _end_live(authority, at)
    draft.state, draft.live_from, draft.note, draft.changed_at = "live", at, note[:300], at
    draft.save(update_fields=["state", "live_from", "note", "changed_at"])
    _record(actor, "reports.put_handbook_live", draft)
    return draft


@transaction.atomic
def discard_draft(*, actor: Actor, authority: Authority, edit_number: int, at: datetime) -> None:
    """Throw the draft away. Raises NothingDrafted, ChangedMeanwhile."""
    rights.require(actor, CHANGE_HANDBOOK, authority)
    _lock(authority)
    draft = _drafted(authority, edit_number)
    _record(actor, "reports.discard_handbook_draft", draft)
    draft.delete()


@transaction.atomic
def roll_back_to(*, actor: Actor, authority: Authority, number: int, at: datetime, note: str = "") -> Handbook:
    """Treat reports as in an earlier version, from now on: it becomes a new one. A draft is left as it is.

    Raises NotFound, AlreadyLive, HandbookRefused.
    """
    rights.require(actor, CHANGE_HANDBOOK, authority)
    _lock(authority)
    earlier = version_of(authority, number)
    if earlier.state != "past":
        raise AlreadyLive
    try:
        content = _document(written.Handbook.read(earlier.content))
    except HandbookWrong as wrong:
        raise _refused(wrong) from wrong
    _end_live(authority, at)
    row = _new(authority, "live", content, actor, at, note=note, live_from=at)
    _record(actor, "reports.roll_back_handbook", row, back_to=number)
    return row


@transaction.atomic
def close_reports(*, actor: Actor, authority: Authority, at: datetime) -> None:
    """Take no more reports; those that came are still treated. Raises NotServedHere."""
    rights.require(actor, CHANGE_HANDBOOK, authority)
    _lock(authority)
    row, _ = live_handbook(authority)
    _end_live(authority, at)
    _record(actor, "reports.close_reports", row)


def _lock(authority: Authority) -> None:
    """One writer of an authority's handbooks at a time."""
    list(Authority.objects.select_for_update(of=("self",), no_key=True).filter(pk=authority.pk).values_list("pk"))


def _draft(authority: Authority) -> Handbook | None:
    return Handbook.objects.filter(authority=authority, state="draft").first()


def _drafted(authority: Authority, edit_number: int) -> Handbook:
    draft = _draft(authority)
    if draft is None:
        raise NothingDrafted
    if draft.edit_number != edit_number:
        raise ChangedMeanwhile
    return draft


def _end_live(authority: Authority, at: datetime) -> None:
    Handbook.objects.filter(authority=authority, state="live").update(
        state="past", live_until=at, changed_at=at, edit_number=F("edit_number") + 1
    )


def _new(
    authority: Authority,
    state: str,
    content: dict[str, object],
    actor: Actor,
    at: datetime,
    *,
    note: str,
    live_from: datetime | None = None,
) -> Handbook:
    last = Handbook.objects.filter(authority=authority).aggregate(last=Max("number"))["last"] or 0
    return Handbook.objects.create(
        authority=authority,
        number=last + 1,
        state=state,
        content=content,
        note=note[:300],
        made_by=actor,
        made_at=at,
        changed_at=at,
        live_from=live_from,
    )


def _document(handbook: written.Handbook) -> dict[str, object]:
    """The document of a handbook that holds together. Raises HandbookRefused."""
    content = handbook.write()
    try:
        written.Handbook.read(content)
    except HandbookWrong as wrong:
        raise _refused(wrong) from wrong
    return content


def _refused(wrong: HandbookWrong) -> HandbookRefused:
    return HandbookRefused(problems=" ".join(str(problem) for problem in wrong.problems[:10]))


def _record(actor: Actor, verb: str, row: Handbook, **facts: object) -> None:
    audit.record(
        actor=actor,
        verb=verb,
        subject=row.authority.ref,
        authority=row.authority,
        facts={"version": row.number, "edit": row.edit_number, **facts},
    )
