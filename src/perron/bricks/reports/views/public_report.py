"""A report as everybody reads it, and what everybody may do about it: "me too", follow, say that it is improper."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from functools import cached_property

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control, never_cache
from django.views.decorators.http import require_safe

from perron.bricks.reports.actions import voices
from perron.bricks.reports.forms.voices import FlagForm, MeTooForm
from perron.bricks.reports.queries.public import PublicReport, public_report
from perron.bricks.reports.queries.public_case import Photo, Report, Reporter, own_photos
from perron.bricks.reports.queries.reporters import story_for
from perron.bricks.reports.rules.around import STREET, around
from perron.bricks.reports.rules.masking import mask
from perron.bricks.reports.rules.reasons import sentences
from perron.bricks.reports.rules.sending import GivenReporter, PositionBy
from perron.bricks.reports.rules.states import is_open
from perron.bricks.reports.views.public_follow import follow_around
from perron.bricks.reports.views.public_map_page import box_text
from perron.bricks.reports.views.public_new_page import name_of
from perron.bricks.reports.views.public_own import own_secrets, remember
from perron.bricks.reports.views.public_story import Step, Told, told
from perron.bricks.reports.views.public_words import Short, place_of, short_of
from perron.kernel.languages import current_language
from perron.kernel.notices import follows
from perron.kernel.places.facts import places
from perron.kernel.web.pace import keep_pace
from perron.kernel.web.requests import Request

HOUR = timedelta(hours=1)
DAY = timedelta(days=1)


@dataclass(frozen=True)
class ReportPage:
    """What is told of one report, with its story from the oldest step and its photos."""

    report: Report
    description: str
    story: Sequence[Told]
    shown: Sequence[Photo]
    is_masked: bool = False  # the words of the story are still to be masked

    @classmethod
    def for_all(cls, found: PublicReport) -> ReportPage:
        """As strangers see it."""
        return cls(found.report, found.description, found.story, found.photos)

    @classmethod
    def for_own(cls, reporter: Reporter) -> ReportPage:
        """As whoever sent it does; who said "me too" reads what strangers do."""
        report, is_first = reporter.report, reporter.is_first
        if not (is_first or report.is_public):  # she saw it while it was public; it is not for strangers any more
            return cls(report, "", (), ())
        description = report.description if is_first else mask(report.description)
        shown = [photo for photo in own_photos(report) if is_first or photo.is_public]
        return cls(report, description, story_for(reporter), shown, is_masked=not is_first)

    @cached_property
    def short(self) -> Short:
        """What it is and where it stands."""
        return short_of(self.report)

    @property
    def where(self) -> str:
        """Its address, or its commune."""
        return place_of(self.report)

    @property
    def is_open(self) -> bool:
        """Whether something is still to be done."""
        return is_open(self.report.state)

    @property
    def reasons(self) -> list[str]:
        """Why this authority."""
        return sentences(self.report.routing, name_of)

    @cached_property
    def steps(self) -> list[Step]:
        """The story, the newest first."""
        return told(self.story, is_masked=self.is_masked)

    @cached_property
    def photos(self) -> list[dict[str, object]]:
        """The photos with their words."""
        words = {
            "problem": _("Photo %(number)s: %(what)s, %(where)s"),
            "mended": _("Photo %(number)s, after it was mended: %(what)s, %(where)s"),
        }
        return [
            {
                "address": reverse("reports:photo", args=[photo.pk]),
                "small": f"{reverse('reports:photo', args=[photo.pk])}?small=1",
                "is_mended": photo.purpose == "mended",
                "alt": words[photo.purpose] % {"number": at, "what": self.short.title, "where": self.where},
            }
            for at, photo in enumerate(self.shown, 1)
        ]

    @property
    def follow_around(self) -> str:
        """Where one follows what is reported around it."""
        return follow_around(self.report)

    @property
    def is_exact(self) -> bool:
        """Whether it is at its point, and not somewhere in that commune."""
        return self.report.position_by != PositionBy.ADDRESS

    @property
    def commune(self) -> str:
        """The name of its commune."""
        known = places().get(self.report.place)
        return known.name if known else ""

    @property
    def box_near(self) -> str:
        """The streets around it."""
        return box_text(around(self.report.longitude, self.report.latitude, STREET))

    @property
    def box_commune(self) -> str:
        """Its commune: what a map of boundaries alone can show."""
        known = places().get(self.report.place)
        box = known.extent if known else None
        return f"{box.west},{box.south},{box.east},{box.north}" if box else self.box_near


@require_safe
@cache_control(private=True, no_cache=True)
def report(request: Request, code: str) -> HttpResponse:
    """The story of one report."""
    found = public_report(code)
    topic = f"thing:{found.report.ref}"
    page = ReportPage.for_all(found)
    context = {
        "page": page,
        "form": MeTooForm(),
        "own": own_secrets(request).get(page.report.code, ""),
        "topic": topic,
        "topic_title": f"{page.short.title} ({page.report.code})",
        "follows": follows(request.actor, topic),
        "share": request.build_absolute_uri(request.path),
    }
    return render(request, "reports/public/report.html", context)


@never_cache
def me_too(request: Request, code: str) -> HttpResponse:
    """I have seen it too."""
    found = public_report(code)
    form = MeTooForm(request.POST or None)

    def say() -> object:
        if found.report.code in own_secrets(request):  # this browser is counted already
            return True
        keep_pace(request, "reports.say_me_too", times=20, within=HOUR)
        given, at = GivenReporter(email=form.cleaned_data["email"]), now()
        reporter = voices.say_me_too(
            actor=request.actor, report=found.report, given=given, language=current_language(), at=at
        )
        is_hers = request.actor is not None and reporter.actor_id == request.actor.pk
        if is_hers or reporter.since == at:  # who only knows somebody's address does not come to her side
            remember(request, found.report.code, reporter.secret)
        return reporter

    said = form.carry_out(say) if request.method == "POST" else None
    if said is not None:
        messages.success(request, _("Thank you. You are counted. Somebody has it in hand."))
        return redirect("reports:report", code=found.report.code)
    return render(
        request, "reports/public/me_too.html", {"page": ReportPage.for_all(found), "form": form}, status=form.status
    )


@never_cache
def flag(request: Request, code: str) -> HttpResponse:
    """Something in it should not be public."""
    found = public_report(code)
    form = FlagForm(request.POST or None)

    def say() -> bool:
        keep_pace(request, f"reports.flag.{found.report.code}", times=1, within=DAY)
        if not request.session.session_key:
            request.session.create()
        visitor = request.session.session_key or ""
        voices.flag(actor=request.actor, report=found.report, why=form.reason, at=now(), visitor=visitor)
        return True

    if request.method == "POST" and form.carry_out(say):
        messages.success(request, _("Thank you. Somebody of the authority will look at it."))
        return redirect("reports:map")
    return render(
        request, "reports/public/flag.html", {"page": ReportPage.for_all(found), "form": form}, status=form.status
    )
