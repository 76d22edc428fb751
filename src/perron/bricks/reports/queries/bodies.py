"""Bodies that are not on this installation and treat a report all the same, as a rule of a handbook names them."""

from __future__ import annotations

from perron.bricks.reports.models import Photo, Report, Update
from perron.bricks.reports.queries.handbooks import of_report
from perron.bricks.reports.rules.handbook import Outside
from perron.bricks.reports.rules.states import State
from perron.bricks.reports.rules.story import StepKind
from perron.kernel.languages import pick


def body_of(report: Report) -> Outside | None:
    """Who treats a report outside, by a rule; None when it is treated here, or was passed on by hand."""
    if report.state != State.NOT_OURS or not report.closed_because:
        return None
    rules = of_report(report.handbook_id).rules
    return next((one.then.outside for one in rules if one.code == report.closed_because), None)


def rule_to_outside(report: Report) -> str:
    """The code of the rule by which a report is somebody's outside; empty when it is treated here."""
    last = report.routing[-1] if report.routing else {}
    return str(last.get("rule", "")) if last.get("code") == "outside" else ""


def reach(body: Outside) -> str:
    """Its name and how to reach it, in the active language."""
    return ", ".join(filter(None, (pick(body.names).words, body.phone, body.email, body.url)))


def has_letter(report: Report) -> bool:
    """Whether a letter about it has gone to whoever treats it outside."""
    return Update.objects.filter(report=report, kind=StepKind.LETTER).exists()


def photos_for_strangers(report: Report) -> list[int]:
    """The numbers of the photos that everybody may see, the oldest first."""
    shown = Photo.objects.filter(report=report, is_public=True, hidden_reason="") if report.is_public else ()
    return [photo.pk for photo in shown]
