"""Reports that belong together: doubles merged and taken apart again, one split into several, related ones linked."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from perron.bricks.reports.actions.steps.reporting import subscribe
from perron.bricks.reports.actions.steps.writing import (
    Step,
    clean,
    locked,
    new_code,
    step_payload,
    to_state,
    write_step,
)
from perron.bricks.reports.models import Photo, Report, Reporter, Update
from perron.bricks.reports.permissions import TREAT
from perron.bricks.reports.queries import handbooks
from perron.bricks.reports.queries.refusals import CategoryGone, NotFromHere, NothingTold, NotMerged, NotTheSame
from perron.bricks.reports.rules import clock
from perron.bricks.reports.rules.labels import STATES, label
from perron.bricks.reports.rules.states import State, may_be_held, may_become
from perron.bricks.reports.rules.story import By, StepKind
from perron.kernel import audit, events, permissions
from perron.kernel.actors import Actor


@dataclass(frozen=True, slots=True)
class Part:
    """One of the reports that another is split into: a category of the live handbook, and its words."""

    category: str
    description: str


@transaction.atomic
def merge(*, actor: Actor, report: Report, into: Report, at: datetime, edit_number: int | None = None) -> Report:
    """Say that a report is about the same thing as another, which goes on for both; its own doubles go with it.

    Raises NotYours, ChangedMeanwhile, NotTheSame, NotFromHere.
    """
    fresh, main = _locked_pair(report, into, edit_number)
    permissions.require(actor, TREAT, fresh.authority)
    if fresh.pk == main.pk or fresh.authority_id != main.authority_id or main.state == State.DUPLICATE:
        raise NotTheSame
    if not may_become(fresh.state, State.DUPLICATE):
        raise NotFromHere(now=label(STATES, fresh.state), then=label(STATES, State.DUPLICATE))
    carried = list(fresh.duplicates.values_list("code", flat=True))
    more = 1 + fresh.me_too
    facts = {"into": main.code, "was": fresh.state, "carried": carried, "more": more}
    step = write_step(
        fresh, Step(StepKind.MERGED, actor=actor, facts=facts), at, **to_state(State.DUPLICATE, at), duplicate_of=main
    )
    Report.objects.filter(code__in=carried).update(duplicate_of=main)
    write_step(main, Step(StepKind.JOINED, actor=actor, facts={"report": fresh.code}), at, me_too=main.me_too + more)
    facts = {"into": main.code}
    audit.record(actor=actor, verb="reports.merge", subject=fresh.ref, authority=fresh.authority, facts=facts)
    events.emit("reports.report_changed", **step_payload(fresh, step))
    events.emit("reports.report_closed", **step_payload(fresh, step))
    return fresh


@transaction.atomic
def unmerge(*, actor: Actor, report: Report, at: datetime, edit_number: int | None = None) -> Report:
    """Take a double apart again: it is as it was before, with its own doubles. Raises NotYours, ChangedMeanwhile,
    NotMerged.
    """
    if report.duplicate_of is None:
        raise NotMerged
    fresh, main = _locked_pair(report, report.duplicate_of, edit_number)
    permissions.require(actor, TREAT, fresh.authority)
    if fresh.duplicate_of_id != main.pk:
        raise NotMerged
    merged = Update.objects.filter(report=fresh, kind=StepKind.MERGED).order_by("-at", "-pk").first()
    before = merged.facts if merged else {}
    was = State(before.get("was", State.SENT))
    was = State.IN_PROGRESS if was == State.PLANNED else was  # its date may have passed
    step = write_step(
        fresh,
        Step(StepKind.UNMERGED, actor=actor, facts={"from": main.code}),
        at,
        **to_state(was, at),
        duplicate_of=None,
    )
    Report.objects.filter(code__in=before.get("carried", []), duplicate_of=main).update(duplicate_of=fresh)
    fewer = max(0, main.me_too - int(before.get("more", 1)))
    apart = Step(StepKind.UNMERGED, actor=actor, facts={"report": fresh.code}, authority=fresh.authority)
    write_step(main, apart, at, me_too=fewer)
    audit.record(
        actor=actor, verb="reports.unmerge", subject=fresh.ref, authority=fresh.authority, facts={"from": main.code}
    )
    events.emit("reports.report_changed", **step_payload(fresh, step))
    events.emit("reports.report_reopened", **step_payload(fresh, step))
    return fresh


@transaction.atomic
def split(
    *, actor: Actor, report: Report, parts: Sequence[Part], at: datetime, edit_number: int | None = None
) -> list[Report]:
    """Make further reports of what one says beside its main thing, each with its own category; photos and people go
    with each. Gives the new ones. Raises NotYours, ChangedMeanwhile, NothingTold, CategoryGone, NotFromHere.
    """
    fresh = locked(report, edit_number)
    permissions.require(actor, TREAT, fresh.authority)
    if not parts or not all(part.description.strip() for part in parts):
        raise NothingTold
    if not may_be_held(fresh.state):  # open, and looked at
        raise NotFromHere(now=label(STATES, fresh.state), then=label(STATES, State.SENT))
    made = [_part(fresh, part, at) for part in parts]
    facts = {"into": [part.code for part in made]}
    step = write_step(fresh, Step(StepKind.SPLIT, actor=actor, facts=facts), at)
    audit.record(actor=actor, verb="reports.split", subject=fresh.ref, authority=fresh.authority, facts=facts)
    events.emit("reports.report_changed", **step_payload(fresh, step))
    for part in made:
        first = Update.objects.create(
            report=part,
            kind=StepKind.SPLIT,
            state=part.state,
            by=By.STAFF,
            actor=actor,
            authority=part.authority,
            facts={"from": fresh.code},
            at=at,
        )
        events.emit("reports.report_sent", **step_payload(part, first))
    return made


@transaction.atomic
def relate(*, actor: Actor, report: Report, other: Report, at: datetime) -> Report:
    """Link two reports of one authority that have to do with each other. Twice is fine. Raises NotYours, NotTheSame."""
    fresh = locked(report)
    permissions.require(actor, TREAT, fresh.authority)
    if fresh.pk == other.pk or fresh.authority_id != other.authority_id:
        raise NotTheSame
    if not fresh.related.filter(pk=other.pk).exists():
        fresh.related.add(other)
        write_step(fresh, Step(StepKind.RELATED, actor=actor, facts={"report": other.code}), at)
    audit.record(
        actor=actor, verb="reports.relate", subject=fresh.ref, authority=fresh.authority, facts={"report": other.code}
    )
    return fresh


def _locked_pair(report: Report, other: Report, edit_number: int | None) -> tuple[Report, Report]:
    """Both held, always in the same order, so that two agents who merge crosswise do not wait for each other."""
    first, second = sorted((report, other), key=lambda one: one.pk)
    held = {one.pk: locked(one, edit_number if one.pk == report.pk else None) for one in (first, second)}
    return held[report.pk], held[other.pk]


def _part(report: Report, part: Part, at: datetime) -> Report:
    row, handbook = handbooks.live_handbook(report.authority)
    category = handbook.category(part.category)
    if category is None or category.code in handbook.groups:
        raise CategoryGone(close="")
    made = Report.objects.create(
        code=new_code(),
        authority=report.authority,
        handbook=row,
        category=category.code,
        place=report.place,
        longitude=report.longitude,
        latitude=report.latitude,
        position_by=report.position_by,
        address=report.address,
        description=clean(part.description),
        language=report.language,
        channel=report.channel,
        is_private=category.is_private,
        hidden_reason=report.hidden_reason,
        team=category.team,
        priority=category.priority,
        routing=report.routing,
        split_from=report,
        sent_at=report.sent_at,
        acknowledged_at=at,
        due_at=clock.due(report.sent_at, category.service_level, handbook.holidays),
        changed_at=at,
    )
    _copy_people_and_photos(report, made, at)
    return made


def _copy_people_and_photos(report: Report, made: Report, at: datetime) -> None:
    people = list(report.reporters.filter(is_first=True, forgotten_at=None))
    for person in people:
        person.pk, person.report, person.secret = None, made, secrets.token_urlsafe(32)
        person.verdict, person.verdict_at = "", None
    for person in Reporter.objects.bulk_create(people):
        subscribe(person, at)
    photos = list(report.photos.all())
    for photo in photos:
        photo.pk, photo.report = None, made
    Photo.objects.bulk_create(photos)
