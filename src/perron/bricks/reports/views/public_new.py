"""A new report in three screens: where, what, send. The first two are told in the address, so that going back, opening
again and changing the language lose nothing; what is told about oneself is only ever sent in the body.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final
from uuid import uuid4

from django.http import HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from perron.bricks.reports.actions.sending import send_report
from perron.bricks.reports.forms.sending import SendForm, Told, WhereForm
from perron.bricks.reports.queries.competence import Competent, decide_at, first_competent
from perron.bricks.reports.queries.handbooks import live_handbook
from perron.bricks.reports.queries.public import near
from perron.bricks.reports.queries.reporters import reporter_by_secret
from perron.bricks.reports.rules.addresses import leads_there
from perron.bricks.reports.rules.handbook import OTHER, Audience, Category, Handbook
from perron.bricks.reports.rules.sending import PositionBy
from perron.bricks.reports.views.letters import begun_by_letter, is_sent, with_letter
from perron.bricks.reports.views.public_follow import follow_around
from perron.bricks.reports.views.public_new_page import Place, SendPage, ServedPlace, WhatPage, steps
from perron.bricks.reports.views.public_own import own_secrets, remember
from perron.bricks.reports.views.public_pace import keep_sending_pace
from perron.bricks.reports.views.public_words import Short, short_of
from perron.kernel.errors import NotFound
from perron.kernel.languages import current_language, pick
from perron.kernel.places import FoundPlace, PlaceKind, find_places
from perron.kernel.places.facts import places
from perron.kernel.web.requests import Request
from perron.kernel.web.uploads import takes_files

PHOTOS_ROOM: Final = 60_000_000  # bytes of all photos of one report, where nothing makes them small before
MOST_NEAR: Final = 3


@never_cache
@takes_files(PHOTOS_ROOM)
def new(request: Request) -> HttpResponse:
    """The screen that what was told so far leads to; the last one sends."""
    if request.method == "POST" and "words" not in request.POST:
        return _send(request)
    asked = request.GET
    form = WhereForm(asked if asked.keys() & {"lon", "lat", "place"} else None)
    if not form.is_bound or asked.get("change") == "where":
        return _where(request, WhereForm(initial=asked.dict()) if form.is_bound else form)
    if form.is_valid() and form.point is None:
        return _town(request, form)
    competent = form.carry_out(lambda: _first_competent(form))
    if competent is None:
        return _where(request, form)
    return _what_then(request, _place(form, request), competent)


def _first_competent(form: WhereForm) -> Competent:
    lon, lat = form.point or (0.0, 0.0)
    return first_competent(lon, lat, is_exact=form.cleaned_data["by"] != PositionBy.ADDRESS)


def _what_then(request: Request, place: Place, competent: Competent) -> HttpResponse:
    """What can be told at a place: nothing, which category, or the rest."""
    if competent.authority is None:
        page = ServedPlace(place, competent)
        return render(request, "reports/public/nobody.html", {"page": page, "steps": steps(1, {0: page.change})})
    handbook = live_handbook(competent.authority)[1]
    chosen = _chosen(handbook, place.category)
    if chosen is None or "words" in request.POST:
        what = WhatPage(place, competent, handbook, request.POST.get("words", "")[:300], bool(place.category))
        return render(request, "reports/public/what.html", {"page": what, "steps": steps(1, {0: what.change})})
    page = _send_page(place, competent, handbook, chosen)
    first = {"lon": place.lon, "lat": place.lat, "by": place.by, "place": place.words, "called": place.called}
    letter = begun_by_letter(request)
    written = letter.initial if letter else {}
    form = SendForm(
        initial={**first, **written, "sent_key": uuid4(), "with_account": True},
        told=_told(page),
        has_account=request.actor is not None,
    )
    return _send_screen(request, page, form)


def _send(request: Request) -> HttpResponse:
    """The report is sent; what is wrong with it is said beside what was typed."""
    where = WhereForm(_with_point(request))
    if where.is_valid() and where.point is None:
        return _town(request, where)
    competent = where.carry_out(lambda: _first_competent(where))
    if competent is None:
        return _where(request, where)
    place = _place(where, request)
    if competent.authority is None:
        return _what_then(request, place, competent)
    handbook = live_handbook(competent.authority)[1]
    chosen = _chosen(handbook, place.category) or (_chosen(handbook, OTHER) if "kept" in request.POST else None)
    page = _send_page(place, competent, handbook, chosen) if chosen else None
    told = _told(page) if page else Told(competent.authority.slug, choices=_choices(handbook))
    data = request.POST.copy()
    if chosen:
        data["category"] = chosen.code
    data["lon"], data["lat"], data["by"] = f"{place.lon:.6f}", f"{place.lat:.6f}", place.by
    form = SendForm(data, request.FILES, told=told, has_account=request.actor is not None)

    def act() -> HttpResponse:
        keep_sending_pace(request, form.cleaned_data["work"], form.cleaned_data.get("email", ""))
        actor = request.actor if form.cleaned_data.get("with_account") else None
        what = form.new_report(current_language())
        letter = begun_by_letter(request) if "with_letter" in request.POST else None
        done = send_report(actor=actor, what=with_letter(what, letter) if letter else what, at=now())
        if letter:
            is_sent(request, letter, done.report)
        remember(request, done.report.code, done.reporter.secret)
        return redirect("reports:sent", code=done.report.code)

    sent = form.carry_out(act)
    if sent is not None:
        return sent
    other = _chosen(handbook, OTHER) or next(iter(handbook.leaf_categories))
    return _send_screen(request, page or _send_page(place, competent, handbook, other), form)


@require_safe
@never_cache
def sent(request: Request, code: str) -> HttpResponse:
    """It has arrived: its code, what comes next, the link to one's own side. For the browser that sent it."""
    secret = own_secrets(request).get(code)
    if secret is None:
        return redirect("reports:report", code=code)
    reporter = reporter_by_secret(secret)
    report = reporter.report
    context = {
        "report": report,
        "short": short_of(report),
        "has_mail": reporter.wants_mail and bool(reporter.email or reporter.actor_id),
        "follow_around": follow_around(report),
        "mine": request.build_absolute_uri(reverse("reports:mine", args=[secret])),
    }
    return render(request, "reports/public/sent.html", context)


