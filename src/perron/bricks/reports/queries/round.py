"""What is on an agent's round today, and what she has told of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time
from uuid import UUID

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from perron.bricks.reports.models import Photo, Report, Update
from perron.bricks.reports.queries.desk import Reader, fitting
from perron.bricks.reports.queries.desk_pages import ordered
from perron.bricks.reports.rules.desk import DeskQuestion, Sort, View
from perron.bricks.reports.rules.round import MOST_STOPS
from perron.bricks.reports.rules.states import State
from perron.kernel.errors import Refused


@dataclass(frozen=True, slots=True)
class Round:
    """The most urgent reports to visit, in no order of visiting; `visited`: what was told today and is still open;
    `left`: how many more there are than one round holds.
    """

    reports: tuple[Report, ...]
    photos: dict[int, Photo]  # the first of each report, by its key
    visited: tuple[Report, ...]
    left: int


class ClosedMeanwhile(Refused):
    """Somebody closed the report while an agent was on her way. Facts `state` (in words) and `who`."""

    code = "closed_meanwhile"
    status = 409
    sentence = _("Meanwhile somebody else closed this report. It is now: %(state)s.")
    way_out = _(
        "What you wrote and your photos are kept here. Tell the desk if it is wrong, then take it off the list."
    )


def round_of(reader: Reader, *, team: bool) -> Round:
    """What an agent, or her whole team, may visit today: open, not waiting for an answer, not planned for later."""
    asked = DeskQuestion(view=View.TEAM if team else View.MINE, sort=Sort.DUE)
    today = timezone.localdate(reader.at)
    later = Q(state=State.PLANNED, planned_on__gt=today)
    found = ordered(fitting(reader, asked).exclude(later).exclude(state=State.WAITING), Sort.DUE)
    found = found.select_related("assignee")  # each stop says whose it is
    told = _told_today(reader)
    visited = tuple(found.filter(pk__in=told)[:MOST_STOPS])
    left = found.exclude(pk__in=told)
    reports = tuple(left[:MOST_STOPS])
    more = left.count() - len(reports) if len(reports) == MOST_STOPS else 0
    return Round(reports, _first_photos(reports), visited, more)


def is_told(report: Report, key: UUID) -> bool:
    """Whether an act with this key of a phone was done already."""
    return Update.objects.filter(report=report, facts__round_key=str(key)).exists()


def _told_today(reader: Reader) -> list[int]:
    """The reports of which something was told from a round since midnight."""
    midnight = timezone.make_aware(datetime.combine(timezone.localdate(reader.at), time.min))
    told = Update.objects.filter(report__authority=reader.authority, at__gte=midnight, facts__has_key="round")
    return list(told.values_list("report_id", flat=True))


def _first_photos(reports: tuple[Report, ...]) -> dict[int, Photo]:
    found = Photo.objects.filter(report__in=reports, purpose="problem").order_by("report_id", "added_at", "pk")
    return {photo.report_id: photo for photo in found.distinct("report_id")}
