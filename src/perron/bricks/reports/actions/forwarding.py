"""Giving a report to a contractor who has no account, and what she answers by her link."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from perron.bricks.reports.actions.steps.photos import MENDED, attach_photos, keep_photos
from perron.bricks.reports.actions.steps.writing import Step, clean, locked, step_payload, to_state, write_step
from perron.bricks.reports.models import Forwarding, Photo, Report
from perron.bricks.reports.permissions import TREAT
from perron.bricks.reports.queries.forwardings import RUNNING, hash_of, is_over, secret_for
from perron.bricks.reports.queries.refusals import NotAsked, NotFromHere, NothingTold, NoWorkAddress, WorkOver
from perron.bricks.reports.rules.handbook import Photos
from perron.bricks.reports.rules.labels import STATES, label
from perron.bricks.reports.rules.sending import GivenPhoto
from perron.bricks.reports.rules.states import State, is_open, may_become
from perron.bricks.reports.rules.story import By, StepKind
from perron.kernel import audit, events, permissions
from perron.kernel.actors import Actor
from perron.kernel.languages import LANGUAGES


@transaction.atomic
def forward(
    *,
    actor: Actor,
    report: Report,
    to_name: str,
    to_email: str,
    language: str,
    note: str,
    days: int,
    at: datetime,
    edit_number: int | None = None,
) -> Forwarding:
    """Give the work to somebody outside by a link that is good for so many days. Who has it already keeps her link.

    Raises NotYours, ChangedMeanwhile, NotAsked (closed), NoWorkAddress; ValueError for a language that is not ours.
    """
    if language not in LANGUAGES:
        raise ValueError(language)
    fresh = locked(report, edit_number)
    permissions.require(actor, TREAT, fresh.authority)
    if not is_open(fresh.state) or fresh.state == State.QUARANTINED:
        raise NotAsked
    email = _address(to_email)
    if known := Forwarding.objects.filter(report=fresh, to_email=email, state__in=RUNNING, expires_at__gt=at).first():
        return known
    forwarding = Forwarding.objects.create(
        report=fresh,
        authority=fresh.authority,
        to_name=clean(to_name)[:120],
        to_email=email,
        language=language,
        note=clean(note),
        secret_hash=hash_of(secret_for(fresh.code, email, at)),
        sent_by=actor,
        sent_at=at,
        expires_at=at + timedelta(days=days),
    )
    changes = to_state(State.IN_PROGRESS, at) if fresh.state == State.SENT else {}
    facts = {"to_name": forwarding.to_name, "forwarding": forwarding.pk}
    step = write_step(fresh, Step(StepKind.FORWARDED, actor=actor, words=note, facts=facts), at, **changes)
    audit.record(actor=actor, verb="reports.forward", subject=fresh.ref, authority=fresh.authority)
    events.emit("reports.report_changed", **step_payload(fresh, step))
    return forwarding


@transaction.atomic
def end_forwarding(*, actor: Actor, forwarding: Forwarding, at: datetime) -> Forwarding:
    """Take the work back: the link shows it no more. Twice is fine. Raises NotYours."""
    report, fresh = _held(forwarding)
    permissions.require(actor, TREAT, report.authority)
    if fresh.state == "ended":
        return fresh
    _set(fresh, "ended", at)
    with translation.override(report.authority.language):
        words = _("The work was taken back from %(name)s.") % {"name": fresh.to_name}
    write_step(report, Step(StepKind.NOTE, actor=actor, words=words, language=report.authority.language), at)
    audit.record(actor=actor, verb="reports.end_forwarding", subject=report.ref, authority=report.authority)
    return fresh


@transaction.atomic
def confirm_work(
    *,
    actor: Actor,
    report: Report,
    words: str,
    at: datetime,
    language: str = "",
    edit_number: int | None = None,
) -> Report:
    """The agent agrees that the contractor has done it: done, and the contractor's photos become public.

    Raises NotYours, ChangedMeanwhile, NotFromHere.
    """
    fresh = locked(report, edit_number)
    permissions.require(actor, TREAT, fresh.authority)
    found = Forwarding.objects.select_for_update().filter(report=fresh, state="done")
    if not found or not may_become(fresh.state, State.DONE):
        raise NotFromHere(now=label(STATES, fresh.state), then=label(STATES, State.DONE))
    photos = Photo.objects.filter(report=fresh, purpose=MENDED, added_by=None, hidden_reason="", is_public=False)
    photos.filter(added_at__gte=min(one.sent_at for one in found)).update(is_public=True)
    said = Step(StepKind.STATE, actor=actor, words=words, language=language)
    step = write_step(fresh, said, at, **to_state(State.DONE, at))
    audit.record(actor=actor, verb="reports.confirm_work", subject=fresh.ref, authority=fresh.authority)
    events.emit("reports.report_changed", **step_payload(fresh, step))
    events.emit("reports.report_closed", **step_payload(fresh, step))
    return fresh


@transaction.atomic
def open_work(*, actor: Actor | None, forwarding: Forwarding, at: datetime) -> Forwarding:
    """Note that the contractor has seen it, the first time."""
    report, fresh = _held(forwarding)
    if fresh.seen_at is None and not is_over(fresh, report, at):
        fresh.seen_at = at
        fresh.save(update_fields=["seen_at"])
        audit.record(actor=actor, verb="reports.open_work", subject=report.ref, authority=report.authority)
    return fresh


@transaction.atomic
def accept_work(*, actor: Actor | None, forwarding: Forwarding, at: datetime) -> Forwarding:
    """The contractor will do it. Twice is fine. Raises WorkOver."""
    report, fresh = _running(forwarding, at)
    if fresh.state == "sent":
        _set(fresh, "accepted", at)
        _tell(report, fresh, "accepted", "", at)
    audit.record(actor=actor, verb="reports.accept_work", subject=report.ref, authority=report.authority)
    return fresh


@transaction.atomic
def decline_work(*, actor: Actor | None, forwarding: Forwarding, reason: str, at: datetime) -> Forwarding:
    """The contractor will not do it, and says why. Raises WorkOver, NothingTold."""
    report, fresh = _running(forwarding, at)
    if not clean(reason):
        raise NothingTold
    _set(fresh, "declined", at)
    _tell(report, fresh, "declined", reason, at)
    audit.record(actor=actor, verb="reports.decline_work", subject=report.ref, authority=report.authority)
    return fresh


@transaction.atomic
def ask_about_work(*, actor: Actor | None, forwarding: Forwarding, words: str, at: datetime) -> Forwarding:
    """The contractor asks the authority something, which colleagues read. Raises WorkOver, NothingTold."""
    report, fresh = _running(forwarding, at)
    if not clean(words):
        raise NothingTold
    _tell(report, fresh, "asked", words, at)
    audit.record(actor=actor, verb="reports.ask_about_work", subject=report.ref, authority=report.authority)
    return fresh


@transaction.atomic
def finish_work(
    *, actor: Actor | None, forwarding: Forwarding, words: str, at: datetime, photos: Sequence[GivenPhoto] = ()
) -> Forwarding:
    """The contractor says that it is done. The state waits for an agent, who sees the photos first. Twice is fine.

    Raises WorkOver, NothingTold, and what `keep_photos` raises.
    """
    report, fresh = _running(forwarding, at)
    if fresh.state == "done":
        return fresh
    if not clean(words) and not photos:
        raise NothingTold
    kept = keep_photos(photos)
    _set(fresh, "done", at)
    said = Step(StepKind.CONTRACTOR, By.CONTRACTOR, words=words, language=fresh.language, facts=_facts(fresh, "done"))
    step = write_step(report, said, at)
    attach_photos(report, kept, purpose=MENDED, shown=Photos.MODERATED, actor=None, at=at)
    audit.record(actor=actor, verb="reports.finish_work", subject=report.ref, authority=report.authority)
    events.emit("reports.report_changed", **step_payload(report, step))
    return fresh


def _held(forwarding: Forwarding) -> tuple[Report, Forwarding]:
    """Both rows as they are now, the report first, as everywhere."""
    report = locked(forwarding.report)
    return report, Forwarding.objects.select_for_update().get(pk=forwarding.pk)


def _running(forwarding: Forwarding, at: datetime) -> tuple[Report, Forwarding]:
    report, fresh = _held(forwarding)
    if is_over(fresh, report, at):
        raise WorkOver(authority=fresh.authority.name)
    return report, fresh


def _set(forwarding: Forwarding, state: str, at: datetime) -> None:
    forwarding.state, forwarding.answered_at = state, at
    forwarding.save(update_fields=["state", "answered_at"])


def _tell(report: Report, forwarding: Forwarding, what: str, words: str, at: datetime) -> None:
    """A line of the story for colleagues, who are told."""
    said = Step(
        StepKind.CONTRACTOR,
        By.CONTRACTOR,
        words=words,
        language=forwarding.language,
        facts=_facts(forwarding, what),
    )
    step = write_step(report, said, at)
    events.emit("reports.report_changed", **step_payload(report, step))


def _facts(forwarding: Forwarding, what: str) -> dict[str, object]:
    return {"to_name": forwarding.to_name, "forwarding": forwarding.pk, "work": what}


def _address(written: str) -> str:
    email = written.strip().lower()
    try:
        validate_email(email)
    except ValidationError as error:
        raise NoWorkAddress from error
    return email
