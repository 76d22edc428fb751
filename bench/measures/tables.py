"""Questions to a table of a million rows over HTTP, beside Datasette on the same rows, and what they cost in memory."""

from __future__ import annotations

import csv
import os
import random
import sqlite3
import sys
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from pathlib import Path

from bench.generator import ARRONDISSEMENTS, write_table
from bench.serving import Server, Times, free_port, get, served
from bench.site import SLUG, TABLE
from bench.table import Row
from perron.project import embedded

PAGE, SORTED, GROUP, WEB_MEMORY, GROWTH, COPY = 8, 50, 20, 250, 120, 60  # targets
CKAN_PAGE, CKAN_GROUP = 152, 303  # ms p50 of CKAN 2.12: with total; datastore_search_sql
PATH = f"/api/catalogue/v1/datasets/{SLUG}/tables/{TABLE}"
HTTP = "over HTTP on one kept connection, each request another filter, JSON"
VISITORS = 16  # as many as the web process has threads
EXPLORE = f"/fr/catalogue/{SLUG}/explore/{TABLE}"
VISIT = (
    f"{PATH}/rows?code_nis={{nis}}&count=true",
    f"{PATH}/rows?code_nis={{nis}}&sort=-montant",
    f"{PATH}/rows?q=biblio&nombre__ge={{least}}&count=true",
    f"{PATH}/groups?group=categorie,statut&sum=montant&nombre__ge={{least}}",
    f"{PATH}/groups?group=code_nis,date:year&avg=montant&nombre__ge={{least}}",
    f"{EXPLORE}/?nombre__ge={{least}}",
    f"{EXPLORE}/chart/?nombre__ge={{least}}",
)
FEW = 15  # requests to Datasette, which takes its time

_chance = random.Random(1830)


def measure() -> list[Row]:
    """One site and one Datasette, one after the other, the same questions to both."""
    with tempfile.TemporaryDirectory(dir=os.environ.get("TMPDIR")) as folder:
        home = Path(folder)
        home.chmod(0o755)
        source = write_table(home / "million.csv")
        with _site(home, source) as ours:
            asked = _ask(ours)
            before = ours.memory()
            export, after = _export(ours)
            busy, highest = _under_load(ours)
        copy = sum(path.stat().st_size for path in (home / "var" / "tables").glob("*.duckdb")) / 1e6
        with _datasette(home, source) as theirs:
            page, ordered, group = _ask_datasette(theirs)
    return [
        _row("tables.page", asked[0], PAGE, page, f"100 rows of a commune, total, {HTTP}; CKAN 2.12: {CKAN_PAGE} ms"),
        _row("tables.sorted_page", asked[1], SORTED, ordered, f"the same, sorted by an amount, {HTTP}"),
        _row("tables.group", asked[2], GROUP, group, f"sums by two columns, {HTTP}; CKAN 2.12: {CKAN_GROUP} ms"),
        _megabytes("tables.export_memory", after - before, GROWTH, f"most that the web process grew: {export}"),
        _megabytes("tables.web_memory", max(after, highest), WEB_MEMORY, f"most that the web process held: {busy}"),
        _megabytes("tables.fast_copy", copy, COPY, "the derived, deletable file that makes pages fast (decision 0010)"),
    ]  # fmt: skip


def _ask(server: Server) -> tuple[Times, Times, Times]:
    group = "groups?group=categorie,statut&sum=montant&nombre__ge="
    return (
        server.times(lambda: f"{PATH}/rows?code_nis={_nis()}&count=true"),
        server.times(lambda: f"{PATH}/rows?code_nis={_nis()}&sort=-montant&count=true"),
        server.times(lambda: f"{PATH}/{group}{_chance.randrange(3)}"),
    )