def _where(
    request: Request, form: WhereForm, found: Sequence[dict[str, str]] = (), town: FoundPlace | None = None
) -> HttpResponse:
    """Where it is. `town`: all that the words tell, so that its middle is where the pin starts, not where it is."""
    nis = town.nis if town else request.authority.place_id if request.authority else ""
    territory = places().get(nis or "")
    box = territory.extent if territory else None
    context = {
        "form": form,
        "found": found,
        "town": town and {"title": titled(town), "nis": town.nis, "start": _start(town)},
        "category": request.GET.get("category", "")[:60],
        "steps": steps(0, {}),
        "box": f"{box.west},{box.south},{box.east},{box.north}" if box else "",
    }
    return render(request, "reports/public/where.html", context, status=form.status)


def _with_point(request: Request) -> QueryDict:
    """What was sent; a report that was written without a network and without GPS is put in the middle of its town."""
    data = request.POST.copy()
    words = data.get("place", "")
    towns = _towns(words) if not (data.get("lon") and data.get("lat")) else []
    if len(towns) == 1 and _leads_there(words, towns[0]):
        known = places()[towns[0].nis]
        data["lon"], data["lat"], data["by"] = str(known.lon), str(known.lat), PositionBy.ADDRESS
    return data


def _towns(words: str) -> list[FoundPlace]:
    found = find_places(words, limit=8) if words else []
    return [one for one in found if one.kind == PlaceKind.COMMUNE and places()[one.nis].lon is not None]


