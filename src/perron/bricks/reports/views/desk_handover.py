"""Reports on their way between two authorities: what is offered to this desk, and what went from it."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from perron.bricks.reports.actions import transfers
from perron.bricks.reports.forms.treating import ReasonForm
from perron.bricks.reports.permissions import TRANSFER
from perron.bricks.reports.queries import desk, desk_case
from perron.bricks.reports.queries.desk_case import Transfer
from perron.bricks.reports.queries.handbooks import of_report
from perron.bricks.reports.views.desk_case import answers_of
from perron.bricks.reports.views.desk_frame import Desk, desk_of, shown
from perron.bricks.reports.views.desk_rows import row_of
from perron.bricks.reports.views.desk_stories import told
from perron.kernel import permissions
from perron.kernel.files import serve
from perron.kernel.web.requests import Request, signed_in


@require_safe
def offered(request: Request, authority: str) -> HttpResponse:
    """What other authorities offer, the oldest first."""
    here = desk_of(request, authority)
    waiting = [
        {"transfer": transfer, "category": _theirs(here, transfer).category(transfer.report.category)}
        for transfer in desk.offered_to(here.authority)
    ]
    given = [
        {"transfer": transfer, "address": _address(here, transfer), "state": _answer(transfer)}
        | {"category": _theirs(here, transfer).category(transfer.report.category)}
        for transfer in desk.offered_by(here.authority)
    ]
    return shown(request, "transfers", here, {"here": "transfers", "waiting": waiting, "given": given})


@require_safe
def picture(request: Request, authority: str, code: str, pk: int) -> HttpResponseBase:
    """A photo of a handover, also of a report that strangers never see."""
    here = desk_of(request, authority)
    found = desk_case.photo_handed_over(here.authority, code, pk, request.actor)
    return serve(request, found.shown, name=f"{code}-{pk}", attachment=False, public=False)


@require_safe
def handover(request: Request, authority: str, code: str) -> HttpResponse:
    """One handover: what the public reads, why it was offered, and the answer."""
    here = desk_of(request, authority)
    transfer = desk_case.handed_over(here.authority, code, request.actor)
    return _page(request, here, transfer, _form())


@require_POST
def accept(request: Request, authority: str, code: str) -> HttpResponse:
    """Take it over."""
    here = desk_of(request, authority)
    transfer = desk_case.handed_over(here.authority, code, request.actor)
    permissions.require(request.actor, TRANSFER, here.authority)
    transfers.accept(actor=signed_in(request), transfer=transfer, at=timezone.now())
    messages.success(request, _("The report is yours now. Whoever reported it is told."))
    return redirect("reports:desk_report", authority, code)


@require_POST
def send_back(request: Request, authority: str, code: str) -> HttpResponse:
    """Decline it, with a reason."""
    here = desk_of(request, authority)
    transfer = desk_case.handed_over(here.authority, code, request.actor)
    permissions.require(request.actor, TRANSFER, here.authority)
    form = _form(request)
    done = form.carry_out(
        lambda: transfers.send_back(
            actor=signed_in(request), transfer=transfer, reason=form.cleaned_data["reason"], at=timezone.now()
        )
    )
    if done:
        messages.success(request, _("Sent back. The other authority reads your reason."))
        return redirect("reports:desk_transfers", authority)
    return _page(request, here, transfer, form)


def _page(request: Request, here: Desk, transfer: Transfer, form: ReasonForm) -> HttpResponse:
    theirs = _theirs(here, transfer)
    is_ours_to_answer = transfer.to_authority_id == here.authority.pk and transfer.answered_at is None
    context = {
        "here": "transfers",
        "transfer": transfer,
        "report": transfer.report,
        "row": row_of(theirs, transfer.report),
        "steps": told(here, desk_case.story_between(transfer.report)),
        "photos": desk_case.photos_between(transfer),
        "answers": answers_of(theirs.handbook, transfer.report),
        "form": form,
        "may_answer": is_ours_to_answer and here.may["transfer"],
    }
    return shown(request, "handover", here, context, status=form.status)


def _theirs(here: Desk, transfer: Transfer) -> Desk:
    """The same reader, with the names of the other authority's categories."""
    return Desk(here.reader, of_report(transfer.report.handbook_id))


def _address(here: Desk, transfer: Transfer) -> str:
    """The page on this desk of what was offered: the report's while it is here, else the handover's, if it was one."""
    if transfer.report.authority_id == here.authority.pk:
        return reverse("reports:desk_report", args=[here.authority.slug, transfer.report.code])
    if transfer.answer == "accepted":
        return reverse("reports:desk_handover", args=[here.authority.slug, transfer.report.code])
    return ""


def _answer(transfer: Transfer) -> tuple[str, str]:
    """How it stands, and its tone."""
    if transfer.answered_at is None:
        return _("Not answered yet"), "warn"
    return (_("Taken over"), "good") if transfer.answer == "accepted" else (_("Sent back"), "bad")


def _form(request: Request | None = None) -> ReasonForm:
    return ReasonForm(request.POST if request else None, choices={})
