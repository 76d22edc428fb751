"""The list on the desk: what fits a question, page by page, how many there are, and where they are."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.core.cache import caches
from django.db.models import Avg, Count, Exists, F, Max, Min, OuterRef, Q, QuerySet
from django.db.models.functions import Floor
from django.utils import timezone

from perron.bricks.reports.models import Photo, TeamMember, Transfer
from perron.bricks.reports.models import Report as Report
from perron.bricks.reports.queries.desk_pages import Page as Page
from perron.bricks.reports.queries.desk_pages import neighbours_of, ordered, page_of
from perron.bricks.reports.queries.desk_words import with_word
from perron.bricks.reports.queries.handbooks import live_handbooks
from perron.bricks.reports.rules.desk import SOON, DeskQuestion, View
from perron.bricks.reports.rules.handbook import Handbook
from perron.bricks.reports.rules.states import OPEN, State
from perron.kernel.actors import Actor
from perron.kernel.authorities import Authority

MOST_COUNTED = 10_000
MOST_POINTS = 500
MOST_WORDS = 10
MOST_OFFERED = 200
MANY = 5_000  # open reports, from which counting takes longer than a page may
COUNTS_KEPT = 30  # seconds
Box = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class Gathered:
    """Several reports near each other on the map: how many, and their middle in degrees."""

    count: int
    longitude: float
    latitude: float


@dataclass(frozen=True, slots=True)
class Reader:
    """Who looks at the desk of an authority, and when: "mine", "my team" and "late" depend on it."""

    authority: Authority
    actor: Actor
    at: datetime


def find(reader: Reader, asked: DeskQuestion) -> Page:
    """One page of what fits, with cursors to the pages around it."""
    return page_of(_with_marks(fitting(reader, asked)), asked)


def count(reader: Reader, asked: DeskQuestion) -> int:
    """How many fit, counted no further than `MOST_COUNTED` + 1."""
    return fitting(reader, asked)[: MOST_COUNTED + 1].count()


def neighbours(reader: Reader, asked: DeskQuestion, report: Report) -> tuple[str, str]:
    """The codes before and after a report in the list that was asked for; empty at its ends."""
    return neighbours_of(fitting(reader, asked), asked, report)


def counts(reader: Reader) -> dict[str, int]:
    """How many reports each view of open ones has, and `transfers`: how many are offered by other authorities.

    On a desk with very many, all but one's own are counted twice a minute only.
    """
    teams = my_teams(reader)
    key = f"reports:counts:{reader.authority.pk}:{','.join(sorted(teams))}"
    found: dict[str, int] | None = caches["local"].get(key)
    if found is None:
        found = _counted(reader, teams)
        if found[View.OPEN] > MANY:
            caches["local"].set(key, found, COUNTS_KEPT)
    mine = Report.objects.filter(_view(View.MINE, reader, teams), authority=reader.authority).count()
    return found | {View.MINE.value: mine, "transfers": offered_to(reader.authority).count()}


def _counted(reader: Reader, teams: list[str]) -> dict[str, int]:
    views = [view for view in View if view not in (View.CLOSED, View.ALL, View.MINE)]
    asked = {view.value: Count("pk", filter=_view(view, reader, teams)) for view in views}
    found: dict[str, int] = Report.objects.filter(authority=reader.authority, closed_at=None).aggregate(**asked)
    return found


def offered_to(authority: Authority) -> QuerySet[Transfer]:
    """What other authorities offer to this one, the oldest first."""
    found = Transfer.objects.filter(to_authority=authority, answered_at=None)
    return found.select_related("report", "from_authority").order_by("asked_at")


def offered_by(authority: Authority) -> list[Transfer]:
    """What this authority offered to others lately, the newest first, answered or not."""
    found = Transfer.objects.filter(from_authority=authority).select_related("report", "to_authority")
    return list(found.order_by("-asked_at", "-pk")[:MOST_OFFERED])


def my_teams(reader: Reader) -> list[str]:
    """The codes of the teams that the reader is in."""
    found = TeamMember.objects.filter(authority=reader.authority, actor=reader.actor)
    return list(found.values_list("team", flat=True))


def on_map(reader: Reader, asked: DeskQuestion, box: Box | None, cell: float) -> list[Report] | list[Gathered]:
    """What fits inside a box (west, south, east, north): the reports, or when they are many, gathered in squares of
    `cell` degrees.
    """
    found = fitting(reader, asked)
    if box:
        west, south, east, north = box
        found = found.filter(longitude__range=(west, east), latitude__range=(south, north))
    if found[: MOST_POINTS + 1].count() <= MOST_POINTS:
        return list(found.order_by("pk"))
    squares = found.order_by().values(x=Floor(F("longitude") / cell), y=Floor(F("latitude") / cell))
    middles = squares.annotate(many=Count("pk"), lon=Avg("longitude"), lat=Avg("latitude"))
    return [Gathered(one["many"], one["lon"], one["lat"]) for one in middles]


def box_of(reader: Reader, asked: DeskQuestion) -> Box | None:
    """The smallest box around what fits; None when nothing does."""
    edges = fitting(reader, asked).aggregate(
        west=Min("longitude"), south=Min("latitude"), east=Max("longitude"), north=Max("latitude")
    )
    return None if edges["west"] is None else (edges["west"], edges["south"], edges["east"], edges["north"])


def every(reader: Reader, asked: DeskQuestion) -> Iterator[Report]:
    """All that fits, in constant memory, with what a file needs."""
    found = ordered(_with_marks(fitting(reader, asked)), asked.sort).prefetch_related("reporters")
    yield from found.iterator(chunk_size=1000)


def with_codes(authority: Authority, codes: list[str]) -> list[Report]:
    """Those of an authority's reports that have these codes, in the order of the codes."""
    found = {report.code: report for report in Report.objects.filter(authority=authority, code__in=codes)}
    return [found[code] for code in codes if code in found]


