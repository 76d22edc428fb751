"""Outlines as GeoJSON for the map: light ones of a whole kind, full ones of one place. Bytes, made once per version."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache

import orjson
import shapely
from shapely import Geometry

from perron.kernel.contract import BoundingBox
from perron.kernel.models import Boundary
from perron.kernel.places import boundaries, facts, hierarchy, lookup, shapes

# Four decimals of a degree are about 10 m, five about 1 m.
LIGHT, FULL = 4, 5
# One more whenever what is written here changes, so that nobody keeps the old form.
FORMAT = 1


def boundaries_version() -> str:
    """Changes with the boundaries: part of the map's addresses, so that browsers may keep what they got for ever."""
    return f"{FORMAT}.{lookup.outlines().version}"


def boundaries_geojson(kind: str, box: BoundingBox | None = None) -> bytes:
    """A GeoJSON feature collection of all places of a kind (those that touch `box`), simplified together.

    Each feature has `nis`, `name_fr`, `name_nl`, `name_de`, `name_en`; the collection says `approximate` and `source`.
    """
    version = lookup.outlines().version
    if box is None:
        return _whole(kind, version)
    window = shapely.box(box.west, box.south, box.east, box.north)
    return _collection(
        {code: shape for code, shape in _light(kind, version).items() if shape.intersects(window)}, LIGHT
    )


def boundary_geojson(nis: str) -> bytes | None:
    """One place's full outline as a GeoJSON feature; None when there is none (a former place, an unknown code)."""
    held = lookup.outlines()
    if held.approximate:
        shape = _light(facts.places()[nis].kind, held.version).get(nis) if nis in facts.places() else None
    else:
        row = Boundary.objects.filter(place_id=nis).values_list("geometry", flat=True).first()
        shape = shapely.from_wkb(bytes(row)) if row else None
    if shape is None:
        return None
    return orjson.dumps({**_feature(nis, shape, FULL), "approximate": held.approximate})


@lru_cache(maxsize=16)
def _whole(kind: str, version: int) -> bytes:
    return _collection(_light(kind, version), LIGHT)


@lru_cache(maxsize=16)
def _light(kind: str, version: int) -> Mapping[str, Geometry]:
    """Simplified outlines of a kind; `version` keys the memory."""
    if version:
        rows = Boundary.objects.filter(place__kind=kind, loaded_in_id=version).order_by("place_id")
        return {code: shapely.from_wkb(bytes(wkb)) for code, wkb in rows.values_list("place_id", "simplified")}
    held = lookup.outlines()
    communes = dict(zip(held.codes.tolist(), held.shapes, strict=True))
    wholes = [code for code, known in facts.places().items() if known.kind == kind and not known.valid_until]
    return (
        communes if kind == "commune" else shapes.merge(communes, {code: hierarchy.places_in(code) for code in wholes})
    )


def _collection(outlines: Mapping[str, Geometry], decimals: int) -> bytes:
    in_use = boundaries.current_set()
    return orjson.dumps(
        {
            "type": "FeatureCollection",
            "approximate": in_use is None,
            "source": in_use.source if in_use else "",
            "licence": in_use.licence if in_use else "",
            "features": [_feature(code, shape, decimals) for code, shape in outlines.items()],
        }
    )


def _feature(nis: str, shape: Geometry, decimals: int) -> dict[str, object]:
    known = facts.places()[nis]
    names = {f"name_{tag}": name for tag, name in known.names.items()}
    return {
        "type": "Feature",
        "id": nis,
        "properties": {"nis": nis, "kind": known.kind, **names},
        "geometry": _rounded(shapely.geometry.mapping(shape), decimals),
    }


def _rounded(geometry: Mapping[str, object], decimals: int) -> dict[str, object]:
    return {"type": geometry["type"], "coordinates": _round(geometry["coordinates"], decimals)}


def _round(numbers: object, decimals: int) -> object:
    """Coordinates of any depth with fewer decimals: the same rounding for both neighbours keeps them together."""
    if isinstance(numbers, float):
        return round(numbers, decimals)
    assert isinstance(numbers, Iterable)
    return [_round(number, decimals) for number in numbers]
