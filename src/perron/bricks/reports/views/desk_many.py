"""The same act on many reports: asked once, done one by one, and told for each whether it was done or refused."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from perron.bricks.reports.actions import assigning, bulk, joining, treating
from perron.bricks.reports.forms import desk_many as forms
from perron.bricks.reports.forms.desk import NOBODY
from perron.bricks.reports.forms.treating import TreatingForm
from perron.bricks.reports.permissions import TREAT
from perron.bricks.reports.queries import desk, desk_case
from perron.bricks.reports.queries.desk import Report
from perron.bricks.reports.rules import labels
from perron.bricks.reports.rules.states import State
from perron.bricks.reports.views.desk_case import language_of, reasons_of, texts_of
from perron.bricks.reports.views.desk_frame import Desk, desk_of, shown
from perron.bricks.reports.views.desk_rows import row_of
from perron.kernel import permissions
from perron.kernel.actors import Actor
from perron.kernel.languages import pick
from perron.kernel.web.requests import Request, signed_in

MOST: Final = 500
_STATES: Final = (State.IN_PROGRESS, State.PLANNED, State.DONE, State.NOT_OURS, State.REFUSED)


@dataclass(frozen=True, slots=True)
class Sharing:
    """What the acts need: the desk, who acts, when, and the form."""

    here: Desk
    actor: Actor
    at: datetime
    form: Any  # the form of the act

    def each(self, report: Report) -> dict[str, Any]:
        """What every action takes."""
        return {"actor": self.actor, "report": report, "at": self.at}


@dataclass(frozen=True, slots=True)
class ManyAct:
    """An act on many."""

    title: str | Promise
    form: type[TreatingForm]
    do: Callable[[Sharing, Report], object]


def _state(sharing: Sharing, report: Report) -> object:
    """The words in the language of each person."""
    typed, language = sharing.form.cleaned_data, language_of(report)
    to, handbook = State(typed["to"]), sharing.here.handbook
    reason = typed["because"] if to is State.REFUSED else ""
    words = typed["words"] or texts_of(handbook, language).get(typed["template"], "")
    words = words or reasons_of(handbook, language).get(reason, "")
    planned_on = typed["planned_on"] if to is State.PLANNED else None
    return treating.change_state(
        **sharing.each(report), to=to, words=words, language=language, planned_on=planned_on, because=reason
    )


def _assign(sharing: Sharing, report: Report) -> object:
    typed = sharing.form.cleaned_data
    if typed["fairly"]:
        return assigning.assign_fairly(**sharing.each(report), team=typed["team"])
    people = {str(actor.pk): actor for actor in desk_case.colleagues(sharing.here.authority)}
    person = people.get(typed["assignee"]) if typed["assignee"] else report.assignee
    return assigning.assign(**sharing.each(report), team=typed["team"] or report.team, assignee=person)


def _priority(sharing: Sharing, report: Report) -> object:
    return treating.change_priority(**sharing.each(report), priority=sharing.form.cleaned_data["priority"])


def _merge(sharing: Sharing, report: Report) -> object:
    into = desk.with_codes(sharing.here.authority, [sharing.form.cleaned_data["into"]])[0]
    return None if report.pk == into.pk else joining.merge(**sharing.each(report), into=into)


ACTS: Final[Mapping[str, ManyAct]] = {
    "assign": ManyAct(_("Assign"), forms.ManyAssignForm, _assign),
    "state": ManyAct(_("Change the state"), forms.ManyStatesForm, _state),
    "priority": ManyAct(_("Change the priority"), forms.ManyPrioritiesForm, _priority),
    "merge": ManyAct(_("Merge into one"), forms.ManyMergeForm, _merge),
}


@require_POST
def many(request: Request, authority: str) -> HttpResponse:
    """First what is needed for the act, with the chosen reports below; then what was done and what was refused."""
    here = desk_of(request, authority)
    permissions.require(request.actor, TREAT, here.authority)
    chosen = desk.with_codes(here.authority, request.POST.getlist("report")[:MOST])
    act = ACTS.get(request.POST.get("act", ""))
    if act is None or not chosen:
        return redirect(f"{request.path.removesuffix('many/')}?{request.POST.get('list', '')}")
    is_sent = "go" in request.POST
    form = act.form(request.POST if is_sent else None, choices=_choices(here, chosen))
    question = request.POST.get("list", "")[:1000]
    context: dict[str, object] = {
        "here": "many",
        "act": act,
        "act_name": request.POST["act"],
        "form": form,
        "rows": [row_of(here, report) for report in chosen],
        "question": question,
    }
    sharing = Sharing(here, signed_in(request), timezone.now(), form)
    treated = form.carry_out(
        lambda: bulk.treat_many(
            actor=sharing.actor,
            authority=here.authority,
            reports=chosen,
            act=lambda report: act.do(sharing, report),
            at=sharing.at,
        )
    )
    if treated is None:
        return shown(request, "many", here, context, status=form.status)
    fresh = {report.code: report for report in desk.with_codes(here.authority, [one.code for one in chosen])}
    done = [row_of(here, fresh[report.code], question) for report in treated.done]
    refused = [(row_of(here, fresh[report.code], question), why) for report, why in treated.refused]
    return shown(request, "many_done", here, {**context, "done": done, "refused": refused})


def _choices(here: Desk, chosen: list[Report]) -> dict[str, list[tuple[Any, Any]]]:
    none = [("", "—")]
    named = [(text.code, pick(text.names).words) for text in here.handbook.templates]
    reasons = reasons_of(here.handbook, pick({}).language)
    return {
        "states": [(state.value, labels.STATES[state]) for state in _STATES],
        "templates": [*none, *named],
        "refusals": [*none, *reasons.items()],
        "teams": [("", gettext("As it is")), *here.teams()],
        "people": [("", gettext("As it is")), (NOBODY, gettext("Nobody")), *here.people],
        "reports": [
            (
                report.code,
                f"{report.code} · {here.category(report.category)} · {report.address or here.place(report.place)}",
            )
            for report in chosen
        ],
    }
