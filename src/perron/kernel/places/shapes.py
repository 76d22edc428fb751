"""Outlines as geometry, without a database: mended so that neighbours fit, simplified, merged, guessed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

import numpy as np
import shapely
from shapely import Geometry, STRtree

from perron.kernel.contract import BoundingBox

# All in degrees. About 100 m: slivers between neighbours, far smaller than the smallest real enclave's surroundings.
SLIVER = 0.001
# About 200 m: invisible while the whole country fits on a screen; the full outline is there for one place.
COARSE = 0.002

Shapes = Mapping[str, Geometry]


def mend(shape: Geometry) -> Geometry:
    """The valid polygons of a shape that may have bow ties, open holes or stray lines. Empty when nothing is left."""
    valid = shapely.make_valid(shapely.force_2d(shape), method="structure", keep_collapsed=False)
    parts = [part for part in shapely.get_parts(valid, return_index=False) if part.geom_type == "Polygon"]
    return valid if valid.geom_type in ("Polygon", "MultiPolygon") else shapely.multipolygons(parts)


def fit_together(shapes: Shapes) -> dict[str, Geometry]:
    """The same shapes without overlaps and slivers between them."""
    fitted = shapely.coverage_clean(np.array(list(shapes.values())), gap_width=SLIVER)
    return dict(zip(shapes, fitted, strict=True))


def simplify_together(shapes: Shapes) -> dict[str, Geometry]:
    """The same shapes with far fewer points, neighbours still touching. Takes shapes that fit together."""
    return dict(zip(shapes, shapely.coverage_simplify(np.array(list(shapes.values())), COARSE), strict=True))


def merge(shapes: Shapes, groups: Mapping[str, Sequence[str]]) -> dict[str, Geometry]:
    """One shape per group, from members that fit together; a group without a known member is left out."""
    known = {name: [shapes[member] for member in members if member in shapes] for name, members in groups.items()}
    return {name: shapely.coverage_union_all(parts) for name, parts in known.items() if parts}


def guess(centres: Mapping[str, tuple[float, float]], extents: Iterable[BoundingBox]) -> dict[str, Geometry]:
    """Rough outlines when no real ones are loaded: what is nearest to each centre, within the union of the extents."""
    land = shapely.union_all([shapely.box(box.west, box.south, box.east, box.north) for box in extents])
    # A degree of longitude is shorter than one of latitude; stretched so that "nearest" means it on the ground.
    squeeze = float(np.cos(np.radians(shapely.get_y(land.centroid))))
    points = shapely.multipoints([(lon * squeeze, lat) for lon, lat in centres.values()])
    cells = shapely.get_parts(shapely.voronoi_polygons(points, extend_to=points.envelope.buffer(1)))
    tree = STRtree(cells)
    cell_of = dict(zip(*tree.query(shapely.get_parts(points), predicate="intersects"), strict=True))
    outlines = shapely.transform(cells, lambda xy: xy / [squeeze, 1.0])
    return {name: shapely.intersection(outlines[cell_of[index]], land) for index, name in enumerate(centres)}


def by_code(pairs: Iterable[tuple[str, Geometry]]) -> dict[str, Geometry]:
    """One shape per code: parts that came in several rows are joined."""
    found: dict[str, list[Geometry]] = defaultdict(list)
    for code, shape in pairs:
        found[code].append(shape)
    return {code: parts[0] if len(parts) == 1 else shapely.union_all(parts) for code, parts in found.items()}
