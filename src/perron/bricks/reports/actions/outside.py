"""What another system says of a report that it treats: taken over into the story, once."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from perron.bricks.reports.actions.steps.writing import Step, locked, step_payload, to_state, write_step
from perron.bricks.reports.models import OutsideReport, Report, Update
from perron.bricks.reports.rules.outside import Theirs, state_after, words_of
from perron.bricks.reports.rules.states import State, is_open
from perron.bricks.reports.rules.story import By, StepKind
from perron.kernel import audit, events
from perron.kernel.actors import Actor


@transaction.atomic
def take_news(*, actor: Actor | None, outside: OutsideReport, said: Theirs, at: datetime) -> Report:
    """Write what is new: another state, other words. Nothing when they say what they said last. By the clock."""
    report = locked(outside.report)
    then, words = state_after(report.state, said), words_of(said)
    status = (said.state or said.status)[:60]
    has_news = (status, words) != (outside.last_status, outside.last_notes)
    outside.last_status, outside.last_notes, outside.read_at = status, words, at
    outside.save(update_fields=["last_status", "last_notes", "read_at"])
    if not has_news or (then == report.state and not words):
        return report
    before = State(report.state)
    step = _written(report, then, words, said, at)
    audit.record(
        actor=actor, verb="reports.take_news", subject=report.ref, authority=report.authority, facts={"state": then}
    )
    payload = step_payload(report, step)
    events.emit("reports.report_changed", **payload)
    if is_open(before) and not is_open(then):
        events.emit("reports.report_closed", **payload)
    elif is_open(then) and not is_open(before):
        events.emit("reports.report_reopened", **payload)
    return report


def _written(report: Report, then: State, words: str, said: Theirs, at: datetime) -> Update:
    changes: dict[str, object] = to_state(then, at) if then != report.state else {}
    if then == State.PLANNED:
        changes["planned_on"] = said.planned_on
    if is_open(then) and not is_open(report.state):
        changes["reopened"] = report.reopened + 1
    if report.acknowledged_at is None:
        changes["acknowledged_at"] = at
    step = Step(StepKind.OUTSIDE, By.OUTSIDE, words=words, language=report.authority.language)
    return write_step(report, step, at, **changes)
