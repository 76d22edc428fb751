"""The photos of a report on the desk: covered, hidden, shown again, and the original behind its lock."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from perron.bricks.reports.actions import moderating
from perron.bricks.reports.forms.desk_photos import CoversForm, HidePhotoForm, OriginalForm
from perron.bricks.reports.queries import desk_case
from perron.bricks.reports.queries.desk_case import Photo
from perron.bricks.reports.views.desk_frame import Desk, desk_of, shown
from perron.bricks.reports.views.desk_rows import row_of
from perron.kernel.files import serve
from perron.kernel.web.acting import ActingForm
from perron.kernel.web.requests import Request, signed_in


def photo(request: Request, authority: str, code: str, pk: int) -> HttpResponse:
    """The photo large, and the rectangles over it, which can be changed."""
    here, found = _here(request, authority, code, pk)
    form = CoversForm(request.POST if request.method == "POST" else None, initial={"covers": _lines(found)})
    done = form.carry_out(
        lambda: moderating.cover_photo(
            actor=signed_in(request), photo=found, covers=form.cleaned_data["covers"], at=timezone.now()
        )
    )
    if done:
        messages.success(request, _("The photo is covered as you said."))
        return redirect("reports:desk_photo", authority, code, pk)
    return _page(request, here, found, {"form": form}, form)


@require_safe
def picture(request: Request, authority: str, code: str, pk: int) -> HttpResponseBase:
    """The photo as strangers would see it, also when it is hidden from them."""
    _desk, found = _here(request, authority, code, pk)
    return serve(request, found.shown, name=f"{code}-{pk}", attachment=False, public=False)


@require_POST
def hide(request: Request, authority: str, code: str, pk: int) -> HttpResponse:
    """Take it from the public."""
    here, found = _here(request, authority, code, pk)
    form = HidePhotoForm(request.POST)
    done = form.carry_out(
        lambda: moderating.hide_photo(
            actor=signed_in(request), photo=found, reason=form.cleaned_data["reason"], at=timezone.now()
        )
    )
    if done:
        messages.success(request, _("Strangers do not see this photo any more."))
        return redirect("reports:desk_photo", authority, code, pk)
    return _page(request, here, found, {"hide_form": form}, form)


@require_POST
def show(request: Request, authority: str, code: str, pk: int) -> HttpResponse:
    """Give it back to the public."""
    _desk, found = _here(request, authority, code, pk)
    moderating.show_photo(actor=signed_in(request), photo=found, at=timezone.now())
    messages.success(request, _("Everybody sees this photo."))
    return redirect("reports:desk_photo", authority, code, pk)


@require_POST
def original(request: Request, authority: str, code: str, pk: int) -> HttpResponseBase:
    """The uncovered photo, for a reason that the log keeps."""
    here, found = _here(request, authority, code, pk)
    form = OriginalForm(request.POST)
    stored = form.carry_out(
        lambda: moderating.open_original(
            actor=signed_in(request), photo=found, justification=form.cleaned_data["justification"], at=timezone.now()
        )
    )
    if stored is None:
        return _page(request, here, found, {"original_form": form}, form)
    return serve(request, stored, name=f"{code}-{pk}-original", attachment=False, public=False)


def _here(request: Request, authority: str, code: str, pk: int) -> tuple[Desk, Photo]:
    here = desk_of(request, authority)
    return here, desk_case.photo_of(desk_case.desk_report(here.authority, code, request.actor), pk)


def _page(request: Request, here: Desk, found: Photo, forms: dict[str, ActingForm], sent: ActingForm) -> HttpResponse:
    context = {
        "here": "photo",
        "photo": found,
        "report": found.report,
        "row": row_of(here, found.report),
        "form": CoversForm(initial={"covers": _lines(found)}),
        "hide_form": HidePhotoForm(auto_id="hide_%s"),
        "original_form": OriginalForm(auto_id="original_%s"),
        **forms,
    }
    return shown(request, "photo", here, context, status=sent.status)


def _lines(found: Photo) -> str:
    """The rectangles as they are typed."""
    return "\n".join(" ".join(f"{100 * part:.0f}" for part in cover) for cover in found.covers)
