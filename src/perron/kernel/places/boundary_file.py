"""Reads a GeoJSON file of communes as it comes: other property names, codes of before a merger, broken rings."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import orjson
import shapely
from django.utils.translation import gettext_lazy as _
from shapely import Geometry

from perron.kernel.errors import Refused
from perron.kernel.places import hierarchy, shapes

# Names under which the code is found in files of public bodies, without case and punctuation, the surest first.
CODE_PROPERTIES = (
    "nis",
    "niscode",
    "nis5",
    "cdmuntyrefnis",
    "cnis52019",
    "refnis",
    "inscode",
    "ins",
    "codeins",
    "cdrefnis",
    "id",
    "featureid",
)


class NotBoundaries(Refused):
    """The file holds no boundaries that can be read."""

    code = "not_boundaries"
    status = 422
    sentence = _("%(file)s cannot be read as boundaries: %(reason)s")
    way_out = _("Give a GeoJSON file of communes with their NIS codes, in longitude and latitude (WGS 84).")


@dataclass(frozen=True, slots=True)
class BoundaryFile:
    """What a file held: a shape per commune of today, and codes: mended, followed to a successor, unknown, empty."""

    shapes: shapes.Shapes
    mended: tuple[str, ...]
    followed: tuple[str, ...]
    unknown: tuple[str, ...]
    empty: tuple[str, ...]


def read(path: Path) -> BoundaryFile:
    """The communes in a GeoJSON file. Raises NotBoundaries with the reason, OSError when there is no such file."""
    features = _features(path)
    coded = [(_code(_properties(feature)), feature) for feature in features]
    if not any(code for code, _feature in coded):
        raise NotBoundaries(file=path.name, reason=_("no feature has a NIS code."))
    known = [(code, feature) for code, feature in coded if len(hierarchy.current(code)) == 1]
    drawn = [(code, _shape(feature)) for code, feature in known]
    good = [(code, shapes.mend(shape)) for code, shape in drawn]
    filled = [(hierarchy.current(code)[0], shape) for code, shape in good if not shape.is_empty]
    _check_degrees(path, [shape for _code_, shape in filled])
    return BoundaryFile(
        shapes=shapes.by_code(filled),
        mended=_codes(code for code, shape in drawn if not shapely.is_valid(shape)),
        followed=_codes(code for code, _shape_ in good if hierarchy.current(code) != (code,)),
        unknown=_codes(code or "?" for code, _feature in coded if len(hierarchy.current(code)) != 1),
        empty=_codes(code for code, shape in good if shape.is_empty),
    )


def _features(path: Path) -> Sequence[Mapping[str, object]]:
    try:
        document = orjson.loads(path.read_bytes())
    except orjson.JSONDecodeError as wrong:
        raise NotBoundaries(file=path.name, reason=_("it is not JSON.")) from wrong
    features = document.get("features") if isinstance(document, dict) else None
    if not isinstance(features, list) or not features:
        raise NotBoundaries(file=path.name, reason=_("it is not a GeoJSON feature collection."))
    return [feature for feature in features if isinstance(feature, dict)]


def _properties(feature: Mapping[str, object]) -> Mapping[str, object]:
    properties = feature.get("properties")
    return {**(properties if isinstance(properties, dict) else {}), "feature id": feature.get("id")}


def _code(properties: Mapping[str, object]) -> str:
    """The five-digit code among the properties, whatever its name there; empty when there is none."""
    plain = {"".join(filter(str.isalnum, name.lower())): value for name, value in properties.items()}
    for name in CODE_PROPERTIES:
        digits = str(plain.get(name) or "").removesuffix(".0").strip()
        if len(digits) == 5 and digits.isdigit():
            return digits
    return ""


def _shape(feature: Mapping[str, object]) -> Geometry:
    """The geometry as drawn, valid or not; empty when it cannot be read or is no area."""
    shape = shapely.from_geojson(orjson.dumps(feature.get("geometry")), on_invalid="ignore")
    is_area = shape is not None and shape.geom_type in ("Polygon", "MultiPolygon", "GeometryCollection")
    return shape if is_area else shapely.Polygon()


def _check_degrees(path: Path, drawn: Sequence[Geometry]) -> None:
    if not drawn:
        raise NotBoundaries(file=path.name, reason=_("no feature has a known commune and an outline."))
    west, south, east, north = shapely.total_bounds(drawn)
    if not (-180 <= west <= east <= 180 and -90 <= south <= north <= 90):
        raise NotBoundaries(file=path.name, reason=_("its coordinates are not longitudes and latitudes."))


def _codes(found: Iterator[str]) -> tuple[str, ...]:
    return tuple(sorted(set(found)))
