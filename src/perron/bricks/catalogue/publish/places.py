"""Datasets at places: on the map as the extent of what they hold, at home as "new data" about a place."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from perron.bricks.catalogue.queries.counting import newest
from perron.bricks.catalogue.queries.finding import with_extent
from perron.kernel.contract import BoundingBox, Concern, Feature, HomeSection, MapLayer
from perron.kernel.languages import Text


def features(box: BoundingBox, limit: int) -> Iterator[Feature]:
    """The extents of published tables that touch the box, the best datasets first."""
    for dataset, (west, south, east, north) in with_extent(box, limit):
        ring = [[west, south], [east, south], [east, north], [west, north], [west, south]]
        yield Feature(
            ref=dataset.ref,
            geometry={"type": "Polygon", "coordinates": [ring]},
            title=dataset.title.words,
            address=dataset.get_absolute_url(),
        )


def concerns(nis_codes: tuple[str, ...], limit: int) -> Iterable[Concern]:
    """The newest datasets about a place and what contains it; without a place, of everywhere."""
    for dataset in newest(nis_codes or None, limit=limit):
        yield Concern(
            title=dataset.title.words,
            address=dataset.get_absolute_url(),
            line=dataset.authority.name if dataset.authority else "",
            at=dataset.published_at,
            urgency=60,
        )


LAYER = MapLayer(
    "catalogue.extents",
    Text(
        fr="Étendue des jeux de données",
        nl="Gebied van de datasets",
        de="Ausdehnung der Datensätze",
        en="Extent of the datasets",
    ),
    features,
)
SECTION = HomeSection(
    "catalogue.new_data",
    Text(fr="Nouvelles données", nl="Nieuwe data", de="Neue Daten", en="New data"),
    concerns,
    order=60,
)
