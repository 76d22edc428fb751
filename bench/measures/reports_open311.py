"""The Open311 list of requests over HTTP, with 100,000 reports on the site: kept, made anew, and by several at once."""

from __future__ import annotations

import os
import sys
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bench.reports_site import SLUG
from bench.serving import Server, Times, free_port, get, served
from bench.table import Row
from perron.project import embedded

RATE, NEW, CLIENTS, SECONDS = 300, 250, 4, 5.0  # requests/s and ms, targets of the house; connections; how long
BASE = "/api/reports/v1/georeport/v2/requests"
LIST = f"{BASE}.json?jurisdiction_id={SLUG}"


def measure() -> list[Row]:
    """The usual list (the last 90 days, at most 1,000 requests), then windows that nobody asked for before."""
    with tempfile.TemporaryDirectory(dir=os.environ.get("TMPDIR")) as folder:
        Path(folder).chmod(0o755)
        with _site(Path(folder)) as server:
            kept = server.times(lambda: LIST, 300)
            rate = _rate(server)
            ends = (datetime.now(UTC) - timedelta(minutes=step) for step in range(10_000))
            new = server.times(lambda: f"{LIST}&end_date={next(ends):%Y-%m-%dT%H:%M:%SZ}", 40)
    http = "1,000 of 100,000 requests in JSON, with photos and the last words of each, over HTTP"
    return [
        Row(
            "reports_open311.list_rate", round(rate), "requests/s", RATE, ok=rate >= RATE,
            how=f"{http}, {CLIENTS} connections at once for {SECONDS:.0f} s, nothing changed meanwhile; the clients run"
            f" on the same cores; alone: {kept.told()}",
        ),
        _row("reports_open311.list_new", new, NEW, f"{http}, made anew for each request"),
    ]  # fmt: skip


def _row(name: str, times: Times, target: float, how: str) -> Row:
    value = round(times.p50, 1)
    return Row(name, value, "ms p50", target, ok=value <= target, how=f"{how}; {times.told()}")


def _rate(server: Server) -> float:
    """Requests per second that several get together."""
    until = time.perf_counter() + SECONDS

    def ask(_number: int) -> int:
        asked = 0
        with closing(server.connection()) as connection:
            while time.perf_counter() < until:
                get(connection, LIST)
                asked += 1
        return asked

    with ThreadPoolExecutor(CLIENTS) as several:
        return sum(several.map(ask, range(CLIENTS))) / SECONDS


@contextmanager
def _site(folder: Path) -> Iterator[Server]:
    """A site that slows nobody down."""
    port, var = free_port(), folder / "var"
    environ = os.environ | {"PERRON_VAR": str(var), "PERRON_API_QUESTIONS": "0"}
    environ.pop("DATABASE_URL", None)
    try:
        command = [sys.executable, "-m", "bench.reports_site", str(port)]
        with served(command, port, "/healthz", environ) as server:
            yield server
    finally:
        embedded.stop(var)
