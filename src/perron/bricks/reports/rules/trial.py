"""What would have gone elsewhere: the same reports by the live handbook and by the draft, compared."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from perron.bricks.reports.rules.clock import due
from perron.bricks.reports.rules.handbook import Handbook, ServiceLevel
from perron.bricks.reports.rules.routing import Decision, Spot, decide

ASPECTS = ("authority", "team", "category", "priority", "term", "outside")


@dataclass(frozen=True, slots=True)
class Past:
    """A report as it came."""

    code: str
    category: str
    channel: str
    sent_at: datetime
    address: str
    spot: Spot


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a handbook makes of it. `due_at` is in UTC; `outside` the names of somebody who is not here."""

    authority: str
    category: str
    team: str
    priority: int
    due_at: datetime | None
    outside: Mapping[str, str] | None
    decision: Decision


@dataclass(frozen=True, slots=True)
class Differing:
    """A report that the draft treats otherwise; `aspects` says in what, of `ASPECTS`."""

    past: Past
    before: Outcome
    after: Outcome
    aspects: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Trial:
    """The whole: how many were tried, which differ, and how many by aspect and by journey (from, to)."""

    tried: int
    differing: tuple[Differing, ...]
    by_aspect: Mapping[str, int]
    journeys: tuple[tuple[str, str, int], ...]  # from and to (slug or slug/team), most travelled first


def compare(pasts: Iterable[Past], live: Mapping[str, Handbook], drafted: Mapping[str, Handbook]) -> Trial:
    """Decide each report twice, at the moment when it was sent."""
    tried, found = 0, []
    for past in pasts:
        tried += 1
        before, after = _outcome(past, live), _outcome(past, drafted)
        aspects = _differences(before, after)
        if aspects:
            found.append(Differing(past, before, after, aspects))
    by_aspect = Counter(aspect for one in found for aspect in one.aspects)
    journeys = Counter((place_of(one.before), place_of(one.after)) for one in found if _travels(one))
    return Trial(
        tried,
        tuple(found),
        {aspect: by_aspect[aspect] for aspect in ASPECTS if by_aspect[aspect]},
        tuple((here, there, count) for (here, there), count in journeys.most_common()),
    )


def place_of(outcome: Outcome) -> str:
    """Where it lands, in short."""
    return f"{outcome.authority}/{outcome.team}" if outcome.team else outcome.authority


def _travels(one: Differing) -> bool:
    return place_of(one.before) != place_of(one.after)


def _outcome(past: Past, handbooks: Mapping[str, Handbook]) -> Outcome:
    decision = decide(past.spot, past.category, handbooks, past.sent_at, channel=past.channel)
    handbook = handbooks.get(decision.authority)
    category = handbook.by_code.get(decision.category) if handbook else None
    holidays: Collection[date] = handbook.holidays if handbook else ()
    level: ServiceLevel | None = category.service_level if category else None
    return Outcome(
        decision.authority,
        decision.category,
        decision.team,
        decision.priority,
        due(past.sent_at, level, holidays),
        decision.outside.names if decision.outside else None,
        decision,
    )


def _differences(before: Outcome, after: Outcome) -> tuple[str, ...]:
    same = {
        "authority": before.authority == after.authority,
        "team": before.team == after.team or before.authority != after.authority,
        "category": before.category == after.category,
        "priority": before.priority == after.priority,
        "term": before.due_at == after.due_at,
        "outside": before.outside == after.outside,
    }
    return tuple(aspect for aspect in ASPECTS if not same[aspect])
