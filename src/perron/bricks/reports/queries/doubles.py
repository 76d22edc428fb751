"""Reports that may be about the same thing, with the reasons."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from math import cos, radians
from typing import Final

from django.db.models import QuerySet

from perron.bricks.reports.models import Report
from perron.bricks.reports.queries import handbooks
from perron.bricks.reports.rules.doubles import FARTHEST, METRES_PER_DEGREE, Compared, Likeness, likeness
from perron.bricks.reports.rules.states import State, is_open

MOST: Final = 10
LOOKED_AT: Final = 200  # at one point: a market square has no more


@dataclass(frozen=True, slots=True)
class Double:
    """A report that may be the same, and how alike it is."""

    report: Report
    likeness: Likeness


def doubles_of(report: Report) -> list[Double]:
    """Other reports of the same authority that may be about the same thing, the likeliest first."""
    among = Report.objects.filter(authority=report.authority_id).exclude(pk=report.pk)
    among = among.exclude(state__in=[State.DUPLICATE, State.WITHDRAWN])
    found = _ranked(_compared(report), _around(among, report.longitude, report.latitude, FARTHEST))
    return [double for double in found if double.likeness.is_likely][:MOST]


def near_ones(
    longitude: float,
    latitude: float,
    lineage: tuple[str, ...],
    *,
    at: datetime,
    metres: float,
    among: QuerySet[Report],
) -> list[Double]:
    """Open reports within some metres of a point, the likeliest first. `lineage`: a category and its groups."""
    asked = Compared(longitude, latitude, lineage, at)
    found = _ranked(asked, _around(among.filter(closed_at=None), longitude, latitude, metres))
    return [double for double in found if double.likeness.metres <= metres and double.likeness.rank > 0][:MOST]


def _around(among: QuerySet[Report], longitude: float, latitude: float, metres: float) -> list[Report]:
    up = metres / METRES_PER_DEGREE
    across = up / cos(radians(latitude))
    found = among.filter(
        longitude__range=(longitude - across, longitude + across), latitude__range=(latitude - up, latitude + up)
    )
    return list(found.select_related("authority").order_by("-sent_at")[:LOOKED_AT])


def _ranked(asked: Compared, others: list[Report]) -> list[Double]:
    found = [Double(other, likeness(asked, _compared(other))) for other in others]
    return sorted(found, key=lambda double: (-double.likeness.rank, double.report.pk))


def _compared(report: Report) -> Compared:
    lineage = handbooks.of_report(report.handbook_id).with_parents(report.category)
    return Compared(
        report.longitude, report.latitude, lineage, report.sent_at, is_open(report.state), report.description
    )
