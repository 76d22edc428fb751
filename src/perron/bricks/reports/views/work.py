"""The contractor's page: a work by its secret link, without an account; one form for each answer, told by `act`."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Final

from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from perron.bricks.reports.actions import forwarding as works
from perron.bricks.reports.forms.sending import given_photos
from perron.bricks.reports.forms.work import AnswerWorkForm, DoneWorkForm
from perron.bricks.reports.queries.forwardings import Forwarding, forwarding_by_secret, is_over, photos_for_work
from perron.bricks.reports.queries.public_case import Report
from perron.bricks.reports.rules.labels import WORK, label
from perron.bricks.reports.views.public_new import PHOTOS_ROOM
from perron.bricks.reports.views.work_sheet import pdf_of, sheet_of
from perron.kernel.errors import NotFound
from perron.kernel.files import serve
from perron.kernel.web.acting import ActingForm
from perron.kernel.web.requests import Request
from perron.kernel.web.uploads import takes_files
from perron.ui import words

Did = Callable[[Forwarding, ActingForm, datetime], str]
SIDE: Final = 0.004  # degrees around the point: a few streets


@never_cache
@takes_files(PHOTOS_ROOM)
def work(request: Request, secret: str) -> HttpResponse:
    """What is to be done and where, and the answers. In the contractor's language, unless she chose another."""
    given = forwarding_by_secret(secret)
    if request.method == "GET" and "lang" not in request.GET and translation.get_language() != given.language:
        with translation.override(given.language):
            return _private(redirect("reports:work", secret=secret))
    now = timezone.now()
    if is_over(given, given.report, now):
        return _private(render(request, "reports/works/over.html", {"given": given}, status=410))
    works.open_work(actor=request.actor, forwarding=given, at=now)
    act = request.POST.get("act", "")
    forms: dict[str, ActingForm] = {
        "decline": AnswerWorkForm(prefix="decline"),
        "ask": AnswerWorkForm(prefix="ask"),
        "done": DoneWorkForm(prefix="done"),
    }
    if act in ACTS:
        make, do = ACTS[act]
        form = forms[act] = make(request)
        said = form.carry_out(lambda: do(given, form, now))
        if said is not None:
            messages.success(request, said)
            return _private(redirect("reports:work", secret=secret))
    return _page(request, given, secret, forms, forms[act].status if act in forms else 200)


@require_safe
@never_cache
def photo(request: Request, secret: str, number: int) -> HttpResponseBase:
    """One photo of the work."""
    given = _running(secret)
    found = next((one for one in photos_for_work(given.report) if one.pk == number), None)
    if found is None:
        raise NotFound
    name = f"{given.report.code}-{number}"
    return serve(request, found.shown, name=name, attachment=False, public=False)


@require_safe
@never_cache
def order(request: Request, secret: str) -> HttpResponse:
    """The same on paper."""
    given = _running(secret)
    address = request.build_absolute_uri(request.path.removesuffix("order.pdf"))
    content = pdf_of([sheet_of(given.report, note=given.note, link=address)], given.authority.name)
    return _private(_pdf(content, given.report.code))


def _pdf(content: bytes, name: str) -> HttpResponse:
    headers = {"Content-Disposition": f'attachment; filename="{name}.pdf"'}
    return HttpResponse(content, content_type="application/pdf", headers=headers)


def _page(request: Request, given: Forwarding, secret: str, forms: dict[str, ActingForm], status: int) -> HttpResponse:
    report = given.report
    context = {
        "given": given,
        "secret": secret,
        "sheet": sheet_of(report, note=given.note),
        "report": report,
        "photos": _photos(report, secret),
        "until": words.date(timezone.localtime(given.expires_at).date(), "long"),
        "forms": forms,
        "state": label(WORK, given.state),
        "box": f"{report.longitude - SIDE:.5f},{report.latitude - SIDE:.5f},"
        f"{report.longitude + SIDE:.5f},{report.latitude + SIDE:.5f}",
    }
    return _private(render(request, "reports/works/work.html", context, status=status))


def _photos(report: Report, secret: str) -> list[dict[str, object]]:
    return [
        {
            "address": reverse("reports:work_photo", args=[secret, photo.pk]),
            "alt": _("Photo %(number)s") % {"number": number},
            "is_mended": photo.purpose == "mended",
        }
        for number, photo in enumerate(photos_for_work(report), 1)
    ]


def _running(secret: str) -> Forwarding:
    given = forwarding_by_secret(secret)
    if is_over(given, given.report, timezone.now()):
        raise NotFound
    return given


def _private(response: HttpResponse) -> HttpResponse:
    """The address is a secret: no search engine and no other site learns it."""
    response["Referrer-Policy"] = "same-origin"  # without any, browsers could not send forms
    response["X-Robots-Tag"] = "noindex"
    return response


def _accept(given: Forwarding, _form: ActingForm, at: datetime) -> str:
    works.accept_work(actor=None, forwarding=given, at=at)
    return _("Thank you. The authority knows that you do it.")


def _decline(given: Forwarding, form: ActingForm, at: datetime) -> str:
    works.decline_work(actor=None, forwarding=given, reason=form.cleaned_data["words"], at=at)
    return _("The authority knows that you do not do it, and why.")


def _ask(given: Forwarding, form: ActingForm, at: datetime) -> str:
    works.ask_about_work(actor=None, forwarding=given, words=form.cleaned_data["words"], at=at)
    return _("Your question has arrived. The authority answers you by e-mail or by telephone.")


def _done(given: Forwarding, form: ActingForm, at: datetime) -> str:
    told = form.cleaned_data
    photos = given_photos(told["photos"], told["covers"])
    works.finish_work(actor=None, forwarding=given, words=told["words"], photos=photos, at=at)
    return _("Thank you. The authority looks at it and closes the report.")


ACTS: Final[dict[str, tuple[Callable[[Request], ActingForm], Did]]] = {
    "accept": (lambda request: ActingForm(request.POST), _accept),
    "decline": (lambda request: AnswerWorkForm(request.POST, prefix="decline"), _decline),
    "ask": (lambda request: AnswerWorkForm(request.POST, prefix="ask"), _ask),
    "done": (lambda request: DoneWorkForm(request.POST, request.FILES, prefix="done"), _done),
}
