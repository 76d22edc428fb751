"""Archives, opened with suspicion: counted and measured before a byte is unpacked, and again while unpacking."""

from __future__ import annotations

import gzip
import zipfile
import zlib
from pathlib import Path, PurePosixPath
from typing import IO, Final

from perron.bricks.catalogue.adapters.reading.limits import MIB, Limits
from perron.bricks.catalogue.adapters.reading.refusals import (
    ArchiveBomb,
    ArchiveManyMembers,
    ArchiveNested,
    ArchiveTooLarge,
    ArchiveUnsafePath,
    DamagedFile,
    PasswordProtected,
)

CHUNK: Final = MIB
NESTED: Final = (".zip", ".gz", ".7z", ".rar", ".tar", ".tgz", ".bz2", ".xz", ".zst")
PACKED_SIGNS: Final = (b"\x1f\x8b", b"7z\xbc\xaf", b"Rar!", b"BZh", b"\xfd7zXZ")
LINK: Final = 0o120000


def members(path: Path, limits: Limits) -> list[zipfile.ZipInfo]:
    """The files of a zip that may be unpacked, after all checks that need no unpacking. Refuses as its imports say."""
    try:
        with zipfile.ZipFile(path) as archive:
            infos = [info for info in archive.infolist() if not info.is_dir()]
    except (zipfile.BadZipFile, OSError, ValueError, EOFError) as error:
        raise DamagedFile(format="zip", reason=str(error)) from error
    if len(infos) > limits.members:
        raise ArchiveManyMembers(members=len(infos), limit=limits.members)
    for info in infos:
        _check_member(info)
    _check_size(sum(info.file_size for info in infos), path.stat().st_size, limits)
    return [info for info in infos if not _is_clutter(info.filename)]


def _is_clutter(name: str) -> bool:
    return name.startswith("__MACOSX/") or PurePosixPath(name).name in (".DS_Store", "Thumbs.db", "desktop.ini")


def _check_member(info: zipfile.ZipInfo) -> None:
    path = PurePosixPath(info.filename.replace("\\", "/"))
    is_link = (info.external_attr >> 16) & 0o170000 == LINK
    if is_link or path.is_absolute() or ".." in path.parts or ":" in (path.parts or ("",))[0]:
        raise ArchiveUnsafePath(member=info.filename[:200])
    if info.flag_bits & 0x1:
        raise PasswordProtected


def _check_size(unpacked: int, packed: int, limits: Limits) -> None:
    if unpacked > limits.always_unpacked and unpacked > limits.ratio * packed:
        raise ArchiveBomb(ratio=limits.ratio)
    if unpacked > limits.unpacked:
        raise ArchiveTooLarge(limit=limits.unpacked // MIB)


def unpack(path: Path, into: Path, limits: Limits) -> dict[str, Path]:
    """Unpack a zip into a folder, flat, and give where each member went. ArchiveNested for an archive inside."""
    infos = members(path, limits)
    for info in infos:
        if info.filename.lower().endswith(NESTED):
            raise ArchiveNested(member=info.filename[:200])
    unpacked: dict[str, Path] = {}
    try:
        with zipfile.ZipFile(path) as archive:
            for number, info in enumerate(infos):
                target = into / f"member{number}{PurePosixPath(info.filename).suffix.lower()[:12]}"
                with archive.open(info) as source:
                    _copy(source, target, packed=path.stat().st_size, limits=limits)
                unpacked[info.filename] = target
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError) as error:
        raise DamagedFile(format="zip", reason=str(error)) from error
    return unpacked


def gunzip(path: Path, target: Path, limits: Limits) -> Path:
    """Unpack a gzip file to `target`, and give `target` back. ArchiveNested when that is an archive again."""
    try:
        with gzip.open(path) as source:
            _copy(source, target, packed=path.stat().st_size, limits=limits)
    except (gzip.BadGzipFile, EOFError, zlib.error) as error:
        raise DamagedFile(format="gzip", reason=str(error)) from error
    with target.open("rb") as file:
        head = file.read(8)
    if head.startswith(PACKED_SIGNS):
        raise ArchiveNested(member=path.name[:200])
    return target


def _copy(source: IO[bytes] | gzip.GzipFile, target: Path, *, packed: int, limits: Limits) -> None:
    written = 0
    with target.open("wb") as file:
        while chunk := source.read(CHUNK):
            written += len(chunk)
            _check_size(written, packed, limits)
            file.write(chunk)
