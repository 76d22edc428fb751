"""A round: in which order somebody with a van visits what is to be done, and what is told of each stop."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from enum import StrEnum
from itertools import pairwise
from math import cos, hypot, radians
from typing import Final

from perron.kernel.languages import Text

MOST_STOPS: Final = 60  # more than a day's work; the order is found at once
KEPT_HOURS: Final = 24  # that a phone holds a round
_METRES_PER_DEGREE: Final = 111_320.0
_CLOSER: Final = 1e-6  # metres: less is no better order

Point = tuple[float, float]  # longitude, latitude in degrees


class Found(StrEnum):
    """What an agent tells of a stop."""

    DONE = "done"
    NOT_FOUND = "not_found"  # nothing to be seen there: somebody at the desk decides
    NEEDS = "needs_material"


FOUND: Final[Mapping[str, Text]] = {
    Found.DONE: Text("Fait", "Gedaan", "Erledigt", "Done"),
    Found.NOT_FOUND: Text(
        "Rien trouvé sur place", "Ter plaatse niets gevonden", "Vor Ort nichts gefunden", "Nothing found on the spot"
    ),
    Found.NEEDS: Text(
        "Il faut du matériel ou de l’aide",
        "Materiaal of hulp nodig",
        "Material oder Hilfe nötig",
        "Material or help is needed",
    ),
}


def in_order(stops: Sequence[Point], start: Point | None = None) -> list[int]:
    """The places of the stops in a good order to visit them: from `start`, or else from the first stop, always on to
    the nearest one, then turned around wherever two legs cross (2-opt). It ends anywhere.
    """
    if len(stops) < 2:
        return list(range(len(stops)))
    points = [*stops, start] if start else list(stops)
    apart = [[metres(one, other) for other in points] for one in points]
    route = _nearest_first(apart, first=len(points) - 1 if start else 0)
    _uncross(route, apart)
    return [at for at in route if at < len(stops)]


def length(stops: Sequence[Point]) -> float:
    """Metres as the crow flies along stops in their order."""
    return sum(metres(one, other) for one, other in pairwise(stops))


def metres(one: Point, other: Point) -> float:
    """As the crow flies, on a plane: good to a thousandth within a province."""
    east = (other[0] - one[0]) * cos(radians((one[1] + other[1]) / 2))
    return hypot(east, other[1] - one[1]) * _METRES_PER_DEGREE


def _nearest_first(apart: list[list[float]], first: int) -> list[int]:
    route, left = [first], set(range(len(apart))) - {first}
    while left:
        here = apart[route[-1]]
        nearest = min(left, key=lambda at: (here[at], at))
        route.append(nearest)
        left.remove(nearest)
    return route


def _uncross(route: list[int], apart: list[list[float]]) -> None:
    """Turn parts of the route around while that makes it shorter; its first stop stays."""
    better = True
    while better:
        better = False
        for start in range(1, len(route) - 1):
            for end in range(start + 1, len(route)):
                if _gain(route, apart, start, end) > _CLOSER:
                    route[start : end + 1] = reversed(route[start : end + 1])
                    better = True


def _gain(route: list[int], apart: list[list[float]], start: int, end: int) -> float:
    """Metres saved by turning the part from `start` to `end` around; after the last stop nothing follows."""
    before, first, last = route[start - 1], route[start], route[end]
    gain = apart[before][first] - apart[before][last]
    if end + 1 < len(route):
        after = route[end + 1]
        gain += apart[last][after] - apart[first][after]
    return gain
