"""Photos as files: what kind they are by their first bytes, and covers painted over their pixels, for good."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum
from io import BytesIO
from math import ceil, floor
from pathlib import Path
from typing import BinaryIO, Final

from django.core.cache import caches
from PIL import Image, ImageDraw

from perron.kernel.file_stores import temporary, working_folder
from perron.kernel.files import StoredFile, local_path, store_path

Cover = tuple[float, float, float, float]  # left, top, width, height; parts of the whole from 0 to 1
FIRST_BYTES: Final = 32
SMALL: Final = 400  # pixels, the longer side
SMALL_KEPT: Final = 3600  # seconds, by each process
# ISO base media files say their brand after "ftyp": those of still images in HEIF, all others are moving pictures.
STILL_BRANDS: Final = frozenset(
    {b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1", b"avif", b"avis"}
)
MOVING: Final = (b"\x1a\x45\xdf\xa3", b"\x00\x00\x01\xba", b"\x00\x00\x01\xb3", b"FLV")  # Matroska, MPEG, Flash


class Sort(StrEnum):
    """What a file is, as far as its first bytes tell."""

    HEIC = "heic"
    VIDEO = "video"
    PERHAPS_A_PHOTO = "perhaps_a_photo"


def sort_of(stream: BinaryIO) -> Sort:
    """Look at the first bytes; the stream stands at its start again."""
    first = stream.read(FIRST_BYTES)
    stream.seek(0)
    if first[4:8] == b"ftyp":
        return Sort.HEIC if first[8:12] in STILL_BRANDS else Sort.VIDEO
    is_moving = first.startswith(MOVING) or (first[:4] == b"RIFF" and first[8:12] == b"AVI ")
    return Sort.VIDEO if is_moving else Sort.PERHAPS_A_PHOTO


def covered(stored: StoredFile, covers: Iterable[Cover], *, name: str) -> StoredFile:
    """Another file with the same pixels, but black where the covers lie. Raises Unavailable, NoRoomLeft."""
    with temporary(working_folder()) as painted:
        with Image.open(local_path(stored)) as image:
            kind = image.format or "PNG"
            fresh = image.convert("RGBA" if image.has_transparency_data and kind != "JPEG" else "RGB")
        brush = ImageDraw.Draw(fresh)
        for cover in covers:
            brush.rectangle(_pixels(cover, fresh.size), fill="black")
        fresh.save(painted, format=kind, quality=85)
        return store_path(painted, name=f"{Path(name).stem}.{kind.lower()}")


def small(stored: StoredFile) -> bytes:
    """The same photo for lists and pages, as JPEG, at most 400 pixels long. Raises Unavailable."""
    key = f"reports:small:{stored.sha256}"
    known = caches["local"].get(key)
    if isinstance(known, bytes):
        return known
    made = BytesIO()
    with Image.open(local_path(stored)) as image:
        image.draft("RGB", (2 * SMALL, 2 * SMALL))  # a JPEG is unpacked at about this size, not whole
        image.thumbnail((SMALL, SMALL))
        fresh = Image.new("RGB", image.size, "white")
        seen = image.convert("RGBA") if image.has_transparency_data else image.convert("RGB")
        fresh.paste(seen, mask=seen if seen.mode == "RGBA" else None)
    fresh.save(made, format="JPEG", quality=80, optimize=True)
    caches["local"].set(key, made.getvalue(), SMALL_KEPT)
    return made.getvalue()


def _pixels(cover: Cover, size: tuple[int, int]) -> tuple[int, int, int, int]:
    """Rounded outwards: rather a pixel too much."""
    left, top, width, height = cover
    return (
        floor(left * size[0]),
        floor(top * size[1]),
        ceil((left + width) * size[0]),
        ceil((top + height) * size[1]),
    )
