"""Questions to a table of a million rows over HTTP, beside Datasette on the same rows, and what they cost in memory."""

from __future__ import annotations

import csv
import os
import random
import socket
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from statistics import median

import httpx

from bench.generator import ARRONDISSEMENTS, write_table
from bench.site import SLUG, TABLE
from bench.table import Row
from perron.project import embedded

PAGE, SORTED, GROUP, WEB_MEMORY, GROWTH, COPY = 8, 50, 20, 250, 120, 60  # targets
CKAN_PAGE, CKAN_GROUP = 152, 303  # ms p50 with total; datastore_search_sql
PATH = f"/api/catalogue/v1/datasets/{SLUG}/tables/{TABLE}"


def measure() -> list[Row]:
    """One site and one Datasette, one after the other, the same questions to both."""
    with tempfile.TemporaryDirectory(dir=os.environ.get("TMPDIR")) as folder:
        home = Path(folder)
        home.chmod(0o755)
        source = write_table(home / "million.csv")
        with _site(home, source) as (ours, process):
            page = _times(ours, lambda: f"{PATH}/rows?code_nis={_nis()}&count=true")
            ordered = _times(ours, lambda: f"{PATH}/rows?code_nis={_nis()}&sort=-montant&count=true")
            group = _times(
                ours, lambda: f"{PATH}/groups?group=categorie,statut&sum=montant&nombre__ge={_chance.randrange(3)}"
            )
            before = _memory(process)
            seconds, sent, highest = _export(ours, process)
        copy = sum(path.stat().st_size for path in (home / "var" / "tables").glob("*.duckdb")) / 1e6
        with _datasette(home, source) as theirs:
            their_page = _times(theirs, lambda: f"/bench/million.json?code_nis={_nis()}&_size=100&_nosuggest=1", 15)
            their_order = _times(
                theirs, lambda: f"/bench/million.json?code_nis={_nis()}&_sort_desc=montant&_size=100&_nosuggest=1", 15
            )
            sql = "select+categorie,statut,count(*),sum(montant)+from+million+where+nombre>={}+group+by+1,2"
            their_group = _times(theirs, lambda: f"/bench.json?sql={sql.format(_chance.randrange(3))}", 9)
    http = "over HTTP on one kept connection, each request another filter, JSON"
    return [
        _row("tables.page", page, PAGE, their_page, f"100 rows of a commune, total, {http}; CKAN 2.12: {CKAN_PAGE} ms"),
        _row("tables.sorted_page", ordered, SORTED, their_order, f"the same, sorted by an amount, {http}"),
        _row("tables.group", group, GROUP, their_group, f"sums by two columns, {http}; CKAN 2.12: {CKAN_GROUP} ms"),
        Row(
            "tables.export_memory", round(highest - before, 1), "MB", GROWTH, ok=highest - before <= GROWTH,
            how=f"most that the web process grew while it sent {sent / 1e6:.0f} MB of CSV in {seconds:.1f} s",
        ),
        Row(
            "tables.web_memory", round(highest, 1), "MB", WEB_MEMORY, ok=highest <= WEB_MEMORY,
            how="most resident memory of the web process (granian's worker) after all of the above",
        ),
        Row(
            "tables.fast_copy", round(copy, 1), "MB", COPY, ok=copy <= COPY,
            how="size of the derived, deletable file that makes pages fast (decision 0010), beside the Parquet file",
        ),
    ]  # fmt: skip


_chance = random.Random(1830)


def _nis() -> int:
    commune = _chance.randrange(565)
    return ARRONDISSEMENTS[commune % 24] * 1000 + commune // 24 + 1


def _row(name: str, ours: list[float], target: float, theirs: list[float], how: str) -> Row:
    value = round(median(ours), 2)
    tail = f"; p95 {sorted(ours)[int(len(ours) * 0.95)]:.1f} ms of {len(ours)} requests"
    return Row(name, value, "ms p50", target, "Datasette", round(median(theirs), 1), value <= target, how + tail)


