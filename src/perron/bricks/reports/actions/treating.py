"""Treating a report: its state, what is asked and noted, its category, its priority, its place."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from types import MappingProxyType

from django.db import transaction
from django.utils import timezone

from perron.bricks.reports.actions.steps.photos import MENDED, attach_photos, keep_photos
from perron.bricks.reports.actions.steps.writing import Step, locked, place_at, step_payload, to_state, write_step
from perron.bricks.reports.models import Report
from perron.bricks.reports.permissions import MODERATE, TREAT
from perron.bricks.reports.queries import handbooks
from perron.bricks.reports.queries.refusals import (
    CategoryGone,
    DateMissing,
    NotFromHere,
    NothingTold,
    ReasonMissing,
)
from perron.bricks.reports.rules import clock
from perron.bricks.reports.rules.handbook import Photos
from perron.bricks.reports.rules.labels import STATES, label
from perron.bricks.reports.rules.plain import in_one_line
from perron.bricks.reports.rules.sending import GivenPhoto
from perron.bricks.reports.rules.states import State, is_open, may_become
from perron.bricks.reports.rules.story import StepKind
from perron.kernel import audit, events, permissions
from perron.kernel.actors import Actor

BY_OTHER_ACTS = frozenset({State.DUPLICATE, State.QUARANTINED, State.WITHDRAWN})  # merge, hold; its sender's alone


@transaction.atomic
def change_state(
    *,
    actor: Actor,
    report: Report,
    to: str,
    at: datetime,
    words: str = "",
    language: str = "",
    planned_on: date | None = None,
    because: str = "",
    photos: Sequence[GivenPhoto] = (),
    facts: Mapping[str, object] = MappingProxyType({}),
    edit_number: int | None = None,
) -> Report:
    """Bring a report to another state, with words to who reported. `planned_on` is needed for PLANNED; `because` is for
    REFUSED the code of the reason, for NOT_OURS whom it was sent to; `photos` show the mended thing; `facts` more facts
    of the step.

    Raises NotYours, ChangedMeanwhile, NotFromHere, DateMissing, ReasonMissing, and what `keep_photos` raises.
    """
    fresh = locked(report, edit_number)
    permissions.require(actor, MODERATE if fresh.state == State.QUARANTINED else TREAT, fresh.authority)
    then = _next_state(fresh, to)
    _require_what_it_needs(then, words=words, because=because, planned_on=planned_on, at=at)
    kept = keep_photos(photos)
    reopens = not is_open(fresh.state)
    facts = {**facts, **_facts(then, because=because, planned_on=planned_on)}
    more: dict[str, object] = {"planned_on": planned_on} if then == State.PLANNED else {}
    more |= {"reopened": fresh.reopened + 1} if reopens else {}
    more |= {} if is_open(then) else {"closed_because": facts.get("because", "")}
    kind = StepKind.REOPENED if reopens else StepKind.STATE
    said = Step(kind, actor=actor, words=words, language=language, facts=facts)
    step = write_step(fresh, said, at, **to_state(then, at) | more)
    attach_photos(fresh, kept, purpose=MENDED, shown=Photos.PUBLIC, actor=actor, at=at)
    audit.record(
        actor=actor, verb="reports.change_state", subject=fresh.ref, authority=fresh.authority, facts={"state": then}
    )
    payload = step_payload(fresh, step)
    events.emit("reports.report_changed", **payload)
    if reopens:
        events.emit("reports.report_reopened", **payload)
    elif not is_open(then):
        events.emit("reports.report_closed", **payload)
    return fresh


@transaction.atomic
def ask_reporter(
    *, actor: Actor, report: Report, words: str, at: datetime, language: str = "", edit_number: int | None = None
) -> Report:
    """Ask who reported something; the report waits for the answer. Raises NotYours, ChangedMeanwhile, NothingTold,
    NotFromHere.
    """
    fresh = locked(report, edit_number)
    permissions.require(actor, TREAT, fresh.authority)
    if not words.strip():
        raise NothingTold
    if fresh.state != State.WAITING and not may_become(fresh.state, State.WAITING):
        raise NotFromHere(now=label(STATES, fresh.state), then=label(STATES, State.WAITING))
    asked = Step(StepKind.QUESTION, actor=actor, words=words, language=language)
    step = write_step(fresh, asked, at, **to_state(State.WAITING, at))
    audit.record(actor=actor, verb="reports.ask_reporter", subject=fresh.ref, authority=fresh.authority)
    events.emit("reports.report_changed", **step_payload(fresh, step))
    return fresh


@transaction.atomic
def note(*, actor: Actor, report: Report, words: str, at: datetime, language: str = "") -> Report:
    """Write something for colleagues only. Raises NotYours, NothingTold."""
    fresh = locked(report)
    permissions.require(actor, TREAT, fresh.authority)
    if not words.strip():
        raise NothingTold
    write_step(fresh, Step(StepKind.NOTE, actor=actor, words=words, language=language), at)
    audit.record(actor=actor, verb="reports.note", subject=fresh.ref, authority=fresh.authority)
    return fresh


@transaction.atomic
def change_category(
    *, actor: Actor, report: Report, code: str, at: datetime, words: str = "", edit_number: int | None = None
) -> Report:
    """Put a report in another category of the live handbook: its team and its term follow. Raises NotYours,
    ChangedMeanwhile, CategoryGone, NotServedHere.
    """
    fresh = locked(report, edit_number)
    permissions.require(actor, TREAT, fresh.authority)
    row, handbook = handbooks.live_handbook(fresh.authority)
    category = handbook.category(code)
    if category is None or category.code in handbook.groups:
        raise CategoryGone(close="")
    changes: dict[str, object] = {
        "category": category.code,
        "handbook": row,
        "is_private": category.is_private,
        "due_at": clock.due(fresh.sent_at, category.service_level, handbook.holidays),
    }
    if category.team and category.team != fresh.team:
        changes |= {"team": category.team, "assignee": None}
    facts = {"from": fresh.category, "to": category.code}
    if "team" in changes:
        facts |= {"team": category.team, "team_before": fresh.team}
    step = write_step(fresh, Step(StepKind.CATEGORY, actor=actor, words=words, facts=facts), at, **changes)
    audit.record(actor=actor, verb="reports.change_category", subject=fresh.ref, authority=fresh.authority, facts=facts)
    events.emit("reports.report_changed", **step_payload(fresh, step))
    return fresh


@transaction.atomic
def change_priority(
    *, actor: Actor, report: Report, priority: int, at: datetime, edit_number: int | None = None
) -> Report:
    """1 low, 2 normal, 3 high (ValueError else). Raises NotYours, ChangedMeanwhile."""
    if priority not in {1, 2, 3}:
        raise ValueError(priority)
    fresh = locked(report, edit_number)
    permissions.require(actor, TREAT, fresh.authority)
    facts = {"from": fresh.priority, "to": priority}
    write_step(fresh, Step(StepKind.PRIORITY, actor=actor, facts=facts), at, priority=priority)
    audit.record(actor=actor, verb="reports.change_priority", subject=fresh.ref, authority=fresh.authority, facts=facts)
    return fresh


@transaction.atomic
def move(
    *,
    actor: Actor,
    report: Report,
    longitude: float,
    latitude: float,
    at: datetime,
    address: str = "",
    edit_number: int | None = None,
) -> Report:
    """Correct the point (WGS 84 degrees). Who is competent there is not asked again: offer it to them if need be.

    Raises NotYours, ChangedMeanwhile, OutsideBelgium.
    """
    fresh = locked(report, edit_number)
    permissions.require(actor, TREAT, fresh.authority)
    place = place_at(longitude, latitude)
    changes = {"longitude": longitude, "latitude": latitude, "place": place, "address": in_one_line(address)[:300]}
    step = write_step(fresh, Step(StepKind.MOVED, actor=actor), at, **changes)
    audit.record(actor=actor, verb="reports.move", subject=fresh.ref, authority=fresh.authority)
    events.emit("reports.report_changed", **step_payload(fresh, step))
    return fresh


def _next_state(report: Report, to: str) -> State:
    """The state asked for, when it can be reached by this act."""
    is_known = to in set(State) and to not in BY_OTHER_ACTS
    is_release = report.state == State.QUARANTINED and to == State.SENT  # which is an act of its own
    if not is_known or is_release or not may_become(report.state, to):
        raise NotFromHere(now=label(STATES, report.state), then=label(STATES, to))
    return State(to)


def _require_what_it_needs(then: State, *, words: str, because: str, planned_on: date | None, at: datetime) -> None:
    """A day for what is planned, a reason for what will not be done."""
    if then == State.PLANNED and (planned_on is None or planned_on < timezone.localdate(at)):
        raise DateMissing
    if then in {State.REFUSED, State.NOT_OURS} and not (because.strip() or words.strip()):
        raise ReasonMissing


def _facts(then: State, *, because: str, planned_on: date | None) -> dict[str, str]:
    if then == State.PLANNED and planned_on:
        return {"planned_on": planned_on.isoformat()}
    return {"because": because.strip()[:60]} if because.strip() and not is_open(then) else {}
