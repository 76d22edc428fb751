"""The reading process: limits itself, reads one file, and answers in JSON. Started by `door.read_file` only."""

from __future__ import annotations

import ctypes
import errno
import json
import os
import resource
import signal
import sys
from pathlib import Path
from typing import Any, Final

import duckdb

from perron.bricks.catalogue.adapters.reading.limits import MIB, Limits
from perron.bricks.catalogue.adapters.reading.reader import read
from perron.bricks.catalogue.adapters.reading.refusals import FileTooBigToRead, ReadingTookTooMuchMemory
from perron.bricks.catalogue.rules import as_json
from perron.kernel.errors import Refused

END_WITH_PARENT: Final = 1  # PR_SET_PDEATHSIG: a worker that is killed takes its reading along
FULL: Final = {errno.EFBIG: "File too large", errno.ENOSPC: "No space left", errno.EDQUOT: "quota exceeded"}


def main() -> None:
    """Read the request from standard input, and write the answer to the file it names."""
    request = json.load(sys.stdin)
    limits = Limits(**request["limits"])
    _hold(limits)
    answer = _answer(request, limits)
    Path(request["answer"]).write_text(json.dumps(answer), encoding="utf-8")


def _hold(limits: Limits) -> None:
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_AS, (limits.memory, limits.memory))
    resource.setrlimit(resource.RLIMIT_CPU, (limits.cpu_seconds, limits.cpu_seconds + 5))
    resource.setrlimit(resource.RLIMIT_FSIZE, (limits.output, limits.output))
    os.umask(0o077)
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(END_WITH_PARENT, signal.SIGKILL)


def _answer(request: dict[str, Any], limits: Limits) -> dict[str, Any]:  # JSON in, JSON out
    choices = as_json.load_choices(request["choices"])
    try:
        understanding = read(
            Path(request["path"]), name=request["name"], into=Path(request["into"]), work=Path(request["work"]),
            choices=choices, limits=limits,
        )  # fmt: skip
    except Refused as refusal:
        return {"refused": refusal.code, "facts": {name: str(fact) for name, fact in refusal.facts.items()}}
    except OSError as error:
        return _disk(error.errno or 0, limits)
    except duckdb.IOException as error:
        return _disk(next((number for number, words in FULL.items() if words in str(error)), 0), limits)
    except (MemoryError, duckdb.OutOfMemoryException):
        return {"refused": ReadingTookTooMuchMemory.code, "facts": {}}
    return {"understanding": as_json.dump_understanding(understanding)}


def _disk(number: int, limits: Limits) -> dict[str, Any]:  # JSON out
    """The answer when something could not be written: past the limit is the file's fault, a full disk is ours."""
    if number == errno.EFBIG:
        return {"refused": FileTooBigToRead.code, "facts": {"limit": limits.output // MIB}}
    return {"unavailable": os.strerror(number) if number else "input or output failed"}


if __name__ == "__main__":
    main()
