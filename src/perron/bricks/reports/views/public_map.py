"""The map of reports with its list, and the points for the map."""

from __future__ import annotations

from dataclasses import replace

from django.http import HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from perron.bricks.reports.queries.public import reports_inside
from perron.bricks.reports.queries.public_list import found, public_question
from perron.bricks.reports.rules.finding import question_from_query
from perron.bricks.reports.views.public_map_page import MapPage, box_for, features, taken_elsewhere
from perron.bricks.reports.views.public_new import titled
from perron.bricks.reports.views.public_own import own_codes
from perron.kernel.layers import box_of
from perron.kernel.places import PlaceKind, find_places
from perron.kernel.web.requests import Request

NEAREST = 20  # zoom


@require_safe
@cache_control(private=True, no_cache=True)
def reports(request: Request) -> HttpResponse:
    """What is reported, on the map and as a list; every state of the page has an address."""
    asked = question_from_query(dict(request.GET.lists()))
    town = request.GET.get("town", "").strip()[:100]
    towns = [one for one in find_places(town, limit=6) if one.kind == PlaceKind.COMMUNE] if town else []
    if len(towns) == 1:
        asked = replace(asked, place=towns[0].nis)
    own = own_codes(request)
    page = MapPage(asked, found(asked, request.authority, own), request.authority, has_own=bool(own))
    context = {
        "page": page,
        **taken_elsewhere(asked),
        "box": box_for(request, asked),
        "no_town": bool(town) and not towns,
        "towns": [{"title": titled(one), "address": page.to(place=one.nis)} for one in towns] if len(towns) > 1 else [],
    }
    return render(request, "reports/public/map.html", context)


@require_safe
def points(request: Request) -> JsonResponse:
    """Points for a part of the map (`bbox`, `zoom`) and a question, gathered where they are many, as GeoJSON."""
    box = box_of(request.GET.get("bbox", ""))
    asked = question_from_query(dict(request.GET.lists()))
    written = request.GET.get("zoom", "")
    zoom = min(int(written), NEAREST) if written.isascii() and written.isdigit() and len(written) < 4 else 0
    clusters = reports_inside(box, zoom, public_question(asked, request.authority))
    found_here = {"type": "FeatureCollection", "features": features(clusters)}
    response = JsonResponse(found_here, content_type="application/geo+json")
    response["Cache-Control"] = "private, max-age=30"
    return response
