"""Made-up reports in a dense city, always the same for the same number: what the measures of reports ask."""

# ruff: noqa: PLC0415  Django must be told where the database is before its models are read

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Final

from django.db import connection

if TYPE_CHECKING:
    from perron.bricks.reports.models import Handbook, Report
    from perron.kernel.authorities import Authority

REPORTS: Final = 100_000
NOW: Final = datetime.now(UTC).replace(microsecond=0)
YEARS: Final = timedelta(days=3 * 365)
WEST, SOUTH, EAST, NORTH = 4.31, 50.80, 4.43, 50.90  # a dense city
BATCH: Final = 5000
WORDS: Final = ("trou", "trottoir", "lampe", "cassé", "depuis", "devant", "la", "maison", "dangereux", "vélo", "grille")
STATES: Final = {"done": 78, "sent": 6, "in_progress": 4, "planned": 2, "waiting": 1, "refused": 6, "withdrawn": 3}


def make_reports(authority: Authority, row: Handbook, count: int = REPORTS) -> None:
    """Reports of one authority, with who sent them and the first line of their story; about 12 % are open."""
    from perron.bricks.reports.models import Report, Reporter, Update
    from perron.bricks.reports.queries.handbooks import parsed
    from perron.kernel import places

    codes = [one.code for one in parsed(row).leaf_categories if not one.is_private]
    chance = random.Random(1830)
    points = [(chance.uniform(WEST, EAST), chance.uniform(SOUTH, NORTH)) for _number in range(count)]
    communes = places.places_of([one[0] for one in points], [one[1] for one in points]).tolist()
    reports = _reports(authority, row, codes, points, communes)
    while some := [report for _number, report in zip(range(BATCH), reports, strict=False)]:
        made = Report.objects.bulk_create(some)
        Reporter.objects.bulk_create(
            Reporter(
                report=one,
                language="fr",
                email=f"citizen{one.pk}@example.org" if one.pk % 3 else "",
                secret=f"secret-{one.pk}",
                since=one.sent_at,
                verdict="mended" if one.mended_at else "",
                verdict_at=one.mended_at,
            )
            for one in made
        )
        Update.objects.bulk_create(
            Update(report=one, kind="sent", state="sent", by="reporter", authority=authority, at=one.sent_at)
            for one in made
        )
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def _reports(
    authority: Authority, row: Handbook, codes: list[str], points: list[tuple[float, float]], communes: list[str]
) -> Iterator[Report]:
    from perron.bricks.reports.models import Report

    chance = random.Random(1789)
    states = chance.choices(list(STATES), list(STATES.values()), k=len(points))
    for number, ((lon, lat), place, state) in enumerate(zip(points, communes, states, strict=True)):
        sent = NOW - YEARS * chance.random() ** (1 if state in {"done", "refused", "withdrawn"} else 3)
        closed = min(NOW, sent + timedelta(days=chance.lognormvariate(1.6, 1.1)))
        is_done, is_open = state == "done", state not in {"done", "refused", "withdrawn"}
        yield Report(
            code=f"{number:08d}",
            authority=authority,
            handbook=row,
            category=chance.choice(codes),
            place=place or "21004",
            longitude=lon,
            latitude=lat,
            position_by="map",
            address=f"Rue du Perron {number % 300}",
            description=" ".join(chance.choices(WORDS, k=12)),
            language="fr",
            channel=chance.choice(("web", "phone")),
            state=state,
            team=chance.choice(("works", "clean", "office")),
            priority=chance.choice((1, 2, 2, 2, 3)),
            planned_on=(NOW + timedelta(days=5)).date() if state == "planned" else None,
            sent_at=sent,
            acknowledged_at=sent,
            due_at=sent + timedelta(days=chance.choice((5, 10, 20))),
            done_at=closed if is_done else None,
            closed_at=None if is_open else closed,
            mended_at=closed if is_done and chance.random() < 0.4 else None,
            reopened=chance.random() < 0.05,
            changed_at=sent if is_open else closed,
        )
