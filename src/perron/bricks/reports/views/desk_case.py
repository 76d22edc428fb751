"""One report on the desk: its story, what the public reads, the people behind it, and everything that can be done."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from perron.bricks.reports.adapters import presence
from perron.bricks.reports.forms.treating import TreatingForm
from perron.bricks.reports.queries import desk, desk_case, desk_doubles
from perron.bricks.reports.queries.desk import Report
from perron.bricks.reports.queries.forwardings import RUNNING, words_of_contractor
from perron.bricks.reports.queries.handbooks import live_handbooks
from perron.bricks.reports.rules import labels
from perron.bricks.reports.rules.handbook import Handbook
from perron.bricks.reports.views.desk_act_list import ACTS, GROUPS, DeskAct, state_choices
from perron.bricks.reports.views.desk_frame import Desk, box_text, desk_of, list_question, shown
from perron.bricks.reports.views.desk_rows import address_of, row_of
from perron.bricks.reports.views.desk_stories import told
from perron.kernel.languages import pick
from perron.kernel.web.requests import Request, signed_in


@dataclass(frozen=True, slots=True)
class Shown:
    """How the page of a report is shown: the form that was sent, if any, and the letter to look at beforehand."""

    act: str = ""
    form: TreatingForm | None = None
    preview: Mapping[str, object] | None = None
    status: int = 200


@require_safe
def report(request: Request, authority: str, code: str) -> HttpResponse:
    """The page of one report. What was transferred, or is offered to this desk, is the page of the handover."""
    here = desk_of(request, authority)
    return page(request, here, desk_case.desk_report(here.authority, code, request.actor))


def page(request: Request, here: Desk, found: Report, how: Shown = Shown()) -> HttpResponse:
    """The page, with one act open."""
    question, asked = list_question(request, here)
    before, after = desk.neighbours(here.reader, asked, found) if question else ("", "")
    steps = told(here, desk_case.story(found, here.authority))
    people = desk_case.people_behind(found)
    context = {
        "here": "report",
        "report": found,
        "row": row_of(here, found, question),
        "steps": steps,
        "last_step": steps[0] if steps else None,
        "people": people,
        "people_count": len(people),
        "channel": labels.label(labels.CHANNELS, found.channel),
        "priority": labels.label(labels.PRIORITIES, str(found.priority)),
        "photos": desk_case.photos_of(found),
        "answers": answers_of(here.handbook, found),
        "doubles": _doubles(here, found, question),
        "relatives": _relatives(here, found),
        "transfer": desk_case.open_transfer(found),
        "forwardings": [
            (one, labels.label(labels.WORK, one.state), one.state in RUNNING) for one in desk_case.forwardings_of(found)
        ],
        "groups": _groups(here, found, how),
        "open_act": how.act,
        "preview": how.preview,
        "map_box": _around(found),
        "texts": texts_of(here.handbook, language_of(found)),
        "looked": _looked(request, found, here),
        "question": question,
        "list_address": _list_address(here, question, found.code),
        "before": address_of(here, before, question) if before else "",
        "after": address_of(here, after, question) if after else "",
    }
    return shown(request, "report", here, context, status=how.status)


@require_safe
def now(request: Request, authority: str, code: str) -> HttpResponse:
    """Who else looks at the report at this moment, and whether it changed since: a fragment, asked again and again."""
    here = desk_of(request, authority)
    found = desk_case.desk_report(here.authority, code, request.actor)
    context = {
        "looked": _looked(request, found, here),
        "is_changed": request.GET.get("edit") not in ("", None, str(found.edit_number)),
        "report": found,
    }
    return shown(request, "now", here, context)


@require_safe
def compare(request: Request, authority: str, code: str, other: str) -> HttpResponse:
    """Two reports side by side, and the merge of one into the other."""
    here = desk_of(request, authority)
    pair = [desk_case.desk_report(here.authority, one, request.actor) for one in (code, other)]
    sides = [
        {
            "report": one,
            "row": row_of(here, one),
            "photos": desk_case.photos_of(one),
            "answers": answers_of(here.handbook, one),
            "may_stay": ACTS["merge"].is_for(another),
            "other": another,
        }
        for one, another in (pair, pair[::-1])
    ]
    return shown(request, "compare", here, {"here": "report", "sides": sides, "report": pair[0]})


def form_of(name: str, act: DeskAct, here: Desk, found: Report, data: Any = None, files: Any = None) -> TreatingForm:  # noqa: ANN401  what a form was sent
    """The form of an act about a report."""
    language = language_of(found)
    more: dict[str, Any] = {}
    if name == "state":
        more = {"texts": texts_of(here.handbook, language), "reasons": reasons_of(here.handbook, language)}
    initial = {
        "edit_number": found.edit_number,
        "team": found.team,
        "assignee": found.assignee_id,
        "category": found.category,
        "priority": found.priority,
        "address": found.address,
        "lat": f"{found.latitude:.6f}",
        "lon": f"{found.longitude:.6f}",
        "language": here.authority.language,
    }
    if name == "confirm":
        said = words_of_contractor(found)
        initial["words"] = said.words if said else ""
    return act.form(data, files, choices=_choices(here, found), initial=initial, auto_id=f"{name}_%s", **more)


def language_of(found: Report) -> str:
    """The language in which whoever reported it is written to."""
    people = desk_case.people_behind(found)
    return people[0].language if people else found.language


def texts_of(handbook: Handbook, language: str) -> dict[str, str]:
    """The words that agents may start from, by code, in one language."""
    return {text.code: pick(text.words, language).words for text in handbook.templates}


def reasons_of(handbook: Handbook, language: str) -> dict[str, str]:
    """The reasons for a refusal, by code, in one language."""
    return {reason.code: pick(reason.words, language).words for reason in handbook.refusals}


def answers_of(handbook: Handbook, found: Report) -> list[tuple[str, str]]:
    """What was answered to the questions of the category, in words."""
    category = handbook.by_code.get(found.category)
    questions = {question.code: question for question in category.questions} if category else {}
    told_: list[tuple[str, str]] = []
    for code, answer in found.answers.items():
        question = questions.get(code)
        names = {value.key: pick(value.names).words for value in question.values} if question else {}
        given = answer if isinstance(answer, list) else [answer]
        title = pick(question.names).words if question else code
        told_.append((title, ", ".join(names.get(str(one), str(one)) for one in given)))
    return told_


def _choices(here: Desk, found: Report) -> dict[str, list[tuple[Any, Any]]]:
    none = [("", "—")]
    load = desk_case.workload(here.authority)
    people = [
        (pk, _("%(name)s (%(count)s open)") % {"name": name, "count": load.get(int(pk), 0)}) for pk, name in here.people
    ]
    states, served = state_choices(found), live_handbooks()
    usable = [
        (text.code, pick(text.names).words)
        for text in here.handbook.templates
        if not text.states or set(text.states) & set(states)
    ]
    categories = here.categories()
    return {
        "states": [(state.value, labels.STATES[state]) for state in states],
        "templates": [("", _("My own words")), *usable],
        "refusals": [*none, *reasons_of(here.handbook, pick({}).language).items()],
        "teams": [("", _("No team")), *here.teams()],
        "people": [("", _("Nobody")), *people],
        "categories": list(categories),
        "more_categories": [*none, *categories],
        "authorities": [
            (one.slug, one.name) for one in desk_case.other_authorities(here.authority) if one.slug in served
        ],
    }


def _groups(here: Desk, found: Report, how: Shown) -> list[dict[str, object]]:
    """The acts that the reader may do now, in groups, each with its form."""
    groups: list[dict[str, object]] = []
    for group, title in GROUPS:
        acts = [
            {
                "name": name,
                "act": act,
                "form": how.form if name == how.act and how.form else form_of(name, act, here, found),
                "is_open": name == how.act,
                "address": reverse("reports:desk_act", args=[here.authority.slug, found.code, name]),
            }
            for name, act in ACTS.items()
            if act.group == group and here.may[act.right] and act.is_for(found)
        ]
        if acts:
            groups.append({"name": group, "title": title, "acts": acts})
    return groups


def _doubles(here: Desk, found: Report, question: str) -> list[dict[str, object]]:
    return [
        {
            "row": row_of(here, double.report, question),
            "percent": round(double.likeness.rank * 100),
            "reasons": likeness_words(double),
        }
        for double in desk_doubles.doubles_of(found, here.handbook)
    ]


def likeness_words(double: desk_doubles.Double) -> list[str]:
    """Why two reports may be the same, in words."""
    like = double.likeness
    said = [_("%(metres)s m away") % {"metres": round(like.metres)}]
    category = like.reasons.get("category", 0)
    if category == 1:
        said.append(_("same category"))
    elif category:
        said.append(_("related category"))
    if like.reasons.get("words", 0) >= 0.3:
        said.append(_("similar words"))
    said.append(_("sent the same day") if like.days == 0 else _("%(days)s days apart") % {"days": like.days})
    return said


def _relatives(here: Desk, found: Report) -> list[tuple[str, list[object]]]:
    titles = {"doubles": _("Merged into this one"), "parts": _("Split from this one"), "related": _("Linked")}
    relatives = desk_case.relatives(found)
    shown_ = [(titles[kind], [row_of(here, one) for one in reports]) for kind, reports in relatives.items() if reports]
    if found.duplicate_of and found.duplicate_of.authority_id == here.authority.pk:
        shown_.insert(0, (_("Merged into"), [row_of(here, found.duplicate_of)]))
    if found.split_from and found.split_from.authority_id == here.authority.pk:
        shown_.insert(0, (_("Split from"), [row_of(here, found.split_from)]))
    return shown_  # type: ignore[return-value]  # rows are objects


def _around(found: Report) -> str:
    """A few streets around the report."""
    side = 0.004
    edges = (found.longitude - side, found.latitude - side, found.longitude + side, found.latitude + side)
    return box_text(edges)


def _looked(request: Request, found: Report, here: Desk) -> list[presence.Looked]:
    actor = signed_in(request)
    return presence.look(report=found.pk, actor=actor.pk, name=actor.name or actor.email, at=here.reader.at)


def _list_address(here: Desk, question: str, code: str) -> str:
    address = reverse("reports:desk", args=[here.authority.slug])
    return f"{address}?{question}#r-{code}" if question else f"{address}#r-{code}"
