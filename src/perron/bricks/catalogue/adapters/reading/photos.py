"""Pictures as they may be published: the pixels as they came, without what the camera wrote beside them (place, time,
camera, author, comments). Only an orientation stays, so that they are shown upright.

Sources: ITU-T T.81 and Exif 2.32 (JPEG), PNG third edition, RFC 9649 (WebP).
"""

from __future__ import annotations

import struct
import warnings
import zipfile
import zlib
from collections.abc import Callable, Iterator
from io import BytesIO
from pathlib import Path, PurePosixPath
from typing import BinaryIO, Final

from PIL import Image

from perron.bricks.catalogue.adapters.reading.refusals import DamagedFile, PictureNotCleaned

# What Pillow raises for Exif that is none (UnidentifiedImageError is an OSError).
UNREADABLE: Final = (OSError, SyntaxError, ValueError, KeyError, TypeError, IndexError, OverflowError, struct.error)
ORIENTATION, GPS, EXIF = 0x0112, 0x8825, 0x8769
PNG_SIGN: Final = b"\x89PNG\r\n\x1a\n"
# What makes the picture look as it does; everything else in these formats is said about it.
PNG_KEPT: Final = frozenset(b"tRNS cHRM gAMA iCCP sBIT sRGB cICP mDCV cLLI bKGD pHYs sPLT acTL fcTL fdAT".split())
WEBP_KEPT: Final = (b"VP8 ", b"VP8L", b"VP8X", b"ALPH", b"ANIM", b"ANMF", b"ICCP")
JPEG_KEPT: Final = {0xE0: b"JFIF\0", 0xE2: b"ICC_PROFILE\0", 0xEE: b"Adobe"}  # of the application segments
HEAD: Final = 1_000_000  # octets, in which a HEIC file says what it holds
TELLING: Final = frozenset({".jpg", ".jpeg", ".png", ".webp", ".heic", ".heif", ".avif", ".tif", ".tiff"})
MOST_LOOKED_AT: Final = 500  # pictures inside one file
LARGEST_LOOKED_AT: Final = 50_000_000  # octets


def cleaned(path: Path) -> bytes | None:
    """A picture without what is said about it; None when nothing was, or when it is no picture. Raises as `clean`."""
    with path.open("rb") as file:
        if file.read(12).startswith(tuple(sign for sign, _, _ in SIGNS)):
            file.seek(0)
            came = file.read()
            kept = clean(came)
            return None if kept == came else kept
        _refuse_what_tells(file)
    return None


def clean(content: bytes) -> bytes:
    """The picture without what is said about it; the same octets when nothing was, or when it is no picture.

    Raises DamagedFile; PictureNotCleaned for a kind of picture that we cannot take it out of.
    """
    for sign, name, write in SIGNS:
        if content.startswith(sign) and (name != "WebP" or content[8:12] == b"WEBP"):
            try:
                return b"".join(write(content))
            except (struct.error, IndexError, ValueError) as error:
                raise DamagedFile(format=name) from error
    _refuse_what_tells(BytesIO(content))
    return content


def _refuse_what_tells(file: BinaryIO) -> None:
    file.seek(0)
    head = file.read(HEAD)
    if head[4:8] == b"ftyp" and (b"Exif" in head or b"application/rdf+xml" in head):
        raise PictureNotCleaned(kind="HEIC")
    if head.startswith((b"II*\0", b"MM\0*")):
        try:
            tags = set(_exif(file))
        except UNREADABLE as error:
            raise DamagedFile(format="TIFF") from error
        if tags & {GPS, EXIF}:
            raise PictureNotCleaned(kind="TIFF")


def telling_members(path: Path) -> int:
    """How many pictures inside an archive or an Office document say more than they show."""
    try:
        with zipfile.ZipFile(path) as archive:
            pictures = [info for info in archive.infolist() if PurePosixPath(info.filename.lower()).suffix in TELLING]
            small = [info for info in pictures[:MOST_LOOKED_AT] if info.file_size <= LARGEST_LOOKED_AT]
            return sum(_tells(archive, info) for info in small)
    except zipfile.BadZipFile:
        return 0  # no archive


