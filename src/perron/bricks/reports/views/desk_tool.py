"""The tool that an authority keeps: where it is, which categories it knows, whether it answers."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from perron.bricks.reports.actions import connections
from perron.bricks.reports.adapters.open311 import TheirService
from perron.bricks.reports.forms.connections import CategoriesForm, ToolForm
from perron.bricks.reports.queries import others
from perron.bricks.reports.rules.handbook import Audience
from perron.bricks.reports.views.desk_connections import asked, connecting
from perron.bricks.reports.views.desk_frame import Desk, shown
from perron.kernel.errors import NotFound
from perron.kernel.languages import pick
from perron.kernel.web.acting import ActingForm
from perron.kernel.web.requests import Request, signed_in


def tool(request: Request, authority: str) -> HttpResponse:
    """Connect it, or change the connection."""
    desk = connecting(request, authority)
    connection = others.connection_of(desk.authority)
    form = ToolForm(request.POST if request.method == "POST" else None, connection=connection)
    made = form.carry_out(
        lambda: connections.connect(actor=signed_in(request), authority=desk.authority, to=form.tool())
    )
    if made and made.kind == connections.BY_OPEN311:
        messages.success(request, _("Saved. Now say which of its categories yours are."))
        return redirect("reports:desk_tool_categories", authority)
    if made:
        messages.success(request, _("Saved. From now on, each new report goes there as a letter."))
        return redirect("reports:desk_connections", authority)
    title, submit = _("Our own tool"), _("Save")
    return _page(request, desk, {"form": form, "title": title, "submit": submit}, form.status)


def categories(request: Request, authority: str) -> HttpResponse:
    """Which of its categories ours are; this tries the connection, and says how that went."""
    desk = connecting(request, authority)
    connection = others.connection_of(desk.authority)
    if connection is None or connection.kind != connections.BY_OPEN311:
        raise NotFound
    trial = ActingForm({})
    theirs: list[TheirService] = (
        trial.carry_out(lambda: connections.try_connection(actor=signed_in(request), authority=desk.authority)) or []
    )
    ours = [(one.code, pick(one.names).words) for one in desk.handbook.leaves_for(Audience.STAFF)]
    data = request.POST if request.method == "POST" else None
    form = CategoriesForm(data, ours=ours, theirs=theirs, mapped=connection.services)
    saved = form.carry_out(
        lambda: connections.map_categories(actor=signed_in(request), authority=desk.authority, services=form.services())
    )
    if saved:
        messages.success(request, _("Saved."))
        return redirect("reports:desk_connections", authority)
    context = {
        "form": form,
        "title": _("Categories of our own tool"),
        "submit": _("Save"),
        "trial": trial.refusal,
        "found": len(theirs),
        "is_trial": True,
    }
    return _page(request, desk, context, form.status)


def disconnect(request: Request, authority: str) -> HttpResponse:
    """Forget the connection, after a question."""
    desk = connecting(request, authority)
    if request.method == "POST":
        connections.disconnect(actor=signed_in(request), authority=desk.authority)
        messages.success(request, _("The connection is gone."))
        return redirect("reports:desk_connections", authority)
    words = _("New reports no longer go there, and its news are no longer asked for. Reports stay here as they are.")
    return asked(request, authority, _("Disconnect your own tool?"), words, _("Disconnect"))


def _page(request: Request, desk: Desk, context: dict[str, object], status: int) -> HttpResponse:
    cancel = reverse("reports:desk_connections", args=[desk.authority.slug])
    page = {"here": "connections", "cancel": cancel, **context}
    return shown(request, "form", desk, page, status=status, folder="connections")
