"""Files that live while they are sent."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO, Final
from uuid import uuid4

PIECE: Final = 256 * 1024


def unnamed(folder: Path, suffix: str) -> Path:
    """A path that nobody else uses; the file is the caller's to write and delete."""
    return folder / f"{uuid4().hex}{suffix}"


def sent(file: BinaryIO) -> Iterator[bytes]:
    """The file in pieces; closed at the end. An open file may already be deleted by name."""
    with file:
        while piece := file.read(PIECE):
            yield piece
