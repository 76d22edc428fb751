"""Ways of looking at the desk that agents keep, and which colleagues are away."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from perron.bricks.reports.actions import views as actions
from perron.bricks.reports.forms.desk import SaveViewForm
from perron.bricks.reports.permissions import MANAGE_VIEWS
from perron.bricks.reports.queries import desk_case
from perron.bricks.reports.views.desk_frame import Desk, desk_of, shown
from perron.kernel import permissions
from perron.kernel.web.requests import Request, signed_in


def views_of(here: Desk, question: str) -> list[dict[str, object]]:
    """The kept views that the reader sees, each with its address."""
    address = reverse("reports:desk", args=[here.authority.slug])
    return [
        {
            "pk": view.pk,
            "title": view.name,
            "address": f"{address}?{view.question}",
            "current": _same(view.question, question),
            "is_mine": view.actor_id == here.reader.actor.pk,
            "by": "" if view.actor_id == here.reader.actor.pk else view.actor.name,
            "is_shared": view.is_shared,
        }
        for view in desk_case.saved_views(here.authority, here.reader.actor)
    ]


def kept_views(request: Request, authority: str) -> HttpResponse:
    """All kept views, and a form to keep the question that one comes from."""
    here = desk_of(request, authority)
    asked = request.GET.get("question", "")[:1000]
    form = SaveViewForm(request.POST if request.method == "POST" else None, initial={"question": asked})
    if request.method == "POST":
        permissions.require(request.actor, MANAGE_VIEWS, here.authority)
    kept = form.carry_out(
        lambda: actions.keep_view(
            actor=signed_in(request), authority=here.authority, at=timezone.now(), **form.cleaned_data
        )
    )
    if kept:
        messages.success(request, _("The view “%(name)s” is kept.") % {"name": kept.name})
        return redirect(f"{reverse('reports:desk', args=[authority])}?{kept.question}")
    context = {"here": "views", "form": form, "saved": views_of(here, asked), "asked": asked}
    return shown(request, "views", here, context, status=form.status)


@require_POST
def forget(request: Request, authority: str, pk: int) -> HttpResponse:
    """Throw a view away: one's own, or one that colleagues share."""
    here = desk_of(request, authority)
    view = desk_case.saved_view(here.authority, signed_in(request), pk)
    actions.forget_view(actor=signed_in(request), view=view)
    messages.success(request, _("The view “%(name)s” is gone.") % {"name": view.name})
    return redirect("reports:desk_views", authority)


def _same(one: str, other: str) -> bool:
    return sorted(QueryDict(one).lists()) == sorted(QueryDict(other).lists())
