"""From one authority to another: offered, accepted or sent back with a reason; taken over when an authority ends."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from perron.bricks.reports.actions.steps.writing import Step, clean, locked, step_payload, to_state, write_step
from perron.bricks.reports.models import Report, Transfer
from perron.bricks.reports.permissions import TRANSFER
from perron.bricks.reports.queries import handbooks
from perron.bricks.reports.queries.refusals import (
    InTransferAlready,
    NotFromHere,
    NotServedHere,
    ReasonMissing,
    ToItself,
    TransferAnswered,
)
from perron.bricks.reports.rules import clock
from perron.bricks.reports.rules.handbook import OTHER
from perron.bricks.reports.rules.labels import STATES, label
from perron.bricks.reports.rules.states import State, may_be_held
from perron.bricks.reports.rules.story import By, StepKind
from perron.kernel import audit, events, permissions
from perron.kernel.actors import Actor
from perron.kernel.authorities import Authority


@transaction.atomic
def offer(
    *, actor: Actor, report: Report, to: Authority, reason: str, at: datetime, edit_number: int | None = None
) -> Transfer:
    """Offer a report to the authority that should treat it; until it accepts, it stays here. Raises NotYours,
    ChangedMeanwhile, ReasonMissing, ToItself, NotServedHere, NotFromHere, InTransferAlready.
    """
    fresh = locked(report, edit_number)
    permissions.require(actor, TRANSFER, fresh.authority)
    if not clean(reason):
        raise ReasonMissing
    if to.pk == fresh.authority_id:
        raise ToItself
    if not handbooks.has_live_handbook(to):
        raise NotServedHere(authority=to.name)
    if not may_be_held(fresh.state):  # open, and looked at
        raise NotFromHere(now=label(STATES, fresh.state), then=to.name)
    if Transfer.objects.filter(report=fresh, answered_at=None).exists():
        raise InTransferAlready
    transfer = Transfer.objects.create(
        report=fresh, from_authority=fresh.authority, to_authority=to, reason=clean(reason), asked_by=actor, asked_at=at
    )
    facts = {"from": fresh.authority.slug, "to": to.slug}
    step = write_step(fresh, Step(StepKind.OFFERED, actor=actor, words=reason, facts=facts), at)
    audit.record(actor=actor, verb="reports.offer", subject=fresh.ref, authority=fresh.authority, facts=facts)
    events.emit("reports.report_changed", **step_payload(fresh, step))
    return transfer


@transaction.atomic
def accept(*, actor: Actor, transfer: Transfer, at: datetime) -> Report:
    """Take the report over: from now on it is treated here, by the handbook of here, and its term starts anew. Who
    reported is told. Raises NotYours, TransferAnswered.
    """
    fresh, asked = _held(transfer)
    permissions.require(actor, TRANSFER, asked.to_authority)
    _require_open(asked)
    asked.answer, asked.answered_by, asked.answered_at = "accepted", actor, at
    asked.save(update_fields=["answer", "answered_by", "answered_at"])
    facts = {"from": asked.from_authority.slug, "to": asked.to_authority.slug}
    said = Step(StepKind.ACCEPTED, actor=actor, facts=facts, authority=asked.to_authority)
    step = write_step(fresh, said, at, **_treated_by(fresh, asked.to_authority, at))
    audit.record(actor=actor, verb="reports.accept", subject=fresh.ref, authority=asked.to_authority, facts=facts)
    events.emit("reports.report_transferred", **step_payload(fresh, step))
    return fresh


@transaction.atomic
def send_back(*, actor: Actor, transfer: Transfer, reason: str, at: datetime) -> Report:
    """Decline the offer, with the reason that the other authority reads. Raises NotYours, TransferAnswered,
    ReasonMissing.
    """
    fresh, asked = _held(transfer)
    permissions.require(actor, TRANSFER, asked.to_authority)
    _require_open(asked)
    if not clean(reason):
        raise ReasonMissing
    asked.answer, asked.answer_reason = "sent_back", clean(reason)
    asked.answered_by, asked.answered_at = actor, at
    asked.save(update_fields=["answer", "answer_reason", "answered_by", "answered_at"])
    facts = {"from": asked.to_authority.slug, "to": asked.from_authority.slug}
    said = Step(StepKind.SENT_BACK, actor=actor, words=reason, facts=facts, authority=asked.to_authority)
    step = write_step(fresh, said, at)
    audit.record(actor=actor, verb="reports.send_back", subject=fresh.ref, authority=asked.to_authority, facts=facts)
    events.emit("reports.report_changed", **step_payload(fresh, step))
    return fresh


@transaction.atomic
def inherit(*, actor: Actor | None, report: Report, heir: Authority, at: datetime) -> Report:
    """Give a report of an authority that ended to the one that came after. By the clock. Raises ToItself."""
    fresh = locked(report)
    if fresh.authority_id == heir.pk:
        raise ToItself
    facts = {"from": fresh.authority.slug, "to": heir.slug}
    said = Step(StepKind.INHERITED, By.SYSTEM, actor=actor, facts=facts, authority=heir)
    changes = _treated_by(fresh, heir, at) | {"state": fresh.state, "due_at": fresh.due_at}
    changes["planned_on"] = fresh.planned_on
    Transfer.objects.filter(report=fresh, answered_at=None).delete()
    step = write_step(fresh, said, at, **changes)
    audit.record(actor=actor, verb="reports.inherit", subject=fresh.ref, authority=heir, facts=facts)
    events.emit("reports.report_transferred", **step_payload(fresh, step))
    return fresh


def _held(transfer: Transfer) -> tuple[Report, Transfer]:
    """The report, then the offer: in this order everywhere."""
    fresh = locked(transfer.report)
    found = Transfer.objects.select_for_update(of=("self",)).select_related("from_authority", "to_authority")
    return fresh, found.get(pk=transfer.pk)


def _require_open(transfer: Transfer) -> None:
    if transfer.answered_at is not None:
        raise TransferAnswered


def _treated_by(report: Report, authority: Authority, at: datetime) -> dict[str, object]:
    """What changes when another authority treats it. A category that it does not know stays readable as it was."""
    changes: dict[str, object] = {"authority": authority, "team": "", "assignee": None}
    if report.closed_at is None and report.state != State.QUARANTINED:
        changes |= to_state(State.SENT, at)
    if not handbooks.has_live_handbook(authority):
        return changes
    row, handbook = handbooks.live_handbook(authority)
    category = handbook.category(report.category) or handbook.category(OTHER)
    if category is None:
        return changes
    return changes | {
        "handbook": row,
        "category": category.code,
        "team": category.team,
        "due_at": clock.due(at, category.service_level, handbook.holidays),
        "is_private": category.is_private or report.is_private,
    }
