"""The pages of the catalogue over HTTP: how fast, how many a second, how heavy, with 12,000 datasets on the site."""

from __future__ import annotations

import os
import re
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import cycle
from pathlib import Path

import httpx

from bench.catalogue_site import DATASETS, SLUG, WORDS
from bench.serving import Server, Times, free_port, served
from bench.table import Row
from perron.project import embedded

PAGE, RATE, WEIGHT, REQUESTS = 8, 150, 100, 10  # targets of the house
NEW_PAGE, SEARCH = 40, 40  # our own: a page that nobody asked for since it changed; a search with its list
CKAN_PAGE, CKAN_SEARCH = 111, 114  # ms p50 of CKAN 2.12's HTML pages, on a busy machine
DATASET = f"/fr/catalogue/{SLUG}/"
NARROWED = "theme=ENVI&theme=TRAN&quality=good&quality=fair&licence=CC-BY-4.0&licence=CC0-1.0&place=02000&place=03000"


def measure() -> list[Row]:
    """One site, one visitor, one page after the other."""
    with tempfile.TemporaryDirectory(dir=os.environ.get("TMPDIR")) as folder:
        Path(folder).chmod(0o755)
        with _site(Path(folder)) as server:
            kept = server.times(lambda: DATASET, 1000)
            numbers, words = iter(range(10_000)), cycle(WORDS)
            new = server.times(lambda: f"{DATASET}?n={next(numbers)}", 100)
            search = server.times(lambda: f"/fr/catalogue/?q={next(words)}&{NARROWED}", 100)
            weight, requests = _weight(server.client)
    rate = 1000 / kept.processor
    http = f"over HTTP on one kept connection, {DATASETS:,} datasets on the site"
    return [
        _row("pages.dataset", kept, PAGE, CKAN_PAGE, f"a dataset's page as strangers get it, {http}"),
        Row(
            "pages.dataset_rate", round(rate), "requests/s", RATE, ok=rate >= RATE,
            how="the same, per second of processor time of the web process (user and system): one core of it",
        ),
        _row("pages.dataset_new", new, NEW_PAGE, CKAN_PAGE, f"the same, made anew for each request, {http}"),
        _row("pages.search", search, SEARCH, CKAN_SEARCH, f"one word, four facets chosen, 20 results, {http}"),
        Row(
            "pages.dataset_weight", round(weight / 1000, 1), "kB", WEIGHT, ok=weight <= WEIGHT * 1000,
            how="bytes of the dataset's page with its styles, scripts and icons, as sent to a browser (br or gzip)",
        ),
        Row(
            "pages.dataset_requests", requests, "requests", REQUESTS, ok=requests <= REQUESTS,
            how="the page, its styles, scripts and icons",
        ),
    ]  # fmt: skip


def _row(name: str, times: Times, target: float, peer: float, how: str) -> Row:
    value = round(times.p50, 2)
    return Row(name, value, "ms p50", target, "CKAN", peer, value <= target, f"{how}; {times.told()}")


def _weight(client: httpx.Client) -> tuple[int, int]:
    """Bytes on the wire and requests of the dataset's page, the first time."""
    page = client.get(DATASET)
    found = re.findall(
        r'<(?:link rel="(?:stylesheet|modulepreload|icon)"|script)[^>]*?(?:href|src)="([^"]+)"', page.text
    )
    icons = re.findall(r'<use href="([^"#]+)', page.text)
    parts = {address for address in [*found, *icons] if not address.startswith("http")}
    sizes = [page.num_bytes_downloaded]
    for address in sorted(parts):
        part = client.get(address)
        part.raise_for_status()
        sizes.append(part.num_bytes_downloaded)
    return sum(sizes), len(sizes)


@contextmanager
def _site(home: Path) -> Iterator[Server]:
    port, var = free_port(), home / "var"
    environ = {**os.environ, "PERRON_VAR": str(var), "PERRON_BRICKS": "catalogue"}
    environ["PERRON_BASE_URL"] = f"http://127.0.0.1:{port}"
    environ.pop("DATABASE_URL", None)
    command = [sys.executable, "-m", "bench.catalogue_site", str(port)]
    try:
        with served(command, port, "/readyz", environ) as server:
            yield server
    finally:
        embedded.stop(var)
