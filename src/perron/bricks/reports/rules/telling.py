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
TO_BODIES: Final = frozenset({StepKind.SENT, StepKind.RELEASED})  # after which somebody outside may be written to
_NEW_FOR_TEAM: Final = frozenset(
    {StepKind.SENT, StepKind.RELEASED, StepKind.ACCEPTED, StepKind.INHERITED, StepKind.ASSIGNED, StepKind.CATEGORY}
)

# What those hear who follow a place: that something is reported; and, close by, what becomes of it.
NEW: Final = frozenset({StepKind.SENT, StepKind.RELEASED})
CHANGES: Final = frozenset({StepKind.STATE, StepKind.REOPENED, StepKind.WITHDRAWN, StepKind.OUTSIDE})


def kind_for(step: str, state: str) -> str:
    """The kind of message; empty for what is not told."""
    if step in {StepKind.STATE, StepKind.OUTSIDE} and state == State.DONE:
        return "done"
    if step == StepKind.RELEASED and state == State.NOT_OURS:  # who reported was told that somebody looks at it first
        return "changed"
    return _KINDS.get(StepKind(step), "")


def is_for_who_treats(step: str, by: str) -> bool:
    """Whether the agent who treats it is told: what its reporter says after having sent it, and a contractor."""
    return step == StepKind.CONTRACTOR or (by == By.REPORTER and step in _FOR_WHO_TREATS)


def may_be_new_for_team(step: str) -> bool:
    """Whether a report may be new for its team after such a step."""
    return step in _NEW_FOR_TEAM
