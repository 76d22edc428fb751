"""What strangers see of reports: the list, the map, one report with its story, what is near a point."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from django.db import connection, transaction
from django.db.models import F, FloatField, Q, QuerySet, Value
from django.db.models.functions import Power
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from perron.bricks.reports.models import Photo, Report, Update
from perron.bricks.reports.queries import handbooks
from perron.bricks.reports.queries.doubles import Double, near_ones
from perron.bricks.reports.rules.around import Around
from perron.bricks.reports.rules.handbook import Category
from perron.bricks.reports.rules.masking import mask
from perron.bricks.reports.rules.states import State
from perron.bricks.reports.rules.story import BETWEEN_THEM
from perron.bricks.reports.rules.suspicion import FLAGS, NEVER_PUBLIC
from perron.kernel.authorities import Authority
from perron.kernel.contract import BoundingBox
from perron.kernel.errors import NotFound, Refused

PUBLIC: Final = Q(is_private=False, hidden_reason="") & ~Q(state=State.QUARANTINED)
CELLS: Final = 24  # squares of clusters across a tile of 256 pixels' width at a zoom: about 11 pixels apart
TILE_AT_ZERO: Final = 360.0  # degrees that one tile covers at zoom 0
SINGLE_FROM: Final = 17  # zoom from which each report stands by itself
MOST_CLUSTERS: Final = 2_000
ROOM: Final = "SET LOCAL work_mem = '32MB'"  # else the planner sorts on disk what it can count in memory


@dataclass(frozen=True, slots=True)
class PublicQuestion:
    """What a stranger looks for; empty values narrow nothing. `places` are NIS codes, `authorities` slugs."""

    authorities: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    is_open: bool | None = None
    states: tuple[str, ...] = ()
    since: datetime | None = None
    box: BoundingBox | None = None
    around: Around | None = None


@dataclass(frozen=True, slots=True)
class Cluster:
    """Reports that lie together on the map: their middle (WGS 84 degrees). `code` and `category` of one alone."""

    longitude: float
    latitude: float
    count: int
    open_count: int
    code: str = ""
    category: str = ""


@dataclass(frozen=True, slots=True)
class PublicStep:
    """A step as strangers read it; `words` are masked, and empty when they were between two people."""

    kind: str
    state: str
    by: str
    at: datetime
    authority: Authority | None
    words: str
    language: str
    facts: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class PublicReport:
    """A report as strangers see it. `description` is masked; `category` as its handbook says it (None: gone)."""

    report: Report
    category: Category | None
    description: str
    photos: tuple[Photo, ...]
    story: tuple[PublicStep, ...]
    doubles: int


class ReportHidden(Refused):
    """The report was taken from the public. Fact `reason`."""

    code = "report_hidden"
    status = 410
    sentence = _("This report is no longer shown. Why: %(reason)s")
    way_out = _("It is treated all the same. The authority that treats it can tell you more.")


def public_reports(asked: PublicQuestion = PublicQuestion()) -> QuerySet[Report]:
    """The reports that strangers may see, the newest first, with their authority."""
    found = Report.objects.filter(PUBLIC)
    if asked.authorities:
        found = found.filter(authority__slug__in=asked.authorities)
    if asked.categories:
        found = found.filter(category__in=asked.categories)
    if asked.places:
        found = found.filter(place__in=asked.places)
    if asked.is_open is not None:
        found = found.filter(closed_at__isnull=asked.is_open)
    if asked.states:
        found = found.filter(state__in=asked.states)
    if asked.since:
        found = found.filter(sent_at__gte=asked.since)
    if asked.box:
        found = found.filter(inside(asked.box))
    if asked.around:
        found = _in_circle(found, asked.around)
    return found.select_related("authority").order_by("-sent_at", "-pk")


def public_report(code: str) -> PublicReport:
    """One report with its story. Raises NotFound; ReportHidden, with the reason, for what moderators took away."""
    report = Report.objects.select_related("authority", "duplicate_of").filter(code=code.upper()).first()
    if report is None or report.is_private or report.state == State.QUARANTINED:
        raise NotFound
    if report.hidden_reason:
        raise ReportHidden(reason=_why_hidden(report))
    photos = report.photos.filter(is_public=True).select_related("shown").order_by("added_at", "pk")
    steps = Update.objects.filter(report=report, is_internal=False).select_related("authority").order_by("at", "pk")
    return PublicReport(
        report=report,
        category=category_of(report),
        description=mask(report.description),
        photos=tuple(photos),
        story=tuple(_step(step) for step in steps),
        doubles=report.duplicates.count(),
    )


def category_of(report: Report) -> Category | None:
    """The category as the handbook says it under which the report was treated last."""
    return handbooks.of_report(report.handbook_id).by_code.get(report.category)


def near(
    longitude: float, latitude: float, category: str, *, authority: Authority, at: datetime, metres: float | None = None
) -> list[Double]:
    """Open public reports around a point that may be the same thing, the likeliest first: shown before sending.

    `metres`: as the authority's handbook says, by default. Raises NotServedHere.
    """
    handbook = handbooks.live_handbook(authority)[1]
    within = float(handbook.settings.duplicate_metres) if metres is None else metres
    return near_ones(longitude, latitude, handbook.with_parents(category), at=at, metres=within, among=public_reports())


@transaction.atomic
def reports_inside(box: BoundingBox, zoom: int, asked: PublicQuestion = PublicQuestion()) -> list[Cluster]:
    """The public reports inside a box, those that would lie on each other at that zoom as one. At most 2,000."""
    size = TILE_AT_ZERO / 2 ** max(0, min(zoom, 22)) / CELLS if zoom < SINGLE_FROM else 1e-7
    narrowed = public_reports(asked).filter(inside(box)).select_related(None).order_by()
    inner, values = narrowed.values("id", "longitude", "latitude", "closed_at").query.sql_with_params()
    with connection.cursor() as cursor:
        cursor.execute(ROOM)
        cursor.execute(_CLUSTERS.format(inner=inner), [*values, size, size, MOST_CLUSTERS])
        found = cursor.fetchall()
    alone = Report.objects.only("code", "category").in_bulk([row[4] for row in found if row[2] == 1])
    return [_cluster(row, alone.get(row[4])) for row in found]


def inside(box: BoundingBox) -> Q:
    """The condition on what lies in a box."""
    return Q(longitude__range=(box.west, box.east), latitude__range=(box.south, box.north))


def _in_circle(rows: QuerySet[Report], circle: Around) -> QuerySet[Report]:
    """The box around the circle by the index, then what of it lies in the circle."""
    across, up = circle.size
    box = BoundingBox(circle.lon - across, circle.lat - up, circle.lon + across, circle.lat + up)
    parts = [(F("longitude") - circle.lon) / across, (F("latitude") - circle.lat) / up]
    squares = [Power(part, Value(2.0), output_field=FloatField()) for part in parts]
    return rows.filter(inside(box)).alias(apart=squares[0] + squares[1]).filter(apart__lte=1.0)


_CLUSTERS: Final = (  # the values are always given apart
    "SELECT avg(longitude), avg(latitude), count(*), count(*) FILTER (WHERE closed_at IS NULL), min(id)"
    " FROM ({inner}) AS inside"
    " GROUP BY floor(longitude / %s), floor(latitude / %s) ORDER BY count(*) DESC, min(id) LIMIT %s"
)


def _cluster(row: tuple[float, float, int, int, int], alone: Report | None) -> Cluster:
    return Cluster(*row[:4], *((alone.code, alone.category) if alone else ()))


def _why_hidden(report: Report) -> str:
    """The moderators' reason; when visitors' flags hid it and nobody has looked yet, that."""
    return (
        gettext("Visitors found that it should not be public.")
        if report.hidden_reason == FLAGS
        else gettext("It was closed before it became public.")
        if report.hidden_reason == NEVER_PUBLIC
        else report.hidden_reason
    )


def _step(step: Update) -> PublicStep:
    words = "" if step.kind in BETWEEN_THEM else mask(step.words)
    return PublicStep(step.kind, step.state, step.by, step.at, step.authority, words, step.language, step.facts)
