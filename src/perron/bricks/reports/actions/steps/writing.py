"""A step of a report's story: what changes on the row, and the line that says so, together."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from perron.bricks.reports.models import Report, Update
from perron.bricks.reports.queries.competence import OutsideBelgium
from perron.bricks.reports.rules.plain import plain
from perron.bricks.reports.rules.states import State, is_open
from perron.bricks.reports.rules.story import By, StepKind, is_internal
from perron.bricks.reports.rules.suspicion import NEVER_PUBLIC
from perron.kernel.actors import Actor
from perron.kernel.authorities import Authority
from perron.kernel.errors import ChangedMeanwhile
from perron.kernel.places import place_of

ALPHABET: Final = "23456789CDFGHJKMNPQRTVWXY"  # nothing that is misread or becomes a word: 25 ** 8 codes
HALF: Final = 4


@dataclass(frozen=True, slots=True)
class Step:
    """What is said of a step. `facts` are plain values, never about a citizen; `authority`: the report's by default."""

    kind: StepKind
    by: By = By.STAFF
    actor: Actor | None = None
    words: str = ""
    language: str = ""
    facts: Mapping[str, object] = field(default_factory=dict)
    authority: Authority | None = None


def locked(report: Report, edit_number: int | None = None) -> Report:
    """The report as it is now, held until the end of the transaction. Raises ChangedMeanwhile."""
    # Without a join: a row whose authority changed while we waited would no longer fit it, and seem to be gone.
    found = Report.objects.select_for_update().get(pk=report.pk)
    if edit_number is not None and found.edit_number != edit_number:
        raise ChangedMeanwhile
    return found


def write_step(report: Report, step: Step, at: datetime, **changes: object) -> Update:
    """Change the row (which must be `locked`) and write the line of its story."""
    if step.by == By.STAFF and report.acknowledged_at is None:
        changes["acknowledged_at"] = at
    if report.state == State.QUARANTINED and not is_open(str(changes.get("state", report.state))):
        changes.setdefault("hidden_reason", report.hidden_reason or NEVER_PUBLIC)  # closing is no release
    changes |= {"changed_at": at, "edit_number": report.edit_number + 1}
    for name, value in changes.items():
        setattr(report, name, value)
    report.save(update_fields=list(changes))
    return Update.objects.create(
        report=report,
        kind=step.kind,
        state=report.state,
        by=step.by,
        actor=step.actor,
        authority=step.authority or report.authority,
        words=clean(step.words),
        language=step.language if step.words else "",
        facts=dict(step.facts),
        is_internal=is_internal(step.kind),
        at=at,
    )


def to_state(state: State, at: datetime) -> dict[str, object]:
    """What changes on the row when it goes to a state: its dates say the truth about it."""
    changes: dict[str, object] = {"state": state}
    if is_open(state):
        changes |= {"closed_at": None, "done_at": None, "mended_at": None, "closed_because": ""}
        if state != State.PLANNED:
            changes["planned_on"] = None
    else:
        changes["closed_at"] = at
        if state == State.DONE:
            changes["done_at"] = at
    return changes


def step_payload(report: Report, step: Update) -> dict[str, str | int]:
    """What every event of a report says: its code, who treats it (slug), and the step of its story."""
    return {"report": report.code, "authority": report.authority.slug, "update": step.pk}


def clean(words: str) -> str:
    """Words as they can be kept."""
    return plain(words)


def new_code() -> str:
    """A code to tell on the telephone: `7KQF-3MXD`. That it is new is certain once the row is written."""
    halves = ("".join(secrets.choice(ALPHABET) for _ in range(HALF)) for _ in range(2))
    return "-".join(halves)


def place_at(longitude: float, latitude: float) -> str:
    """The NIS code of the commune at a point. Raises OutsideBelgium."""
    code = place_of(longitude, latitude)
    if not code:
        raise OutsideBelgium
    return code
