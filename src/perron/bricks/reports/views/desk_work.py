"""Contractors on the desk: a work taken back, and work orders on paper for one report or for those that are chosen."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from perron.bricks.reports.actions.forwarding import end_forwarding
from perron.bricks.reports.permissions import TREAT
from perron.bricks.reports.queries import desk, desk_case
from perron.bricks.reports.queries.forwardings import forwarding_of
from perron.bricks.reports.views.desk_frame import desk_of
from perron.bricks.reports.views.work_sheet import pdf_of, sheet_of
from perron.kernel import permissions
from perron.kernel.web.requests import Request, signed_in

MOST = 50


@require_POST
def end(request: Request, authority: str, code: str, pk: int) -> HttpResponse:
    """The link of a contractor shows nothing from now on."""
    here = desk_of(request, authority)
    found = forwarding_of(desk_case.desk_report(here.authority, code, request.actor), pk)
    end_forwarding(actor=signed_in(request), forwarding=found, at=timezone.now())
    messages.success(request, _("Taken back. The link shows this work no more."))
    return redirect("reports:desk_report", authority, code)


@require_safe
def order(request: Request, authority: str, code: str) -> HttpResponse:
    """The work order of one report."""
    here = desk_of(request, authority)
    permissions.require(request.actor, TREAT, here.authority)
    found = desk_case.desk_report(here.authority, code, request.actor)
    return _pdf(pdf_of([sheet_of(found, with_photos=True)], here.authority.name), code)


@require_POST
def orders(request: Request, authority: str) -> HttpResponse:
    """The work orders of those that are chosen on the list, 50 at most."""
    here = desk_of(request, authority)
    permissions.require(request.actor, TREAT, here.authority)
    chosen = desk.with_codes(here.authority, request.POST.getlist("report")[:MOST])
    if not chosen:
        messages.warning(request, _("Choose reports first."))
        return redirect("reports:desk", authority)
    sheets = [sheet_of(report, with_photos=True) for report in chosen]
    return _pdf(pdf_of(sheets, here.authority.name), _("work-orders"))


def _pdf(content: bytes, name: str) -> HttpResponse:
    headers = {"Content-Disposition": f'attachment; filename="{name}.pdf"', "Cache-Control": "private, no-store"}
    return HttpResponse(content, content_type="application/pdf", headers=headers)
