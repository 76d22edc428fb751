"""How long it takes until things are really mended, counted so that closing quickly or never closing cannot flatter.

What each number means for citizens is in docs/bricks/reports-statistics.md.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from itertools import groupby
from math import ceil
from typing import Any, Final
from zoneinfo import ZoneInfo

from perron.bricks.reports.rules.states import State, is_open

BRUSSELS: Final = ZoneInfo("Europe/Brussels")
HALF: Final = 0.5
NINE_TENTHS: Final = 0.9
_DAY: Final = timedelta(days=1)
_EXACT: Final = 1e-9  # a share of whole reports, reckoned in fractions


class Outcome(StrEnum):
    """What became of a report, as it is counted."""

    OPEN = "open"
    MENDED = "mended"  # said done, and somebody who reported it confirmed
    UNCONTESTED = "uncontested"  # said done, and nobody contradicted it in the term for a verdict
    AWAITING = "awaiting_verdict"  # said done, and the term for a verdict runs
    REFUSED = "refused"
    PASSED_ON = "passed_on"  # to somebody outside
    DUPLICATE = "duplicates"
    WITHDRAWN = "withdrawn"


DONE: Final = frozenset({Outcome.MENDED, Outcome.UNCONTESTED, Outcome.AWAITING})
_CLOSED: Final = {
    State.REFUSED: Outcome.REFUSED,
    State.NOT_OURS: Outcome.PASSED_ON,
    State.DUPLICATE: Outcome.DUPLICATE,
    State.WITHDRAWN: Outcome.WITHDRAWN,
}


@dataclass(frozen=True, slots=True)
class Case:
    """What counts of a report. A reopened one has lost its `done_at`, so it counts until it was done for the last time.

    `verdict_days`: how long its authority waits for a verdict. `is_hidden`: moderators took it from the public.
    """

    state: str
    sent_at: datetime
    done_at: datetime | None = None
    mended_at: datetime | None = None
    closed_at: datetime | None = None
    due_at: datetime | None = None
    reopened: int = 0
    verdict_days: int = 30
    is_hidden: bool = False


@dataclass(frozen=True, slots=True)
class Numbers:
    """What is told of a set of reports. Times are in days, to a hundredth; None where there is nothing to reckon from.

    `half_done_days` and `nine_tenths_done_days` count open reports with their age (Kaplan and Meier): None while fewer
    than that have been done. `late` is what was closed after its term or is open past it; `in_time` was closed within
    it; of `with_term`, the rest is open and not yet due.
    """

    sent: int = 0
    hidden: int = 0
    mended: int = 0
    mended_median_days: float | None = None
    mended_p90_days: float | None = None
    uncontested: int = 0
    uncontested_median_days: float | None = None
    uncontested_p90_days: float | None = None
    awaiting_verdict: int = 0
    open: int = 0
    open_median_days: float | None = None
    open_p90_days: float | None = None
    half_done_days: float | None = None
    nine_tenths_done_days: float | None = None
    reopened: int = 0
    refused: int = 0
    passed_on: int = 0
    duplicates: int = 0
    withdrawn: int = 0
    with_term: int = 0
    in_time: int = 0
    late: int = 0


@dataclass(slots=True)
class Tally:
    """Reports being counted; tallies of parts merge into that of the whole. `days`: of each outcome that takes time."""

    counts: Counter[str] = field(default_factory=Counter)
    days: dict[Outcome, list[float]] = field(default_factory=dict)

    def add(self, case: Case, at: datetime) -> None:
        """Count one more report, as it stands at a moment."""
        outcome = outcome_of(case, at)
        self.counts.update(_marks(case, outcome, at))
        if outcome is Outcome.OPEN or outcome in DONE:
            until = at if outcome is Outcome.OPEN else (case.done_at or at)
            self.days.setdefault(outcome, []).append(max(0.0, (until - case.sent_at) / _DAY))

    def merge(self, other: Tally) -> None:
        """Count all that another has counted."""
        self.counts.update(other.counts)
        for outcome, days in other.days.items():
            self.days.setdefault(outcome, []).extend(days)

    def numbers(self) -> Numbers:
        """What is told."""
        days = {outcome: sorted(found) for outcome, found in self.days.items()}
        waiting = days.get(Outcome.OPEN, [])
        done = sorted(day for outcome in DONE for day in days.get(outcome, ()))
        times: dict[str, Any] = {  # numbers of days, under the names of fields whose types differ
            f"{name}_{rank}_days": _rounded(nearest_rank(days.get(outcome, ()), share))
            for outcome, name in (
                (Outcome.MENDED, "mended"),
                (Outcome.UNCONTESTED, "uncontested"),
                (Outcome.OPEN, "open"),
            )
            for rank, share in (("median", HALF), ("p90", NINE_TENTHS))
        }
        return Numbers(
            **self.counts,
            **times,
            half_done_days=_rounded(done_by(done, waiting, HALF)),
            nine_tenths_done_days=_rounded(done_by(done, waiting, NINE_TENTHS)),
        )


def outcome_of(case: Case, at: datetime) -> Outcome:
    """What became of a report, as seen at a moment."""
    if is_open(case.state):
        return Outcome.OPEN
    if case.state != State.DONE:
        return _CLOSED[State(case.state)]
    if case.mended_at is not None:
        return Outcome.MENDED
    done_at = case.done_at or at
    return Outcome.UNCONTESTED if done_at + timedelta(days=case.verdict_days) <= at else Outcome.AWAITING


def nearest_rank(ordered: Sequence[float], share: float) -> float | None:
    """The smallest value that at least `share` of them do not exceed: one that really occurred (nearest rank)."""
    return ordered[max(0, ceil(share * len(ordered) - _EXACT) - 1)] if ordered else None


def done_by(done: Sequence[float], waiting: Sequence[float], share: float) -> float | None:
    """The days after which `share` of all are done, those still open counted with their age; both sequences ordered.

    Kaplan and Meier, "Nonparametric estimation from incomplete observations", 1958. None: not that many are done yet.
    With nothing open it is the nearest rank.
    """
    left, at_risk, waited = 1.0, len(done) + len(waiting), 0
    for day, together in groupby(done):
        while waited < len(waiting) and waiting[waited] < day:
            waited += 1
            at_risk -= 1
        count = len(list(together))
        left *= 1 - count / at_risk
        at_risk -= count
        if left <= 1 - share + _EXACT:
            return day
    return None


def periods_of(moment: datetime) -> tuple[str, str]:
    """The year and the quarter in which something was sent, in Belgian time: `2026` and `2026-Q3`."""
    day = moment.astimezone(BRUSSELS)
    return str(day.year), f"{day.year}-Q{(day.month + 2) // 3}"


def _marks(case: Case, outcome: Outcome, at: datetime) -> Iterator[str]:
    """Everything that a report counts for."""
    yield "sent"
    yield outcome.value
    if case.is_hidden:
        yield "hidden"
    if case.reopened:
        yield "reopened"
    if case.due_at is None or outcome not in {Outcome.OPEN, *DONE}:
        return
    yield "with_term"
    if (case.closed_at or at) > case.due_at:
        yield "late"
    elif case.closed_at:
        yield "in_time"


def _rounded(days: float | None) -> float | None:
    return None if days is None else round(days, 2)
