"""The territory's public API: places by name and code, the place of a point, outlines for maps. JSON, for everyone."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from urllib.parse import quote

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.cache import get_conditional_response, patch_cache_control
from django.utils.http import quote_etag
from django.utils.translation import gettext_lazy as _
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_safe

from perron.kernel import places
from perron.kernel.contract import BoundingBox
from perron.kernel.errors import NotFound, Refused
from perron.kernel.languages import LANGUAGES, current_language
from perron.kernel.places import Place, PlaceKind

A_YEAR = 31_536_000
AN_HOUR = 3_600
MOST_FOUND = 50


class NotACoordinate(Refused):
    """A longitude or latitude is missing or is no number of degrees."""

    code = "not_a_coordinate"
    sentence = _("“%(name)s” must be a number of degrees.")
    way_out = _("Ask with longitude and latitude (WGS 84), such as lon=4.35&lat=50.85.")


class NotABox(Refused):
    """A box is not four numbers."""

    code = "not_a_box"
    sentence = _("A box is written as west,south,east,north in degrees.")


class NoSuchKind(NotFound):
    """There are no places of that kind."""

    code = "no_such_kind"
    sentence = _("There are no places of the kind “%(kind)s”.")
    way_out = _("The kinds are: %(kinds)s.")


class NoOutline(NotFound):
    """The place has no outline here."""

    code = "no_outline"
    sentence = _("There is no outline of %(nis)s.")


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """`?q=&lang=&limit=`: places by name, former name, locality, postal code or address, the best first."""
    limit = request.GET.get("limit", "")
    asked = min(int(limit[:3]), MOST_FOUND) if limit.isdecimal() else 10
    found = places.find_places(request.GET.get("q", ""), _language(request), max(asked, 1))
    results = [
        {
            "nis": here.nis,
            "name": here.name,
            "kind": here.kind,
            "matched": here.matched,
            "postal_codes": list(here.postal_codes),
        }
        for here in found
    ]
    return _for_a_while(request, JsonResponse({"places": results}))


@require_safe
def place(request: HttpRequest, nis: str) -> HttpResponse:
    """One place of now or of before: names, dates, successors, what it lies in, languages, postal codes, extent."""
    return _for_a_while(request, JsonResponse(_described(places.place(nis))))


@require_safe
def place_of(request: HttpRequest) -> HttpResponse:
    """`?lon=&lat=`: the code of the commune at a point, null outside the country; `approximate`: it is a guess."""
    nis = places.place_of(_degrees(request, "lon"), _degrees(request, "lat"))
    return JsonResponse({"nis": nis, "approximate": places.is_approximate()})


@gzip_page
@require_safe
def outlines(request: HttpRequest, kind: str) -> HttpResponse:
    """All places of a kind as simplified GeoJSON; `?box=west,south,east,north` only those that touch it."""
    if kind not in PlaceKind.values:
        raise NoSuchKind(kind=kind, kinds=", ".join(PlaceKind.values))
    box = _box(request)
    return _for_ever(request, f"{kind}-{request.GET.get('box', '')}", lambda: places.boundaries_geojson(kind, box))


@gzip_page
@require_safe
def outline(request: HttpRequest, nis: str) -> HttpResponse:
    """One place's full outline as GeoJSON."""
    return _for_ever(request, nis, lambda: _outline(nis))


def _outline(nis: str) -> bytes:
    drawn = places.boundary_geojson(nis)
    if drawn is None:
        raise NoOutline(nis=nis)
    return drawn


def _described(here: Place) -> dict[str, object]:
    box = here.extent
    return {
        "nis": here.nis,
        "kind": here.kind,
        "names": here.names,
        "valid_from": here.valid_from.isoformat(),
        "valid_until": _written(here.valid_until),
        "current": list(places.current(here.nis)),
        "former": list(places.former(here.nis)),
        "within": list(places.ancestors(here.nis)),
        "languages": here.languages,
        "facilities": here.facilities,
        "postal_codes": list(places.postal_codes_of().get(here.nis, ())),
        "centre": [here.lon, here.lat] if here.lon is not None else None,
        "bbox": [box.west, box.south, box.east, box.north] if box else None,
    }


def _written(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _language(request: HttpRequest) -> str:
    asked = request.GET.get("lang", "")
    return asked if asked in LANGUAGES else current_language()


def _degrees(request: HttpRequest, name: str) -> float:
    try:
        return float(request.GET[name])
    except (KeyError, ValueError) as wrong:
        raise NotACoordinate(name=name) from wrong


def _box(request: HttpRequest) -> BoundingBox | None:
    written = request.GET.get("box")
    if not written:
        return None
    try:
        west, south, east, north = (float(side) for side in written.split(","))
    except ValueError as wrong:
        raise NotABox from wrong
    return BoundingBox(west, south, east, north)


def _for_ever(request: HttpRequest, name: str, make: Callable[[], bytes]) -> HttpResponse:
    """An answer that changes only with the boundaries: kept for ever when the address holds their version (`?v=`)."""
    version = places.boundaries_version()
    tag = quote_etag(quote(f"{version}-{name}"))
    unchanged = get_conditional_response(request, etag=tag)
    response = unchanged or HttpResponse(make(), content_type="application/geo+json", headers={"ETag": tag})
    if request.GET.get("v") == version:
        patch_cache_control(response, public=True, max_age=A_YEAR, immutable=True)
    else:
        patch_cache_control(response, public=True, no_cache=True)
    return response


def _for_a_while(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """An answer from the table of facts, which changes with a new release: an hour."""
    patch_cache_control(response, public=True, max_age=AN_HOUR)
    if "lang" not in request.GET:
        response["Vary"] = "Accept-Language, Cookie"
    return response