def _tells(archive: zipfile.ZipFile, picture: zipfile.ZipInfo) -> bool:
    try:
        content = archive.read(picture)
        return clean(content) != content
    except (PictureNotCleaned, DamagedFile):
        return True
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError):
        return False  # damaged, locked, or packed in a way of its own: nobody reads it


def _jpeg(content: bytes) -> Iterator[bytes]:
    yield content[:2]
    yield from _oriented(content, lambda exif: b"\xff\xe1" + struct.pack(">H", len(exif) + 2) + exif)
    at = 2
    while content[at + 1] != 0xD9:
        if content[at] != 0xFF:
            raise ValueError("a marker was expected")
        marker, length = content[at + 1], *struct.unpack_from(">H", content, at + 2)
        end = at + 2 + length
        if marker == 0xDA:  # the pixels follow, up to the next marker that is none of theirs
            end = _end_of_scan(content, end)
        if _is_kept(marker, content[at + 4 : end]):
            yield content[at:end]
        at = end
    yield b"\xff\xd9"  # what comes behind is another picture, or a maker's own notes


def _is_kept(marker: int, segment: bytes) -> bool:
    if 0xE0 <= marker <= 0xEF:
        return marker in JPEG_KEPT and segment.startswith(JPEG_KEPT[marker])
    return marker != 0xFE  # a comment


def _end_of_scan(content: bytes, at: int) -> int:
    while True:
        at = content.index(b"\xff", at)
        if content[at + 1] != 0 and not 0xD0 <= content[at + 1] <= 0xD7:
            return at
        at += 2


def _png(content: bytes) -> Iterator[bytes]:
    yield PNG_SIGN
    at, kind = len(PNG_SIGN), b""
    while kind != b"IEND":
        length, kind = struct.unpack_from(">I4s", content, at)
        end = at + 12 + length
        if end > len(content):
            raise ValueError("cut off")
        if kind[:1].isupper() or kind in PNG_KEPT:
            yield content[at:end]
        if kind == b"IHDR":
            yield from _oriented(content, lambda exif: _chunk(b"eXIf", exif.removeprefix(b"Exif\0\0")))
        at = end


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def _webp(content: bytes) -> Iterator[bytes]:
    kept, at = [], 12
    while at < 8 + struct.unpack_from("<I", content, 4)[0]:
        kind, length = struct.unpack_from("<4sI", content, at)
        end = at + 8 + length + length % 2
        if at + 8 + length > len(content):
            raise ValueError("cut off")
        if kind in WEBP_KEPT:
            kept.append(content[at:end])
        at = end
    told = list(_oriented(content, _exif_chunk))
    if kept[0].startswith(b"VP8X"):
        flags = kept[0][8] & ~0x0C | (0x08 if told else 0)  # whether EXIF and XMP follow
        kept[0] = kept[0][:8] + bytes([flags]) + kept[0][9:]
        kept += told
    body = b"".join(kept)
    yield struct.pack("<4sI4s", b"RIFF", len(body) + 4, b"WEBP") + body


def _exif_chunk(exif: bytes) -> bytes:
    return struct.pack("<4sI", b"EXIF", len(exif)) + exif + b"\0" * (len(exif) % 2)


def _oriented(content: bytes, written: Callable[[bytes], bytes]) -> Iterator[bytes]:
    """An Exif block that says how the picture is turned, when it is, and nothing else."""
    try:
        turned = _exif(BytesIO(content)).get(ORIENTATION, 1)
    except UNREADABLE:  # it is left out
        turned = 1
    if turned in range(2, 9):
        exif = Image.Exif()
        exif[ORIENTATION] = turned
        yield written(exif.tobytes())


def _exif(file: BinaryIO) -> Image.Exif:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # about spoilt notes, and about many pixels, which are not unpacked here
        try:
            with Image.open(file, formats=("JPEG", "PNG", "WEBP", "TIFF")) as image:
                return image.getexif()
        except Image.DecompressionBombError:  # a map of a whole region, say
            return Image.Exif()


SIGNS: Final = ((b"\xff\xd8\xff", "JPEG", _jpeg), (PNG_SIGN, "PNG", _png), (b"RIFF", "WebP", _webp))