def _town(request: Request, form: WhereForm) -> HttpResponse:
    """Words tell the commune at best. Who has a map points out the rest; who has none must say enough to go there."""
    words, found = form.cleaned_data["place"], _towns(form.cleaned_data["place"])
    found = [one for one in found if one.nis == request.GET.get("town")] or found
    if len(found) == 1 and request.method == "GET":
        return _in_town(request, form, found[0])
    if len(found) > 1 and request.method == "POST":
        form.add_error("place", _("Several towns have this name: add the postal code."))
    elif found and request.method == "POST":
        form.add_error("place", _not_enough())
    elif not found:
        unknown = _("We do not find this town. Write its name or its postal code.")
        form.add_error("place", unknown if words else _("Say where it is: here, on the map, or by its address."))
    return _where(request, form, [{"title": titled(one), "address": _with_town(one, request)} for one in found])


def _in_town(request: Request, form: WhereForm, town: FoundPlace) -> HttpResponse:
    told, words = form.cleaned_data, form.cleaned_data["place"]
    if (told["as_written"] or not told["pin"]) and _leads_there(words, town):
        return HttpResponseRedirect(_middle(town, words, request))
    if told["as_written"] or not told["pin"]:
        form.add_error("place", _not_enough())
    elif request.GET.get("town"):
        form.add_error(None, _("Move the pin to the place, or tick that your words say where it is."))
    return _where(request, form, town=town)


def _leads_there(words: str, town: FoundPlace) -> bool:
    known = places()[town.nis]
    return leads_there(words, (*known.names.values(), *town.postal_codes, town.name, town.matched or ""))


def _not_enough() -> str:
    return _("Write the street and the number too, or what is beside it, so that they find it.")


def _start(town: FoundPlace) -> str:
    known = places()[town.nis]
    return f"{known.lon},{known.lat}"


def _with_town(town: FoundPlace, request: Request) -> str:
    """The same question, with the town that is meant."""
    asked = request.GET.copy()
    asked["town"] = town.nis
    return f"{reverse('reports:new')}?{asked.urlencode()}"


def titled(found: FoundPlace) -> str:
    """A town with its postal code, and the locality by which it was found."""
    code = found.postal_codes[0] if found.postal_codes else ""
    return f"{code} {found.name} ({found.matched})" if found.matched else f"{code} {found.name}".strip()


def _middle(found: FoundPlace, words: str, request: Request) -> str:
    known = places()[found.nis]
    return Place(known.lon or 0.0, known.lat or 0.0, "address", words, request.GET.get("category", "")[:60]).address()


def _place(form: WhereForm, request: Request) -> Place:
    told = {**request.GET.dict(), **request.POST.dict()}
    lon, lat = form.point or (0.0, 0.0)
    return Place(
        lon,
        lat,
        form.cleaned_data["by"],
        form.cleaned_data["place"],
        told.get("category", "")[:60],
        bool(told.get("called")),
    )


def _chosen(handbook: Handbook, code: str) -> Category | None:
    """The category of that code as it is today, when it may be chosen by everybody."""
    found = handbook.category(code) if code else None
    return found if found in handbook.leaves_for(Audience.PUBLIC) else None


def _choices(handbook: Handbook) -> list[tuple[str, str]]:
    return [(one.code, pick(one.names).words) for one in handbook.leaves_for(Audience.PUBLIC)]


def _told(page: SendPage) -> Told:
    authority = page.competent.authority
    if authority is None:
        raise NotFound
    return Told(authority.slug, page.chosen.code, page.category.questions)


def _send_page(place: Place, competent: Competent, handbook: Handbook, chosen: Category) -> SendPage:
    decision = decide_at(place.lon, place.lat, chosen.code, now(), is_exact=place.is_exact)
    return SendPage(place, competent, handbook, chosen, decision)


def _near(page: SendPage) -> list[Short]:
    """What may be the same and is reported already, the likeliest first."""
    if page.competent.authority is None or not page.place.is_exact:
        return []
    point = (page.place.lon, page.place.lat)
    found = near(*point, page.chosen.code, authority=page.competent.authority, at=now())
    return [short_of(one.report) for one in found if one.likeness.is_likely][:MOST_NEAR]


def _send_screen(request: Request, page: SendPage, form: SendForm) -> HttpResponse:
    context = {"page": page, "form": form, "near": _near(page), "letter": begun_by_letter(request)}
    return render(request, "reports/public/send.html", context, status=form.status)
