"""The page that asks for the mailed code, and the views of django-allauth that wait for it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import wraps
from typing import Concatenate, Final, ParamSpec

from allauth.account.adapter import get_adapter
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme, urlencode
from django.views.decorators.cache import never_cache

from perron.kernel import address_proof
from perron.kernel.web.account_forms import CodeForm
from perron.kernel.web.pace import keep_pace
from perron.kernel.web.requests import Request, signed_in

Anything = ParamSpec("Anything")
View = Callable[Concatenate[Request, Anything], HttpResponseBase]

PROVEN: Final = "perron_address_proven_at"
HOUR: Final = timedelta(hours=1)


def address_proven_first(view: View[Anything]) -> View[Anything]:
    """Send whoever must prove her address to do so, then back here."""

    @wraps(view)
    def guarded(request: Request, /, *args: Anything.args, **kwargs: Anything.kwargs) -> HttpResponseBase:
        now = timezone.now()
        if request.actor and address_proof.is_asked_of(request.actor, at=now) and not _is_proven(request, now):
            return redirect(f"{reverse('account_prove_address')}?{urlencode({'next': request.path})}")
        return view(request, *args, **kwargs)

    return guarded


@never_cache
def prove_address(request: Request) -> HttpResponse:
    """Ask for the code that was mailed (`code`), or send one (`send`); then on to `next`."""
    actor = signed_in(request)
    if "send" in request.POST:
        keep_pace(request, "kernel.send_address_code", times=5, within=HOUR, about=f"actor:{actor.pk}")
        facts = {"code": address_proof.make_code(actor), "minutes": address_proof.GOOD_FOR.seconds // 60}
        get_adapter(request).send_mail("kernel/email/address_code", actor.email, facts)
        return redirect(request.get_full_path())
    if request.method == "POST":
        keep_pace(request, "kernel.try_address_code", times=10, within=HOUR, about=f"actor:{actor.pk}")
    form = CodeForm(request.POST or None, actor=actor)
    if form.is_valid():
        request.session[PROVEN] = timezone.now().isoformat()
        return redirect(_wanted(request))
    context = {"form": form, "is_sent": address_proof.is_waited_for(actor)}
    return render(request, "kernel/account_prove_address.html", context)


def _is_proven(request: Request, now: datetime) -> bool:
    proven = request.session.get(PROVEN)
    return proven is not None and now - datetime.fromisoformat(proven) < address_proof.GOOD_FOR


def _wanted(request: Request) -> str:
    """Where she was going, if that is a page of this site."""
    wanted = request.GET.get("next", "")
    is_ours = wanted.startswith("/") and url_has_allowed_host_and_scheme(wanted, allowed_hosts={request.get_host()})
    return wanted if is_ours else reverse("account")
