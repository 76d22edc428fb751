"""Routing: how many reports a second find who treats them, from the point to the reasons. Roads are in memory."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from statistics import median
from time import perf_counter

import numpy as np
from django.core.management import call_command

from bench.table import Row
from perron.bricks.reports.models import ManagedPlace
from perron.bricks.reports.queries.competence import spots_at
from perron.bricks.reports.rules.first_handbook import first_handbook
from perron.bricks.reports.rules.handbook import Handbook, RoutingRule, Then, When
from perron.bricks.reports.rules.routing import Spot, decide
from perron.kernel.authorities import Authority
from perron.kernel.places import load_facts

REPORTS = 20_000
ROADS = 20_000
TARGET = 20_000
NOON = datetime(2026, 5, 4, 10, tzinfo=UTC)
WEST, SOUTH, EAST, NORTH = 4.31, 50.80, 4.43, 50.90  # a dense city
SQUARE = {
    "type": "Polygon",
    "coordinates": [[[4.34, 50.84], [4.36, 50.84], [4.36, 50.86], [4.34, 50.86], [4.34, 50.84]]],
}


def measure() -> list[Row]:
    """The rules alone, and the whole way from coordinates in batches."""
    call_command("migrate", verbosity=0)
    load_facts()
    region, communes = _authorities()
    handbooks = _handbooks(region, communes)
    _roads(region)
    random = np.random.default_rng(1)
    lons, lats = random.uniform(WEST, EAST, REPORTS).tolist(), random.uniform(SOUTH, NORTH, REPORTS).tolist()
    codes = [one.code for one in first_handbook().leaf_categories]
    chosen = [codes[index] for index in random.integers(0, len(codes), REPORTS)]
    spots = spots_at(lons, lats)
    rules = _rate(lambda: _decide(spots, chosen, handbooks))
    whole = _rate(lambda: _decide(spots_at(lons, lats), chosen, handbooks))
    how = f"median of 3 rounds of {REPORTS:,} random points, 20 handbooks of 50 rules, {ROADS:,} roads, one core"
    return [
        Row("reports.decide", round(rules), "decisions/s", TARGET, "", None, rules >= TARGET, how),
        Row(
            "reports.decide_at_points",
            round(whole),
            "decisions/s",
            TARGET,
            "",
            None,
            whole >= TARGET,
            f"{how}, with territory and roads found from the coordinates",
        ),
    ]


def _rate(work: Callable[[], None]) -> float:
    rates = []
    for _round in range(3):
        start = perf_counter()
        work()
        rates.append(REPORTS / (perf_counter() - start))
    return median(rates)


def _decide(spots: list[Spot], chosen: list[str], handbooks: dict[str, Handbook]) -> None:
    for spot, category in zip(spots, chosen, strict=True):
        decide(spot, category, handbooks, NOON)


def _authorities() -> tuple[Authority, list[Authority]]:
    """A region and nineteen communes."""
    communes = [
        Authority.objects.create(slug=f"bench-{nis}", kind="commune", place_id=nis, languages=["fr"])
        for nis in (f"21{number:03}" for number in range(1, 20))
    ]
    return Authority.objects.create(slug="bench-region", kind="region", place_id="04000", languages=["fr"]), communes


def _handbooks(region: Authority, communes: list[Authority]) -> dict[str, Handbook]:
    """The first handbook with fifty rules that are asked before the one that counts."""
    book = first_handbook()
    leaves = [one.code for one in book.leaf_categories]
    asked = [
        RoutingRule(
            f"rule-{at}", When(categories=(leaves[at % len(leaves)],), channels=("phone",)), Then(team="office")
        )
        for at in range(47)
    ]
    asked.append(RoutingRule("square", When(categories=("street",), area=SQUARE), Then(team="office")))
    asked.append(RoutingRule("night", When(categories=("light",), weekdays=(6, 7)), Then(team="office")))
    ours = replace(book, rules=(*asked, RoutingRule("bins", When(categories=("bin",)), Then(team="works"))))
    theirs = replace(book, rules=(*asked, RoutingRule("clean", When(categories=("clean",)), Then(commune=True))))
    return {**{commune.slug: ours for commune in communes}, region.slug: theirs}


def _roads(region: Authority) -> None:
    """Short lines all over the city."""
    random = np.random.default_rng(2)
    starts = random.uniform((WEST, SOUTH), (EAST, NORTH), (ROADS, 2))
    ends = starts + random.normal(0, 0.0005, (ROADS, 2))
    ManagedPlace.objects.bulk_create(
        [
            ManagedPlace(
                source="bench",
                identifier=str(at),
                kind="road",
                manager=region,
                geometry={"type": "LineString", "coordinates": [start, end]},
                loaded_at=NOON,
            )
            for at, (start, end) in enumerate(zip(starts.tolist(), ends.tolist(), strict=True))
        ],
        batch_size=5000,
    )
