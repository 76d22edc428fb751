"""Where the bytes of stored files live: a folder, or any S3-compatible service, behind one small protocol."""

from __future__ import annotations

import errno
import hashlib
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache, partial
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, Final, Protocol

from django.conf import settings
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext_lazy as _

from perron.kernel.errors import Refused, TooLarge, Unavailable

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client

CHUNK: Final = 256 * 1024
SYSTEM: Final = "file store"


class NoRoomLeft(Refused):
    """The disk is full."""

    code = "no_room_left"
    status = 507
    sentence = _("There is no room left to keep this file.")
    way_out = _("Nothing was changed. Tell whoever operates this site, then try again.")


class FileStore(Protocol):
    """Keeps contents under their hash (SHA-256, hexadecimal). Contents never change."""

    def keep(self, path: Path, sha256: str) -> None:
        """Take the file at `path` (which may be moved away). All or nothing; twice is fine. Raises Unavailable."""

    def holds(self, sha256: str) -> bool:
        """Whether the content is there. Raises Unavailable."""

    def read(self, sha256: str, start: int, length: int) -> Iterator[bytes]:
        """`length` bytes from `start`, in chunks. Raises Unavailable when the content is not there."""

    def local(self, sha256: str) -> Path:
        """A file on this machine with the content, to be read only. Raises Unavailable."""

    def remove(self, sha256: str) -> None:
        """Delete the content; twice is fine. Raises Unavailable."""


