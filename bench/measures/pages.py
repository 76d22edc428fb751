"""The pages of the catalogue over HTTP: how fast, how many a second, how heavy, with 12,000 datasets on the site."""

from __future__ import annotations

import os
import re
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import cycle
from pathlib import Path
from statistics import median

import httpx

from bench.catalogue_site import DATASETS, SLUG, WORDS
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
        with _site(Path(folder)) as (client, process):
            kept = _times(client, lambda: DATASET, 500)
            rate = _rate(client, process)
            numbers, words = iter(range(10_000)), cycle(WORDS)
            new = _times(client, lambda: f"{DATASET}?n={next(numbers)}", 100)
            search = _times(client, lambda: f"/fr/catalogue/?q={next(words)}&{NARROWED}", 100)
            weight, requests = _weight(client)
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


def _row(name: str, times: list[float], target: float, peer: float, how: str) -> Row:
    value = round(median(times), 2)
    tail = f"; p95 {sorted(times)[int(len(times) * 0.95)]:.1f} ms of {len(times)} requests"
    return Row(name, value, "ms p50", target, "CKAN", peer, value <= target, how + tail)


def _times(client: httpx.Client, address: Callable[[], str], count: int) -> list[float]:
    times = []
    for index in range(count + 5):
        start = time.perf_counter()
        answer = client.get(address())
        if index >= 5:
            times.append((time.perf_counter() - start) * 1000)
        answer.raise_for_status()
    return times


def _rate(client: httpx.Client, process: subprocess.Popen[bytes], count: int = 1000) -> float:
    before = _processor_seconds(process)
    for _number in range(count):
        client.get(DATASET)
    return count / (_processor_seconds(process) - before)


def _processor_seconds(process: subprocess.Popen[bytes]) -> float:
    """User and system time of the server's processes; the database, which has another parent, is not among them."""
    tree, ticks = {process.pid}, 0
    for path in sorted(Path("/proc").glob("[0-9]*/stat"), key=lambda path: int(path.parent.name)):
        try:
            after_name = path.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        if int(path.parent.name) in tree or int(after_name[1]) in tree:
            tree.add(int(path.parent.name))
            ticks += int(after_name[11]) + int(after_name[12])
    return ticks / os.sysconf("SC_CLK_TCK")


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
def _site(home: Path) -> Iterator[tuple[httpx.Client, subprocess.Popen[bytes]]]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    base = f"http://127.0.0.1:{port}"
    environ = {**os.environ, "PERRON_VAR": str(home / "var"), "PERRON_BRICKS": "catalogue", "PERRON_BASE_URL": base}
    environ.pop("DATABASE_URL", None)
    process = subprocess.Popen([sys.executable, "-m", "bench.catalogue_site", str(port)], env=environ)
    try:
        with httpx.Client(base_url=base, timeout=60, headers={"Accept-Encoding": "gzip"}) as client:
            _wait(client, process)
            yield client, process
    finally:
        process.terminate()
        process.wait(20)
        embedded.stop(home / "var")


def _wait(client: httpx.Client, process: subprocess.Popen[bytes]) -> None:
    for _attempt in range(900):
        try:
            if client.get("/readyz").status_code == 200:
                return
        except httpx.TransportError:
            pass
        if process.poll() is not None:
            raise AssertionError(f"the server stopped with {process.returncode}")
        time.sleep(0.2)
    raise AssertionError("the server did not start")
