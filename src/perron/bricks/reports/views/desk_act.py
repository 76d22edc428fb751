"""Doing something with a report: the form comes here, and the report's page answers."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode

from perron.bricks.reports.forms.treating import StateForm
from perron.bricks.reports.notices import letter_of_state
from perron.bricks.reports.queries import desk, desk_case
from perron.bricks.reports.queries.desk import Report
from perron.bricks.reports.views.desk_act_list import ACTS, Doing
from perron.bricks.reports.views.desk_case import Shown, form_of, language_of, page
from perron.bricks.reports.views.desk_frame import RIGHTS, Desk, desk_of, list_question
from perron.bricks.reports.views.desk_rows import address_of
from perron.kernel import permissions
from perron.kernel.errors import ChangedMeanwhile, NotFound
from perron.kernel.web.acting import with_edit_number
from perron.kernel.web.requests import Request, signed_in


def act(request: Request, authority: str, code: str, act: str) -> HttpResponse:
    """One act about one report: its form, open; or the act itself. Refusals keep what was typed."""
    here = desk_of(request, authority)
    found = desk_case.desk_report(here.authority, code, request.actor)
    known = ACTS.get(act)
    if known is None:
        raise NotFound
    permissions.require(request.actor, RIGHTS[known.right], here.authority)
    if request.method != "POST":
        return page(request, here, found, Shown(act))
    form = form_of(act, known, here, found, request.POST, request.FILES)
    if "preview" in request.POST and isinstance(form, StateForm) and form.is_valid():
        return page(request, here, found, Shown(act, form, _letter(found, form)))
    doing = Doing(
        actor=signed_in(request),
        report=found,
        at=timezone.now(),
        edit_number=form.cleaned_data["edit_number"] if form.is_valid() else None,
        form=form,
        language=language_of(found),
    )
    said = form.carry_out(lambda: known.do(doing) or known.done)
    if said is None:
        return _again(request, here, found, Shown(act, form, status=form.status))
    messages.success(request, str(said))
    return redirect(_next(request, here, found))


def _again(request: Request, here: Desk, found: Report, how: Shown) -> HttpResponse:
    """The page with what was typed; after a colleague's change, sending it again is meant to come after hers."""
    fresh = desk_case.desk_report(here.authority, found.code, request.actor)
    if how.form is not None and isinstance(how.form.refusal, ChangedMeanwhile):
        how.form.data = with_edit_number(how.form.data, fresh.edit_number)
    return page(request, here, fresh, how)


def _letter(found: Report, form: StateForm) -> dict[str, object]:
    """What whoever reported it will read, in her language."""
    language, meant = language_of(found), form.act()
    told = {name: meant[name] for name in ("to", "words", "planned_on", "because")}
    title, body = letter_of_state(found, language, **told)
    return {"language": language, "title": title, "body": body, "has_words": bool(meant["words"])}


def _next(request: Request, here: Desk, found: Report) -> str:
    """Where the agent goes after an act: on to the next report of her list if she says so, else back to this one."""
    question, asked = list_question(request, here)
    if request.POST.get("then") == "next":
        _before, after = desk.neighbours(here.reader, asked, found)
        if after:
            return address_of(here, after, question)
        return f"{reverse('reports:desk', args=[here.authority.slug])}?{question}"
    address = reverse("reports:desk_report", args=[here.authority.slug, found.code])
    return f"{address}?{urlencode({'list': question})}" if question else address
