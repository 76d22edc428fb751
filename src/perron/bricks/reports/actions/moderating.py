"""What strangers may see: holding back and releasing, hiding with a reason, covering faces and plates in photos."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from django.db import transaction

from perron.bricks.reports.actions.steps.photos import cover, sound
from perron.bricks.reports.actions.steps.writing import Step, locked, step_payload, to_state, write_step
from perron.bricks.reports.models import Photo, Report, Update
from perron.bricks.reports.permissions import MODERATE, TREAT
from perron.bricks.reports.queries.bodies import rule_to_outside
from perron.bricks.reports.queries.refusals import NotFromHere, NothingToOpen, ReasonMissing
from perron.bricks.reports.rules.labels import STATES, label
from perron.bricks.reports.rules.states import State, is_open, may_be_held
from perron.bricks.reports.rules.story import StepKind
from perron.kernel import audit, events, permissions
from perron.kernel.actors import Actor
from perron.kernel.files import StoredFile

Cover = tuple[float, float, float, float]
CLOSE: Final = 0.01  # of a photo's side


@transaction.atomic
def release(*, actor: Actor, report: Report, at: datetime, edit_number: int | None = None) -> Report:
    """Let a report go its way that was held back. Raises NotYours, ChangedMeanwhile, NotFromHere."""
    fresh = locked(report, edit_number)
    permissions.require(actor, MODERATE, fresh.authority)
    if fresh.state != State.QUARANTINED:
        raise NotFromHere(now=label(STATES, fresh.state), then=label(STATES, State.SENT))
    was = Update.objects.filter(report=fresh, kind=StepKind.HELD).order_by("-at", "-pk").first()
    then = State(was.facts.get("was", State.SENT)) if was else State.SENT
    then = State.IN_PROGRESS if then == State.PLANNED else then
    changes = to_state(then, at) | {"held_because": []}
    if was is None and (rule := rule_to_outside(fresh)):  # held since it was sent: now it goes where it was to go
        changes = to_state(State.NOT_OURS, at) | {"held_because": [], "closed_because": rule}
    step = write_step(fresh, Step(StepKind.RELEASED, actor=actor), at, **changes)
    audit.record(actor=actor, verb="reports.release", subject=fresh.ref, authority=fresh.authority)
    events.emit("reports.report_changed", **step_payload(fresh, step))
    if not is_open(fresh.state):
        events.emit("reports.report_closed", **step_payload(fresh, step))
    return fresh


@transaction.atomic
def hold(*, actor: Actor, report: Report, reason: str, at: datetime, edit_number: int | None = None) -> Report:
    """Hold an open report back from the public until it has been looked at. Raises NotYours, ChangedMeanwhile,
    ReasonMissing, NotFromHere.
    """
    fresh = locked(report, edit_number)
    permissions.require(actor, TREAT, fresh.authority)
    if not reason.strip():
        raise ReasonMissing
    if not may_be_held(fresh.state):
        raise NotFromHere(now=label(STATES, fresh.state), then=label(STATES, State.QUARANTINED))
    said = Step(StepKind.HELD, actor=actor, words=reason, facts={"was": fresh.state})
    changes = to_state(State.QUARANTINED, at) | {"held_because": ["staff"]}
    step = write_step(fresh, said, at, **changes)
    audit.record(actor=actor, verb="reports.hold", subject=fresh.ref, authority=fresh.authority, note=reason.strip())
    events.emit("reports.report_hidden", **step_payload(fresh, step))
    return fresh


@transaction.atomic
def hide(*, actor: Actor, report: Report, reason: str, at: datetime, edit_number: int | None = None) -> Report:
    """Take a report from the public; its page says so, and why. It is treated all the same. Raises NotYours,
    ChangedMeanwhile, ReasonMissing.
    """
    fresh = locked(report, edit_number)
    permissions.require(actor, MODERATE, fresh.authority)
    if not reason.strip():
        raise ReasonMissing
    said = Step(StepKind.HIDDEN, actor=actor, words=reason)
    step = write_step(fresh, said, at, hidden_reason=reason.strip())
    audit.record(actor=actor, verb="reports.hide", subject=fresh.ref, authority=fresh.authority, note=reason.strip())
    events.emit("reports.report_hidden", **step_payload(fresh, step))
    return fresh


@transaction.atomic
def show_again(*, actor: Actor, report: Report, at: datetime, edit_number: int | None = None) -> Report:
    """Show a hidden report again. Twice is fine. Raises NotYours, ChangedMeanwhile."""
    fresh = locked(report, edit_number)
    permissions.require(actor, MODERATE, fresh.authority)
    step = write_step(fresh, Step(StepKind.SHOWN, actor=actor), at, hidden_reason="")
    audit.record(actor=actor, verb="reports.show_again", subject=fresh.ref, authority=fresh.authority)
    events.emit("reports.report_changed", **step_payload(fresh, step))
    return fresh


@transaction.atomic
def cover_photo(*, actor: Actor, photo: Photo, covers: Sequence[Cover], at: datetime) -> Photo:
    """Paint over parts of a photo ([left, top, width, height], 0 to 1 each), starting from its original; without
    covers the original is shown. Those alone who moderate uncover what is covered. Raises NotYours, Unavailable.
    """
    report = locked(photo.report)
    permissions.require(actor, TREAT if covers else MODERATE, report.authority)
    fresh = _locked_photo(photo)
    original, painted = fresh.original or fresh.shown, sound(covers)
    if not permissions.allows(actor, MODERATE, report.authority):
        painted = _with_those_before(fresh, painted)
    fresh.covers = [list(one) for one in painted]
    fresh.shown = cover(original, painted) if painted else original
    fresh.original = original if painted else None
    fresh.save(update_fields=["shown", "original", "covers"])
    facts = {"photo": fresh.pk, "covers": len(painted)}
    write_step(report, Step(StepKind.PHOTO, actor=actor, facts=facts), at)
    audit.record(actor=actor, verb="reports.cover_photo", subject=report.ref, authority=report.authority, facts=facts)
    return fresh


@transaction.atomic
def hide_photo(*, actor: Actor, photo: Photo, reason: str, at: datetime) -> Photo:
    """Take a photo from the public. Raises NotYours, ReasonMissing."""
    report = locked(photo.report)
    permissions.require(actor, TREAT, report.authority)
    if not reason.strip():
        raise ReasonMissing
    fresh = _locked_photo(photo)
    fresh.is_public, fresh.hidden_reason = False, reason.strip()
    fresh.save(update_fields=["is_public", "hidden_reason"])
    facts = {"photo": fresh.pk, "hidden": True}
    write_step(report, Step(StepKind.PHOTO, actor=actor, words=reason, facts=facts), at)
    audit.record(actor=actor, verb="reports.hide_photo", subject=report.ref, authority=report.authority, facts=facts)
    return fresh


@transaction.atomic
def show_photo(*, actor: Actor, photo: Photo, at: datetime) -> Photo:
    """Let the public see a photo. Raises NotYours."""
    report = locked(photo.report)
    permissions.require(actor, TREAT, report.authority)
    fresh = _locked_photo(photo)
    fresh.is_public, fresh.hidden_reason = True, ""
    fresh.save(update_fields=["is_public", "hidden_reason"])
    facts = {"photo": fresh.pk, "hidden": False}
    write_step(report, Step(StepKind.PHOTO, actor=actor, facts=facts), at)
    audit.record(actor=actor, verb="reports.show_photo", subject=report.ref, authority=report.authority, facts=facts)
    return fresh


@transaction.atomic
def open_original(*, actor: Actor, photo: Photo, justification: str, at: datetime) -> StoredFile:
    """The photo without its covers, for a reason that the log keeps. Raises NotYours, ReasonMissing, NothingToOpen."""
    report = locked(photo.report)
    permissions.require(actor, MODERATE, report.authority)
    if not justification.strip():
        raise ReasonMissing
    fresh = _locked_photo(photo)
    if fresh.original is None:
        raise NothingToOpen
    facts = {"photo": fresh.pk, "opened": True}
    write_step(report, Step(StepKind.PHOTO, actor=actor, words=justification, facts=facts), at)
    audit.record(
        actor=actor,
        verb="reports.open_original",
        subject=report.ref,
        authority=report.authority,
        note=justification.strip(),
        facts=facts,
    )
    return fresh.original


def _with_those_before(photo: Photo, covers: Sequence[Cover]) -> tuple[Cover, ...]:
    """The covers that are there, and those among `covers` that are new: forms round them to a hundredth."""
    before = sound((left, top, width, height) for left, top, width, height in photo.covers)
    new = (
        one
        for one in covers
        if not any(all(abs(a - b) < CLOSE for a, b in zip(one, old, strict=True)) for old in before)
    )
    return (*before, *new)


def _locked_photo(photo: Photo) -> Photo:
    return Photo.objects.select_for_update().get(pk=photo.pk)
