"""The address that is fetched for a dataset by the clock: what it is, how it went, and how to stop it."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from perron.bricks.catalogue import permissions
from perron.bricks.catalogue.actions import sources
from perron.bricks.catalogue.forms.versions import SourceForm
from perron.bricks.catalogue.queries import desk
from perron.bricks.catalogue.rules import labels
from perron.bricks.catalogue.schemas.failures import failure
from perron.bricks.catalogue.views.desk_frame import about, authority_of, dataset_here, shown
from perron.kernel.errors import NotFound
from perron.kernel.web.requests import Request, signed_in


def source(request: Request, authority: str, pk: int) -> HttpResponse:
    """How the last fetch went; give or change the address."""
    dataset = dataset_here(request, authority, pk)
    found = desk.source_of(dataset)
    first = {"url": found.url, "every": found.every, "accept_alone": found.accept_alone} if found else None
    form = SourceForm(request.POST if request.method == "POST" else None, initial=first)
    scheduled = form.carry_out(
        lambda: sources.schedule_source(
            actor=signed_in(request), dataset=dataset, at=timezone.now(), **form.cleaned_data
        )
    )
    if scheduled:
        messages.success(
            request, _("We look at this address now, then by the clock. You are told when something is wrong.")
        )
        return redirect("catalogue:desk_source", authority, pk)
    context = {
        **about(request, dataset),
        "part": "source",
        "form": form,
        "source": found,
        "every": labels.label(labels.EVERY, found.every) if found else "",
        "failure": failure(found.error_code, found.error_facts) if found and found.error_code else None,
        "may_schedule": permissions.may(request.actor, "schedule_source", dataset) and not dataset.is_declared,
    }
    return shown(request, "desk_source", authority_of(dataset), context, status=form.status)


@require_POST
def stop(request: Request, authority: str, pk: int) -> HttpResponse:
    """Fetch no more."""
    found = desk.source_of(dataset_here(request, authority, pk))
    if found is None:
        raise NotFound
    sources.stop_source(actor=signed_in(request), source=found)
    messages.success(request, _("Stopped. What was fetched stays."))
    return redirect("catalogue:desk_source", authority, pk)
