"""Images that strangers will see: made anew from their pixels, so that nothing else (place, camera, author) stays."""

from __future__ import annotations

from pathlib import Path
from typing import BinaryIO, Final

from django.utils.translation import gettext_lazy as _
from PIL import Image, ImageOps, UnidentifiedImageError

from perron.kernel.errors import Refused
from perron.kernel.file_stores import temporary, working_folder, write
from perron.kernel.files import store_path
from perron.kernel.models.stored_file import StoredFile

MOST_PIXELS: Final = 50_000_000
LONGEST_SIDE: Final = 2_560
LEAST_SIDE: Final = 1_920  # that is left of the longest one where a large photo is unpacked at a half, or less
UPLOAD_LIMIT: Final = 25_000_000
READ: Final = ("JPEG", "PNG", "WEBP", "GIF", "BMP", "TIFF")
WRITTEN: Final = {"JPEG": "jpg", "PNG": "png", "WEBP": "webp"}  # the others become PNG


class NotAnImage(Refused):
    """The file is not an image that we can show."""

    code = "not_an_image"
    sentence = _("This file is not an image that we can read.")
    way_out = _("Send a photo as JPEG, PNG or WebP.")


class TooManyPixels(Refused):
    """The image is larger than what we unpack."""

    code = "too_many_pixels"
    status = 413
    sentence = _("This image has more than %(millions)s million pixels.")
    way_out = _("Make it smaller and send it again.")


def store_public_image(stream: BinaryIO, *, name: str, limit: int = UPLOAD_LIMIT) -> StoredFile:
    """Keep an image without its metadata (EXIF, GPS, comments), upright, its longest side at most 2,560 pixels
    (of a large photo 1,920 at least).

    The original is not kept. Raises NotAnImage, TooManyPixels, TooLarge, NoRoomLeft, Unavailable.
    """
    with temporary(working_folder()) as original, temporary(working_folder()) as cleaned:
        write(stream, original, limit)
        suffix = _clean(original, cleaned)
        return store_path(cleaned, name=f"{Path(name).stem}.{suffix}")


def _clean(original: Path, cleaned: Path) -> str:
    """Write the pixels of one file, and nothing else of it, into another; the suffix of what was written."""
    try:
        with Image.open(original, formats=READ) as image:
            if image.width * image.height > MOST_PIXELS:
                raise TooManyPixels(millions=MOST_PIXELS // 1_000_000)
            kind = image.format if image.format in WRITTEN else "JPEG" if image.format == "MPO" else "PNG"
            _pixels(image, kind).save(cleaned, format=kind, quality=85, optimize=kind == "PNG")
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise TooManyPixels(millions=MOST_PIXELS // 1_000_000) from error
    except (UnidentifiedImageError, SyntaxError, ValueError, OSError) as error:
        if isinstance(error, OSError) and error.errno is not None:
            raise  # the disk, not the image
        raise NotAnImage from error
    return WRITTEN[kind]


def _pixels(image: Image.Image, kind: str) -> Image.Image:
    """A new image of the same look: upright, not too large. The old one, with its comments, is left behind."""
    _unpack_small(image)
    image.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    upright = ImageOps.exif_transpose(image)
    mode = "RGBA" if upright.has_transparency_data and kind != "JPEG" else "RGB"
    fresh = Image.new(mode, upright.size)
    fresh.paste(upright if upright.mode == mode else upright.convert(mode))
    return fresh


def _unpack_small(image: Image.Image) -> None:
    """Let a JPEG unpack at an eighth, a quarter or a half of its size when that is large enough: it does so by itself,
    and well. Other formats do not know how.
    """
    longest = max(image.size)
    for part in (8, 4, 2):
        if longest >= part * LEAST_SIDE:
            image.draft(None, (image.width // part, image.height // part))
            return
