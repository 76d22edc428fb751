"""Sending a report: once, to whoever is competent, with the reason; whatever door it comes through."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, transaction

from perron.bricks.reports.actions.steps import checking
from perron.bricks.reports.actions.steps.photos import PROBLEM, attach_photos, keep_photos
from perron.bricks.reports.actions.steps.reporting import add_reporter
from perron.bricks.reports.actions.steps.writing import new_code, place_at, step_payload
from perron.bricks.reports.models import Handbook, Report, Reporter, Update
from perron.bricks.reports.permissions import TREAT
from perron.bricks.reports.queries.competence import Decision, decide_at
from perron.bricks.reports.queries.handbooks import live_handbook
from perron.bricks.reports.queries.refusals import KeyTaken, NotServedHere
from perron.bricks.reports.rules import clock
from perron.bricks.reports.rules.handbook import Category
from perron.bricks.reports.rules.handbook import Handbook as Written
from perron.bricks.reports.rules.plain import in_one_line
from perron.bricks.reports.rules.sending import BY_STAFF, NewReport
from perron.bricks.reports.rules.states import State
from perron.bricks.reports.rules.story import By, StepKind
from perron.kernel import audit, events, permissions
from perron.kernel.actors import Actor
from perron.kernel.authorities import Authority, authority_by_slug
from perron.kernel.languages import LANGUAGES


@dataclass(frozen=True, slots=True)
class Sent:
    """What became of it. `reporter.secret` opens the sender's side; `was_known`: the same one had been sent before."""

    report: Report
    reporter: Reporter
    was_known: bool = False


@dataclass(frozen=True, slots=True)
class _Treatment:
    """Who treats it and how: by which version of whose handbook, as which category."""

    authority: Authority
    row: Handbook
    handbook: Written
    category: Category
    decision: Decision


@transaction.atomic
def send_report(*, actor: Actor | None, what: NewReport, at: datetime) -> Sent:
    """Take a report, and give it to whoever is competent. `actor` has an account, or is the agent who types it.

    Raises OutsideBelgium, NotServedHere, CategoryGone, EmergencyFirst, AnswerMissing, WordsTooLong, NotAnAddress,
    KeyTaken, and what `keep_photos` raises; SignInFirst or NotYours at an agent's door.
    """
    if known := _sent_before(what):
        return known
    chosen = authority_by_slug(what.authority)
    if what.channel in BY_STAFF:
        permissions.require(actor, TREAT, chosen)
    treatment = _treatment(chosen, what, at)
    report = _report(treatment, what, actor=actor, at=at)
    email, kept = checking.require_address(what.reporter), keep_photos(what.photos)
    try:
        with transaction.atomic():  # a second one at the same moment waits here for the first, and then finds it
            report.save(force_insert=True)
    except IntegrityError as error:
        if known := _sent_before(what):
            return known
        raise KeyTaken from error
    by_staff = actor if what.channel in BY_STAFF else None
    attach_photos(report, kept, purpose=PROBLEM, shown=treatment.category.photos, actor=by_staff, at=at)
    person = None if by_staff else actor
    reporter = add_reporter(report, what.reporter, email, actor=person, language=report.language, at=at)
    step = _first_step(report, treatment.decision, by_staff=by_staff)
    audit.record(actor=actor, verb="reports.send_report", subject=report.ref, authority=report.authority)
    events.emit("reports.report_sent", **step_payload(report, step))
    return Sent(report, reporter)


def _sent_before(what: NewReport) -> Sent | None:
    """What came with the same key through the same door: the key of another door's opens nothing here."""
    if what.sent_key is None:
        return None
    same = Reporter.objects.filter(report__sent_key=what.sent_key, report__channel=what.channel, is_first=True)
    reporter = same.select_related("report__authority").first()
    return Sent(reporter.report, reporter, was_known=True) if reporter else None


def _treatment(chosen: Authority, what: NewReport, at: datetime) -> _Treatment:
    row, handbook = live_handbook(chosen)
    category = checking.category_of(handbook, what)
    decision = decide_at(what.longitude, what.latitude, category.code, at, channel=what.channel, is_exact=what.is_exact)
    if not decision.authority:
        raise NotServedHere(authority=chosen.name)
    authority = chosen if decision.authority == chosen.slug else authority_by_slug(decision.authority)
    if authority != chosen and decision.category:  # else it stays as its sender knew it, until they choose
        row, handbook = live_handbook(authority)
    return _Treatment(authority, row, handbook, handbook.by_code.get(decision.category, category), decision)


def _report(treatment: _Treatment, what: NewReport, *, actor: Actor | None, at: datetime) -> Report:
    """The row, unsaved. Where a rule says that somebody outside treats it, it is closed as such at once."""
    category, handbook, decision = treatment.category, treatment.handbook, treatment.decision
    held = checking.reasons_to_hold(what, category, handbook, actor=actor, at=at)
    outside = decision.outside is not None and not held
    return Report(
        code=new_code(),
        authority=treatment.authority,
        handbook=treatment.row,
        category=category.code,
        place=place_at(what.longitude, what.latitude),
        longitude=what.longitude,
        latitude=what.latitude,
        position_by=what.position_by,
        address=in_one_line(what.address)[:300],
        description=checking.description_of(what),
        answers=checking.answers_to(category, what.answers, what.language),
        language=what.language if what.language in LANGUAGES else treatment.authority.language,
        channel=what.channel,
        state=State.QUARANTINED if held else State.NOT_OURS if outside else State.SENT,
        is_private=category.is_private,
        held_because=held,
        team=decision.team,
        priority=decision.priority,
        closed_because=decision.rule if outside else "",
        routing=[reason.as_kept() for reason in decision.reasons],
        sent_key=what.sent_key,
        sent_at=at,
        acknowledged_at=at if what.channel in BY_STAFF else None,
        due_at=clock.due(at, category.service_level, handbook.holidays),
        closed_at=at if outside else None,
        changed_at=at,
    )


def _first_step(report: Report, decision: Decision, *, by_staff: Actor | None) -> Update:
    """The first line of the story; its words are the report's own."""
    outside = decision.outside
    return Update.objects.create(
        report=report,
        kind=StepKind.SENT,
        state=report.state,
        by=By.STAFF if by_staff else By.REPORTER,
        actor=by_staff,
        authority=report.authority,
        facts={"outside": dict(outside.names), "url": outside.url, "phone": outside.phone} if outside else {},
        at=report.sent_at,
    )
