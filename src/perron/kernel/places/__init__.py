"""The territory: places and their codes, what contains what, what became of what, and in which commune a point lies.

`load_facts` at start-up; `load_boundaries` when the operator has better outlines than guesses.
"""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _

from perron.kernel.errors import NotFound
from perron.kernel.models import Place, PlaceKind
from perron.kernel.places.base_map import boundaries_geojson, boundaries_version, boundary_geojson
from perron.kernel.places.boundaries import BoundaryReport, current_set, load_boundaries
from perron.kernel.places.boundary_file import NotBoundaries
from perron.kernel.places.competence import Competent, who_is_competent
from perron.kernel.places.facts import PlaceFacts, postal_codes_of
from perron.kernel.places.hierarchy import ancestors, communes, current, former, place_and_ancestors, places_in
from perron.kernel.places.loading import facts_are_stale, load_facts
from perron.kernel.places.lookup import is_approximate, place_of, places_of
from perron.kernel.places.search import FoundPlace, find_places

__all__ = [
    "BoundaryReport",
    "Competent",
    "FoundPlace",
    "NotBoundaries",
    "Place",
    "PlaceFacts",
    "PlaceKind",
    "UnknownPlace",
    "ancestors",
    "boundaries_geojson",
    "boundaries_version",
    "boundary_geojson",
    "communes",
    "current",
    "current_set",
    "facts_are_stale",
    "find_places",
    "former",
    "is_approximate",
    "load_boundaries",
    "load_facts",
    "place",
    "place_and_ancestors",
    "place_of",
    "places",
    "places_in",
    "places_of",
    "postal_codes_of",
    "who_is_competent",
]


class UnknownPlace(NotFound):
    """No place, of now or of before, has this code."""

    code = "unknown_place"
    sentence = _("No place has the code %(nis)s.")
    way_out = _("Search by name or postal code instead.")


def place(nis: str) -> Place:
    """The place of that code, whether it still exists or not. Raises UnknownPlace."""
    try:
        return Place.objects.get(nis=nis)
    except Place.DoesNotExist:
        raise UnknownPlace(nis=nis) from None


def places(codes: Iterable[str]) -> list[Place]:
    """The places of these codes in the same order, in one query; unknown codes are left out."""
    wanted = list(codes)
    found = Place.objects.in_bulk(wanted)
    return [found[code] for code in wanted if code in found]
