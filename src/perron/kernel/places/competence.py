"""Who is competent somewhere: commune, province, community, region, country, and which of them are served here."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from perron.kernel.authorities import Authority, all_authorities
from perron.kernel.models import Place, PlaceKind
from perron.kernel.places import hierarchy

# Arrondissements and language areas decide nothing by themselves.
GOVERNED = (PlaceKind.COMMUNE, PlaceKind.PROVINCE, PlaceKind.COMMUNITY, PlaceKind.REGION, PlaceKind.COUNTRY)


@dataclass(frozen=True, slots=True)
class Competent:
    """A level of government at a place, and its authorities on this installation: often none, as most are elsewhere."""

    place: Place
    authorities: tuple[Authority, ...]


def who_is_competent(nis: str) -> list[Competent]:
    """The levels that govern a place of now or of before, the nearest first. Empty for an unknown code."""
    codes = hierarchy.place_and_ancestors(nis)
    places = Place.objects.filter(kind__in=GOVERNED).in_bulk(codes)
    served: dict[str | None, list[Authority]] = defaultdict(list)
    for authority in all_authorities().filter(place_id__in=codes):
        served[authority.place_id].append(authority)
    return [Competent(places[code], tuple(served[code])) for code in codes if code in places]
