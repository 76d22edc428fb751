"""One hardened DuckDB in memory per process: reads the tables' folders and nothing else, stops what runs too long."""
# ruff: noqa: S608  names are quoted from the table's own list, values of strangers are parameters (decision 0010)

from __future__ import annotations

import logging
import subprocess
import sys
from collections import OrderedDict
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from threading import BoundedSemaphore, Event, Lock, Thread
from time import monotonic
from typing import Final

import duckdb
from django.conf import settings

from perron.bricks.catalogue.adapters.tables import fast_copy
from perron.bricks.catalogue.adapters.tables.fast_copy import CODED, FOLDED, ROW, literal, quoted
from perron.bricks.catalogue.adapters.tables.refusals import OutOfBounds, TooHeavy, TookTooLong
from perron.bricks.catalogue.adapters.tables.table import Table

log = logging.getLogger("perron.catalogue.tables")

MEMORY: Final = "96MB"  # a web process has 250 MB in all
THREADS: Final = 1  # of DuckDB: answers are short, and handing parts of them over costs more than it gives
COUNTERS: Final = 2  # threads that find out totals meanwhile
TURNS: Final = 4  # questions at once: more than a few only take memory and time from each other
OPEN_COPIES: Final = 48
PATIENCE: Final = 10.0  # seconds for one answer
EXPORT_PATIENCE: Final = 120.0  # seconds until the first rows of a download


@dataclass(frozen=True, slots=True)
class Source:
    """Where a table is read: SQL of the relation and of the row number, types by column; by column too, where there
    are any: texts folded, and texts as one of a few values.
    """

    relation: str
    row: str
    types: Mapping[str, str]
    row_count: int
    folded: Mapping[str, str] = field(default_factory=dict)
    coded: Mapping[str, str] = field(default_factory=dict)


@dataclass(slots=True)
class _Held:
    source: Source
    alias: str
    users: int = 0


@dataclass(slots=True)
class _Watch:
    """Interrupts statements whose time is over. One thread, asleep while nothing runs."""

    deadlines: dict[duckdb.DuckDBPyConnection, float] = field(default_factory=dict)
    lock: Lock = field(default_factory=Lock)
    busy: Event = field(default_factory=Event)
    is_started: bool = False

    @contextmanager
    def over(self, cursor: duckdb.DuckDBPyConnection, seconds: float) -> Iterator[None]:
        with self.lock:
            self.deadlines[cursor] = monotonic() + seconds
            if not self.is_started:
                self.is_started = True
                Thread(target=self._watch, daemon=True, name="table-watch").start()
        self.busy.set()
        try:
            yield
        finally:
            with self.lock:
                self.deadlines.pop(cursor, None)

    def _watch(self) -> None:
        pause = Event()
        while True:
            self.busy.wait()
            with self.lock:
                late = [cursor for cursor, deadline in self.deadlines.items() if deadline < monotonic()]
                if not self.deadlines:
                    self.busy.clear()
            for cursor in late:
                cursor.interrupt()
            pause.wait(0.1)


