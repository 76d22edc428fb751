"""A report typed by an agent for somebody at the counter or on the phone, in the same case as all others."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import uuid4

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from perron.bricks.reports.actions import sending
from perron.bricks.reports.forms.desk_entry import EntryForm
from perron.bricks.reports.permissions import TREAT
from perron.bricks.reports.queries import desk_doubles
from perron.bricks.reports.rules.handbook import Category, Question
from perron.bricks.reports.views.desk_case import likeness_words
from perron.bricks.reports.views.desk_frame import Desk, box_text, desk_of, shown
from perron.bricks.reports.views.desk_rows import row_of
from perron.kernel import permissions
from perron.kernel.languages import current_language, pick
from perron.kernel.web.requests import Request, signed_in


def new(request: Request, authority: str) -> HttpResponse:
    """The form; "look" says what is already reported there, without sending anything."""
    here = desk_of(request, authority)
    permissions.require(request.actor, TREAT, here.authority)
    is_looking = "look" in request.POST
    form = _form(request, here)
    if request.method == "POST" and not is_looking:
        sent = form.carry_out(
            lambda: sending.send_report(
                actor=signed_in(request), what=form.new_report(here.authority.slug), at=timezone.now()
            )
        )
        if sent:
            return _after(request, here, sent)
    if is_looking:
        form.full_clean()
        form.errors.clear()
    context = {"here": "entry", "form": form, "box": box_text(here.extent), **_help(here, request.POST)}
    return shown(request, "new", here, context, status=200 if is_looking else form.status)


@require_safe
def help_with(request: Request, authority: str) -> HttpResponse:
    """What the chosen category asks, and what is already reported there: a fragment, asked while one types."""
    here = desk_of(request, authority)
    permissions.require(request.actor, TREAT, here.authority)
    form = EntryForm(None, categories=[], questions=_questions(here, request.GET.get("category", "")))
    return shown(request, "new_help", here, {"form": form, **_help(here, request.GET)})


def _after(request: Request, here: Desk, sent: sending.Sent) -> HttpResponse:
    """Say the code, and on to the report; one that is another authority's is not ours to look at."""
    told = {"code": sent.report.code, "authority": sent.report.authority.name}
    if sent.report.authority_id == here.authority.pk:
        messages.success(request, _("The report has the code %(code)s. Tell them.") % told)
        return redirect("reports:desk_report", here.authority.slug, sent.report.code)
    messages.success(request, _("%(authority)s is competent there and has it. Its code is %(code)s. Tell them.") % told)
    return redirect("reports:desk_new", here.authority.slug)


def _form(request: Request, here: Desk) -> EntryForm:
    is_sent = request.method == "POST"
    spoken = here.authority.languages
    language = current_language() if current_language() in spoken or not spoken else here.authority.language
    return EntryForm(
        request.POST if is_sent else None,
        request.FILES if is_sent else None,
        categories=here.categories(),
        questions=_questions(here, request.POST.get("category", "")),
        initial={
            "sent_key": uuid4(),
            "language": language,
            "by": "map",
            "channel": "field" if request.GET.get("channel") == "field" else "phone",
        },
    )


def _questions(here: Desk, code: str) -> tuple[Question, ...]:
    category = here.handbook.by_code.get(code)
    return category.questions if category else ()


def _help(here: Desk, typed: Mapping[str, str]) -> dict[str, object]:
    """What the category says to who chooses it, and the likely doubles at the point."""
    category = here.handbook.by_code.get(typed.get("category", ""))
    return {"emergency": _emergency(category), "notice": _notice(category), "doubles": _doubles(here, category, typed)}


def _emergency(category: Category | None) -> tuple[str, str] | None:
    if category is None or category.emergency is None:
        return None
    return category.emergency.phone, pick(category.emergency.words).words


def _notice(category: Category | None) -> str:
    return pick(category.notice).words if category and category.notice else ""


def _doubles(here: Desk, category: Category | None, typed: Mapping[str, str]) -> list[dict[str, object]]:
    try:
        longitude, latitude = float(typed.get("lon", "")), float(typed.get("lat", ""))
    except ValueError:
        return []
    if not (-180 <= longitude <= 180 and -85 <= latitude <= 85):
        return []
    words, code = typed.get("description", ""), category.code if category else ""
    told = desk_doubles.Told(longitude, latitude, code, here.reader.at, words)
    found = desk_doubles.doubles_at(here.authority, told, here.handbook)
    return [{"row": row_of(here, double.report), "reasons": likeness_words(double)} for double in found]
