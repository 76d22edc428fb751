"""Which steps of a story who reported is told, and as which kind of message."""

from __future__ import annotations

from typing import Final

from perron.bricks.reports.rules.states import State
from perron.bricks.reports.rules.story import By, StepKind

_KINDS: Final = {
    StepKind.SENT: "received",
    StepKind.ME_TOO: "received",
    StepKind.QUESTION: "question",
    StepKind.ACCEPTED: "transferred",
    StepKind.INHERITED: "transferred",
    StepKind.STATE: "changed",
    StepKind.MERGED: "changed",
    StepKind.UNMERGED: "changed",
    StepKind.REOPENED: "changed",
    StepKind.WITHDRAWN: "changed",
    StepKind.OUTSIDE: "changed",
}
_FOR_WHO_TREATS: Final = frozenset({StepKind.ANSWER, StepKind.REOPENED, StepKind.VERDICT, StepKind.WITHDRAWN})


def kind_for(step: str, state: str) -> str:
    """The kind of message; empty for what is not told."""
    if step in {StepKind.STATE, StepKind.OUTSIDE} and state == State.DONE:
        return "done"
    return _KINDS.get(StepKind(step), "")


def is_for_who_treats(step: str, by: str) -> bool:
    """Whether the agent who treats it is told: what its reporter says after having sent it."""
    return by == By.REPORTER and step in _FOR_WHO_TREATS
