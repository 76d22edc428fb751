"""What another system says of a report that it treats for an authority, in our states."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final

from perron.bricks.reports.rules.labels import STATES
from perron.bricks.reports.rules.states import State, is_open, may_become

# Statuses of GeoReport v2, of its extension by FixMyStreet, and our own, as another installation tells them.
_NOT_SEEN: Final = frozenset({"open", "sent"})
_IN_HAND: Final = frozenset({"investigating", "in_progress", "internal_referral", "waiting"})
_PLANNED: Final = frozenset({"planned", "action_scheduled"})
_DONE: Final = frozenset({"closed", "fixed", "done"})
_NOT_OURS: Final = frozenset({"not_ours", "not_councils_responsibility"})
_REFUSED: Final = frozenset({"refused", "no_further_action", "unable_to_fix", "duplicate", "withdrawn"})


@dataclass(frozen=True, slots=True)
class Theirs:
    """A report as the other system tells it. `state`: in more words than open and closed, where it has them."""

    number: str
    status: str
    notes: str = ""
    state: str = ""
    planned_on: date | None = None


def state_after(now: str, said: Theirs) -> State:
    """The state that a report of ours comes to; the one it has when they say nothing new, or nothing we can take over.

    What is held back until somebody has looked, and what its sender took back, stays so.
    """
    then = _meant(said)
    here = State(now)
    if is_open(then) and not is_open(here):
        then = State.SENT  # reopened
    if is_open(here) and (then == State.SENT or (then == State.IN_PROGRESS and here != State.SENT)):
        return here  # we know more
    return then if here not in (then, State.QUARANTINED) and may_become(here, then) else here


def words_of(said: Theirs) -> str:
    """What they say in words of their own: a state by its name is none."""
    names = {text.in_language(language).casefold() for text in STATES.values() for language in ("fr", "nl", "de", "en")}
    notes = said.notes.strip()
    return "" if notes.casefold() in names | _KNOWN else notes


def _meant(said: Theirs) -> State:
    word = (said.state or said.status).strip().lower().replace(" ", "_")
    word = word if word in _KNOWN else said.status.strip().lower()
    if word in _PLANNED and said.planned_on:
        return State.PLANNED
    if word in _DONE:
        return State.DONE
    if word in _NOT_OURS:
        return State.NOT_OURS
    if word in _REFUSED:
        return State.REFUSED
    return State.SENT if word in _NOT_SEEN else State.IN_PROGRESS


_KNOWN: Final = _NOT_SEEN | _IN_HAND | _PLANNED | _DONE | _NOT_OURS | _REFUSED
