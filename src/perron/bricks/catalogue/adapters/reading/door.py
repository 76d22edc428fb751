"""The door of the reading process: what the rest of the brick calls. A stranger's file is never parsed in our own
process.
"""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
from dataclasses import asdict
from pathlib import Path
from typing import Final

from perron.bricks.catalogue.adapters.reading.limits import MIB, Limits
from perron.bricks.catalogue.adapters.reading.refusals import (
    EmptyFile,
    FileTooBigToRead,
    ReadingFailed,
    ReadingTookTooLong,
    ReadingTookTooMuchMemory,
    by_code,
)
from perron.bricks.catalogue.rules import as_json
from perron.bricks.catalogue.rules.understanding import ReadingChoices, Understanding
from perron.kernel.errors import Unavailable

PROCESS: Final = (sys.executable, "-m", "perron.bricks.catalogue.adapters.reading")
STDERR_KEPT: Final = 4000  # characters
# The system kills who takes too much; native code that is refused memory falls over without a word.
OUT_OF_MEMORY: Final = (-signal.SIGKILL, -signal.SIGSEGV, -signal.SIGBUS, -signal.SIGABRT)
AS_UNDERSTOOD: Final = ReadingChoices()
USUAL: Final = Limits()


def read_file(
    path: Path, *, name: str, into: Path, choices: ReadingChoices = AS_UNDERSTOOD, limits: Limits = USUAL
) -> Understanding:
    """Read a file that somebody sent as `name`, and write its tables to the folder `into` (made if missing).

    `into` gets `<n>.parquet` and, where rows do not fit, `<n>.unfit.csv` (UTF-8: line, column, value, reason).
    Raises the refusals of this package: UnreadableFile and its kinds, ArchiveRefused and its kinds, FileTooBigToRead,
    ReadingTookTooLong, ReadingTookTooMuchMemory, ReadingFailed; Unavailable when the disk is full.
    """
    size = path.stat().st_size
    if not size:
        raise EmptyFile
    if size > limits.size:
        raise FileTooBigToRead(limit=limits.size // MIB)
    into.mkdir(parents=True, exist_ok=True)
    work = Path(tempfile.mkdtemp(prefix="work-", dir=into))
    try:
        return _ask(path.resolve(), name, into.resolve(), work.resolve(), choices, limits)
    finally:
        shutil.rmtree(work, ignore_errors=True)


def _ask(path: Path, name: str, into: Path, work: Path, choices: ReadingChoices, limits: Limits) -> Understanding:
    answer = work / "answer.json"
    request = {
        "path": str(path), "name": name, "into": str(into), "work": str(work), "answer": str(answer),
        "choices": as_json.dump_choices(choices), "limits": asdict(limits),
    }  # fmt: skip
    status, complaint = _run(json.dumps(request), work, limits)
    if status or not answer.exists():
        raise _death(status, complaint, limits)
    told = json.loads(answer.read_text(encoding="utf-8"))
    if "unavailable" in told:
        raise Unavailable("disk", told["unavailable"])
    if "refused" in told:
        raise by_code(told["refused"])(**told["facts"])
    return as_json.load_understanding(told["understanding"])


def _run(request: str, work: Path, limits: Limits) -> tuple[int, str]:
    """Run the process to its end or to the time limit; its exit status and what it said on standard error."""
    process = subprocess.Popen(
        PROCESS, cwd=work, env=_environment(work), stdin=subprocess.PIPE, stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE, text=True, start_new_session=True,
    )  # fmt: skip
    try:
        _, complaint = process.communicate(request, timeout=limits.seconds)
    except subprocess.TimeoutExpired as error:
        raise ReadingTookTooLong(seconds=limits.seconds) from error
    finally:
        _end(process)
    return process.returncode, complaint[-STDERR_KEPT:]


def _end(process: subprocess.Popen[str]) -> None:
    """Kill the process and all it started, if it is still there."""
    if process.poll() is None:
        os.killpg(process.pid, signal.SIGKILL)
        process.communicate()


def _environment(work: Path) -> dict[str, str]:
    """Nothing of ours: no secrets, no proxies, no settings. Only where Python finds itself."""
    return {
        "PATH": "/usr/bin:/bin",
        "HOME": str(work),
        "TMPDIR": str(work),
        "LANG": "C.UTF-8",
        "PYTHONPATH": os.pathsep.join(entry for entry in sys.path if entry),
        "PYTHONDONTWRITEBYTECODE": "1",
        "OPENBLAS_NUM_THREADS": "1",
        "OMP_NUM_THREADS": "1",
        "PROJ_NETWORK": "OFF",
        "CPL_DEBUG": "OFF",
        "GDAL_HTTP_TIMEOUT": "1",
        "OGR_SQLITE_LOAD_EXTENSIONS": "NO",
    }


def _death(status: int, complaint: str, limits: Limits) -> Exception:
    """The refusal for a process that ended without an answer."""
    if status == -signal.SIGXCPU:
        return ReadingTookTooLong(seconds=limits.cpu_seconds)
    if status in OUT_OF_MEMORY or any(
        word in complaint
        for word in ("MemoryError", "bad_alloc", "Out of Memory", "Cannot allocate", "start new thread")
    ):
        return ReadingTookTooMuchMemory()
    return ReadingFailed(reason=complaint or f"exit status {status}")