def fitting(reader: Reader, asked: DeskQuestion) -> QuerySet[Report]:
    """What fits a question, in no order."""
    teams = my_teams(reader) if asked.view is View.TEAM else []
    found = Report.objects.filter(_view(asked.view, reader, teams), authority=reader.authority)
    narrow = {
        "category__in": asked.categories,
        "team__in": asked.teams,
        "state__in": asked.states,
        "place": asked.place,
        "channel": asked.channel,
        "priority": asked.priority,
        "sent_at__gte": asked.since and _start(asked.since),
        "sent_at__lt": asked.until and _start(asked.until + timedelta(days=1)),
    }
    found = found.filter(**{field: value for field, value in narrow.items() if value})
    if asked.assignee is not None:
        found = found.filter(assignee=asked.assignee or None)
    if asked.with_photo:
        found = found.filter(Exists(Photo.objects.filter(report=OuterRef("pk"))))
    handbook = live_handbooks().get(reader.authority.slug, Handbook()) if asked.words else Handbook()
    for word in asked.words.split()[:MOST_WORDS]:
        found = found.filter(with_word(word, handbook))
    return found


def _view(view: View, reader: Reader, teams: list[str]) -> Q:
    """What a view holds."""
    is_open = Q(closed_at=None, state__in=sorted(OPEN - {State.QUARANTINED}))
    now = reader.at
    return {
        View.OPEN: is_open,
        View.NEW: is_open & Q(state=State.SENT, acknowledged_at=None),
        View.MINE: is_open & Q(assignee=reader.actor),
        View.TEAM: is_open & Q(team__in=teams),
        View.LATE: is_open & (Q(due_at__lt=now) | Q(state=State.PLANNED, planned_on__lt=timezone.localdate(now))),
        View.SOON: is_open & Q(due_at__gte=now, due_at__lt=now + SOON),
        View.UNASSIGNED: is_open & Q(assignee=None),
        View.WAITING: Q(closed_at=None, state=State.WAITING),
        View.PLANNED: Q(closed_at=None, state=State.PLANNED),
        View.REOPENED: is_open & Q(reopened__gt=0),
        View.QUARANTINED: Q(closed_at=None, state=State.QUARANTINED),
        View.CLOSED: Q(closed_at__isnull=False),
        View.ALL: Q(),
    }[view]


def _start(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))


def _with_marks(found: QuerySet[Report]) -> QuerySet[Report]:
    """With the assignee, and whether there is a photo."""
    photos = Photo.objects.filter(report=OuterRef("pk"))
    return found.select_related("assignee").annotate(has_photo=Exists(photos))
