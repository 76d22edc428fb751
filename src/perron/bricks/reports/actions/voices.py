"""The side of who reported, and of visitors: me too, the verdict, answers, second thoughts, a flag."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.crypto import salted_hmac

from perron.bricks.reports.actions.steps.checking import require_address
from perron.bricks.reports.actions.steps.forgetting import topic_of
from perron.bricks.reports.actions.steps.photos import MENDED, PROBLEM, attach_photos, keep_photos
from perron.bricks.reports.actions.steps.reporting import add_reporter
from perron.bricks.reports.actions.steps.writing import Step, clean, locked, step_payload, to_state, write_step
from perron.bricks.reports.models import Report, Reporter, Update
from perron.bricks.reports.queries import handbooks
from perron.bricks.reports.queries.refusals import NotAsked, NotFromHere, NothingToJudge, NothingTold, TooLateToReopen
from perron.bricks.reports.rules.handbook import Photos
from perron.bricks.reports.rules.labels import STATES, label
from perron.bricks.reports.rules.sending import GivenPhoto, GivenReporter
from perron.bricks.reports.rules.states import State, is_open, may_be_held, may_become
from perron.bricks.reports.rules.story import By, StepKind
from perron.bricks.reports.rules.suspicion import FLAGS, MOST_FLAGS
from perron.kernel import audit, events, following
from perron.kernel.actors import Actor
from perron.kernel.errors import NotFound


@transaction.atomic
def say_me_too(
    *, actor: Actor | None, report: Report, given: GivenReporter, at: datetime, language: str = ""
) -> Reporter:
    """Say that one has seen the same thing: counted once per account and address, told like the first. Raises
    NotAnAddress, NotFound (for what is not public), NotAsked (when it is closed).
    """
    email = require_address(given)
    fresh = locked(report)
    if not fresh.is_public:
        raise NotFound
    if not is_open(fresh.state):
        raise NotAsked
    if known := _known(fresh, actor, email):
        return known
    reporter = add_reporter(
        fresh, given, email, actor=actor, language=language or fresh.language, at=at, is_first=False
    )
    step = write_step(fresh, Step(StepKind.ME_TOO, By.REPORTER), at, me_too=fresh.me_too + 1)
    audit.record(actor=actor, verb="reports.say_me_too", subject=fresh.ref, authority=fresh.authority)
    events.emit("reports.report_changed", **step_payload(fresh, step))
    return reporter


@transaction.atomic
def give_verdict(
    *,
    actor: Actor | None,
    reporter: Reporter,
    mended: bool,
    at: datetime,
    reason: str = "",
    words: str = "",
    photos: Sequence[GivenPhoto] = (),
) -> Report:
    """Say whether it is really mended. If not, it is opened again; `reason`: not_mended, badly_mended, again, other.

    For a double, the verdict is about the report that went on. Raises NothingToJudge, TooLateToReopen, and what
    `keep_photos` raises.
    """
    fresh = locked(reporter.report.duplicate_of or reporter.report)
    kept = keep_photos(photos)
    if mended:
        _require_done(fresh)
        if reporter.verdict == "mended" and fresh.mended_at is not None:  # said already
            return fresh
    else:
        _require_reopenable(fresh, at)
    Reporter.objects.filter(pk=reporter.pk).update(verdict="mended" if mended else "not_mended", verdict_at=at)
    kind = StepKind.VERDICT if mended else StepKind.REOPENED
    said = Step(
        kind, By.REPORTER, words=words, language=reporter.language, facts={"mended": mended, "reason": reason[:20]}
    )
    changes = {"mended_at": fresh.mended_at or fresh.done_at} if mended else _reopened(fresh, at)
    step = write_step(fresh, said, at, **changes)
    purpose = MENDED if mended else PROBLEM
    attach_photos(fresh, kept, purpose=purpose, shown=_photos_of(fresh, reporter), actor=None, at=at)
    audit.record(
        actor=actor, verb="reports.give_verdict", subject=fresh.ref, authority=fresh.authority, facts={"mended": mended}
    )
    events.emit("reports.report_mended" if mended else "reports.report_reopened", **step_payload(fresh, step))
    events.emit("reports.report_changed", **step_payload(fresh, step))
    return fresh


@transaction.atomic
def answer(
    *, actor: Actor | None, reporter: Reporter, words: str, at: datetime, photos: Sequence[GivenPhoto] = ()
) -> Report:
    """Answer the question, or add something. A question waits for who sent it first; others' photos wait for an agent.

    Raises NothingTold, NotAsked, and what `keep_photos` raises.
    """
    fresh = locked(reporter.report)
    if not clean(words) and not photos:
        raise NothingTold
    if not is_open(fresh.state):
        raise NotAsked
    kept = keep_photos(photos)
    changes = to_state(State.IN_PROGRESS, at) if fresh.state == State.WAITING and reporter.is_first else {}
    said = Step(StepKind.ANSWER, By.REPORTER, words=words, language=reporter.language)
    step = write_step(fresh, said, at, **changes)
    attach_photos(fresh, kept, purpose=PROBLEM, shown=_photos_of(fresh, reporter), actor=None, at=at)
    audit.record(actor=actor, verb="reports.answer", subject=fresh.ref, authority=fresh.authority)
    events.emit("reports.report_changed", **step_payload(fresh, step))
    return fresh


@transaction.atomic
def withdraw(*, actor: Actor | None, reporter: Reporter, at: datetime) -> Report:
    """Take one's own report back: only who sent it first, only while it is open. Raises NotFromHere."""
    fresh = locked(reporter.report)
    if not reporter.is_first or not may_become(fresh.state, State.WITHDRAWN):
        raise NotFromHere(now=label(STATES, fresh.state), then=label(STATES, State.WITHDRAWN))
    step = write_step(fresh, Step(StepKind.WITHDRAWN, By.REPORTER), at, **to_state(State.WITHDRAWN, at))
    audit.record(actor=actor, verb="reports.withdraw", subject=fresh.ref, authority=fresh.authority)
    events.emit("reports.report_changed", **step_payload(fresh, step))
    events.emit("reports.report_closed", **step_payload(fresh, step))
    return fresh


