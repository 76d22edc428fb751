"""The public list: reports that answer a question, in pages that start after one report, however many come and go."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Final

from django.db.models import Q, QuerySet

from perron.bricks.reports.models import Report
from perron.bricks.reports.queries.public import PublicQuestion, public_reports
from perron.bricks.reports.rules.finding import SITUATIONS, ListQuestion
from perron.bricks.reports.rules.states import State
from perron.kernel import places
from perron.kernel.authorities import Authority

PAGE: Final = 30
MOST_PLANNED: Final = 1_000
COUNTED: Final = 10_000  # beyond, "more than" is said


@dataclass(frozen=True, slots=True)
class Found:
    """A page: `total` is at most `COUNTED`; `next` is the cursor of the page that follows, empty on the last."""

    reports: tuple[Report, ...]
    total: int
    next: str


def found(asked: ListQuestion, authority: Authority | None, own: Collection[str]) -> Found:
    """The page that a question asks for. `own`: codes of the reader's own reports."""
    rows = answering(asked, authority, own)
    total = rows.order_by()[:COUNTED].count()
    start, code = _cursor(asked.after)
    if start is not None:
        rows = rows.filter(Q(sent_at__lt=start) | Q(sent_at=start, code__gt=code))
    page = list(rows.select_related("authority", "duplicate_of").order_by("-sent_at", "code")[: PAGE + 1])
    last = page[PAGE - 1] if len(page) > PAGE else None
    return Found(tuple(page[:PAGE]), total, f"{last.sent_at.timestamp():.6f}~{last.code}" if last else "")


def answering(asked: ListQuestion, authority: Authority | None, own: Collection[str]) -> QuerySet[Report]:
    """All that answers a question. One's own are there even when strangers do not see them."""
    rows = Report.objects.filter(code__in=own) if asked.mine else public_reports(public_question(asked, authority))
    if asked.until:
        rows = rows.filter(sent_at__lt=datetime.combine(asked.until, time(), UTC) + timedelta(days=1))
    return rows


def planned_from(asked: ListQuestion, authority: Authority | None, first: date) -> list[Report]:
    """What is planned for a day from `first` on, the next first; at most 1,000."""
    rows = answering(asked, authority, ()).filter(state=State.PLANNED, planned_on__gte=first)
    return list(rows.order_by("planned_on", "pk")[:MOST_PLANNED])


def public_question(asked: ListQuestion, authority: Authority | None) -> PublicQuestion:
    """The same for the map, on a site of one authority or of all."""
    return PublicQuestion(
        authorities=(authority.slug,) if authority else (),
        categories=(asked.category,) if asked.category else (),
        places=places.places_in(asked.place) or (asked.place,) if asked.place else (),
        states=tuple(sorted(SITUATIONS[asked.situation])) if asked.situation else (),
        since=datetime.combine(asked.since, time(), UTC) if asked.since else None,
        around=asked.around,
    )


def _cursor(written: str) -> tuple[datetime | None, str]:
    moment, _tilde, code = written.partition("~")
    try:
        return datetime.fromtimestamp(float(moment), UTC), code
    except (ValueError, OverflowError, OSError):
        return None, ""
