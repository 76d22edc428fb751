"""The inbox: what I was told, what I follow, how I wish to be told; and the pages behind the links of our letters."""

from __future__ import annotations

from datetime import timedelta

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from perron.kernel import following, notices
from perron.kernel.contract import Channel
from perron.kernel.errors import Refused
from perron.kernel.notices import Manner
from perron.kernel.page_addresses import to_show
from perron.kernel.web.pace import keep_pace
from perron.kernel.web.requests import Request, signed_in

SHOWN = 50


class NotAnAddress(Refused):
    """What was typed is no e-mail address."""

    code = "not_an_email_address"
    status = 400
    sentence = gettext_lazy("This is not an e-mail address.")
    way_out = gettext_lazy("Go back and write it like name@example.org.")


@never_cache
def inbox(request: Request) -> HttpResponse:
    """What I was told, the newest first."""
    actor = signed_in(request)
    written = request.GET.get("before", "")
    before = int(written) if written.isascii() and written.isdigit() and len(written) < 19 else None
    shown = notices.inbox(actor, before=before, limit=SHOWN + 1)
    context = {
        "notices": shown[:SHOWN],
        "unread": notices.unread(actor),
        "next": f"?before={shown[SHOWN - 1].pk}" if len(shown) > SHOWN else "",
    }
    return render(request, "kernel/inbox_list.html", context)


@never_cache
def notice(request: Request, number: int) -> HttpResponse:
    """One message, read from now on."""
    actor = signed_in(request)
    shown = notices.notice_of(actor, number)
    notices.mark(actor, [number], read_at=timezone.now())
    return render(request, "kernel/inbox_notice.html", {"notice": shown, "address": to_show(shown.address)})


@require_POST
def mark(request: Request) -> HttpResponse:
    """Mark one message (`notice`) or all as read or unread (`as`)."""
    actor = signed_in(request)
    written = request.POST.get("notice", "")
    chosen = [notices.notice_of(actor, int(written)).pk] if written.isascii() and written.isdigit() else None
    notices.mark(actor, chosen, read_at=None if request.POST.get("as") == "unread" else timezone.now())
    return redirect("inbox")


@never_cache
def preferences(request: Request) -> HttpResponse:
    """How I wish to be told, kind by kind, and what I follow."""
    actor = signed_in(request)
    if request.method == "POST":
        for kind, _manner in notices.preferences_of(actor):
            if chosen := request.POST.get(kind.name):
                notices.prefer(actor, kind.name, chosen)
        messages.success(request, _("Saved."))
        return redirect("inbox_preferences")
    kinds = [
        {"kind": kind, "manner": manner, "manners": _manners(Channel.EMAIL in kind.channels)}
        for kind, manner in notices.preferences_of(actor)
    ]
    context = {
        "kinds": kinds,
        "subscriptions": [(one, to_show(one.address)) for one in notices.subscriptions_of(actor)],
    }
    return render(request, "kernel/inbox_preferences.html", context)


@require_POST
def follow(request: Request) -> HttpResponse:
    """Follow a topic: with my account, or with an e-mail address that is asked to confirm."""
    topic, title = request.POST.get("topic", ""), request.POST.get("title", "")
    address = _own_address(request, request.POST.get("address", ""))
    if request.actor:
        notices.follow(request.actor, topic, title=title, address=address)
        messages.success(request, _("You follow this from now on. You find what you follow in your inbox."))
        return HttpResponseRedirect(address)
    email = request.POST.get("email", "").strip().lower()
    keep_pace(request, "kernel.follow_by_email", times=10, within=timedelta(hours=1), about=email)
    try:
        notices.follow_by_email(email, topic, title=title, address=address)
    except ValidationError as error:
        raise NotAnAddress from error
    return render(request, "kernel/inbox_confirm.html", {"step": "asked", "address": address})


@require_POST
def unfollow(request: Request) -> HttpResponse:
    """Stop following a topic."""
    notices.unfollow(signed_in(request), request.POST.get("topic", ""))
    messages.success(request, _("You do not follow this any more."))
    return HttpResponseRedirect(_own_address(request, request.POST.get("address", "")))


@never_cache
def confirm(request: Request, token: str) -> HttpResponse:
    """The page behind the link of the first letter. It asks once more: programs that check links must not confirm."""
    found = following.to_confirm(token)
    if request.method == "POST":
        found = following.confirm(token, at=timezone.now())
    step = "confirmed" if found.confirmed_at else "ask"
    context = {"step": step, "subscription": found, "address": to_show(found.address)}
    return render(request, "kernel/inbox_confirm.html", context)


@never_cache
@csrf_exempt  # mail programs send the click themselves (RFC 8058); the token is the proof
def unsubscribe(request: Request, token: str) -> HttpResponse:
    """The page behind the link that stops letters. A person is asked; a mail program's click (POST) stops at once."""
    if request.method == "POST":
        following.unsubscribe(token)
        return render(request, "kernel/inbox_unsubscribe.html", {"done": True})
    following.check_token(token)
    return render(request, "kernel/inbox_unsubscribe.html", {"done": False})


def _manners(by_email: bool) -> list[tuple[str, str]]:  # noqa: FBT001
    possible = list(Manner) if by_email else [Manner.INBOX, Manner.OFF]
    return [(manner.value, str(manner.label)) for manner in possible]


def _own_address(request: Request, address: str) -> str:
    """The address if it is one of this site's, else the inbox's."""
    safe = address.startswith("/") and url_has_allowed_host_and_scheme(address, allowed_hosts={request.get_host()})
    return address if safe else "/"
