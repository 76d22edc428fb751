"""Connections of an authority with other systems: keys, addresses that hear, and what to put on one's own site."""

from __future__ import annotations

from collections.abc import Mapping

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.html import escape
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from perron.bricks.reports.actions import keys, webhooks
from perron.bricks.reports.forms.connections import EVENT_NAMES, KeyForm, WebhookForm
from perron.bricks.reports.permissions import CONNECT
from perron.bricks.reports.queries import others
from perron.bricks.reports.views.desk_frame import Desk, desk_of, shown
from perron.kernel import permissions
from perron.kernel.authorities import Authority
from perron.kernel.web.requests import Request, signed_in


@require_safe
def overview(request: Request, authority: str) -> HttpResponse:
    """Everything that is connected, and what can be."""
    desk = connecting(request, authority)
    context = {
        "here": "connections",
        "keys": others.keys_of(desk.authority),
        "webhooks": others.webhooks_of(desk.authority),
        "connection": others.connection_of(desk.authority),
        "georeport": request.build_absolute_uri(
            reverse("reports_api:discovery", args=["xml"]).removesuffix("discovery.xml")
        ),
        "embed": _embed_code(request, desk.authority),
        "feed": request.build_absolute_uri(f"/~{desk.authority.slug}{reverse('reports:feed')}"),
        "calendar": request.build_absolute_uri(f"/~{desk.authority.slug}{reverse('reports:planned')}"),
    }
    return _page(request, "overview", desk, context)


def new_key(request: Request, authority: str) -> HttpResponse:
    """Make a key; it is shown on the page that answers, and never again."""
    desk = connecting(request, authority)
    form = KeyForm(request.POST if request.method == "POST" else None)
    made = form.carry_out(
        lambda: keys.make_key(
            actor=signed_in(request), authority=desk.authority, name=form.cleaned_data["name"], at=timezone.now()
        )
    )
    if made:
        return _page(request, "key_made", desk, {"here": "connections", "made": made})
    title, submit = _("New key"), _("Make the key")
    return _form(request, desk, form, title, submit)


def revoke_key(request: Request, authority: str, pk: int) -> HttpResponse:
    """Take a key back, after a question."""
    desk = connecting(request, authority)
    key = others.key_of(desk.authority, pk)
    if request.method == "POST":
        keys.revoke_key(actor=signed_in(request), key=key, at=timezone.now())
        messages.success(request, _("The key of “%(name)s” is good no more.") % {"name": key.name})
        return redirect("reports:desk_connections", authority)
    title = _("Take back the key of “%(name)s”?") % {"name": key.name}
    return asked(request, authority, title, _("The program that uses it is refused from now on."), _("Take it back"))


def new_webhook(request: Request, authority: str) -> HttpResponse:
    """Let an address hear."""
    desk = connecting(request, authority)
    form = WebhookForm(request.POST if request.method == "POST" else None)
    made = form.carry_out(
        lambda: webhooks.add_webhook(
            actor=signed_in(request), authority=desk.authority, at=timezone.now(), **form.cleaned_data
        )
    )
    if made:
        messages.success(request, _("It hears from now on. Send it a test to see whether it understands."))
        return redirect("reports:desk_webhook", authority, made.pk)
    return _form(request, desk, form, _("New webhook"), _("Let it hear"))


@require_safe
def webhook(request: Request, authority: str, pk: int) -> HttpResponse:
    """One address with its secret and its last messages."""
    desk = connecting(request, authority)
    found = others.webhook_of(desk.authority, pk)
    context = {
        "here": "connections",
        "webhook": found,
        "hears": [EVENT_NAMES.get(name, name) for name in found.events],
        "deliveries": others.deliveries_of(found),
    }
    return _page(request, "webhook", desk, context)


@require_POST
def act_on_webhook(request: Request, authority: str, pk: int) -> HttpResponse:
    """Send a test, switch off or on, send a message again: what the button says."""
    desk = connecting(request, authority)
    found, actor = others.webhook_of(desk.authority, pk), signed_in(request)
    act = request.POST.get("act", "")
    if act == "test":
        webhooks.send_test(actor=actor, webhook=found, at=timezone.now())
        messages.success(request, _("The test is on its way. Load this page again in a moment to see what came back."))
    elif act == "again":
        number = request.POST.get("delivery", "")
        pk_of_delivery = int(number) if number.isascii() and number.isdigit() and len(number) < 18 else 0
        webhooks.send_again(actor=actor, delivery=others.delivery_of(found, pk_of_delivery))
        messages.success(request, _("The message is on its way again."))
    elif act in {"on", "off"}:
        webhooks.switch_webhook(actor=actor, webhook=found, is_active=act == "on")
        messages.success(request, _("It hears again.") if act == "on" else _("It hears nothing more."))
    return redirect("reports:desk_webhook", authority, pk)


def remove_webhook(request: Request, authority: str, pk: int) -> HttpResponse:
    """Forget an address, after a question."""
    desk = connecting(request, authority)
    found = others.webhook_of(desk.authority, pk)
    if request.method == "POST":
        webhooks.remove_webhook(actor=signed_in(request), webhook=found)
        messages.success(request, _("The address is removed."))
        return redirect("reports:desk_connections", authority)
    title = _("Remove %(url)s?") % {"url": found.url}
    return asked(request, authority, title, _("Its messages are forgotten with it."), _("Remove it"))


def connecting(request: Request, authority: str) -> Desk:
    """The desk, for those who connect it. Raises NotFound, SignInFirst, NotYours."""
    desk = desk_of(request, authority)
    permissions.require(request.actor, CONNECT, desk.authority)
    return desk


def asked(request: Request, authority: str, title: str, words: str, action: str) -> HttpResponse:
    """A question before something that cannot be undone."""
    cancel = reverse("reports:desk_connections", args=[authority])
    context = {"title": title, "words": words, "action": action, "cancel": cancel, "danger": True}
    response = render(request, "ui/confirm.html", context)
    response["Cache-Control"] = "private, no-store"
    return response


def _page(request: Request, name: str, desk: Desk, context: Mapping[str, object]) -> HttpResponse:
    return shown(request, name, desk, context, folder="connections")


def _form(request: Request, desk: Desk, form: KeyForm | WebhookForm, title: str, submit: str) -> HttpResponse:
    context = {
        "here": "connections",
        "form": form,
        "title": title,
        "submit": submit,
        "cancel": reverse("reports:desk_connections", args=[desk.authority.slug]),
    }
    return shown(request, "form", desk, context, status=form.status, folder="connections")


def _embed_code(request: Request, authority: Authority) -> str:
    address = request.build_absolute_uri(f"/~{authority.slug}{reverse('reports:embed')}")
    title = escape(_("Reports of %(name)s") % {"name": authority.name})
    return f'<iframe src="{escape(address)}" title="{title}" width="100%" height="700" loading="lazy"></iframe>'
