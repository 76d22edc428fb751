"""What staff are told on the morning of a working day: what comes due, what was not done as planned, what is new."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time, timedelta

from django.db.models import Q

from perron.bricks.reports.models import Report
from perron.bricks.reports.rules import clock
from perron.bricks.reports.rules.desk import SOON
from perron.bricks.reports.rules.handbook import Handbook
from perron.bricks.reports.rules.states import OPEN, State
from perron.kernel.authorities import Authority

MOST = 5_000


@dataclass(frozen=True, slots=True)
class Morning:
    """Reports, the most urgent first. What was late, or planned for a day that passed, before the last working morning
    was told then.
    """

    soon: tuple[Report, ...] = ()  # due within `SOON`, or since the last working morning
    overdue_plans: tuple[Report, ...] = ()
    new: tuple[Report, ...] = ()

    def only(self, *, teams: frozenset[str], assignee: int | None = None) -> Morning:
        """What these teams have and nobody has taken, and what somebody has taken; of offices: all of their teams."""

        def hers(report: Report) -> bool:
            if assignee is None:
                return report.team in teams
            return report.assignee_id == assignee or (report.assignee_id is None and report.team in teams)

        return Morning(
            *(tuple(report for report in part if hers(report)) for part in (self.soon, self.overdue_plans, self.new))
        )


def morning_of(authority: Authority, handbook: Handbook, at: datetime) -> Morning:
    """All of an authority on that morning."""
    since = last_morning(at, handbook)
    today, then = at.astimezone(clock.BRUSSELS).date(), since.astimezone(clock.BRUSSELS).date()
    here = Report.objects.filter(authority=authority, closed_at=None, state__in=sorted(OPEN - {State.QUARANTINED}))
    here = here.select_related("authority")
    soon = here.filter(due_at__gt=since, due_at__lte=at + SOON).order_by("due_at", "pk")
    plans = here.filter(state=State.PLANNED, planned_on__lt=today, planned_on__gte=then).order_by("planned_on", "pk")
    new = here.filter(Q(state=State.SENT), sent_at__gt=since, sent_at__lte=at).order_by("sent_at", "pk")
    return Morning(tuple(soon[:MOST]), tuple(plans[:MOST]), tuple(new[:MOST]))


def last_morning(at: datetime, handbook: Handbook) -> datetime:
    """The same hour on the working day before."""
    local = at.astimezone(clock.BRUSSELS)
    day = local.date() - timedelta(days=1)
    while not clock.is_working_day(day, handbook.holidays):
        day -= timedelta(days=1)
    return datetime.combine(day, time(local.hour, local.minute), clock.BRUSSELS)
