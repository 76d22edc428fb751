"""The search: a question with five facets counted, over as many things as a national catalogue has, and over 100,000.

Titles and words are those of data.gov.be when its dump is at hand (PERRON_SHARED), else made up.
"""

from __future__ import annotations

import gzip
import os
import random
import re
from collections import defaultdict
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import islice
from pathlib import Path
from statistics import median
from time import perf_counter

from django.core.management import call_command
from django.db import connection

from bench.table import Row
from perron.kernel import search
from perron.kernel.contract import Ref, SearchDocument
from perron.kernel.models import search as tables
from perron.kernel.search import Question
from perron.kernel.search.words import words_asked

SHARED = Path(os.environ.get("PERRON_SHARED", Path(__file__).resolve().parents[3] / "shared"))
DUMP = SHARED / "data" / "02_catalogues" / "datagovbe_2025-04-14.nt.gz"
QUESTIONS = 400
INDEXED = 400  # things a second, our own: a national catalogue in half a minute
LITERAL = re.compile(r'<([^>]+)> <http://purl\.org/dc/terms/(title|description)> "((?:[^"\\]|\\.)*)"@(fr|nl|de|en)')
MADE_UP = [
    "eau",
    "air",
    "bruit",
    "école",
    "place",
    "rue",
    "parc",
    "bibliothèque",
    "voirie",
    "arbres",
    "population",
    "budget",
    "déchets",
    "mobilité",
    "logement",
]
TABLES = [tables.SearchEntry, tables.SearchText, tables.SearchMark, tables.SearchWord, tables.SearchVersion]
Texts = tuple[dict[str, str], dict[str, str]]


def measure() -> list[Row]:
    """Questions of real words at 12,000 and at 100,000 things."""
    texts = _texts()
    return [*_rows(12_000, 4, texts), *_rows(100_000, 20, texts)]


def _rows(things: int, target: float, texts: list[Texts]) -> list[Row]:
    _empty_tables()
    start = perf_counter()
    search.index("bench.dataset", _documents(things, texts))
    speed = things / (perf_counter() - start)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")
    times, totals = _ask(texts)
    middle = median(times)
    asked = Row(
        name=f"search.{things // 1000}k",
        value=round(middle, 2),
        unit="ms p50",
        target=target,
        peer="",
        peer_value=None,
        ok=middle <= target,
        how=f"{len(times)} questions of one or two words of a title, 20 hits with excerpts, total, five facets, "
        f"over {things:,} things ({'data.gov.be' if DUMP.exists() else 'made up'}); "
        f"{median(totals):,.0f} hits p50, {max(totals):,} at most; "
        f"min {min(times):.1f}, p95 {sorted(times)[int(len(times) * 0.95)]:.1f} ms",
    )
    how = f"{things:,} things written to an empty index: words folded, stemmed and learned; documents included"
    return [asked, Row(f"{asked.name}_indexed", round(speed), "things/s", INDEXED, ok=speed >= INDEXED, how=how)]


def _ask(texts: list[Texts]) -> tuple[list[float], list[int]]:
    chance = random.Random(7)
    times, totals = [], []
    for _n in range(QUESTIONS):
        language = chance.choice(("fr", "nl", "de", "en"))
        titles, _words = chance.choice(texts)
        words = [word for word in words_asked(titles.get(language, "")) if len(word) > 3] or ["population"]
        question = Question(
            words=" ".join(chance.sample(words, min(len(words), chance.choice((1, 1, 2))))), language=language
        )
        start = perf_counter()
        found = search.find(question)
        times.append((perf_counter() - start) * 1000)
        totals.append(found.total)
    return times, totals


def _documents(things: int, texts: list[Texts]) -> Iterator[SearchDocument]:
    chance = random.Random(1)
    for number in range(things):
        titles, words = texts[number % len(texts)]
        if number >= len(texts):
            words = chance.choice(texts)[1]
        yield SearchDocument(
            ref=Ref("bench", "dataset", str(number)),
            title=titles,
            words=words,
            address=f"/catalogue/{number}/",
            authority=f"town-{chance.randrange(200)}",
            changed_at=datetime(2026, 1, 1, tzinfo=UTC) - timedelta(hours=chance.randrange(50_000)),
            facets={
                "theme": (f"theme-{chance.randrange(13)}",),
                "format": tuple(chance.sample(("CSV", "XLSX", "JSON", "SHP", "WMS", "PDF", "RDF"), 2)),
                "licence": (chance.choice(("CC-BY-4.0", "CC0-1.0", "ODbL-1.0", "other")),),
                "frequency": (chance.choice(("daily", "monthly", "annual", "irregular")),),
                "quality": (str(chance.randrange(6)),),
            },
        )


def _texts() -> list[Texts]:
    if not DUMP.exists():
        chance = random.Random(3)
        return [
            ({"fr": " ".join(chance.sample(MADE_UP, 4))}, {"fr": " ".join(chance.choices(MADE_UP, k=60))})
            for _n in range(5000)
        ]
    found: dict[str, Texts] = defaultdict(lambda: ({}, {}))
    with gzip.open(DUMP, "rt", encoding="utf-8") as lines:
        for match in filter(None, map(LITERAL.match, lines)):
            subject, what, words, language = match.groups()
            found[subject][what == "description"][language] = (
                words.encode("latin-1", "ignore").decode("unicode_escape", "ignore") if "\\u" in words else words
            )
    return list(islice((texts for texts in found.values() if texts[0] and texts[1]), 12_000))


def _empty_tables() -> None:
    """The index's tables, empty, in the database that the bench made for itself."""
    call_command("migrate", verbosity=0)
    with connection.cursor() as cursor:
        cursor.execute(f"TRUNCATE {', '.join(table._meta.db_table for table in TABLES)} CASCADE")  # noqa: SLF001
