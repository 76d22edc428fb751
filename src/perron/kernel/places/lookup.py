"""In which commune does a point lie? Answered in memory; the outlines are read again when others were loaded."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from threading import Lock

import numpy as np
import shapely
from numpy.typing import ArrayLike, NDArray
from shapely import Geometry, STRtree

from perron.kernel.models import Boundary
from perron.kernel.places import boundaries, facts, hierarchy, shapes


@dataclass(frozen=True, slots=True)
class Outlines:
    """The communes' outlines with their index. `approximate`: guessed from the centres, because none were loaded."""

    version: int
    codes: NDArray[np.str_]
    shapes: NDArray[np.object_]
    tree: STRtree
    approximate: bool


_held: dict[str, Outlines] = {}
_lock = Lock()


def place_of(lon: float, lat: float) -> str | None:
    """The code of the commune at a point (WGS 84 degrees); None outside the country. For many points: `places_of`."""
    return str(places_of([lon], [lat])[0]) or None


def places_of(lons: ArrayLike, lats: ArrayLike) -> NDArray[np.str_]:
    """The code of the commune at each point (WGS 84 degrees); empty outside the country and for NaN.

    On a border between two communes: the lower code, so that the answer is always the same.
    """
    return locate(outlines(), np.asarray(lons, dtype=float), np.asarray(lats, dtype=float))


def locate(held: Outlines, x: NDArray[np.float64], y: NDArray[np.float64]) -> NDArray[np.str_]:
    """The code of the outline at each point, as `places_of`."""
    answers = np.full(x.shape, "", dtype="<U5")
    usable = np.flatnonzero(np.isfinite(x) & np.isfinite(y))
    points, candidates = held.tree.query(shapely.points(x[usable], y[usable]))
    # Outline by outline: each is asked for all its points while it is warm; the lowest code comes last, and stays.
    order = np.lexsort((points, -candidates))
    points, candidates = usable[points[order]], candidates[order]
    inside = shapely.intersects_xy(held.shapes[candidates], x[points], y[points])
    answers[points[inside]] = held.codes[candidates[inside]]
    return answers


def is_approximate() -> bool:
    """Whether `place_of` answers from guessed outlines: pages and files must then say so."""
    return outlines().approximate


def outlines() -> Outlines:
    """The communes' outlines in use, built once per process and again after a loading."""
    in_use = boundaries.current_set()
    version = in_use.pk if in_use else 0
    held = _held.get("communes")
    if held is not None and held.version == version:
        return held
    with _lock:
        held = _held.get("communes")
        if held is None or held.version != version:
            held = _held["communes"] = _loaded(version) if version else _guessed()
        return held


def index(drawn: Mapping[str, Geometry], *, version: int = 0, approximate: bool = False) -> Outlines:
    """Outlines by code, in order of code, ready to be asked."""
    codes = sorted(drawn)
    polygons = np.array([drawn[code] for code in codes], dtype=object)
    shapely.prepare(polygons)
    return Outlines(version, np.array(codes, dtype="<U5"), polygons, STRtree(polygons), approximate)


def _loaded(version: int) -> Outlines:
    rows = Boundary.objects.filter(loaded_in_id=version, place__kind="commune").values_list("place_id", "geometry")
    return index({code: shapely.from_wkb(bytes(wkb)) for code, wkb in rows}, version=version)


def _guessed() -> Outlines:
    known = [facts.places()[code] for code in hierarchy.communes()]
    centres = {place.nis: (place.lon, place.lat) for place in known if place.lon is not None and place.lat is not None}
    return index(shapes.guess(centres, [place.extent for place in known if place.extent]), approximate=True)