class Engine:
    """Answers questions to tables. `folders` may be read; `cache` holds fast copies and what does not fit in memory."""

    def __init__(self, folders: Sequence[Path], cache: Path) -> None:
        self.cache = cache
        self.scratch = cache / "scratch"
        cache.mkdir(mode=0o700, parents=True, exist_ok=True)  # copies of drafts too: for nobody else on this machine
        self.scratch.mkdir(parents=True, exist_ok=True)
        self._database = _hardened(folders, cache, self.scratch)
        self._held: OrderedDict[str, _Held] = OrderedDict()
        self._lock = Lock()
        self._preparing: set[str] = set()
        self._watch = _Watch()
        self._turns = BoundedSemaphore(TURNS)
        self.aside = ThreadPoolExecutor(COUNTERS, thread_name_prefix="table-aside")  # what can be found out meanwhile

    def copy_of(self, table: Table) -> Path:
        """Where the fast copy of a table is, or will be."""
        return self.cache / f"{table.identity}.duckdb"

    @contextmanager
    def opened(self, table: Table) -> Iterator[Source]:
        """The table, ready to be asked; not closed by others meanwhile."""
        with self._lock:
            held = self._hold(table)
            held.users += 1
        try:
            yield held.source
        finally:
            with self._lock:
                held.users -= 1

    @contextmanager
    def turn(self) -> Iterator[None]:
        """Wait until few enough are asking. Raises TookTooLong."""
        if not self._turns.acquire(timeout=PATIENCE):
            raise TookTooLong(seconds=int(PATIENCE))
        try:
            yield
        finally:
            self._turns.release()

    @contextmanager
    def cursor(self, seconds: float = PATIENCE) -> Iterator[duckdb.DuckDBPyConnection]:
        """A connection for a few statements, interrupted after `seconds`. Raises TookTooLong, TooHeavy, OutOfBounds."""
        cursor = self._database.cursor()
        try:
            with self._watch.over(cursor, seconds), _as_refusals(seconds):
                yield cursor
        finally:
            cursor.close()

    def stream(
        self, table: Table, sql: str, parameters: Sequence[object], *, size: int = 2048
    ) -> Iterator[list[tuple[object, ...]]]:
        """The rows of a statement in batches, computed while they are taken: constant memory for any number."""
        with self.opened(table):
            cursor = self._database.cursor()
            try:
                with self._watch.over(cursor, EXPORT_PATIENCE), _as_refusals(EXPORT_PATIENCE):
                    batch = cursor.execute(sql, parameters).fetchmany(size)
                while batch:
                    yield batch
                    batch = cursor.fetchmany(size)
            finally:
                cursor.close()

    def _hold(self, table: Table) -> _Held:
        copy = self.copy_of(table)
        key = table.identity if copy.exists() else f"{table.identity}/parquet"
        if held := self._held.get(key):
            self._held.move_to_end(key)
            return held
        held = self._attach(table, copy) if key == table.identity else self._parquet(table)
        self._held[key] = held
        self._let_go()
        if key != table.identity and held.source.row_count >= fast_copy.WORTH_IT:
            self._prepare_aside(table, copy)
        return held

    def _attach(self, table: Table, copy: Path) -> _Held:
        alias = f"t_{table.identity}"
        self._database.execute(f"ATTACH IF NOT EXISTS {literal(copy)} AS {quoted(alias)} (READ_ONLY)")
        relation = f"{quoted(alias)}.rows"
        types = self._types(relation)
        folded, coded = (
            {name.removeprefix(mark): quoted(name) for name in types if name.startswith(mark)}
            for mark in (FOLDED, CODED)
        )
        return _Held(Source(relation, quoted(ROW), types, self._count(relation), folded, coded), alias)

    def _parquet(self, table: Table) -> _Held:
        relation = f"read_parquet({literal(table.path)})"
        return _Held(Source(relation, "file_row_number", self._types(relation), self._count(relation)), "")

    def _types(self, relation: str) -> dict[str, str]:
        return {name: kind for name, kind, *_rest in self._rows(f"DESCRIBE SELECT * FROM {relation}")}

    def _count(self, relation: str) -> int:
        return int(self._rows(f"SELECT count(*) FROM {relation}")[0][0])

    def _rows(self, sql: str) -> list[tuple[str, ...]]:
        return self._database.cursor().execute(sql).fetchall()

    def _let_go(self) -> None:
        for key, held in list(self._held.items()):
            if len(self._held) <= OPEN_COPIES:
                return
            if not held.users:
                del self._held[key]
                if held.alias:
                    self._database.execute(f"DETACH {quoted(held.alias)}")

    def _prepare_aside(self, table: Table, copy: Path) -> None:
        """Write the fast copy in another process, once at a time per table; answers come from Parquet until then."""
        if table.identity in self._preparing:
            return
        self._preparing.add(table.identity)
        Thread(target=self._run_copy, args=(table, copy), daemon=True, name="fast-copy").start()

    def _run_copy(self, table: Table, copy: Path) -> None:
        command = [
            sys.executable,
            "-m",
            fast_copy.__name__.rpartition(".")[0],
            str(table.path),
            str(copy),
            table.geometry,
        ]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        if done.returncode:
            log.warning("fast_copy failed table=%s reason=%s", table.identity, done.stderr.strip()[-300:])
        else:
            self._preparing.discard(table.identity)


def prepare(engine: Engine, table: Table, *, rows: int) -> None:
    """Write the fast copy of a table of so many `rows` now, when it is worth it and there is none. For tasks.

    Raises OSError when it cannot be written.
    """
    target = engine.copy_of(table)
    if rows >= fast_copy.WORTH_IT and not target.exists():
        fast_copy.prepare(table.path, target, geometry=table.geometry)


@lru_cache(maxsize=1)
def engine() -> Engine:
    """The engine of this process, over the house's files."""
    return Engine((Path(str(settings.FILES["folder"])),), settings.TABLES_FOLDER)


def _hardened(folders: Sequence[Path], cache: Path, scratch: Path) -> duckdb.DuckDBPyConnection:
    database = duckdb.connect(
        config={
            "threads": THREADS,
            "memory_limit": MEMORY,
            "async_threads": 1,
            "temp_directory": str(scratch),
            "max_temp_directory_size": "4GB",
            "autoinstall_known_extensions": False,
            "autoload_known_extensions": False,
            "allow_community_extensions": False,
        }
    )
    allowed = ", ".join(literal(f"{folder}/") for folder in {*folders, cache})
    for statement in (
        f"SET allowed_directories = [{allowed}]",
        "SET TimeZone = 'UTC'",
        "SET parquet_metadata_cache = true",
        "SET enable_external_access = false",
        "SET lock_configuration = true",
    ):
        database.execute(statement)
    return database


@contextmanager
def _as_refusals(seconds: float) -> Iterator[None]:
    try:
        yield
    except duckdb.InterruptException as error:
        raise TookTooLong(seconds=int(seconds)) from error
    except duckdb.OutOfMemoryException as error:
        raise TooHeavy from error
    except (duckdb.OutOfRangeException, duckdb.ConversionException) as error:
        raise OutOfBounds from error
