"""A letter before it is sent: made of the same words as the one that will be."""

from __future__ import annotations

from datetime import date

from perron.bricks.reports.models import Report, Update
from perron.bricks.reports.notices.kinds import KINDS
from perron.bricks.reports.notices.words import values_of
from perron.bricks.reports.rules.states import State, is_open
from perron.bricks.reports.rules.story import By, StepKind
from perron.bricks.reports.rules.telling import kind_for
from perron.kernel import notices


def letter_of_state(
    report: Report, language: str, *, to: State, words: str, planned_on: date | None, because: str
) -> tuple[str, str]:
    """Title and text of what whoever reported it would read, were it in that state now. Nothing is kept."""
    facts = {"planned_on": planned_on.isoformat()} if planned_on else {"because": because} if because else {}
    kind = StepKind.STATE if is_open(report.state) else StepKind.REOPENED
    step = Update(report=report, kind=kind, state=to, by=By.STAFF, authority=report.authority, words=words, facts=facts)
    declared = next(one for one in KINDS if one.name == f"reports.{kind_for(kind, to)}")
    title, body, _html = notices.words_of(declared, language, **values_of(step, language, to_reporter=True))
    return title, body