@transaction.atomic
def flag(*, actor: Actor | None, report: Report, why: str, at: datetime, visitor: str = "") -> Report:
    """Say that a report should not be public. When enough visitors do, it is held (or, when closed, hidden) until
    somebody has looked. `visitor` tells visitors apart (a session's key, kept as a hash). Raises NotFound, NothingTold.
    """
    fresh = locked(report)
    if not fresh.is_public:
        raise NotFound
    if not clean(why):
        raise NothingTold
    mark = salted_hmac("reports.flag", f"{actor.pk if actor else ''}:{visitor}").hexdigest()[:16]
    flags = _flags_since_looked(fresh)
    if mark not in flags:
        write_step(fresh, Step(StepKind.FLAGGED, By.REPORTER, words=why[:500], facts={"mark": mark}), at)
        if len(flags) + 1 >= MOST_FLAGS:
            _hold_for_flags(fresh, at)
    audit.record(actor=actor, verb="reports.flag", subject=fresh.ref, authority=fresh.authority)
    return fresh


@transaction.atomic
def stop_mail(*, actor: Actor | None, reporter: Reporter) -> Reporter:
    """No more letters about this report to this person. Twice is fine."""
    fresh = Reporter.objects.select_for_update(of=("self",)).select_related("report__authority").get(pk=reporter.pk)
    fresh.wants_mail = False
    fresh.save(update_fields=["wants_mail"])
    following.forget_topics([topic_of(fresh.pk)])
    report = fresh.report
    audit.record(actor=actor, verb="reports.stop_mail", subject=report.ref, authority=report.authority)
    return fresh


def _known(report: Report, actor: Actor | None, email: str) -> Reporter | None:
    """Somebody who reported it already. The report is held, so that two of the same come one after the other."""
    people = Reporter.objects.filter(report=report)
    if actor is not None and (found := people.filter(actor=actor).first()):
        return found
    return people.filter(email=email).first() if email else None


def _require_done(report: Report) -> None:
    if report.state != State.DONE:
        raise NothingToJudge


def _require_reopenable(report: Report, at: datetime) -> None:
    if is_open(report.state) or report.closed_at is None:
        raise NothingToJudge
    if not may_become(report.state, State.SENT) or report.state == State.DUPLICATE:
        raise NothingToJudge
    days = handbooks.of_report(report.handbook_id).settings.reopen_days
    if at > report.closed_at + timedelta(days=days):
        raise TooLateToReopen(days=days)


def _reopened(report: Report, at: datetime) -> dict[str, object]:
    return to_state(State.SENT, at) | {"reopened": report.reopened + 1}


def _photos_of(report: Report, reporter: Reporter) -> str:
    """As the category says; anybody may say "me too", so that photos of those who did are looked at first."""
    if not reporter.is_first:
        return Photos.MODERATED
    category = handbooks.of_report(report.handbook_id).by_code.get(report.category)
    return category.photos if category else Photos.MODERATED


def _flags_since_looked(report: Report) -> set[str]:
    looked = Update.objects.filter(report=report, kind__in=[StepKind.RELEASED, StepKind.SHOWN]).order_by("-pk").first()
    flags = Update.objects.filter(report=report, kind=StepKind.FLAGGED, pk__gt=looked.pk if looked else 0)
    return {str(facts.get("mark", "")) for facts in flags.values_list("facts", flat=True)}


def _hold_for_flags(report: Report, at: datetime) -> None:
    if may_be_held(report.state):
        held = Step(StepKind.HELD, By.SYSTEM, facts={"was": report.state, "flags": MOST_FLAGS})
        changes = to_state(State.QUARANTINED, at) | {"held_because": [FLAGS]}
    else:
        held = Step(StepKind.HIDDEN, By.SYSTEM, facts={"flags": MOST_FLAGS})
        changes = {"hidden_reason": FLAGS}
    step = write_step(report, held, at, **changes)
    events.emit("reports.report_hidden", **step_payload(report, step))