class DiskStore:
    """A folder with two levels of subfolders."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def path(self, sha256: str) -> Path:
        """Where the content is, or would be."""
        return self.folder / sha256[:2] / sha256[2:4] / sha256

    def keep(self, path: Path, sha256: str) -> None:
        target = self.path(sha256)
        target.parent.mkdir(parents=True, exist_ok=True)
        path.chmod(0o440)
        path.replace(target)
        _flush_folder(target.parent)

    def holds(self, sha256: str) -> bool:
        return self.path(sha256).exists()

    def read(self, sha256: str, start: int, length: int) -> Iterator[bytes]:
        with self.local(sha256).open("rb") as stream:
            stream.seek(start)
            while length > 0 and (chunk := stream.read(min(CHUNK, length))):
                length -= len(chunk)
                yield chunk

    def local(self, sha256: str) -> Path:
        found = self.path(sha256)
        if not found.exists():
            raise Unavailable(SYSTEM, f"{sha256} is missing from the folder")
        os.utime(found)  # when it was last wanted, for the cache
        return found

    def remove(self, sha256: str) -> None:
        self.path(sha256).unlink(missing_ok=True)

    def forget_oldest(self, limit: int) -> None:
        """Delete what was not wanted for longest until at most `limit` bytes remain (for a cache)."""
        kept = sorted(((p.stat().st_mtime, p.stat().st_size, p) for p in self.folder.glob("??/??/*")), reverse=True)
        total = 0
        for _when, size, path in kept:
            total += size
            if total > limit and total > size:  # the newest stays, whatever its size
                path.unlink(missing_ok=True)


class S3Store:
    """A bucket; contents that are needed as files are fetched into a cache folder."""

    def __init__(self, client: S3Client, bucket: str, cache: DiskStore, cache_limit: int) -> None:
        self.client, self.bucket, self.cache, self.cache_limit = client, bucket, cache, cache_limit

    def keep(self, path: Path, sha256: str) -> None:
        with _failing_as_unavailable():
            self.client.upload_file(str(path), self.bucket, _key(sha256))
        path.unlink()

    def holds(self, sha256: str) -> bool:
        with _failing_as_unavailable():
            try:
                self.client.head_object(Bucket=self.bucket, Key=_key(sha256))
            except self.client.exceptions.ClientError as error:
                if error.response.get("Error", {}).get("Code") in {"404", "NoSuchKey", "NotFound"}:
                    return False
                raise
        return True

    def read(self, sha256: str, start: int, length: int) -> Iterator[bytes]:
        if length <= 0:
            return
        wanted = f"bytes={start}-{start + length - 1}"
        with _failing_as_unavailable():
            body = self.client.get_object(Bucket=self.bucket, Key=_key(sha256), Range=wanted)["Body"]
            yield from body.iter_chunks(CHUNK)

    def local(self, sha256: str) -> Path:
        if not self.cache.holds(sha256):
            with temporary(self.cache.folder) as unfinished:
                with _failing_as_unavailable():
                    self.client.download_file(self.bucket, _key(sha256), str(unfinished))
                self.cache.keep(unfinished, sha256)
            self.cache.forget_oldest(self.cache_limit)
        return self.cache.local(sha256)

    def remove(self, sha256: str) -> None:
        with _failing_as_unavailable():
            self.client.delete_object(Bucket=self.bucket, Key=_key(sha256))
        self.cache.remove(sha256)


@contextmanager
def _failing_as_unavailable() -> Iterator[None]:
    """What the service answers when it fails, in our words."""
    from boto3.exceptions import Boto3Error  # noqa: PLC0415 - half a second and 10 MB that files on disk never need
    from botocore.exceptions import BotoCoreError, ClientError  # noqa: PLC0415

    try:
        yield
    except (BotoCoreError, ClientError, Boto3Error) as error:
        raise Unavailable(SYSTEM, str(error)) from error


@contextmanager
def temporary(folder: Path) -> Iterator[Path]:
    """The path of an empty file on the disk of `folder`, gone afterwards unless it was moved. Raises NoRoomLeft."""
    unfinished = folder / "unfinished"
    unfinished.mkdir(parents=True, exist_ok=True)
    try:
        descriptor, name = tempfile.mkstemp(dir=unfinished)
        os.close(descriptor)
        try:
            yield Path(name)
        finally:
            Path(name).unlink(missing_ok=True)
    except OSError as error:
        if error.errno in {errno.ENOSPC, errno.EDQUOT}:
            raise NoRoomLeft from error
        raise


def write(stream: BinaryIO, target: Path, limit: int) -> tuple[str, int]:
    """Copy the stream into a file, to the disk itself: its SHA-256 and size in bytes. Raises TooLarge."""
    digest, size = hashlib.sha256(), 0
    with target.open("wb") as written:
        for chunk in iter(partial(stream.read, CHUNK), b""):
            size += len(chunk)
            if size > limit:
                raise TooLarge(limit=filesizeformat(limit))
            digest.update(chunk)
            written.write(chunk)
        written.flush()
        os.fsync(written.fileno())
    return digest.hexdigest(), size


@cache
def file_store() -> FileStore:
    """The store that the settings name."""
    bucket = _setting("s3_bucket")
    if not bucket:
        return DiskStore(working_folder())
    import boto3  # noqa: PLC0415 - half a second and 10 MB that files on disk never need
    from botocore.config import Config  # noqa: PLC0415

    client = boto3.client(
        "s3",
        endpoint_url=_setting("s3_endpoint") or None,
        region_name=_setting("s3_region"),
        aws_access_key_id=_setting("s3_key") or None,
        aws_secret_access_key=_setting("s3_secret") or None,
        config=Config(connect_timeout=5, read_timeout=30, retries={"max_attempts": 3, "mode": "standard"}),
    )
    return S3Store(client, bucket, DiskStore(working_folder()), int(_setting("cache_limit")))


def working_folder() -> Path:
    """Where files are written before they are kept: in the store itself on disk (one rename), else in the cache."""
    return Path(_setting("cache" if _setting("s3_bucket") else "folder"))


def _setting(name: str) -> str:
    return str(settings.FILES[name])


def _key(sha256: str) -> str:
    return f"{sha256[:2]}/{sha256}"


def _flush_folder(folder: Path) -> None:
    """Make sure that a rename survives a power cut."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
