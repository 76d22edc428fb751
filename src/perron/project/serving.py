"""What `perron up` does: bring the database, the tables, the territory and the first content there, then serve.

Each long step says what it does. Whatever was half done by a run that was killed is done again or taken up.
"""

from __future__ import annotations

import ctypes
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from types import FrameType
from typing import Final

from django.conf import settings
from django.core.management import call_command
from django.db import OperationalError, connection
from django.db.migrations.executor import MigrationExecutor

from perron.project import embedded, environment

OLDEST_POSTGRESQL: Final = 150000
ROOM_NEEDED: Final = 500_000_000
GRACE: Final = 15.0  # seconds that a process has to stop by itself
PR_SET_PDEATHSIG: Final = 1


class Trouble(Exception):
    """The site cannot start; the sentence says why and what to do."""


def up(*, host: str, port: int, with_starter_set: bool) -> None:
    """Bring everything there and serve until told to stop. Raises Trouble or DatabaseTrouble."""
    signal.signal(signal.SIGTERM, _as_interrupt)
    check_room(settings.VAR)
    check_port(host, port)
    with database():
        bring_tables()
        bring_static_files()
        bring_content(with_starter_set=with_starter_set)
        connection.close()
        serve(host, port)


def _as_interrupt(_signal: int, _frame: FrameType | None) -> None:
    raise KeyboardInterrupt


@contextmanager
def told(title: str) -> Iterator[None]:
    """Say what is being done, and how long it took."""
    sys.stdout.write(f"  {title} … ")
    sys.stdout.flush()
    began = time.monotonic()
    yield
    sys.stdout.write(f"{time.monotonic() - began:.1f} s\n")


def check_room(var: Path) -> None:
    """Refuse to start on a full disk, before anything is half written."""
    var.mkdir(parents=True, exist_ok=True)
    free = shutil.disk_usage(var).free
    if free < ROOM_NEEDED:
        raise Trouble(
            f"The disk that holds {var} is nearly full: {free // 1_000_000} MB are free, "
            f"{ROOM_NEEDED // 1_000_000} MB are needed. "
            "Free some space, or set PERRON_VAR to a folder on another disk. Nothing was changed."
        )


def check_port(host: str, port: int) -> None:
    """Refuse to start on a port that somebody else has."""
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise Trouble(
                f"Port {port} is taken ({error.strerror}). Another site, perhaps another Perron, uses it. "
                f"Stop that one, or choose a port: `make up PORT={port + 1}`."
            ) from error


@contextmanager
def database() -> Iterator[None]:
    """The database for as long as the block lasts: the embedded one is stopped after it, yours is only checked."""
    if environment.text("DATABASE_URL"):
        check_database()
        yield
        return
    with ExitStack() as stack:
        with told("Database"):
            stack.enter_context(embedded.in_use(settings.VAR))
        stack.callback(connection.close)
        yield


def check_database() -> None:
    """Whether DATABASE_URL answers and is new enough."""
    try:
        connection.ensure_connection()
    except OperationalError as error:
        raise Trouble(
            f"The database of DATABASE_URL does not answer: {str(error).strip()} "
            "Check the address, the password and that the server runs; or unset DATABASE_URL to use the embedded one."
        ) from error
    version = connection.cursor().connection.info.server_version
    if version < OLDEST_POSTGRESQL:
        raise Trouble(
            f"The database is PostgreSQL {version // 10000}; Perron needs 15 or newer. "
            "Upgrade it, or unset DATABASE_URL to use the embedded one."
        )


def bring_tables() -> None:
    """The database's tables as this version wants them."""
    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        with told("Tables"):
            call_command("migrate", verbosity=0, interactive=False)


def bring_static_files() -> None:
    """The style sheets and scripts, copied and compressed once per change."""
    stamp = settings.STATIC_ROOT / ".stamp"
    folders = [environment.ROOT / "src" / "perron"]
    newest = max((path.stat().st_mtime_ns for folder in folders for path in folder.rglob("static/**/*")), default=0)
    if stamp.exists() and stamp.read_text() == str(newest):
        return
    with told("Style sheets and scripts"):
        call_command("collectstatic", verbosity=0, interactive=False)
        stamp.write_text(str(newest))


def bring_content(*, with_starter_set: bool) -> None:
    """The territory's facts, and the first time something to see."""
    from perron.kernel import places  # noqa: PLC0415 - needs the tables
    from perron.project.starting import is_empty  # noqa: PLC0415

    if places.facts_are_stale():
        with told("Territory"):
            places.load_facts()
    if not is_empty():
        return
    if with_starter_set:
        sys.stdout.write("  Starter set, this once:\n")
        call_command("starter_set")
    else:
        sys.stdout.write(
            "  This installation is empty. Make its operator: `perron person create EMAIL --password`, then\n"
            "  `perron person make-operator EMAIL`; its authorities: `perron authority create --help`.\n"
        )