def _ask_datasette(server: Server) -> tuple[Times, Times, Times]:
    sql = "select+categorie,statut,count(*),sum(montant)+from+million+where+nombre>={}+group+by+1,2"
    rest = "_size=100&_nosuggest=1"
    return (
        server.times(lambda: f"/bench/million.json?code_nis={_nis()}&{rest}", FEW),
        server.times(lambda: f"/bench/million.json?code_nis={_nis()}&_sort_desc=montant&{rest}", FEW),
        server.times(lambda: f"/bench.json?sql={sql.format(_chance.randrange(3))}", FEW // 2),
    )


def _nis() -> int:
    commune = _chance.randrange(565)
    return ARRONDISSEMENTS[commune % 24] * 1000 + commune // 24 + 1


def _row(name: str, ours: Times, target: float, theirs: Times, how: str) -> Row:
    value, peer = round(ours.p50, 2), round(theirs.p50, 1)
    return Row(name, value, "ms p50", target, "Datasette", peer, value <= target, f"{how}; {ours.told()}")


def _megabytes(name: str, value: float, target: float, how: str) -> Row:
    return Row(name, round(value, 1), "MB", target, ok=value <= target, how=how)


def _export(server: Server) -> tuple[str, float]:
    """What was sent, in words, and the most resident megabytes meanwhile."""
    start, sent, highest = time.perf_counter(), 0, server.memory()
    with server.client.stream("GET", f"{PATH}/rows.csv", headers={"Accept-Encoding": "identity"}) as answer:
        for number, piece in enumerate(answer.iter_raw()):
            sent += len(piece)
            if number % 50 == 0:
                highest = max(highest, server.memory())
    return f"sent {sent / 1e6:.0f} MB of CSV in {time.perf_counter() - start:.1f} s", highest


def _under_load(server: Server) -> tuple[str, float]:
    """What visitors did all at once, in words, and the most resident megabytes meanwhile."""

    def visit(number: int) -> None:
        with closing(server.connection()) as connection:
            for address in VISIT:
                get(connection, address.format(nis=_nis(), least=number % 5))

    with ThreadPoolExecutor(VISITORS) as visitors:
        visits = [visitors.submit(visit, number) for number in range(VISITORS * 4)]
        highest = server.memory()
        while not all(visit.done() for visit in visits):
            time.sleep(0.1)
            highest = max(highest, server.memory())
    for visited in visits:
        visited.result()
    return f"{VISITORS} visitors at once, {len(visits) * len(VISIT)} pages, sorts, groups, words, charts", highest


@contextmanager
def _site(home: Path, source: Path) -> Iterator[Server]:
    port, var = free_port(), home / "var"
    limits = {"PERRON_API_QUESTIONS": "0", "PERRON_API_DOWNLOADS": "0"}
    environ = {**os.environ, **limits, "PERRON_VAR": str(var), "PERRON_BRICKS": "catalogue"}
    environ.pop("DATABASE_URL", None)
    command = [sys.executable, "-m", "bench.site", str(source), str(port)]
    try:
        with served(command, port, f"{PATH}/rows", environ) as server:
            yield server
    finally:
        embedded.stop(var)


@contextmanager
def _datasette(home: Path, source: Path) -> Iterator[Server]:
    _sqlite(home / "bench.db", source)
    port = free_port()
    command = [str(Path(sys.executable).parent / "datasette"), "serve", str(home / "bench.db"), "--port", str(port)]
    command += ["--setting", "sql_time_limit_ms", "10000"]
    with served(command, port, "/bench.json", os.environ) as server:
        yield server


def _sqlite(path: Path, source: Path) -> None:
    with closing(sqlite3.connect(path)) as database, source.open(encoding="utf-8", newline="") as file:
        lines = csv.reader(file, delimiter=";")
        names = next(lines)
        kinds = {"id": "integer primary key", "code_nis": "integer", "montant": "real", "nombre": "integer"}
        kinds |= {"longitude": "real", "latitude": "real"}
        typed = ", ".join(f"{name} {kinds.get(name, 'text')}" for name in names)
        database.execute(f"create table million ({typed})")
        amount = names.index("montant")
        rows = (
            [cell.replace(",", ".") if place == amount else cell for place, cell in enumerate(line)] for line in lines
        )
        database.executemany(f"insert into million values ({','.join('?' * len(names))})", rows)
        database.commit()
