"""What the Open311 door asks of the tables: services of a jurisdiction, the list in one query, its story."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import Max, OuterRef, Q, QuerySet, Subquery

from perron.bricks.reports.models import Photo, Report, Update
from perron.bricks.reports.queries.handbooks import live_handbooks
from perron.bricks.reports.queries.public import PUBLIC, PublicQuestion, public_reports
from perron.bricks.reports.rules.georeport import RequestsAsked, read_code
from perron.bricks.reports.rules.handbook import Audience, Category, Handbook
from perron.bricks.reports.rules.sending import Channel
from perron.bricks.reports.rules.states import State
from perron.bricks.reports.rules.story import BETWEEN_THEM, By
from perron.kernel.authorities import Authority, all_authorities

__all__ = [
    "Row",
    "Service",
    "Update",
    "number_of",
    "photos_of",
    "requests",
    "service",
    "services",
    "state_of_things",
    "stories",
    "updates",
]

SAID = Q(is_internal=False, by__in=[By.STAFF, By.CONTRACTOR, By.OUTSIDE]) & ~Q(words="") & ~Q(kind__in=BETWEEN_THEM)


@dataclass(frozen=True, slots=True)
class Service:
    """A category of an authority, as something that programs may ask for."""

    authority: Authority
    handbook: Handbook
    category: Category


class Row(NamedTuple):
    """A request of the list, as the database gives it. `photo`: the first that strangers may see; `words`: the last
    that were said to all.
    """

    pk: int
    code: str
    authority: str
    authority_names: Mapping[str, str]
    handbook: int
    category: str
    state: str
    closed_because: str
    description: str
    address: str
    longitude: float
    latitude: float
    place: str
    sent_at: datetime
    changed_at: datetime
    closed_at: datetime | None
    due_at: datetime | None
    planned_on: date | None
    mended_at: datetime | None
    me_too: int
    reopened: int
    duplicate_of: str | None
    photo: int | None
    words: str | None


COLUMNS = (
    "pk",
    "code",
    "authority__slug",
    "authority__names",
    "handbook_id",
    "category",
    "state",
    "closed_because",
    "description",
    "address",
    "longitude",
    "latitude",
    "place",
    "sent_at",
    "changed_at",
    "closed_at",
    "due_at",
    "planned_on",
    "mended_at",
    "me_too",
    "reopened",
    "duplicate_of__code",
    "photo",
    "words",
)


def services(authority: Authority | None) -> list[Service]:
    """What the public may report: to one authority, or to all that are served here; by authority, then by position."""
    live = live_handbooks()
    offered = [authority] if authority else all_authorities().filter(slug__in=list(live))
    return [
        Service(one, live[one.slug], category)
        for one in offered
        if one.slug in live
        for category in live[one.slug].leaves_for(Audience.PUBLIC)
    ]


def service(authority: Authority | None, code: str) -> Service | None:
    """The one of that code, which may name its authority; None when there is none."""
    slug, category = read_code(authority.slug if authority else "", code)
    found = (one for one in services(authority) if one.authority.slug == slug and one.category.code == category)
    return next(found, None)


def requests(asked: RequestsAsked, authority: Authority | None) -> list[Row]:
    """A page of the list, the newest first. Numbers are found whoever treats them today."""
    narrow = PublicQuestion(authorities=(authority.slug,) if authority and not asked.numbers else ())
    found = public_reports(narrow)
    if asked.numbers:
        found = found.filter(code__in=asked.numbers)
    else:
        found = found.filter(sent_at__gte=asked.since, sent_at__lte=asked.until)
        if asked.codes:
            found = found.filter(_of_codes(asked.codes, authority))
        if asked.states:
            found = found.filter(state__in=asked.states)
    start = (asked.page - 1) * asked.size
    return [Row(*values) for values in _told(found)[start : start + asked.size]]


def state_of_things() -> int:
    """A number that grows with every step that is made, anywhere: the same number, the same lists."""
    return Update.objects.aggregate(last=Max("pk"))["last"] or 0


def number_of(token: UUID) -> tuple[str, bool] | None:
    """The number of what was sent under a token, and whether strangers may see it; None when nothing was."""
    found = Report.objects.filter(sent_key=token, channel=Channel.OPEN311).values_list("code", "state").first()
    return (found[0], found[1] != State.QUARANTINED) if found else None


def stories(reports: Iterable[int]) -> Mapping[int, list[Update]]:
    """The steps that strangers read, of each of these reports (numbers of rows), the oldest first."""
    told: dict[int, list[Update]] = defaultdict(list)
    for step in Update.objects.filter(report__in=list(reports), is_internal=False).order_by("at", "pk"):
        told[step.report_id].append(step)
    return told


def updates(authority: Authority | None, since: datetime, until: datetime, most: int) -> list[Update]:
    """What was said of public reports in a stretch of time, the oldest first."""
    public = Report.objects.filter(PUBLIC)
    if authority:
        public = public.filter(authority=authority)
    found = Update.objects.filter(is_internal=False, at__gte=since, at__lte=until, report__in=public)
    return list(found.exclude(kind__in=BETWEEN_THEM).select_related("report").order_by("at", "pk")[:most])


def photos_of(reports: Iterable[int]) -> Mapping[int, list[int]]:
    """The photos that strangers may see, of each of these reports."""
    told: dict[int, list[int]] = defaultdict(list)
    shown = Photo.objects.filter(report__in=list(reports), is_public=True, hidden_reason="").order_by("added_at", "pk")
    for report, photo in shown.values_list("report_id", "pk"):
        told[report].append(photo)
    return told


def _of_codes(codes: Iterable[str], authority: Authority | None) -> Q:
    scope, wanted = authority.slug if authority else "", Q(pk__in=[])
    for code in codes:
        slug, category = read_code(scope, code)
        wanted |= Q(category=category, authority__slug=slug) if slug else Q(category=category)
    return wanted


def _told(found: QuerySet[Report]) -> QuerySet[Report, tuple[Any, ...]]:  # as `Row` names and types them
    mine = OuterRef("pk")
    photo = Photo.objects.filter(report=mine, is_public=True, hidden_reason="").order_by("added_at", "pk")
    words = Update.objects.filter(SAID, report=mine).order_by("-at", "-pk")
    told = found.select_related(None).annotate(photo=Subquery(photo.values("pk")[:1]))
    return told.annotate(words=Subquery(words.values("words")[:1])).values_list(*COLUMNS)
