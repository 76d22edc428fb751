"""Reports that may be about the same thing, with the reasons: proposed to agents, decided by them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from math import cos, radians
from typing import Final

from perron.bricks.reports.models import Report
from perron.bricks.reports.rules.doubles import FARTHEST, METRES_PER_DEGREE, Compared, Likeness, likeness
from perron.bricks.reports.rules.handbook import Handbook
from perron.bricks.reports.rules.states import State, is_open
from perron.kernel.authorities import Authority

MOST_COMPARED: Final = 200
MOST_PROPOSED: Final = 6


@dataclass(frozen=True, slots=True)
class Double:
    """Another report that may be about the same thing."""

    report: Report
    likeness: Likeness


@dataclass(frozen=True, slots=True)
class Told:
    """What is told of a thing that is not a report yet, or is one."""

    longitude: float
    latitude: float
    category: str
    at: datetime
    words: str = ""


def doubles_of(report: Report, handbook: Handbook) -> list[Double]:
    """The reports of the same authority that are likely the same as this one, the likeliest first."""
    told = Told(report.longitude, report.latitude, report.category, report.sent_at, report.description)
    return doubles_at(report.authority, told, handbook, but=report.pk)


def doubles_at(authority: Authority, told: Told, handbook: Handbook, *, but: int = 0) -> list[Double]:
    """The reports of an authority that are likely the same as what is told, the likeliest first."""
    up = FARTHEST / METRES_PER_DEGREE
    side = up / cos(radians(told.latitude))
    near = Report.objects.filter(
        authority=authority,
        longitude__range=(told.longitude - side, told.longitude + side),
        latitude__range=(told.latitude - up, told.latitude + up),
    ).exclude(state__in=(State.DUPLICATE, State.REFUSED, State.WITHDRAWN))
    this = Compared(told.longitude, told.latitude, handbook.with_parents(told.category), told.at, words=told.words)
    found = [
        Double(other, likeness(this, _compared(other, handbook)))
        for other in near.exclude(pk=but).order_by("-sent_at")[:MOST_COMPARED]
    ]
    likely = sorted((one for one in found if one.likeness.is_likely), key=lambda one: -one.likeness.rank)
    return likely[:MOST_PROPOSED]


def _compared(report: Report, handbook: Handbook) -> Compared:
    return Compared(
        report.longitude,
        report.latitude,
        handbook.with_parents(report.category),
        report.sent_at,
        is_open(report.state),
        report.description,
    )
