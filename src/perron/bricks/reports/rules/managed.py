"""Managed places as a GeoJSON file gives them: which property says what, and what cannot be used."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

import numpy as np
import shapely
from pyproj import Transformer
from pyproj.exceptions import CRSError
from shapely import Geometry
from shapely.errors import ShapelyError
from shapely.geometry import mapping, shape

KINDS: Final[Mapping[str, frozenset[str]]] = {
    "road": frozenset({"LineString", "MultiLineString", "Polygon", "MultiPolygon"}),
    "area": frozenset({"Polygon", "MultiPolygon"}),
    "equipment": frozenset({"Point", "MultiPoint", "LineString", "Polygon", "MultiPolygon"}),
}
LANGUAGES: Final = ("fr", "nl", "de", "en")
LONGEST: Final = 120


class NotLoadable(ValueError):
    """The document is no GeoJSON collection in degrees."""


@dataclass(frozen=True, slots=True)
class FieldNames:
    """In which properties a file says what. `{}` in a name stands for the language: "name_{}" reads name_fr, name_nl.

    `managers` turns the file's values ("REG") into slugs of this installation; others keep their value as a name.
    `crs` is the file's reference system when its coordinates are no degrees ("EPSG:31370").
    `only` loads the features whose manager's value is among these; empty: all.
    """

    identifier: str = "id"
    name: str = "name"
    manager: str = "manager"
    managers: Mapping[str, str] = field(default_factory=dict)
    only: tuple[str, ...] = ()
    crs: str = ""


@dataclass(frozen=True, slots=True)
class PlaceGiven:
    """One place of a file, in degrees. `manager` is a slug or unknown here; `manager_names` are for that case."""

    identifier: str
    kind: str
    names: Mapping[str, str]
    manager: str
    manager_names: Mapping[str, str]
    geometry: Geometry


def places_given(
    document: Mapping[str, object], kind: str, fields: FieldNames, left_out: list[str]
) -> Iterator[PlaceGiven]:
    """The places of a document; why a feature was left out is added to `left_out`. Raises NotLoadable."""
    features = document.get("features")
    if document.get("type") != "FeatureCollection" or not isinstance(features, list):
        raise NotLoadable("a GeoJSON FeatureCollection is expected.")
    to_degrees = _to_degrees(fields.crs or _crs_of(document))
    seen: set[str] = set()
    for number, feature in enumerate(features, start=1):
        found = _place(feature, number, kind, fields, to_degrees)
        if isinstance(found, str):
            left_out.append(f"{number}: {found}")
        elif found is not None and found.identifier in seen:
            left_out.append(f"{number}: the identifier {found.identifier} is there twice")
        elif found is not None:
            seen.add(found.identifier)
            yield found


def _place(
    feature: object, number: int, kind: str, fields: FieldNames, to_degrees: Transformer | None
) -> PlaceGiven | str | None:
    """The place, the reason why it cannot be one, or None when it is not asked for."""
    if not isinstance(feature, Mapping):
        return "not a feature"
    held = feature.get("properties")
    said: Mapping[str, object] = held if isinstance(held, Mapping) else {}
    value = str(said.get(fields.manager) or "")
    if fields.only and value not in fields.only:
        return None
    geometry = feature.get("geometry")
    if not isinstance(geometry, Mapping) or geometry.get("type") not in KINDS[kind]:
        return "its geometry is not of this kind"
    drawn = _drawn(geometry, to_degrees)
    if isinstance(drawn, str):
        return drawn
    identifier = said.get(fields.identifier) or feature.get("id") or number
    slug = fields.managers.get(value, value)
    return PlaceGiven(str(identifier)[:LONGEST], kind, _names(said, fields.name), slug, _called(value), drawn)


def _drawn(geometry: Mapping[str, object], to_degrees: Transformer | None) -> Geometry | str:
    """The geometry in degrees, or the reason why it cannot be used."""
    try:
        drawn = shapely.force_2d(shape(dict(geometry)))
    except (ShapelyError, ValueError, TypeError, KeyError, IndexError, AttributeError):
        return "its geometry cannot be read"
    if drawn.is_empty:
        return "its geometry is empty"
    if to_degrees is not None:
        drawn = shapely.transform(drawn, lambda xy: np.column_stack(to_degrees.transform(xy[:, 0], xy[:, 1])))
    west, south, east, north = drawn.bounds
    if not (-180 <= west <= east <= 180 and -90 <= south <= north <= 90):
        return "its coordinates are no degrees: say in which reference system they are"
    return drawn


def _crs_of(document: Mapping[str, object]) -> str:
    """The reference system that older files name in "crs" (GeoJSON of 2008, section 3)."""
    crs = document.get("crs")
    properties = crs.get("properties") if isinstance(crs, Mapping) else None
    return str(properties.get("name") or "") if isinstance(properties, Mapping) else ""


def _to_degrees(crs: str) -> Transformer | None:
    """None when it is in degrees already. Raises NotLoadable."""
    if not crs or crs.endswith(("CRS84", ":4326")):
        return None
    try:
        return Transformer.from_crs(crs, "EPSG:4326", always_xy=True)
    except CRSError as wrong:
        raise NotLoadable(f"the reference system {crs} is not known.") from wrong


def _names(said: Mapping[str, object], name: str) -> dict[str, str]:
    if "{}" in name:
        return {language: str(words) for language in LANGUAGES if (words := said.get(name.format(language)))}
    return _called(str(said.get(name) or ""))


def _called(words: str) -> dict[str, str]:
    """A name that is the same in every language."""
    return dict.fromkeys(LANGUAGES, words) if words else {}


def together(places: list[PlaceGiven]) -> Mapping[str, object]:
    """Several areas as one GeoJSON geometry, valid, to about 1 cm."""
    merged = shapely.union_all([shapely.make_valid(place.geometry) for place in places])
    return dict(mapping(shapely.set_precision(merged, 1e-7)))
