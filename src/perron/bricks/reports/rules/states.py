"""The states of a report, which may follow which, and what the public is told: words that say the truth."""

from __future__ import annotations

from enum import StrEnum
from typing import Final


class State(StrEnum):
    """Where a report stands."""

    QUARANTINED = "quarantined"  # held back until somebody of the authority has looked: not public
    SENT = "sent"
    IN_PROGRESS = "in_progress"
    WAITING = "waiting"  # for an answer of the reporter
    PLANNED = "planned"  # on a date
    DONE = "done"
    NOT_OURS = "not_ours"  # sent to somebody who is not on this installation
    REFUSED = "refused"  # with its reason
    DUPLICATE = "duplicate"  # of another report, which is named
    WITHDRAWN = "withdrawn"  # by who sent it


OPEN: Final = frozenset({State.QUARANTINED, State.SENT, State.IN_PROGRESS, State.WAITING, State.PLANNED})
CLOSED: Final = frozenset(State) - OPEN
_WORKING: Final = frozenset(
    {State.IN_PROGRESS, State.WAITING, State.PLANNED, State.DONE, State.NOT_OURS, State.REFUSED, State.DUPLICATE}
)
NEXT: Final[dict[State, frozenset[State]]] = {
    State.QUARANTINED: frozenset({State.SENT, State.REFUSED, State.WITHDRAWN}),
    State.SENT: _WORKING | {State.WITHDRAWN},
    State.IN_PROGRESS: _WORKING - {State.IN_PROGRESS} | {State.WITHDRAWN},
    State.WAITING: _WORKING - {State.WAITING} | {State.SENT, State.WITHDRAWN},
    State.PLANNED: _WORKING | {State.WITHDRAWN},  # planned again on another date
    State.DONE: frozenset({State.SENT}),  # reopened
    State.NOT_OURS: frozenset({State.SENT}),
    State.REFUSED: frozenset({State.SENT}),
    State.DUPLICATE: frozenset({State.SENT}),  # the merge is undone
    State.WITHDRAWN: frozenset(),
}


def may_become(now: str, then: str) -> bool:
    """Whether a report in one state may go to another."""
    return State(then) in NEXT[State(now)]


def is_open(state: str) -> bool:
    """Whether something is still to be done about it."""
    return State(state) in OPEN


def may_be_held(state: str) -> bool:
    """Whether it may be held back from the public until somebody has looked."""
    return is_open(state) and state != State.QUARANTINED
