"""A bad network: the form that opens without one, what a browser needs before it sends what it kept, and its worker."""

from __future__ import annotations

from hashlib import sha256

from django.http import HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.templatetags.static import static
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from perron.bricks.reports.forms.sending import SendForm, Told
from perron.bricks.reports.queries.handbooks import has_live_handbook, live_handbook, live_handbooks
from perron.bricks.reports.rules.handbook import Audience, Handbook
from perron.bricks.reports.views.public_pace import challenge_for
from perron.kernel.languages import pick
from perron.kernel.web.requests import Request
from perron.ui.assets import built

ENTRIES = ("main.css", "main.ts", "report.ts")


@require_safe
@never_cache
def ready(request: Request) -> JsonResponse:
    """What a browser asks for just before it sends: {"csrf": token, "work": {"challenge", "bits"} or null}."""
    return JsonResponse({"csrf": get_token(request), "work": challenge_for(request)})


@require_safe
def shell(request: Request) -> HttpResponse:
    """The form in one screen, for when there is no network: the same for everybody, nothing in it is anybody's."""
    told = Told("", choices=_choices(request))
    form = SendForm(told=told, has_account=False)
    return render(request, "reports/public/kept.html", {"form": form})


@require_safe
def worker(request: Request) -> HttpResponse:
    """The script that keeps the form and what it needs, and nothing else, on the phone."""
    needed = [one for entry in ENTRIES if (one := built(entry))]
    files = {path for one in needed for path in (one.file, *one.imports, *one.styles)}
    assets = [*(static(path) for path in sorted(files)), static("ui/icons.svg"), static("ui/icon.svg")]
    version = sha256("\n".join(assets).encode()).hexdigest()[:12]
    context = {
        "shell": reverse("reports:kept"),
        "screens": reverse("reports:new"),
        "assets": assets,
        "version": version,
    }
    response = render(request, "reports/public/worker.js", context, content_type="text/javascript")
    response["Cache-Control"] = "no-cache"
    return response


def _choices(request: Request) -> list[tuple[str, str]]:
    """The categories of the authority of this site; of a shared site, all that somebody here knows."""
    if request.authority is not None and has_live_handbook(request.authority):
        handbooks: list[Handbook] = [live_handbook(request.authority)[1]]
    else:
        handbooks = list(live_handbooks().values())
    names = {one.code: pick(one.names).words for handbook in handbooks for one in handbook.leaves_for(Audience.PUBLIC)}
    return list(names.items())
