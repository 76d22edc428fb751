"""Making a backup while the site runs."""

from __future__ import annotations

import io
import os
import tarfile
import tempfile
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder

from perron.kernel import audit
from perron.kernel.backup.archive import DUMP, FORMAT, MANIFEST, Hashing, Manifest, folders
from perron.kernel.postgres_programs import run, server_version


def save(backup: Path, *, at: datetime) -> Manifest:
    """Write everything into one file that only its owner reads (it holds the keys). Raises ProgramTrouble, LogDamaged.

    The database is saved first, as it stands at one moment; files never change and are only ever added, so whatever it
    speaks of is in what is saved after it. The file appears when it is whole.
    """
    head = audit.checkpoint(at)
    with tempfile.TemporaryDirectory(dir=backup.parent, prefix=".backup-") as folder:
        dump, unfinished = Path(folder) / DUMP, Path(folder) / "unfinished.tar"
        run("pg_dump", "--format=custom", "--no-owner", "--no-privileges", "--schema=public", f"--file={dump}")
        with tarfile.open(unfinished, "w:", format=tarfile.PAX_FORMAT) as archive:
            members = {name: _add(archive, path, name) for name, path in _contents(dump)}
            manifest = Manifest(
                format=FORMAT,
                made_at=at.isoformat(),
                postgres=server_version(),
                migrations=_migrations(),
                files_on_s3=bool(settings.FILES["s3_bucket"]),
                audit_size=head.size,
                audit_root=bytes(head.root).hex(),
                members=members,
            )
            _add_bytes(archive, MANIFEST, manifest.written())
        unfinished.chmod(0o600)
        with unfinished.open("rb") as written:
            os.fsync(written.fileno())
        unfinished.replace(backup)
    return manifest


def _contents(dump: Path) -> Iterator[tuple[str, Path]]:
    yield DUMP, dump
    for name, folder in folders().items():
        for path in sorted(folder.rglob("*")):
            inside = path.relative_to(folder)
            if path.is_file() and not path.is_symlink() and inside.parts[0] != "unfinished":
                yield f"{name}/{inside.as_posix()}", path


def _add(archive: tarfile.TarFile, path: Path, name: str) -> str:
    """Put one file in; its SHA-256."""
    with path.open("rb") as stream:
        hashing = Hashing(stream)
        member = tarfile.TarInfo(name)
        member.size, member.mode = os.fstat(stream.fileno()).st_size, 0o600
        archive.addfile(member, hashing)
    return hashing.digest.hexdigest()


def _add_bytes(archive: tarfile.TarFile, name: str, content: bytes) -> None:
    member = tarfile.TarInfo(name)
    member.size, member.mode = len(content), 0o600
    archive.addfile(member, io.BytesIO(content))


def _migrations() -> list[str]:
    """What was done to the database's form: a program that does not know all of it cannot take it back."""
    return [f"{app}.{name}" for app, name in MigrationRecorder(connection).applied_migrations()]
