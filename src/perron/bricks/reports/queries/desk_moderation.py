"""What moderators look at."""

from __future__ import annotations

from django.db.models import Count, Q

from perron.bricks.reports.models import Report
from perron.bricks.reports.rules.states import State
from perron.bricks.reports.rules.story import StepKind
from perron.kernel.authorities import Authority

MOST = 100


def held(authority: Authority) -> list[Report]:
    """What is held back, the oldest first."""
    found = Report.objects.filter(authority=authority, state=State.QUARANTINED, closed_at=None)
    return list(found.select_related("assignee").order_by("sent_at")[:MOST])


def flagged(authority: Authority) -> list[tuple[Report, int]]:
    """What visitors found improper and is still shown, with how often, the most flagged first."""
    times = Count("updates", filter=Q(updates__kind=StepKind.FLAGGED))
    found = Report.objects.filter(authority=authority, updates__kind=StepKind.FLAGGED, hidden_reason="")
    shown = found.exclude(state=State.QUARANTINED).annotate(flags=times)
    ordered = shown.select_related("assignee").order_by("-flags", "-pk")[:MOST]
    return [(report, report.flags) for report in ordered]
