"""Folders for work under way, on the disk that the operator gave; what a killed process leaves behind is swept."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from perron.kernel.file_stores import working_folder

LASTS: Final = timedelta(days=1)  # longer than any work on a file may take


@contextmanager
def folder(purpose: str) -> Iterator[Path]:
    """An empty folder, gone afterwards with all that is in it."""
    with TemporaryDirectory(prefix=f"{purpose}-", dir=_scratch()) as made:
        yield Path(made)


def sweep(*, at: datetime) -> int:
    """Delete what nobody touched for a day: folders of dead work, and files that were never kept. Says how many."""
    inside = [*_scratch().iterdir(), *(path for path in _scratch().parent.iterdir() if path.is_file())]
    left = [path for path in inside if path.lstat().st_mtime < (at - LASTS).timestamp()]
    for path in left:
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path, ignore_errors=True)
        else:
            path.unlink(missing_ok=True)
    return len(left)


def _scratch() -> Path:
    scratch = working_folder() / "unfinished" / "scratch"  # in no backup
    scratch.mkdir(parents=True, exist_ok=True)
    return scratch
