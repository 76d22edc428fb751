"""The form of a backup: a plain tar file of `database.dump` (pg_dump's custom format), folders, `manifest.json` last.

Nothing is compressed twice: the dump and the Parquet files already are, the rest may be by whoever moves it.
"""

from __future__ import annotations

import hashlib
import json
import tarfile
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import IO, Final

from django.conf import settings

FORMAT: Final = "perron-backup/1"
MANIFEST: Final = "manifest.json"
DUMP: Final = "database.dump"
CHUNK: Final = 1024 * 1024


class BadBackup(Exception):
    """The file is not a whole backup, or not one for here; the sentence says why and what to do."""


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a backup holds. `members` gives the SHA-256 of each; `audit_root` is hexadecimal."""

    format: str
    made_at: str
    postgres: int
    migrations: list[str]
    files_on_s3: bool
    audit_size: int
    audit_root: str
    members: Mapping[str, str]

    def written(self) -> bytes:
        """As JSON."""
        return json.dumps(asdict(self), indent=1, sort_keys=True).encode()


def folders() -> dict[str, Path]:
    """What is saved beside the database: name in the backup, folder here. Files on S3 have a backup of their own."""
    var = Path(settings.VAR)
    kept = {"keys": var / "keys", "tables": Path(settings.TABLES_FOLDER)}
    return kept if settings.FILES["s3_bucket"] else {**kept, "files": Path(str(settings.FILES["folder"]))}


def read_manifest(backup: Path) -> Manifest:
    """What the backup says it holds. Raises BadBackup."""
    try:
        with tarfile.open(backup, "r:") as archive:
            stream = archive.extractfile(MANIFEST)
            said = json.load(stream) if stream else {}
        if said.get("format") != FORMAT:
            raise BadBackup(f"{backup} was made by another version: its form is {said.get('format')}, not {FORMAT}.")
        return Manifest(**said)
    except OSError as error:
        raise BadBackup(f"{backup} cannot be read: {error.strerror or error}.") from error
    except (tarfile.TarError, KeyError, ValueError, TypeError, AttributeError) as error:
        raise BadBackup(f"{backup} is not a whole backup: it was cut off, or is something else.") from error


class Hashing:
    """A stream that is read through, and hashed on the way."""

    def __init__(self, stream: IO[bytes]) -> None:
        self.stream, self.digest = stream, hashlib.sha256()

    def read(self, size: int = -1) -> bytes:
        """As the stream's."""
        chunk = self.stream.read(size)
        self.digest.update(chunk)
        return chunk
