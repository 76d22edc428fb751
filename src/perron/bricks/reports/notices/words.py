"""What the words of a notice are made of, in the reader's language."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Final

from django.utils import formats, timezone, translation
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from perron.bricks.reports.models import Report, Update
from perron.bricks.reports.queries import handbooks
from perron.bricks.reports.queries.bodies import body_of, reach
from perron.bricks.reports.queries.public import category_of
from perron.bricks.reports.rules.labels import STATES, WORK, label
from perron.bricks.reports.rules.masking import mask
from perron.bricks.reports.rules.reasons import sentences
from perron.bricks.reports.rules.states import State
from perron.bricks.reports.rules.story import By, StepKind
from perron.kernel.authorities import authority_by_slug
from perron.kernel.languages import pick

Values = dict[str, str | int]

OF_A_KIND: Final[Mapping[StepKind, Callable[[], str]]] = {
    StepKind.REOPENED: lambda: _("It was opened again."),
    StepKind.WITHDRAWN: lambda: _("Whoever sent it has taken it back."),
}


def values_of(step: Update, language: str, *, to_reporter: bool) -> Values:
    """What the words of a notice are made of, in the reader's language."""
    report = step.report
    with translation.override(language):
        is_question = step.kind in {"question", "answer"}
        is_kept = is_question or step.is_internal
        words = step.words if to_reporter else "" if is_kept else mask(step.words)
        return {
            "code": report.code,
            "category": category_name(report, language),
            "place": report.address if to_reporter else mask(report.address),
            "authority": (step.authority or report.authority).name,
            "state": label(STATES, step.state),
            "is_contractor": int(step.by == By.CONTRACTOR),
            "is_held": int(step.state == State.QUARANTINED),
            "what": happened(step),
            "words": words,
            "reason": _reason(step),
            "why": "\n".join(sentences(report.routing, _name_of)),
            "due": day(report.due_at) if report.due_at else "",
            **_body(report),
        }


def happened(step: Update) -> str:
    """The step as a sentence, in the active language."""
    facts = step.facts
    if step.by == By.CONTRACTOR:
        return _("The contractor %(name)s has answered: %(what)s") % {
            "name": facts.get("to_name", ""),
            "what": label(WORK, str(facts.get("work", ""))),
        }
    if step.kind == "merged":
        return _("It is about the same thing as report %(code)s: what is done there counts for yours.") % {
            "code": facts.get("into", "")
        }
    if step.kind in OF_A_KIND:
        return OF_A_KIND[StepKind(step.kind)]()
    if step.state == State.PLANNED and facts.get("planned_on"):
        planned = datetime.fromisoformat(facts["planned_on"]).date()
        return _("It is planned for %(day)s.") % {"day": formats.date_format(planned, "DATE_FORMAT")}
    if step.state == State.NOT_OURS and (who := _passed_on_to(step)):
        return _("It is not for this authority. It was sent to: %(who)s") % {"who": who}
    return _("It is now: %(state)s.") % {"state": label(STATES, step.state)}


def _passed_on_to(step: Update) -> str:
    body = body_of(step.report)
    return reach(body) if body else str(step.facts.get("because", ""))


def _body(report: Report) -> Values:
    """Who treats it outside and how to reach them, and whether we write to them; empty when it is treated here."""
    body = body_of(report)
    return {"body": reach(body) if body else "", "has_body_letter": int(bool(body and body.email))}


def _reason(step: Update) -> str:
    """Why it was refused, in the authority's words."""
    if step.state != State.REFUSED or not step.facts.get("because"):
        return ""
    written = handbooks.of_report(step.report.handbook_id).refusals
    found = next((one for one in written if one.code == step.facts["because"]), None)
    return pick(found.words).words if found else str(step.facts["because"])


def day(moment: datetime) -> str:
    """The local day of a moment, in the active language."""
    return formats.date_format(timezone.localdate(moment), "DATE_FORMAT")


def _name_of(slug: str) -> str:
    return authority_by_slug(slug).name


def category_name(report: Report, language: str) -> str:
    """Its category's name; its code when nobody knows it any more."""
    found = category_of(report)
    return pick(found.names, language).words if found else report.category


def lines_of(reports: Sequence[Report], most: int = 20) -> str:
    """Reports as lines of a letter, in the active language; no more than so many."""
    language = get_language() or "en"
    lines = [_report_line(report, language) for report in reports[:most]]
    rest = len(reports) - most
    if rest > 0:
        lines.append(ngettext("and %(count)s other", "and %(count)s others", rest) % {"count": rest})
    return "\n".join(lines)


def _report_line(report: Report, language: str) -> str:
    due = _("due on %(day)s") % {"day": day(report.due_at - timedelta(microseconds=1))} if report.due_at else ""
    return " · ".join(filter(None, (report.code, category_name(report, language), report.address, due)))
