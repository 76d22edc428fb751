"""What contains what, and what became of what: answered from the table of facts, without a question to the database."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from datetime import date
from functools import cache

from django.utils import timezone

from perron.kernel.places import facts
from perron.kernel.places.facts import PlaceFacts

# From the smallest to the largest, in the order in which people meet who is competent.
LEVELS = ("commune", "arrondissement", "province", "language_area", "community", "region", "country")


def current(nis: str, on: date | None = None) -> tuple[str, ...]:
    """The codes that stand for this one on a day (today): itself while it exists, else its successors, and theirs.

    Empty for a code that never existed. A code of later than that day stands for itself.
    """
    day = on or timezone.localdate()
    known = facts.places().get(nis)
    if known is None:
        return ()
    if known.valid_until is None or day <= known.valid_until:
        return (nis,)
    return tuple(dict.fromkeys(code for successor in known.successors for code in current(successor, day)))


def former(nis: str) -> tuple[str, ...]:
    """The codes that were replaced by this one, directly or in steps, the latest first."""
    direct = _predecessors().get(nis, ())
    return (*direct, *(older for code in direct for older in former(code)))


def ancestors(nis: str) -> tuple[str, ...]:
    """The codes of all that contains a place (not itself), the smallest first. Empty for an unknown code."""
    known = facts.places()
    found: dict[str, PlaceFacts] = {}
    waiting = [nis]
    while waiting:
        here = known.get(waiting.pop())
        for code in _containers(here) if here else ():
            if code not in found:
                found[code] = known[code]
                waiting.append(code)
    return tuple(sorted(found, key=lambda code: (LEVELS.index(found[code].kind), code)))


def place_and_ancestors(nis: str) -> tuple[str, ...]:
    """The place of today and all that contains it, the smallest first: what a `HomeSection` is asked with."""
    return tuple(dict.fromkeys(code for here in current(nis) for code in (here, *ancestors(here))))


def places_in(nis: str, *, kind: str = "commune", on: date | None = None) -> tuple[str, ...]:
    """The codes of that kind inside a place on a day (today), in order; the place itself if it is of the kind."""
    day = on or timezone.localdate()
    known = facts.places()
    inside = [code for code in _contents().get(nis, ()) if known[code].kind == kind]
    if nis in known and known[nis].kind == kind:
        inside.append(nis)
    return tuple(sorted(code for code in inside if known[code].exists_on(day)))


def communes(on: date | None = None) -> tuple[str, ...]:
    """The codes of all communes on a day (today)."""
    day = on or timezone.localdate()
    return tuple(code for code, known in facts.places().items() if known.kind == "commune" and known.exists_on(day))


def _containers(place: PlaceFacts) -> tuple[str, ...]:
    return (place.parent, *place.also_within) if place.parent else place.also_within


@cache
def _contents() -> Mapping[str, tuple[str, ...]]:
    """For each place, all that lies in it."""
    found = defaultdict(list)
    for code in facts.places():
        for container in ancestors(code):
            found[container].append(code)
    return {container: tuple(codes) for container, codes in found.items()}


@cache
def _predecessors() -> Mapping[str, tuple[str, ...]]:
    found = defaultdict(list)
    for code, known in facts.places().items():
        for successor in known.successors:
            found[successor].append(code)
    return {successor: tuple(codes) for successor, codes in found.items()}
