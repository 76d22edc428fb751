"""What an agent may do with a report: each act with its words, its form, its right and its action."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from perron.bricks.reports.actions import assigning, forwarding, joining, moderating, transfers, treating
from perron.bricks.reports.forms import treating as forms
from perron.bricks.reports.forms import work as work_forms
from perron.bricks.reports.queries import desk, desk_case
from perron.bricks.reports.queries.desk import Report
from perron.bricks.reports.queries.forwardings import done_by_contractor
from perron.bricks.reports.queries.refusals import NotTheSame
from perron.bricks.reports.rules.states import NEXT, State, is_open, may_be_held
from perron.kernel.actors import Actor
from perron.kernel.authorities import authority_by_slug

_NOT_BY_STATE: Final = {State.DUPLICATE, State.QUARANTINED, State.WITHDRAWN, State.WAITING}  # waiting comes by asking


@dataclass(frozen=True, slots=True)
class Doing:
    """An act that is about to be done. `edit_number`: of the report as the agent saw it."""

    actor: Actor
    report: Report
    at: datetime
    edit_number: int | None
    form: Any  # the form of the act
    language: str  # of whoever reported

    def seen(self) -> dict[str, Any]:
        """What every action takes that must not overwrite what a colleague did."""
        return {**self.bare(), "edit_number": self.edit_number}

    def bare(self) -> dict[str, Any]:
        """The same for actions that only add."""
        return {"actor": self.actor, "report": self.report, "at": self.at}


@dataclass(frozen=True, slots=True)
class DeskAct:
    """One act. `do` gives words to say afterwards, or nothing: then `done` is said. `key` opens it."""

    title: str | Promise
    form: type[forms.TreatingForm]
    do: Callable[[Doing], str | None]
    done: str | Promise
    is_for: Callable[[Report], bool] = lambda _report: True
    right: str = "treat"
    group: str = "correct"
    key: str = ""
    words: str | Promise = ""
    submit: str | Promise = ""


def state_choices(report: Report) -> list[State]:
    """The states that an agent may choose now."""
    quarantined = {State.SENT} if report.state == State.QUARANTINED else set()
    possible = NEXT[State(report.state)] - _NOT_BY_STATE - quarantined
    return [state for state in State if state in possible]


def _state(doing: Doing) -> None:
    typed = doing.form.act()
    to = typed.pop("to")
    treating.change_state(**doing.seen(), to=to, language=doing.language, **typed)


def _assign(doing: Doing) -> None:
    typed = doing.form.act()
    person = typed["assignee"]
    colleagues = {str(actor.pk): actor for actor in desk_case.colleagues(doing.report.authority)}
    assigning.assign(**doing.seen(), team=typed["team"], assignee=colleagues.get(person))


def _fairly(doing: Doing) -> str:
    fair = assigning.assign_fairly(**doing.seen(), team=doing.form.cleaned_data["team"])
    loads = ", ".join(
        gettext("%(name)s: %(count)s") % {"name": load.person.name or load.person.email, "count": load.open_reports}
        for load in fair.loads
    )
    name = fair.assignee.name or fair.assignee.email
    return gettext("Given to %(name)s, who has the fewest open reports of those who are there today (%(loads)s).") % {
        "name": name,
        "loads": loads,
    }


def _ask(doing: Doing) -> None:
    treating.ask_reporter(**doing.seen(), words=doing.form.cleaned_data["words"], language=doing.language)


def _note(doing: Doing) -> None:
    treating.note(**doing.bare(), words=doing.form.cleaned_data["words"])


def _category(doing: Doing) -> None:
    typed = doing.form.act()
    treating.change_category(**doing.seen(), code=typed["category"], words=typed["words"])


def _other(doing: Doing) -> Report:
    found = desk.with_codes(doing.report.authority, [doing.form.cleaned_data["other"]])
    if not found:
        raise NotTheSame
    return found[0]


def _merge(doing: Doing) -> None:
    joining.merge(**doing.seen(), into=_other(doing))


def _relate(doing: Doing) -> None:
    joining.relate(**doing.bare(), other=_other(doing))


def _split(doing: Doing) -> str:
    parts = [joining.Part(category, words) for category, words in doing.form.parts()]
    made = joining.split(**doing.seen(), parts=parts)
    return gettext("New reports: %(codes)s.") % {"codes": ", ".join(report.code for report in made)}


def _offer(doing: Doing) -> None:
    typed = doing.form.act()
    transfers.offer(**doing.seen(), to=authority_by_slug(typed["to"]), reason=typed["reason"])


def _confirm(doing: Doing) -> None:
    forwarding.confirm_work(**doing.seen(), words=doing.form.cleaned_data["words"], language=doing.language)


def _plain(action: Callable[..., object]) -> Callable[[Doing], None]:
    """An act whose form has just the arguments of its action."""

    def do(doing: Doing) -> None:
        action(**doing.seen(), **doing.form.act())

    return do


def _open(report: Report) -> bool:
    return is_open(report.state)


def _treated(report: Report) -> bool:
    return is_open(report.state) and report.state != State.QUARANTINED


ACTS: Final[Mapping[str, DeskAct]] = {
    "state": DeskAct(
        _("Change the state"),
        forms.StateForm,
        _state,
        _("The report has its new state. Those who reported it are told."),
        is_for=lambda report: bool(state_choices(report)),
        group="first",
        key="s",
        submit=_("Change"),
    ),
    "assign": DeskAct(_("Assign"), forms.AssignForm, _assign, _("Assigned."), is_for=_open, group="first", key="a"),
    "fair": DeskAct(
        _("Give to whoever has least to do"), forms.FairForm, _fairly, "", is_for=_treated, group="first", key="f"
    ),
    "ask": DeskAct(
        _("Ask who reported it"),
        forms.WordsForm,
        _ask,
        _("Asked. The report waits for the answer."),
        is_for=_treated,
        group="first",
        key="q",
        words=_("Whoever reported it gets your question by e-mail and can answer with a photo."),
        submit=_("Ask"),
    ),
    "note": DeskAct(
        _("Note for colleagues"),
        forms.WordsForm,
        _note,
        _("Noted, for your colleagues only."),
        group="first",
        key="n",
        words=_("Only your colleagues read this. Write nothing that you would not show to the person concerned."),
        submit=_("Note"),
    ),
    "category": DeskAct(
        _("Correct the category"), forms.CategoryForm, _category, _("Category corrected."), is_for=_open
    ),
    "priority": DeskAct(
        _("Change the priority"),
        forms.PriorityForm,
        _plain(treating.change_priority),
        _("Priority changed."),
        is_for=_open,
    ),
    "move": DeskAct(_("Correct the place"), forms.MoveForm, _plain(treating.move), _("Place corrected."), is_for=_open),
    "merge": DeskAct(
        _("Merge into another report"),
        forms.OtherReportForm,
        _merge,
        _("Merged. Whoever reported it follows the other report from now on; you can undo this."),
        is_for=_treated,
        group="others",
        key="m",
        submit=_("Merge"),
    ),
    "unmerge": DeskAct(
        _("Undo the merge"),
        forms.WordlessForm,
        _plain(joining.unmerge),
        _("The report is treated apart again."),
        is_for=lambda report: report.state == State.DUPLICATE,
        group="others",
    ),
    "split": DeskAct(
        _("Split into several reports"),
        forms.SplitForm,
        _split,
        "",
        is_for=_treated,
        group="others",
        words=_("For a report that tells of several things. This one keeps its own; each new one gets the photos too."),
        submit=_("Split"),
    ),
    "relate": DeskAct(
        _("Link to another report"),
        forms.OtherReportForm,
        _relate,
        _("Linked."),
        group="others",
    ),
    "offer": DeskAct(
        _("Transfer to another authority"),
        forms.OfferForm,
        _offer,
        _("Offered. It stays with you until they accept it; if they send it back, you read why."),
        is_for=lambda report: may_be_held(report.state),
        right="transfer",
        group="away",
        key="t",
        submit=_("Offer"),
    ),
    "confirm": DeskAct(
        _("Confirm what the contractor did"),
        work_forms.ConfirmForm,
        _confirm,
        _("Done. The contractor's photos are public, and those who reported it are told."),
        is_for=lambda report: _open(report) and done_by_contractor(report) is not None,
        group="first",
        words=_("Look at the contractor's photos first: they become public with it."),
        submit=_("Confirm"),
    ),
    "forward": DeskAct(
        _("Give it to a contractor"),
        work_forms.ForwardForm,
        _plain(forwarding.forward),
        _("Given. The link goes out by e-mail; its answers appear in the story."),
        is_for=_treated,
        group="away",
        key="w",
        words=_(
            "A firm gets a link and needs no account. It sees the place, the photos and the words, not who reported it."
        ),
        submit=_("Send the link"),
    ),
    "release": DeskAct(
        _("Release"),
        forms.WordlessForm,
        _plain(moderating.release),
        _("Released. Everybody can see it, and it can be treated."),
        is_for=lambda report: report.state == State.QUARANTINED,
        right="moderate",
        group="moderate",
        key="r",
    ),
    "hold": DeskAct(
        _("Hold back for a look"),
        forms.ReasonForm,
        _plain(moderating.hold),
        _("Held back. Strangers do not see it until it is released."),
        is_for=lambda report: may_be_held(report.state),
        group="moderate",
    ),
    "hide": DeskAct(
        _("Hide from the public"),
        forms.ReasonForm,
        _plain(moderating.hide),
        _("Hidden. Its address says why, without its content."),
        is_for=lambda report: not report.hidden_reason,
        right="moderate",
        group="moderate",
    ),
    "show": DeskAct(
        _("Show it to the public again"),
        forms.WordlessForm,
        _plain(moderating.show_again),
        _("The public sees it again."),
        is_for=lambda report: bool(report.hidden_reason),
        right="moderate",
        group="moderate",
    ),
}
GROUPS: Final[tuple[tuple[str, str | Promise], ...]] = (
    ("first", _("Treat it")),
    ("correct", _("Correct it")),
    ("others", _("Other reports")),
    ("away", _("Give it to others")),
    ("moderate", _("Public or not")),
)
