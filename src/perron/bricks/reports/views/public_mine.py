"""One's own side of a report, opened by a secret link: judge, answer, add a photo, take it back, stop the letters."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from perron.bricks.reports.actions import voices
from perron.bricks.reports.forms.sending import given_photos
from perron.bricks.reports.forms.voices import NotMendedForm, PhotosForm
from perron.bricks.reports.queries.public_case import Reporter
from perron.bricks.reports.queries.reporters import reporter_by_secret
from perron.bricks.reports.rules.sending import GivenPhoto
from perron.bricks.reports.rules.states import CLOSED, State
from perron.bricks.reports.views.public_new import PHOTOS_ROOM
from perron.bricks.reports.views.public_own import remember
from perron.bricks.reports.views.public_report import HOUR, ReportPage
from perron.kernel.actors import Actor
from perron.kernel.web.acting import ActingForm
from perron.kernel.web.pace import keep_pace
from perron.kernel.web.requests import Request
from perron.kernel.web.uploads import takes_files

AT_MOST: Final = 30  # acts an hour
Did = Callable[[Actor | None, Reporter, ActingForm], str]


@never_cache
@takes_files(PHOTOS_ROOM)
def mine(request: Request, secret: str) -> HttpResponse:
    """The report with what its sender may do now; one form for each act, told apart by `act`."""
    reporter = reporter_by_secret(secret)
    remember(request, reporter.report.code, secret)
    act = request.POST.get("act", "")
    forms: dict[str, ActingForm] = {"not_mended": NotMendedForm(), "answer": PhotosForm(prefix="answer")}
    if act in ACTS:
        make, do = ACTS[act]
        form = forms[act] = make(request)

        def say() -> str:
            keep_pace(request, "reports.mine", times=AT_MOST, within=HOUR)
            return do(request.actor, reporter, form)

        said = form.carry_out(say)
        if said is not None:
            messages.success(request, said)
            return redirect("reports:mine", secret=secret)
    status = forms[act].status if act in forms else 200
    page = ReportPage.for_own(reporter)
    context = {"page": page, "reporter": reporter, "forms": forms, "may": _may(reporter)}
    response = render(request, "reports/public/mine.html", context, status=status)
    response["Referrer-Policy"] = "same-origin"  # the address is a secret; without any, browsers could not send forms
    response["X-Robots-Tag"] = "noindex"
    return response


def _may(reporter: Reporter) -> dict[str, bool]:
    """What can be done now."""
    state = reporter.report.state
    return {
        "judge": state == State.DONE,
        "withdraw": reporter.is_first and state not in CLOSED,
        "answer": reporter.is_first and state not in CLOSED,
        "is_asked": state == State.WAITING,
        "stop": bool(reporter.email or reporter.actor_id) and reporter.wants_mail,
    }


def _mended(actor: Actor | None, reporter: Reporter, _form: ActingForm) -> str:
    voices.give_verdict(actor=actor, reporter=reporter, mended=True, at=now())
    return _("Thank you. It counts as mended from now on.")


def _not_mended(actor: Actor | None, reporter: Reporter, form: ActingForm) -> str:
    told = form.cleaned_data
    voices.give_verdict(
        actor=actor,
        reporter=reporter,
        mended=False,
        reason=told["reason"],
        words=told["words"],
        photos=_photos(form),
        at=now(),
    )
    return _("It is open again, and the authority knows why.")


def _answer(actor: Actor | None, reporter: Reporter, form: ActingForm) -> str:
    voices.answer(actor=actor, reporter=reporter, words=form.cleaned_data["words"], photos=_photos(form), at=now())
    return _("Your answer has arrived.")


def _withdraw(actor: Actor | None, reporter: Reporter, _form: ActingForm) -> str:
    voices.withdraw(actor=actor, reporter=reporter, at=now())
    return _("Your report is taken back.")


def _stop(actor: Actor | None, reporter: Reporter, _form: ActingForm) -> str:
    voices.stop_mail(actor=actor, reporter=reporter)
    return _("We do not write to you about this report any more.")


def _photos(form: ActingForm) -> tuple[GivenPhoto, ...]:
    return given_photos(form.cleaned_data["photos"], form.cleaned_data["covers"])


def _plain(request: Request) -> ActingForm:
    return ActingForm(request.POST)


ACTS: Final[dict[str, tuple[Callable[[Request], ActingForm], Did]]] = {
    "mended": (_plain, _mended),
    "not_mended": (lambda request: NotMendedForm(request.POST, request.FILES), _not_mended),
    "answer": (lambda request: PhotosForm(request.POST, request.FILES, prefix="answer"), _answer),
    "withdraw": (_plain, _withdraw),
    "stop": (_plain, _stop),
}
