"""What decides on the notice board: how long a note may be, and when it may be taken down."""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import StrEnum

LONGEST = 500
KEPT_FOR = timedelta(days=365)


class State(StrEnum):
    """A note hangs on the board, or was taken down."""

    POSTED = "posted"
    TAKEN_DOWN = "taken_down"


def may_take_down(state: str) -> bool:
    """Only what hangs can be taken down."""
    return state == State.POSTED


def is_old(posted_at: datetime, at: datetime) -> bool:
    """Whether the note's term has passed."""
    return at - posted_at > KEPT_FOR
