"""The house's own pages: the front door, a place, what we hold about people, the state of things, accessibility."""

from __future__ import annotations

from datetime import timedelta
from urllib.parse import urlsplit

from django.conf import settings
from django.db import connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from perron.kernel import health, places
from perron.kernel.languages import current_language
from perron.kernel.web import privacy_page
from perron.kernel.web.place_page import FrontDoor, MatchLine, PlacePage
from perron.kernel.web.requests import Request


@require_safe
def front_door(request: HttpRequest) -> HttpResponse:
    """From `/` to the home page in the reader's language (see `ReaderLanguage`)."""
    return redirect("home")


@require_safe
def home(request: Request) -> HttpResponse:
    """The front door: asks for a street, a town or a postal code, and says what concerns one there."""
    words = request.GET.get("q", "").strip()[:200]
    if {"lon", "lat"} <= request.GET.keys():
        return _where_i_am(request)
    found = places.find_places(words, current_language(), limit=10) if words else []
    meant = found if len(found) == 1 else [place for place in found if place.is_its_name]
    if len(meant) == 1:
        return redirect("place", nis=meant[0].nis)
    territory = request.authority.place_id if request.authority else None
    page = FrontDoor(words, tuple(map(MatchLine, found)), territory)
    return render(request, "kernel/home.html", {"page": page})


def _where_i_am(request: Request) -> HttpResponse:
    """From a position to its commune; an odd position, or one outside the country, leads back to the question."""
    try:
        nis = places.place_of(float(request.GET["lon"]), float(request.GET["lat"]))
    except ValueError:
        nis = None
    return redirect("place", nis=nis) if nis else redirect("home")


@require_safe
def place_suggestions(request: Request) -> JsonResponse:
    """Places that begin with what is being typed, for the box of the front door."""
    words = request.GET.get("q", "").strip()[:200]
    lines = map(MatchLine, places.find_places(words, current_language(), limit=8))
    return JsonResponse({"suggestions": [{"title": m.title, "line": m.line, "address": m.address} for m in lines]})


@require_safe
def place(request: Request, nis: str) -> HttpResponse:
    """What concerns me here: who is competent, what is published, what is new. `nis`: an NIS code."""
    return render(request, "kernel/place.html", {"page": PlacePage(places.place(nis))})


@require_safe
def privacy(request: Request) -> HttpResponse:
    """What is held about people, why, how long: read from what the bricks declare."""
    context = {"parts": privacy_page.parts(), "tiles_from": urlsplit(settings.MAP_TILES_ORIGIN).netloc}
    return render(request, "kernel/privacy.html", context)


@require_safe
def accessibility(request: Request) -> HttpResponse:
    """The accessibility statement (directive (EU) 2016/2102, art. 7)."""
    return render(request, "kernel/accessibility.html")


@never_cache
@require_safe
def status(request: Request) -> HttpResponse:
    """How each part of the house is doing, for everyone."""
    answers = health.ask_all()
    return render(request, "kernel/status.html", {"answers": answers, "all_well": all(a.well for a in answers)})


@never_cache
def alive(request: HttpRequest) -> HttpResponse:
    """For a supervisor: the process answers."""
    return HttpResponse("alive\n", content_type="text/plain")


@never_cache
def ready(request: HttpRequest) -> JsonResponse:
    """For a proxy: the database answers too."""
    with connection.cursor() as cursor:
        cursor.execute("select 1")
    return JsonResponse({"ready": True})


def robots(request: HttpRequest) -> HttpResponse:
    """Everything public may be indexed; desks, accounts and row queries are not for robots."""
    lines = ["User-agent: *", "Disallow: /*/accounts/", "Disallow: /*/desk/", "Disallow: /api/", "Allow: /"]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain")


def security(request: HttpRequest) -> HttpResponse:
    """Whom to tell of a weakness (RFC 9116)."""
    contact = settings.SECURITY_CONTACT
    lines = [
        f"Contact: {contact if ':' in contact else f'mailto:{contact}'}",
        f"Expires: {(timezone.now() + timedelta(days=180)).strftime('%Y-%m-%dT00:00:00Z')}",
        "Preferred-Languages: fr, nl, de, en",
        f"Canonical: {settings.BASE_URL}/.well-known/security.txt",
    ]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")
