"""The neighbourhood that somebody looks at or follows: a circle around a point that is rounded.

Whoever follows follows a circle whose middle lies on a grid of a quarter of its radius. So it says of her no more than
it must, and all circles that hold a report can be named one by one: who follows one of them is found by its name alone,
however many others follow.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from math import cos, radians, sqrt
from typing import Final

from perron.bricks.reports.rules.doubles import METRES_PER_DEGREE

STREET: Final = 100  # metres
QUARTER: Final = 500
FAR: Final = 2_000
CIRCLES: Final = (STREET, QUARTER, FAR)
TELL_CHANGES: Final = frozenset({STREET, QUARTER})  # the others hear of new reports alone
MESHES: Final = 4  # of the grid, in a radius
DECIMALS: Final = 5  # of a degree: a metre


@dataclass(frozen=True, slots=True)
class Around:
    """A circle: its middle in degrees WGS 84; its radius, one of `CIRCLES`."""

    lon: float
    lat: float
    metres: int

    @property
    def written(self) -> str:
        """Its middle as in an address: latitude, longitude."""
        return f"{self.lat:.{DECIMALS}f},{self.lon:.{DECIMALS}f}"

    @property
    def size(self) -> tuple[float, float]:
        """Its radius in degrees of longitude and of latitude."""
        up = self.metres / METRES_PER_DEGREE
        return up / cos(radians(self.lat)), up


def at_point(lon: float, lat: float, metres: int) -> Around:
    """The circle as it is shown and kept in addresses: its middle is within 18 metres of the point."""
    return replace(around(lon, lat, STREET), metres=metres)


def around(lon: float, lat: float, metres: int) -> Around:
    """The circle as it is followed: its middle is within a fifth of the radius of the point."""
    row = round(lat / _row_height(metres))
    return _circle(row, round(lon / _column_width(row, metres)), metres)


def around_of(written: str, within: str) -> Around | None:
    """Read a circle from an address, as `at_point`; None for what is none."""
    lat, _comma, lon = written.partition(",")
    try:
        point, metres = (float(lon), float(lat)), int(within or QUARTER)
    except ValueError:
        return None
    if metres not in CIRCLES or not (-180 <= point[0] <= 180 and -85 <= point[1] <= 85):
        return None
    return at_point(*point, metres)


def circles_about(lon: float, lat: float) -> Iterator[Around]:
    """All circles that hold a point: some fifty of each radius."""
    for metres in CIRCLES:
        middle = round(lat / _row_height(metres))
        for row in range(middle - MESHES - 1, middle + MESHES + 2):
            column = round(lon / _column_width(row, metres))
            for one in range(column - MESHES - 1, column + MESHES + 2):
                circle = _circle(row, one, metres)
                if distance(circle, lon, lat) <= metres:
                    yield circle


def distance(circle: Around, lon: float, lat: float) -> float:
    """Metres from its middle, right to a thousandth at these sizes."""
    up = (lat - circle.lat) * METRES_PER_DEGREE
    across = (lon - circle.lon) * METRES_PER_DEGREE * cos(radians(circle.lat))
    return sqrt(up * up + across * across)


def _circle(row: int, column: int, metres: int) -> Around:
    lon, lat = column * _column_width(row, metres), row * _row_height(metres)
    return Around(round(lon, DECIMALS), round(lat, DECIMALS), metres)


def _row_height(metres: int) -> float:
    return metres / MESHES / METRES_PER_DEGREE


def _column_width(row: int, metres: int) -> float:
    height = _row_height(metres)
    return height / cos(radians(row * height))
