"""The round of an agent on her phone: the stops in a good order, and what she tells of each, also without a network."""

from __future__ import annotations

from collections.abc import Mapping

from django.contrib import messages
from django.http import HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from perron.bricks.reports.actions.round import tell_from_round
from perron.bricks.reports.forms.round import RoundForm
from perron.bricks.reports.permissions import TREAT
from perron.bricks.reports.queries import desk_case
from perron.bricks.reports.queries.round import round_of
from perron.bricks.reports.rules.round import Found
from perron.bricks.reports.views.desk_frame import Desk, desk_of, shown
from perron.bricks.reports.views.desk_round_page import RoundPage
from perron.kernel import permissions
from perron.kernel.languages import current_language
from perron.kernel.web.requests import Request, signed_in


@require_safe
def my_round(request: Request, authority: str) -> HttpResponse:
    """The round: one's own reports, or with `?team=1` those of one's teams; from `lon` and `lat` if told."""
    here = _here(request, authority)
    return _shown(request, here, request.GET)


def tell(request: Request, authority: str, code: str) -> HttpResponse:
    """What was found at a stop. A phone that kept it sends it with `Accept: application/json` and is answered so:
    200 {"said"}, or the status of the refusal with {"refused"}: words to be shown beside what it kept.
    """
    here = _here(request, authority)
    found = desk_case.desk_report(here.authority, code, request.actor)
    if request.method != "POST":
        return redirect("reports:desk_report", here.authority.slug, code)
    form = RoundForm(request.POST, request.FILES)
    done = form.carry_out(
        lambda: tell_from_round(
            actor=signed_in(request),
            report=found,
            found=Found(form.cleaned_data["found"]),
            key=form.cleaned_data["key"],
            words=form.cleaned_data["words"],
            language=current_language(),
            photos=form.given_photos(),
            at=timezone.now(),
        )
    )
    said = _("%(code)s: noted.") % {"code": found.code}
    if request.accepts("application/json") and not request.accepts("text/html"):
        return _answer(form, said if done else "")
    if done is None:
        return _shown(request, here, request.GET, told=(found.code, form))
    messages.success(request, said)
    return redirect(f"{reverse('reports:round', args=[here.authority.slug])}?{request.GET.urlencode()}#stops")


@require_safe
@never_cache
def ready(request: Request, authority: str) -> JsonResponse:
    """What a phone asks just before it sends what it kept: {"csrf": token}. Whoever is signed out is refused."""
    _here(request, authority)
    return JsonResponse({"csrf": get_token(request)})


@require_safe
def worker(request: Request, authority: str) -> HttpResponse:
    """The script that opens a round without a network, when its agent took it with her. It holds nothing itself."""
    _here(request, authority)
    response = render(request, "reports/desk/round_worker.js", {}, content_type="text/javascript")
    response["Cache-Control"] = "private, no-cache"
    return response


def _here(request: Request, authority: str) -> Desk:
    here = desk_of(request, authority)
    permissions.require(request.actor, TREAT, here.authority)
    return here


def _answer(form: RoundForm, said: str) -> JsonResponse:
    if said:
        return JsonResponse({"said": said})
    reasons = [str(reason) for reasons in form.errors.values() for reason in reasons]
    return JsonResponse({"refused": " ".join(reasons)}, status=form.status)


def _shown(
    request: Request, here: Desk, asked: Mapping[str, str], told: tuple[str, RoundForm] | None = None
) -> HttpResponse:
    is_team = asked.get("team") == "1"
    page = RoundPage(here, round_of(here.reader, team=is_team), _start(asked), is_team, told)
    return shown(request, "round", here, {"here": "round", "page": page}, status=told[1].status if told else 200)


def _start(asked: Mapping[str, str]) -> tuple[float, float] | None:
    """Where the agent stands, in degrees; None when she has not told."""
    try:
        longitude, latitude = float(asked.get("lon", "")), float(asked.get("lat", ""))
    except ValueError:
        return None
    return (longitude, latitude) if -180 <= longitude <= 180 and -90 <= latitude <= 90 else None
