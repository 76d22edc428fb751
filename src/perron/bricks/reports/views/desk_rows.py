"""A report as a line of the desk's list: its names, and how it stands to its term, in words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.urls import reverse
from django.utils.html import format_html_join
from django.utils.http import urlencode
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from perron.bricks.reports.queries.desk import Report
from perron.bricks.reports.rules import labels
from perron.bricks.reports.rules.clock import BRUSSELS
from perron.bricks.reports.rules.desk import SOON
from perron.bricks.reports.rules.states import State, is_open
from perron.bricks.reports.views.desk_frame import Desk
from perron.ui import words
from perron.ui.templatetags import ui


@dataclass(frozen=True, slots=True)
class Due:
    """How a report stands to its term."""

    words: str
    tone: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """One line."""

    report: Report
    address: str
    category: str
    place: str
    state: str
    tone: str
    due: Due | None
    team: str
    assignee: str
    priority: str
    has_photo: bool

    @property
    def code(self) -> str:
        """The report's code."""
        return self.report.code

    @property
    def facts(self) -> SafeString:
        """Where, since when, whose, and what stands out. Written here: fifty rows of template tags take time."""
        seen, whose = self.report.me_too, " · ".join(filter(None, (self.assignee, self.team)))
        told = (
            ("map-pin", self.place),
            ("clock", ui.date(self.report.sent_at, "since")),
            ("user", whose),
            ("users", seen and ngettext("%(count)s other saw it", "%(count)s others saw it", seen) % {"count": seen}),
            ("eye", self.has_photo and _("photo")),
            ("refresh", self.report.reopened and _("reopened")),
        )
        return format_html_join(" ", "<span>{}{}</span>", ((ui.icon(name), said) for name, said in told if said))

    @property
    def states(self) -> SafeString:
        """Its state, and how it stands to its term."""
        marks = [(self.state, self.tone), *([(self.due.words, self.due.tone)] if self.due else [])]
        classes = ((f"state state--{tone}" if tone else "state", said) for said, tone in marks)
        return format_html_join(" ", '<span class="{}">{}</span>', classes)


def rows_of(desk: Desk, reports: tuple[Report, ...] | list[Report], question: str = "") -> list[Row]:
    """Lines of a list; `question` is its query string, so that the report's page leads back and on to the next."""
    return [row_of(desk, report, question) for report in reports]


def row_of(desk: Desk, report: Report, question: str = "") -> Row:
    """One line."""
    return Row(
        report=report,
        address=address_of(desk, report.code, question),
        category=desk.category(report.category),
        place=report.address or desk.place(report.place),
        state=labels.label(labels.STATES, report.state),
        tone=labels.TONES.get(report.state, ""),
        due=due_of(report, desk.reader.at),
        team=desk.team(report.team) if report.team else "",
        assignee=(report.assignee.name or report.assignee.email) if report.assignee else "",
        priority=labels.label(labels.PRIORITIES, str(report.priority)) if report.priority != 2 else "",
        has_photo=getattr(report, "has_photo", False),
    )


def address_of(desk: Desk, code: str, question: str = "") -> str:
    """The page of a report on the desk."""
    address = reverse("reports:desk_report", args=[desk.authority.slug, code])
    return f"{address}?{urlencode({'list': question})}" if question else address


def due_of(report: Report, now: datetime) -> Due | None:
    """Late since when, due when, or planned for when; None for what is closed and in time."""
    if not is_open(report.state):
        was_late = report.due_at and report.closed_at and report.closed_at > report.due_at
        return Due(_("Closed after its term")) if was_late else None
    if report.state == State.PLANNED and report.planned_on and report.planned_on < now.astimezone(BRUSSELS).date():
        day = words.date(report.planned_on, "long")
        return Due(_("was planned for %(day)s") % {"day": day}, "bad")
    if report.state == State.PLANNED and report.planned_on:
        return Due(_("for %(day)s") % {"day": words.date(report.planned_on, "long")}, "info")
    if report.due_at is None:
        return None
    return _term(report.due_at, now)


def _term(due_at: datetime, now: datetime) -> Due:
    if due_at <= now:
        return Due(_late(now - due_at), "bad")
    days = (last_day(due_at) - now.astimezone(BRUSSELS).date()).days
    if days == 0:
        return Due(_("Due today"), "warn")
    if days == 1:
        return Due(_("Due tomorrow"), "warn")
    phrase = ngettext("Due in %(count)s day", "Due in %(count)s days", days) % {"count": days}
    return Due(phrase, "warn" if due_at - now < SOON else "")


def last_day(due_at: datetime) -> date:
    """The last day on which it is in time: a term of days ends at midnight after it."""
    return (due_at - timedelta(microseconds=1)).astimezone(BRUSSELS).date()


def _late(by: timedelta) -> str:
    if by < timedelta(days=1):
        hours = max(1, int(by.total_seconds() // 3600))
        return ngettext("%(count)s hour late", "%(count)s hours late", hours) % {"count": hours}
    return ngettext("%(count)s day late", "%(count)s days late", by.days) % {"count": by.days}
