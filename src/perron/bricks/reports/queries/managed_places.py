"""Managed roads, areas and things near points, answered in memory; read again when others were loaded."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from threading import Lock
from time import monotonic
from typing import Final

import numpy as np
import shapely
from django.db.models import Count, Max, QuerySet
from numpy.typing import NDArray
from pyproj import Transformer
from shapely import Geometry, STRtree

from perron.bricks.reports.models import ManagedPlace
from perron.bricks.reports.rules.routing import EQUIPMENT_METRES, ROAD_METRES, NearManager
from perron.kernel.authorities import Authority

REACH: Final = max(EQUIPMENT_METRES, ROAD_METRES)
HELD_FOR: Final = 60.0  # seconds until removals made by another process are known here
Stamp = tuple[int, int]


@dataclass(frozen=True, slots=True)
class _Index:
    """All managed places in metres, with what is told of each."""

    stamp: Stamp
    shapes: NDArray[np.object_]
    told: tuple[NearManager, ...]  # `metres` is not filled in
    tree: STRtree


class _Held:
    """The index as this process last read it."""

    def __init__(self) -> None:
        self.index: _Index | None = None
        self.until = 0.0
        self.lock = Lock()

    def forget(self) -> None:
        """Read it anew next time."""
        self.index = None


_held = _Held()
forget = _held.forget


def near(lons: Sequence[float], lats: Sequence[float]) -> list[tuple[NearManager, ...]]:
    """For each point (WGS 84 degrees), what is managed within `REACH` metres, the nearest first."""
    index = _current()
    if not index.told:
        return [()] * len(lons)
    points = shapely.points(*metres_of(lons, lats))
    asked, found = index.tree.query(points, predicate="dwithin", distance=REACH)
    distances = shapely.distance(points[asked], index.shapes[found])
    by_point: dict[int, list[NearManager]] = defaultdict(list)
    for point, which, distance in zip(asked.tolist(), found.tolist(), distances.tolist(), strict=True):
        by_point[point].append(_told(index.told[which], distance))
    return [
        tuple(sorted(by_point.get(at, ()), key=lambda one: (one.metres, one.manager, one.source)))
        for at in range(len(lons))
    ]


def sources() -> list[dict[str, object]]:
    """What was loaded: source, kind, how many, when."""
    loaded = ManagedPlace.objects.values("source", "kind").annotate(places=Count("pk"), loaded_at=Max("loaded_at"))
    return [dict(row) for row in loaded.order_by("source", "kind")]


def equipment_sources() -> list[str]:
    """The lists of things that were loaded."""
    loaded = ManagedPlace.objects.filter(kind="equipment").values_list("source", flat=True)
    return list(loaded.order_by("source").distinct())


def managers_here() -> list[str]:
    """The slugs of the authorities that manage a road or an area."""
    managed = ManagedPlace.objects.filter(kind__in=("road", "area"), manager__isnull=False)
    return list(managed.values_list("manager__slug", flat=True).order_by("manager__slug").distinct())


def managed_by(authority: Authority) -> QuerySet[ManagedPlace]:
    """What an authority manages."""
    return ManagedPlace.objects.filter(manager=authority)


def metres_of(lons: Sequence[float], lats: Sequence[float]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Belgian Lambert 2008 (EPSG:3812) of points in WGS 84 degrees; infinite where that does not reach."""
    x, y = _to_lambert().transform(np.asarray(lons, dtype=float), np.asarray(lats, dtype=float))
    return x, y


@cache
def _to_lambert() -> Transformer:
    return Transformer.from_crs("EPSG:4326", "EPSG:3812", always_xy=True)


def _told(known: NearManager, metres: float) -> NearManager:
    return NearManager(known.manager, known.names, known.kind, metres, known.place_names, known.source)


def _current() -> _Index:
    held = _held.index
    newest = ManagedPlace.objects.aggregate(newest=Max("pk"))["newest"] or 0
    if held is not None and held.stamp[0] == newest and monotonic() < _held.until:
        return held
    with _held.lock:
        stamp = (newest, ManagedPlace.objects.count())
        held = _held.index
        if held is None or held.stamp != stamp:
            held = _held.index = _read(stamp)
        _held.until = monotonic() + HELD_FOR
        return held


def _read(stamp: Stamp) -> _Index:
    rows = ManagedPlace.objects.order_by("pk").values_list(
        "manager__slug", "manager__names", "manager_names", "kind", "names", "source", "geometry"
    )
    told, shapes = [], []
    for slug, names, other_names, kind, place_names, source, geometry in rows.iterator(chunk_size=2000):
        told.append(NearManager(slug or "", names or other_names, kind, 0.0, place_names, source))
        shapes.append(shapely.geometry.shape(geometry))
    drawn = _projected(shapes)
    return _Index(stamp, drawn, tuple(told), STRtree(drawn))


def _projected(shapes: Iterable[Geometry]) -> NDArray[np.object_]:
    found = np.array(list(shapes), dtype=object)
    moved = shapely.transform(found, lambda xy: np.column_stack(_to_lambert().transform(xy[:, 0], xy[:, 1])))
    drawn = np.asarray(moved, dtype=object)
    shapely.prepare(drawn)
    return drawn