def serve(host: str, port: int) -> None:
    """The web server and one worker, until one of them dies or we are told to stop; then both stop, in order."""
    processes = {
        "worker": start_process("worker", worker()),
        "web server": start_process("web", web_server(host, port)),
    }
    if settings.MAIL_IN:
        processes["mail door"] = start_process("mail", mail_door())
    try:
        wait_until_it_answers(host, port, processes)
        sys.stdout.write(welcome(port))
        sys.stdout.flush()
        dead = first_to_end(processes)
        raise Trouble(f"The {dead} stopped by itself. What it said is above; run the same command to start again.")
    except KeyboardInterrupt:
        sys.stdout.write("\nStopping … ")
        sys.stdout.flush()
    finally:
        stop_processes(processes.values())
    sys.stdout.write("stopped. Everything is saved.\n")


def worker() -> list[str]:
    """The command of the process that works through the queue."""
    return [sys.executable, "-m", "perron.project.cli", "worker"]


def mail_door() -> list[str]:
    """The command of the process that takes letters from the mail server."""
    return [sys.executable, "-m", "perron.project.cli", "mail", "listen", "--on", settings.MAIL_IN]


def web_server(host: str, port: int) -> list[str]:
    """The command of the web server: one process, several threads; more processes by GRANIAN's own settings."""
    command = [str(Path(sys.executable).parent / "granian"), "--interface", "wsgi", "perron.project.wsgi:application"]
    threads = str(settings.WEB_THREADS)
    workers = str(environment.number("PERRON_WEB_PROCESSES", 1))
    tuning = ["--workers", workers, "--blocking-threads", threads, "--no-ws", "--log-level", "error"]
    return [*command, "--host", host, "--port", str(port), *tuning, "--workers-kill-timeout", "10"]


def start_process(name: str, command: list[str]) -> subprocess.Popen[bytes]:
    """A child in a session of its own (a Ctrl-C is ours to pass on) that dies with us, however we die."""
    environ = os.environ | {"PERRON_PROCESS": name}
    return subprocess.Popen(command, env=environ, start_new_session=True, preexec_fn=_die_with_parent())  # noqa: PLW1509


def _die_with_parent() -> Callable[[], None] | None:
    if sys.platform != "linux":
        return None
    libc = ctypes.CDLL(None)
    return lambda: libc.prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


def stop_processes(processes: Iterable[subprocess.Popen[bytes]]) -> None:
    """Ask all to stop, wait for each, and insist at the end."""
    running = [process for process in processes if process.poll() is None]
    for process in running:
        process.terminate()
    until = time.monotonic() + GRACE
    for process in running:
        try:
            process.wait(max(until - time.monotonic(), 0.1))
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def wait_until_it_answers(host: str, port: int, processes: dict[str, subprocess.Popen[bytes]]) -> None:
    """Until the port is open, or a process is dead."""
    target = "127.0.0.1" if host in {"0.0.0.0", ""} else host  # noqa: S104 - compared, not bound
    while all(process.poll() is None for process in processes.values()):
        try:
            socket.create_connection((target, port), timeout=1).close()
        except OSError:
            time.sleep(0.05)
        else:
            return


def first_to_end(processes: dict[str, subprocess.Popen[bytes]]) -> str:
    """Wait for the first process to end, and say which it was."""
    while True:
        for name, process in processes.items():
            if process.poll() is not None:
                return name
        time.sleep(0.2)


def welcome(port: int) -> str:
    """Where to go, and as whom."""
    from perron.project.starting import people_to_try  # noqa: PLC0415 - needs the tables

    address = environment.text("PERRON_BASE_URL", f"http://localhost:{port}")
    lines = ["", f"Perron is open: {address}", ""]
    people = people_to_try()
    if people:
        lines += ["Sign in as:", *(f"  {email:<34}{who}" for email, who in people.items())]
        # Behind https, what is printed goes to a journal that others read.
        shown = "" if settings.SECURE else f": {starter_password()}"
        lines += ["", f"Their password is in {settings.VAR / 'keys' / 'starter-password'}{shown}"]
    return "\n".join([*lines, "Ctrl-C stops everything.", ""])


def starter_password() -> str:
    """The password of the starter set's people, made once for this installation."""
    return environment.secret("PERRON_STARTER_PASSWORD", settings.VAR / "keys" / "starter-password")
