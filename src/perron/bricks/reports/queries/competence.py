"""Who is competent at a point: the territory, the managed places around it, and the live handbooks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from perron.bricks.reports.queries import managed_places
from perron.bricks.reports.queries.handbooks import live_handbooks
from perron.bricks.reports.rules import routing
from perron.bricks.reports.rules.routing import Decision, Reason, Spot
from perron.kernel import places
from perron.kernel.authorities import Authority, AuthorityKind, all_authorities, authority_by_slug
from perron.kernel.errors import Refused

__all__ = [
    "Competent",
    "Decision",
    "OutsideBelgium",
    "Reason",
    "Spot",
    "decide_at",
    "first_competent",
    "spot_at",
    "spots_at",
]

# Of several authorities of one place, the one that governs it comes first.
GOVERNS = (AuthorityKind.COMMUNE, AuthorityKind.PROVINCE, AuthorityKind.REGION, AuthorityKind.COMMUNITY)
ABOVE = (*GOVERNS[1:], AuthorityKind.FEDERAL_SERVICE)


class OutsideBelgium(Refused):
    """The point lies in no commune: abroad or at sea."""

    code = "outside_belgium"
    sentence = _("This place lies in no Belgian commune.")
    way_out = _("Move the point to where it is, or write the address.")


@dataclass(frozen=True, slots=True)
class Competent:
    """Whose categories to offer at a point. Nobody here: `names` says who it is (texts per language)."""

    authority: Authority | None
    reasons: tuple[Reason, ...]
    names: Mapping[str, str]
    spot: Spot


def spot_at(lon: float, lat: float) -> Spot:
    """What is known about a point (WGS 84 degrees). Raises OutsideBelgium."""
    spot = spots_at([lon], [lat])[0]
    if not spot.place:
        raise OutsideBelgium
    return spot


def spots_at(lons: Sequence[float], lats: Sequence[float]) -> list[Spot]:
    """The same for many points at once, in order; `place` is empty outside the country."""
    codes = [str(code) for code in places.places_of(lons, lats)]
    above = {code: places.place_and_ancestors(code) for code in set(codes) if code}
    served = _served({one for line in above.values() for one in line})
    near = managed_places.near(lons, lats)
    return [
        Spot(lon, lat, code, _commune(served, code), near[index], _above(served, above.get(code, ())))
        for index, (lon, lat, code) in enumerate(zip(lons, lats, codes, strict=True))
    ]


def first_competent(lon: float, lat: float, *, is_exact: bool = True) -> Competent:
    """Whose categories to offer at a point, and why. `is_exact` as in `decide_at`. Raises OutsideBelgium."""
    spot = _spot(lon, lat, is_exact=is_exact)
    found = routing.first(spot, live_handbooks())
    if found.authority:
        authority = authority_by_slug(found.authority)
        return Competent(authority, found.reasons, authority.names, spot)
    return Competent(None, found.reasons, _names_there(spot), spot)


def decide_at(
    lon: float, lat: float, category: str, moment: datetime, *, channel: str = "web", is_exact: bool = True
) -> Decision:
    """Who treats a report of that category at a point, and why. Where only the commune is known (not `is_exact`), the
    roads that happen to be near its middle say nothing. Raises OutsideBelgium.
    """
    spot = _spot(lon, lat, is_exact=is_exact)
    return routing.decide(spot, category, live_handbooks(), moment, channel=channel)


def _spot(lon: float, lat: float, *, is_exact: bool) -> Spot:
    spot = spot_at(lon, lat)
    return spot if is_exact else replace(spot, managers=())


def _names_there(spot: Spot) -> Mapping[str, str]:
    """Who it is where nobody is served: the manager of the road, else the commune."""
    ground = next((near.names for near in spot.managers if near.kind != "equipment" and near.names), None)
    return ground or places.place(spot.place).names


def _served(codes: set[str]) -> dict[str, list[tuple[str, str]]]:
    """Kind and slug of the authorities of these places and of what they replaced, those that govern first."""
    wanted = {former: code for code in codes for former in (code, *places.former(code))}
    found: dict[str, list[tuple[str, str]]] = {}
    rows = all_authorities().filter(place_id__in=wanted).values_list("kind", "slug", "place_id")
    for kind, slug, place in sorted(rows, key=lambda row: (row[2] not in codes, _rank(row[0]), row[1])):
        found.setdefault(wanted[str(place)], []).append((kind, slug))
    return found


def _rank(kind: str) -> int:
    return ABOVE.index(AuthorityKind(kind)) if kind in ABOVE else -1 if kind == AuthorityKind.COMMUNE else len(ABOVE)


def _commune(served: Mapping[str, list[tuple[str, str]]], code: str) -> str:
    return next((slug for kind, slug in served.get(code, ()) if kind == AuthorityKind.COMMUNE), "")


def _above(served: Mapping[str, list[tuple[str, str]]], line: Sequence[str]) -> tuple[str, ...]:
    """The authorities of what contains the commune, the nearest first."""
    return tuple(slug for code in line[1:] for kind, slug in served.get(code, ()) if kind in ABOVE)
