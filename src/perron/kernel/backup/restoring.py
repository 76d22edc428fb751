"""Taking a backup back: checked whole before anything is touched, and put back as it was when something fails."""

from __future__ import annotations

import shutil
import tarfile
from functools import partial
from pathlib import Path, PurePosixPath
from typing import Final

from django.conf import settings
from django.db import connection, transaction
from django.db.migrations.loader import MigrationLoader

from perron.kernel import audit, keys
from perron.kernel.backup.archive import CHUNK, DUMP, MANIFEST, BadBackup, Hashing, Manifest, folders, read_manifest
from perron.kernel.postgres_programs import run, server_version

ASIDE: Final = "before_restore"
RESTORING: Final = ("--no-owner", "--no-privileges", "--exit-on-error", "--single-transaction", "--schema=public")
FOUND_AT_START: Final = frozenset({"secret"})  # keys that every start makes: not a sign of life


class NotEmpty(Exception):
    """There is a site here already; the sentence says what was found and what to do."""


def restore(backup: Path, *, replace: bool = False) -> Manifest:
    """Make this installation what the backup was. Raises BadBackup, NotEmpty, ProgramTrouble, LogDamaged.

    With `replace`, what is here goes, but only once the backup is in its place and checked. Killed in between, the next
    call first puts back what was there.
    """
    manifest = read_manifest(backup)
    _put_back()
    _check_fits(manifest)
    if not replace:
        _check_empty()
    try:
        _unpack(backup, manifest, _working_folder())
        _set_aside()
        run("pg_restore", *RESTORING, f"--dbname={connection.settings_dict['NAME']}", str(_working_folder() / DUMP))
        _check_log(manifest)
    except BaseException:
        _put_back()
        raise
    _sql(f"DROP SCHEMA {ASIDE} CASCADE")  # from here on, it is done
    shutil.rmtree(_working_folder())
    return manifest


def _check_fits(manifest: Manifest) -> None:
    here = server_version()
    if manifest.postgres > here:
        raise BadBackup(
            f"The backup comes from PostgreSQL {manifest.postgres}, the database here is PostgreSQL {here}. "
            f"Restore into PostgreSQL {manifest.postgres} or newer."
        )
    _check_known(manifest)
    if manifest.files_on_s3 != bool(settings.FILES["s3_bucket"]):
        here_, there = ("on disk", "on S3") if manifest.files_on_s3 else ("on S3", "on disk")
        raise BadBackup(f"The backup's files are {there}, here they are {here_}. Set PERRON_S3_BUCKET as it was there.")


def _check_known(manifest: Manifest) -> None:
    loader = MigrationLoader(None, load=False)
    loader.load_disk()
    known = {f"{app}.{name}" for app, name in loader.disk_migrations or ()}
    if unknown := [name for name in manifest.migrations if name not in known]:
        raise BadBackup(
            f"This program does not know {unknown[0]} and {len(unknown) - 1} more changes of the backup's database. "
            "Install the version that made it or a newer one, with the same bricks."
        )


def _check_empty() -> None:
    found = [name for name in connection.introspection.table_names() if not name.startswith("django_")]
    for name, folder in folders().items():
        found += [f"{name}/{path.name}" for path in folder.glob("*") if path.name not in FOUND_AT_START]
    if found:
        raise NotEmpty(
            f"There is a site here already ({len(found)} tables and files, such as {found[0]}). "
            "Say --replace to put the backup in its place; what is here now will be gone."
        )


def _unpack(backup: Path, manifest: Manifest, target: Path) -> None:
    """Write every member below `target`, checking its hash. Raises BadBackup."""
    waiting = dict(manifest.members)
    try:
        with tarfile.open(backup, "r:") as archive:
            for member in archive:
                if member.name != MANIFEST:
                    _check_member(member, waiting)
                    _unpack_member(archive, member, target, waiting.pop(member.name))
    except tarfile.TarError as error:
        raise BadBackup(f"{backup} was cut off.") from error
    if waiting:
        raise BadBackup(f"{backup} misses {next(iter(waiting))} and {len(waiting) - 1} more.")


def _check_member(member: tarfile.TarInfo, waiting: dict[str, str]) -> None:
    path = PurePosixPath(member.name)
    below = path.parts[0] in {DUMP, *folders()} and ".." not in path.parts and not path.is_absolute()
    if not (member.isreg() and below and member.name in waiting):
        raise BadBackup(f"The backup holds something that does not belong there: {member.name}.")


def _unpack_member(archive: tarfile.TarFile, member: tarfile.TarInfo, target: Path, sha256: str) -> None:
    path = target / member.name
    path.parent.mkdir(parents=True, exist_ok=True)
    stream = archive.extractfile(member)
    assert stream is not None  # it is a regular file
    hashing = Hashing(stream)
    with path.open("wb") as written:
        for chunk in iter(partial(hashing.read, CHUNK), b""):
            written.write(chunk)
    path.chmod(0o440 if member.name.startswith("files/") else 0o600)
    if hashing.digest.hexdigest() != sha256:
        raise BadBackup(f"{member.name} in the backup was changed: it is not what was saved.")


def _working_folder() -> Path:
    return Path(settings.VAR) / "restoring"


def _set_aside() -> None:
    """Move what is here out of the way (schema and folders), and the backup's folders in."""
    _sql(f"ALTER SCHEMA public RENAME TO {ASIDE}", "CREATE SCHEMA public")
    (_working_folder() / ASIDE).mkdir()
    for name, folder in folders().items():
        folder.mkdir(parents=True, exist_ok=True)
        shutil.move(folder, _working_folder() / ASIDE / name)
        if (_working_folder() / name).exists():
            shutil.move(_working_folder() / name, folder)
        else:
            folder.mkdir()
    keys.forget()


def _put_back() -> None:
    """Undo a restore that did not end, now or in an earlier run; nothing when there is none."""
    if _is_aside():
        for name, folder in folders().items():
            if (kept := _working_folder() / ASIDE / name).exists():
                shutil.rmtree(folder, ignore_errors=True)
                shutil.move(kept, folder)
        _sql("DROP SCHEMA IF EXISTS public CASCADE", f"ALTER SCHEMA {ASIDE} RENAME TO public")
        keys.forget()
    shutil.rmtree(_working_folder(), ignore_errors=True)


def _is_aside() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM information_schema.schemata WHERE schema_name = %s", [ASIDE])
        return cursor.fetchone() is not None


def _check_log(manifest: Manifest) -> None:
    """The audit log must be whole, and the one that the backup says. Raises BadBackup, LogDamaged."""
    connection.close()  # what it knew of the old tables is no longer so
    audit.check()
    restored = audit.Checkpoint.objects.filter(size=manifest.audit_size).first()
    if restored is None or bytes(restored.root).hex() != manifest.audit_root:
        raise BadBackup("The audit log in the backup is not the one that the backup says it holds.")


def _sql(*statements: str) -> None:
    """All of the statements or none."""
    with transaction.atomic(), connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
