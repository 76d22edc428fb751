"""For developers: every API of the house and of each brick, with examples, and the inventory of open data."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import quote

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from perron.kernel import places, registry
from perron.kernel.contract import Brick, MapLayer, OpenDataset
from perron.kernel.web.requests import Request


@dataclass(frozen=True, slots=True)
class Call:
    """An example: what it answers, the address to open, and the command to copy."""

    title: str
    address: str
    command: str


@dataclass(frozen=True, slots=True)
class Api:
    """One address space: what it is for, where it begins, its OpenAPI document (or none), examples."""

    name: str
    title: str
    summary: str
    base: str
    openapi: str
    calls: tuple[Call, ...] = ()


@require_safe
def developers(request: Request) -> HttpResponse:
    """The index, made from what is installed."""
    host = request.build_absolute_uri("/").rstrip("/")
    context = {
        "apis": [*_own_apis(host), *_of_bricks(registry.bricks(), host)],
        "datasets": [_dataset(declared) for declared in registry.datasets()],
        "layers": [_layer(declared) for declared in registry.layers()],
        "feed": reverse("search_feed"),
        "log": reverse("log"),
    }
    return render(request, "kernel/developers.html", context)


def _own_apis(host: str) -> Iterable[Api]:
    example = next(iter(sorted(nis for nis, place in places.facts.places().items() if place.kind == "commune")), "")
    yield Api(
        "territory",
        _("Territory"),
        _("Places by name or postal code, what contains them, their boundaries, and which place a point lies in."),
        reverse("territory:places"),
        "",
        (
            _call(host, _("Places that begin like this"), f"{reverse('territory:places')}?q=na"),
            *((_call(host, _("One place"), reverse("territory:place", args=[example])),) if example else ()),
            _call(host, _("The place of a point"), f"{reverse('territory:place_of')}?lon=4.35&lat=50.85"),
        ),
    )
    yield Api(
        "search",
        _("Search"),
        _("Everything that is public here, in four languages, with facets and pages."),
        reverse("search_api"),
        "",
        (
            _call(host, _("Search"), f"{reverse('search_api')}?q=data&lang=en"),
            _call(host, _("While typing"), f"{reverse('suggestions')}?q=da"),
        ),
    )
    yield Api(
        "layers",
        _("Map layers"),
        _("Things on the map as GeoJSON, those inside a box."),
        reverse("layers"),
        "",
        (_call(host, _("All layers"), reverse("layers")),),
    )
    yield Api(
        "audit",
        _("Public log"),
        _("What was done here, with signed roots and proofs that anyone can check."),
        reverse("audit:entries"),
        "",
        (
            _call(host, _("Entries"), f"{reverse('audit:entries')}?limit=10"),
            _call(host, _("The newest signed root"), reverse("audit:checkpoint")),
            _call(host, _("The public key"), reverse("audit:key")),
        ),
    )


def _of_bricks(bricks: Iterable[Brick], host: str) -> Iterable[Api]:
    for brick in bricks:
        if brick.api and brick.name != "kernel":
            base = f"{reverse('search_api').removesuffix('search/v1/')}{brick.name}/v{brick.api.version}/"
            described = f"{base}{brick.api.openapi}"
            call = _call(host, _("The API described by itself"), described)
            yield Api(brick.name, str(brick.title), str(brick.summary), base, described, (call,))


def _call(host: str, title: str, address: str) -> Call:
    return Call(title, address, f"curl '{host}{address}'")


def _dataset(declared: OpenDataset) -> dict[str, object]:
    return {
        "name": declared.name,
        "title": str(declared.title),
        "description": str(declared.description),
        "columns": ", ".join(column.name for column in declared.columns),
        "licence": declared.licence,
        "address": f"{reverse('search')}?q={quote(str(declared.title))}",
    }


def _layer(declared: MapLayer) -> dict[str, str]:
    return {"title": str(declared.title), "name": declared.name, "address": reverse("layer", args=[declared.name])}
