"""What the front door and a place's page show, as values that the templates read."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from perron.kernel import concerns, places
from perron.kernel.authorities import Authority, all_authorities
from perron.kernel.concerns import Section
from perron.kernel.contract import BoundingBox
from perron.kernel.places import Competent, FoundPlace, Place, PlaceKind

Line = dict[str, object]
MOST_AUTHORITIES = 6
# The way down from the country; communities and language areas cross it, arrondissements decide nothing.
LADDER = (PlaceKind.COUNTRY, PlaceKind.REGION, PlaceKind.PROVINCE)


@dataclass(frozen=True)
class MatchLine:
    """One answer to "which one do you mean?"."""

    found: FoundPlace

    @property
    def title(self) -> str:
        """The name, with the name by which it was found when that is another."""
        if not self.found.matched:
            return self.found.name
        return _("%(matched)s (%(name)s)") % {"matched": self.found.matched, "name": self.found.name}

    @property
    def line(self) -> str:
        """Its kind and postal codes."""
        return " · ".join(filter(None, [str(PlaceKind(self.found.kind).label), ", ".join(self.found.postal_codes[:6])]))

    @property
    def address(self) -> str:
        """Its page."""
        return reverse("place", kwargs={"nis": self.found.nis})


@dataclass(frozen=True)
class FrontDoor:
    """The home page. `territory`: NIS code of the authority that we are at; None for the whole installation."""

    words: str
    found: tuple[MatchLine, ...]
    territory: str | None

    @property
    def nothing_found(self) -> bool:
        """Whether something was asked and no place fits."""
        return bool(self.words) and not self.found

    @cached_property
    def sections(self) -> list[Section]:
        """What concerns the authority's territory, or everyone."""
        return concerns.what_concerns(self.territory, limit=5)

    @cached_property
    def authorities(self) -> list[Line]:
        """The first authorities served here, when we are at none of them."""
        return [] if self.territory else [_served(authority) for authority in all_authorities()[:MOST_AUTHORITIES]]


@dataclass(frozen=True)
class PlacePage:
    """A place: what is new, who is competent, the map with its list."""

    place: Place

    @property
    def lead(self) -> str:
        """What it is, and its postal codes."""
        codes = places.postal_codes_of().get(self.place.nis, ())
        return " · ".join(filter(None, [self.place.get_kind_display(), ", ".join(codes[:8])]))

    @cached_property
    def above(self) -> list[Place]:
        """What governs it, the largest first."""
        containing = places.places(reversed(places.ancestors(self.place.nis)))
        return [above for above in containing if above.kind in LADDER]

    @cached_property
    def sections(self) -> list[Section]:
        """What concerns people here."""
        return concerns.what_concerns(self.place.nis, limit=5)

    @property
    def successors(self) -> list[Place]:
        """What became of it, when it is no more."""
        return [] if self.place.is_current else places.places(places.current(self.place.nis))

    @property
    def ended(self) -> str:
        """The sentence that says so."""
        return ngettext(
            "This place no longer exists as such: it became part of another.",
            "This place no longer exists as such: it was divided.",
            len(self.successors),
        )

    @cached_property
    def competent(self) -> list[Line]:
        """Who does what here, the nearest first: the authorities served here by name, the others as a level."""
        return [line for level in places.who_is_competent(self.place.nis) for line in _competent(level)]

    @cached_property
    def parts(self) -> list[Line]:
        """The communes inside, or the neighbours in the same whole when it is a commune: the list beside the map."""
        whole = self.place.parent_id if self.place.kind == PlaceKind.COMMUNE else self.place.nis
        inside = places.places(places.places_in(whole or self.place.nis))
        return [_on_map(part) for part in sorted(inside, key=lambda part: part.name) if part.lon is not None]

    @property
    def box(self) -> str:
        """West, south, east, north, as the map reads them; empty when unknown."""
        extent: BoundingBox | None = self.place.extent
        return f"{extent.west},{extent.south},{extent.east},{extent.north}" if extent else ""

    @property
    def map_label(self) -> str:
        """What the map shows, in words."""
        return _("Map of %(name)s and the communes around") % {"name": self.place.name}

    @property
    def map_title(self) -> str:
        """What stands above the map and its list."""
        return _("Around %(name)s") % {"name": self.place.name}

    @property
    def is_approximate(self) -> bool:
        """Whether the outlines are guesses."""
        return places.is_approximate()


def _served(authority: Authority) -> Line:
    address = reverse("authority", kwargs={"slug": authority.slug})
    return {"title": str(authority.name), "line": authority.get_kind_display(), "address": address}


def _competent(level: Competent) -> Iterator[Line]:
    # The council of the place itself before the bodies beside it.
    yield from map(_served, sorted(level.authorities, key=lambda authority: authority.kind != level.place.kind))
    if not level.authorities:
        address = reverse("place", kwargs={"nis": level.place.nis})
        yield {"title": level.place.name, "line": level.place.get_kind_display(), "address": address}


def _on_map(part: Place) -> Line:
    address = reverse("place", kwargs={"nis": part.nis})
    return {"title": part.name, "address": address, "lon": part.lon, "lat": part.lat}
