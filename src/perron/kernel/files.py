"""Files that people give us and that we publish: kept once by content, served fast, whole or in part, safely."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import BinaryIO

from django.conf import settings
from django.db import connection, transaction
from django.db.models import ProtectedError

from perron.kernel.file_stores import file_store, temporary, working_folder, write
from perron.kernel.media_types import media_type_of
from perron.kernel.models.stored_file import StoredFile as StoredFile
from perron.kernel.serving import serve as serve


def store(stream: BinaryIO, *, name: str, limit: int | None = None) -> StoredFile:
    """Keep what the stream holds, in constant memory; the same content is kept once. `name` is its sender's.

    `limit` in bytes (the installation's by default). Raises TooLarge, NoRoomLeft, Unavailable.
    """
    with temporary(working_folder()) as unfinished:
        sha256, size = write(stream, unfinished, settings.FILE_SIZE_LIMIT if limit is None else limit)
        return _keep(unfinished, sha256, size, name)


def store_path(path: Path, *, name: str, limit: int | None = None) -> StoredFile:
    """Keep a copy of a file of this machine. Raises TooLarge, NoRoomLeft, Unavailable."""
    with path.open("rb") as stream:
        return store(stream, name=name, limit=limit)


def local_path(stored: StoredFile) -> Path:
    """A file on this machine with the content, to be read only. Raises Unavailable."""
    return file_store().local(stored.sha256)


def read(stored: StoredFile) -> Iterator[bytes]:
    """The whole content in chunks. Raises Unavailable."""
    return file_store().read(stored.sha256, 0, stored.size)


def forget(stored: StoredFile) -> bool:
    """Delete a file for good, after the commit, unless something still refers to it; whether nothing did."""
    try:
        with transaction.atomic():
            stored.delete()
    except ProtectedError:
        return False
    transaction.on_commit(partial(_remove, stored.sha256))
    return True


@transaction.atomic
def _remove(sha256: str) -> None:
    """Unless the same content came again meanwhile."""
    _alone_with(sha256)
    if not StoredFile.objects.filter(sha256=sha256).exists():
        file_store().remove(sha256)


def _alone_with(sha256: str) -> None:
    """Nobody else keeps or removes this content until the transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [sha256])


@transaction.atomic
def _keep(unfinished: Path, sha256: str, size: int, name: str) -> StoredFile:
    """The row after the bytes: a row always has its content; content without a row costs only room."""
    _alone_with(sha256)
    known = StoredFile.objects.filter(sha256=sha256).first()
    if known and file_store().holds(sha256):
        return known
    media_type = media_type_of(unfinished, name)
    file_store().keep(unfinished, sha256)
    stored, _made = StoredFile.objects.get_or_create(sha256=sha256, defaults={"size": size, "media_type": media_type})
    return stored
