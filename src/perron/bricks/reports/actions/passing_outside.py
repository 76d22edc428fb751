"""Letters to bodies that are not here and treat a report: noted once gone; what they do not take comes back."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from perron.bricks.reports.actions.steps.writing import Step, locked, step_payload, to_state, write_step
from perron.bricks.reports.models import Report
from perron.bricks.reports.rules.states import State
from perron.bricks.reports.rules.story import By, StepKind
from perron.kernel import audit, events
from perron.kernel.actors import Actor


@transaction.atomic
def note_letter(
    *, actor: Actor | None, report: Report, names: Mapping[str, str], is_taken: bool, at: datetime
) -> Report:
    """Write in the story that a letter went to a body outside (`names`, by language), or that its address takes none:
    then the report is the authority's again, so that somebody does something. By the queue.
    """
    fresh = locked(report)
    kind = StepKind.LETTER if is_taken else StepKind.REOPENED
    step = Step(kind, By.SYSTEM, actor=actor, facts={"names": dict(names), "is_taken": is_taken})
    written = write_step(fresh, step, at, **({} if is_taken else to_state(State.SENT, at)))
    audit.record(actor=actor, verb="reports.note_letter", subject=fresh.ref, authority=fresh.authority)
    events.emit("reports.report_changed", **step_payload(fresh, written))
    if not is_taken:
        events.emit("reports.report_reopened", **step_payload(fresh, written))
    return fresh
