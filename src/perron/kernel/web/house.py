"""The house's own pages: the front door, a place, what we hold about people, the state of things, accessibility."""

from __future__ import annotations

from django.db import connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import override
from django.views.decorators.cache import never_cache

from perron.kernel import concerns, health, places, registry
from perron.kernel.errors import NotFound
from perron.kernel.languages import current_language
from perron.kernel.web.language import reader_language
from perron.kernel.web.requests import Request


def to_reader_language(request: HttpRequest) -> HttpResponse:
    """From `/` to the home page in the reader's language."""
    with override(reader_language(request)):
        response = redirect(reverse("home"))
    response["Vary"] = "Accept-Language, Cookie"
    return response


def home(request: Request) -> HttpResponse:
    """The front door: asks for a street, a town or a postal code, and says what concerns one there."""
    words = request.GET.get("q", "").strip()
    found = places.find_places(words, language=current_language(), limit=10) if words else []
    if len(found) == 1:
        return redirect("place", nis=found[0].nis)
    place = places.place(request.authority.place_id) if request.authority and request.authority.place_id else None
    context = {
        "words": words,
        "found": found,
        "nothing_found": bool(words) and not found,
        "sections": concerns.what_concerns(place.nis if place else None, limit=5),
        "tiles": [entry for entry in registry.menu() if entry.invitation],
    }
    return render(request, "kernel/home.html", context)


def place(request: Request, nis: str) -> HttpResponse:
    """What concerns me here: who is competent, what is published, what is new. `nis`: an NIS code."""
    try:
        shown = places.place(nis)
    except KeyError as missing:
        raise NotFound from missing
    context = {
        "place": shown,
        "successors": [] if shown.is_current else places.current(nis),
        "ancestors": places.ancestors(nis),
        "competent": places.who_is_competent(nis),
        "sections": concerns.what_concerns(nis, limit=5),
    }
    return render(request, "kernel/place.html", context)


def privacy(request: Request) -> HttpResponse:
    """What is held about people, why, how long: read from what the bricks declare."""
    context = {"bricks": [brick for brick in registry.bricks() if brick.personal_data or brick.retention]}
    return render(request, "kernel/privacy.html", context)


def accessibility(request: Request) -> HttpResponse:
    """The accessibility statement (directive (EU) 2016/2102, art. 7)."""
    return render(request, "kernel/accessibility.html")


@never_cache
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
