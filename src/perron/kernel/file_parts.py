"""Large files that come in pieces over a bad network: begun, continued where they stopped, taken once they are whole.

A part is known by its ticket: name, size and sender are signed in it, and how far it came is the length of its file.
It lies on the disk of one machine: where several serve a site, they share that folder, or the file is begun anew.
"""

from __future__ import annotations

import errno
import fcntl
import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import BinaryIO, Final

from django.conf import settings
from django.core import signing
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext_lazy as _

from perron.kernel.actors import Actor
from perron.kernel.errors import Refused, TooLarge
from perron.kernel.file_stores import NoRoomLeft, working_folder

LASTS: Final = timedelta(days=1)  # counted from the last piece
MOST: Final = 3  # of one person; one more takes the place of the oldest
SALT: Final = "perron.file-part"


class PartGone(Refused):
    """What came of a file is not here: it was taken already, left for a day, or begun by somebody else."""

    code = "part_gone"
    status = 410
    sentence = _("What you sent of this file is not here any more.")
    way_out = _("Choose the file once more and send it.")


class NotWhereItStopped(Refused):
    """A piece that does not follow the ones before, or a file that is not whole. Facts: `offset`, in bytes."""

    code = "not_where_it_stopped"
    status = 409
    sentence = _("A piece of this file is missing: %(offset)s bytes are here.")
    way_out = _("Send it once more: it goes on from there.")


@dataclass(frozen=True, slots=True)
class Part:
    """A file on its way. `size` is what it will be, in bytes."""

    ticket: str
    name: str
    size: int
    path: Path

    @property
    def offset(self) -> int:
        """How many bytes are here. Raises PartGone."""
        try:
            return self.path.stat().st_size
        except FileNotFoundError:
            raise PartGone from None


def begin(*, actor: Actor, name: str, size: int) -> Part:
    """A new part of nothing yet. Raises TooLarge for a file that would be refused in the end, NoRoomLeft."""
    if size > settings.FILE_SIZE_LIMIT:
        raise TooLarge(limit=filesizeformat(settings.FILE_SIZE_LIMIT))
    folder = _folder()
    mine = sorted(folder.glob(f"{actor.pk}-*"), key=lambda path: path.stat().st_mtime)
    for oldest in mine[: len(mine) - MOST + 1]:
        oldest.unlink(missing_ok=True)
    file = f"{actor.pk}-{secrets.token_hex(8)}"
    with _room():
        (folder / file).touch(mode=0o600)
    ticket = signing.dumps([file, name[-255:], size], salt=SALT, compress=True)
    return Part(ticket, name[-255:], size, folder / file)


def part_of(ticket: str, *, actor: Actor) -> Part:
    """The part of a ticket, for whoever began it. Raises PartGone."""
    try:
        file, name, size = signing.loads(ticket, salt=SALT)
    except signing.BadSignature:
        raise PartGone from None
    part = Part(ticket, name, size, _folder() / file)
    if not file.startswith(f"{actor.pk}-") or not part.path.exists():
        raise PartGone
    return part


def add(part: Part, piece: bytes, *, offset: int) -> int:
    """Add the piece that starts at `offset`; gives how many bytes are here.

    Raises PartGone, NotWhereItStopped, TooLarge, NoRoomLeft.
    """
    with _held(part) as file:
        here = file.seek(0, os.SEEK_END)
        if offset != here:
            raise NotWhereItStopped(offset=here)
        if here + len(piece) > part.size:
            raise TooLarge(limit=filesizeformat(part.size))
        with _room():
            file.write(piece)
            file.flush()
    return here + len(piece)


@contextmanager
def taken(ticket: str, *, actor: Actor) -> Iterator[tuple[BinaryIO, str]]:
    """The whole file and its name; gone afterwards, unless something fails. Raises PartGone, NotWhereItStopped."""
    part = part_of(ticket, actor=actor)
    with _held(part) as file:
        if (here := part.offset) != part.size:
            raise NotWhereItStopped(offset=here)
        yield file, part.name
        part.path.unlink(missing_ok=True)


def sweep(*, at: datetime) -> int:
    """Delete the parts that nobody continued; says how many."""
    left = [path for path in _folder().iterdir() if path.stat().st_mtime < (at - LASTS).timestamp()]
    for path in left:
        path.unlink(missing_ok=True)
    return len(left)


@contextmanager
def _held(part: Part) -> Iterator[BinaryIO]:
    """The file, for one request at a time. Whoever waited for one that took it away finds nothing. Raises PartGone."""
    try:
        file = part.path.open("r+b")
    except FileNotFoundError:
        raise PartGone from None
    with file:
        fcntl.flock(file, fcntl.LOCK_EX)
        if os.fstat(file.fileno()).st_nlink == 0:
            raise PartGone
        yield file


@contextmanager
def _room() -> Iterator[None]:
    try:
        yield
    except OSError as error:
        if error.errno in {errno.ENOSPC, errno.EDQUOT}:
            raise NoRoomLeft from error
        raise


def _folder() -> Path:
    folder = working_folder() / "unfinished" / "parts"  # in no backup
    folder.mkdir(parents=True, exist_ok=True)
    return folder