def _times(client: httpx.Client, address: Callable[[], str], count: int = 200) -> list[float]:
    times = []
    for index in range(count + 5):
        asked = address()
        start = time.perf_counter()
        answer = client.get(asked)
        if index >= 5:
            times.append((time.perf_counter() - start) * 1000)
        if answer.status_code != 200:
            raise AssertionError(f"{answer.status_code} {asked} {answer.text[:200]}")
    return times


def _export(client: httpx.Client, process: subprocess.Popen[bytes]) -> tuple[float, int, float]:
    start, sent, highest = time.perf_counter(), 0, _memory(process)
    with client.stream("GET", f"{PATH}/rows.csv", headers={"Accept-Encoding": "identity"}) as answer:
        for number, piece in enumerate(answer.iter_raw()):
            sent += len(piece)
            if number % 50 == 0:
                highest = max(highest, _memory(process))
    return time.perf_counter() - start, sent, highest


def _memory(process: subprocess.Popen[bytes]) -> float:
    """Resident megabytes of the largest process below (and with) this one."""
    tree, sizes = {process.pid}, []
    for status in sorted(Path("/proc").glob("[0-9]*/status"), key=lambda path: int(path.parent.name)):
        try:
            lines = dict(line.split(":\t", 1) for line in status.read_text().splitlines() if ":\t" in line)
        except OSError:
            continue
        if int(lines["PPid"]) in tree or int(lines["Pid"]) in tree:
            tree.add(int(lines["Pid"]))
            sizes.append(int(lines.get("VmRSS", "0 kB").split()[0]) / 1024)
    return max(sizes)


@contextmanager
def _site(home: Path, source: Path) -> Iterator[tuple[httpx.Client, subprocess.Popen[bytes]]]:
    port, var = _free_port(), home / "var"
    environ = {**os.environ, "PERRON_VAR": str(var), "PERRON_BRICKS": "catalogue"}
    environ.pop("DATABASE_URL", None)
    command = [sys.executable, "-m", "bench.site", str(source), str(port)]
    with _served(command, f"http://127.0.0.1:{port}", f"{PATH}/rows", environ) as served:
        yield served
    embedded.stop(var)


@contextmanager
def _datasette(home: Path, source: Path) -> Iterator[httpx.Client]:
    _sqlite(home / "bench.db", source)
    port = _free_port()
    command = [str(Path(sys.executable).parent / "datasette"), "serve", str(home / "bench.db"), "--port", str(port)]
    command += ["--setting", "sql_time_limit_ms", "10000"]
    with _served(command, f"http://127.0.0.1:{port}", "/bench.json", dict(os.environ)) as (client, _process):
        yield client


def _sqlite(path: Path, source: Path) -> None:
    with closing(sqlite3.connect(path)) as database, source.open(encoding="utf-8", newline="") as file:
        lines = csv.reader(file, delimiter=";")
        names = next(lines)
        kinds = {"id": "integer", "code_nis": "integer", "montant": "real", "nombre": "integer"}
        kinds |= {"longitude": "real", "latitude": "real", "id": "integer primary key"}
        typed = ", ".join(f"{name} {kinds.get(name, 'text')}" for name in names)
        database.execute(f"create table million ({typed})")
        amount = names.index("montant")
        rows = (
            [cell.replace(",", ".") if place == amount else cell for place, cell in enumerate(line)] for line in lines
        )
        database.executemany(f"insert into million values ({','.join('?' * len(names))})", rows)
        database.commit()


@contextmanager
def _served(
    command: list[str], base: str, ready: str, environ: dict[str, str]
) -> Iterator[tuple[httpx.Client, subprocess.Popen[bytes]]]:
    process = subprocess.Popen(command, env=environ, stdout=subprocess.DEVNULL)
    try:
        with httpx.Client(base_url=base, timeout=60) as client:
            _wait(client, ready, process)
            yield client, process
    finally:
        process.terminate()
        process.wait(20)


def _wait(client: httpx.Client, ready: str, process: subprocess.Popen[bytes]) -> None:
    for _attempt in range(1200):
        try:
            if client.get(ready).status_code == 200:
                return
        except httpx.TransportError:
            pass
        if process.poll() is not None:
            raise AssertionError(f"the server stopped with {process.returncode}")
        time.sleep(0.2)
    raise AssertionError("the server did not start")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
