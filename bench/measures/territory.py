"""The territory: how fast a point finds its commune, and a name its place. No database, no network."""

from __future__ import annotations

import os
from pathlib import Path
from statistics import median
from time import perf_counter

import numpy as np

from bench.table import Row
from perron.kernel.places import boundary_file, facts, find_places, hierarchy, lookup, shapes

SHARED = Path(os.environ.get("PERRON_SHARED", Path(__file__).resolve().parents[3] / "shared"))
COMMUNES = SHARED / "data" / "07_territory" / "be_communes_2025_565.geojson"
POINTS = 1_000_000
WORDS = (
    "Liège",
    "bru",
    "1030",
    "borgloon",
    "Rue de la Loi 16, 1000 Bruxelles",
    "Scharbeek",
    "Louvain-la-Neuve",
    "zzzzz",
)


def measure() -> list[Row]:
    """Points in a batch over the whole country, and what people type."""
    return [_points(), _words()]


def _outlines() -> tuple[lookup.Outlines, str]:
    if COMMUNES.exists():
        return lookup.index(
            shapes.fit_together(boundary_file.read(COMMUNES).shapes)
        ), "real boundaries (95,000 corners)"
    known = [facts.places()[nis] for nis in hierarchy.communes()]
    centres = {p.nis: (p.lon, p.lat) for p in known if p.lon is not None and p.lat is not None}
    guesses = shapes.guess(centres, [place.extent for place in known if place.extent])
    return lookup.index(guesses, approximate=True), "guessed boundaries"


def _points() -> Row:
    held, which = _outlines()
    random = np.random.default_rng(2025)
    lons, lats = random.uniform(2.55, 6.4, POINTS), random.uniform(49.5, 51.5, POINTS)
    rates = []
    for _round in range(3):
        start = perf_counter()
        lookup.locate(held, lons, lats)
        rates.append(POINTS / (perf_counter() - start))
    rate = median(rates)
    return Row(
        name="territory.place_of",
        value=round(rate),
        unit="look-ups/s",
        target=100_000,
        peer="",
        peer_value=None,
        ok=rate >= 100_000,
        how=f"median of 3 batches of {POINTS:,} random points in the country's box, {which}, one core",
    )


def _words() -> Row:
    find_places("warm", "fr")
    times = []
    for words in WORDS * 20:
        start = perf_counter()
        find_places(words, "fr")
        times.append((perf_counter() - start) * 1000)
    slowest = float(np.percentile(times, 95))
    return Row(
        name="territory.find_places",
        value=round(slowest, 2),
        unit="ms p95",
        target=20,
        peer="",
        peer_value=None,
        ok=slowest <= 20,
        how=f"{len(times)} questions: names, prefixes, codes, addresses, typing mistakes, nonsense",
    )
