"""The story of a report in words, for the desk: what happened, who did it, and who may read it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext as _

from perron.bricks.reports.queries.desk_case import Update
from perron.bricks.reports.rules import labels
from perron.bricks.reports.rules.story import BETWEEN_THEM, WORDS, By, StepKind
from perron.bricks.reports.views.desk_frame import Desk
from perron.kernel.languages import pick
from perron.ui import words as written


@dataclass(frozen=True, slots=True)
class Told:
    """One step. `reach`: internal, between (the authority and who reported), or public."""

    title: str
    line: str
    words: str
    language: str
    who: str
    reach: str
    at: datetime
    pk: int


def told(desk: Desk, steps: Iterable[Update]) -> list[Told]:
    """Each step in words."""
    return [_told(desk, step) for step in steps]


def _told(desk: Desk, step: Update) -> Told:
    known = step.kind in set(StepKind)
    reach = "internal" if step.is_internal else "between" if step.kind in BETWEEN_THEM else "public"
    return Told(
        title=str(WORDS[StepKind(step.kind)]) if known else step.kind,
        line=_line(desk, step),
        words=step.words,
        language=step.language,
        who=_who(desk, step),
        reach=reach,
        at=step.at,
        pk=step.pk,
    )


def _who(desk: Desk, step: Update) -> str:
    """Who did it: a colleague by name, another authority's staff by the authority."""
    if step.by == By.STAFF:
        if step.authority_id and step.authority_id != desk.authority.pk:
            return step.authority.name if step.authority else ""
        return (step.actor.name or step.actor.email) if step.actor else desk.authority.name
    return {
        By.REPORTER: _("who reported it"),
        By.CONTRACTOR: _("the contractor"),
        By.OUTSIDE: _("another system"),
        By.SYSTEM: _("by itself"),
    }.get(By(step.by), "")


def _line(desk: Desk, step: Update) -> str:
    """What changed, as far as it is told by values."""
    facts = step.facts
    parts = [labels.label(labels.STATES, step.state)] if step.kind in (StepKind.STATE, StepKind.REOPENED) else []
    if step.kind == StepKind.CATEGORY and "to" in facts:
        parts.append(f"{desk.category(str(facts.get('from', '')))} → {desk.category(str(facts['to']))}")
    if step.kind == StepKind.PRIORITY and "to" in facts:
        pair = (labels.label(labels.PRIORITIES, str(facts.get(side, ""))) for side in ("from", "to"))
        parts.append(" → ".join(pair))
    if facts.get("team"):
        parts.append(desk.team(str(facts["team"])))
    if facts.get("assignee"):
        parts.append(dict(desk.people).get(str(facts["assignee"]), ""))
    if "is_taken" in facts:
        parts.append(pick(facts.get("names", {})).words)
        parts += [] if facts["is_taken"] else [_("their e-mail address takes no letters")]
    if facts.get("work"):
        parts.append(labels.label(labels.WORK, str(facts["work"])))
    if facts.get("to_name"):
        parts.append(str(facts["to_name"]))
    if facts.get("planned_on"):
        parts.append(written.date(date.fromisoformat(str(facts["planned_on"])), "long"))
    parts += [str(facts[name]) for name in ("report", "into", "other") if facts.get(name)]
    return " · ".join(part for part in parts if part)
