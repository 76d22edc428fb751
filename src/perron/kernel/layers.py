"""Map layers that bricks declare, as GeoJSON: what is inside a box, the most important first."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import islice
from math import isfinite

from django.utils.translation import gettext_lazy as _

from perron.kernel import registry
from perron.kernel.contract import BoundingBox, Feature, MapLayer
from perron.kernel.errors import NotFound, Refused

EVERYWHERE = BoundingBox(-180.0, -90.0, 180.0, 90.0)
MOST = 10_000
USUAL = 1_000


class NotABox(Refused):
    """The box cannot be read."""

    code = "not_a_box"
    status = 400
    sentence = _("This is not a box on the map.")
    way_out = _("Write west,south,east,north in degrees, for example 4.2,50.7,4.6,51.0.")


def layer(name: str) -> MapLayer:
    """The layer of that name. Raises NotFound."""
    for declared in registry.layers():
        if declared.name == name:
            return declared
    raise NotFound


def box_of(written: str) -> BoundingBox:
    """Read `west,south,east,north` in degrees; the whole world when nothing is written. Raises NotABox."""
    if not written:
        return EVERYWHERE
    try:
        west, south, east, north = (float(number) for number in written.split(","))
    except ValueError as error:
        raise NotABox from error
    if not all(map(isfinite, (west, south, east, north))) or west > east or south > north:
        raise NotABox
    return BoundingBox(max(west, -180.0), max(south, -90.0), min(east, 180.0), min(north, 90.0))


def features(declared: MapLayer, box: BoundingBox, limit: int = USUAL) -> Mapping[str, object]:
    """A GeoJSON FeatureCollection (RFC 7946) with at most `limit` features; `numberReturned` counts them."""
    found = list(islice(declared.features(box, limit), limit))
    return {
        "type": "FeatureCollection",
        "title": str(declared.title),
        "numberReturned": len(found),
        "mayHaveMore": len(found) == limit,
        "features": [_feature(feature) for feature in found],
    }


def _feature(feature: Feature) -> Mapping[str, object]:
    properties = {**feature.properties, "title": feature.title, "address": feature.address, "ref": str(feature.ref)}
    return {"type": "Feature", "id": str(feature.ref), "geometry": feature.geometry, "properties": properties}
