"""Where a photo was taken, as the telephone wrote it into the file (EXIF, GPS information). Read, then thrown away."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from io import BytesIO
from typing import Final

from PIL import ExifTags, Image, UnidentifiedImageError

_GPS: Final = ExifTags.GPS


def place_of(content: bytes) -> tuple[float, float] | None:
    """Longitude and latitude (WGS 84 degrees), when the photo has both and they can be a place on earth."""
    try:
        with Image.open(BytesIO(content)) as image:
            told = image.getexif().get_ifd(ExifTags.IFD.GPSInfo)
        found = (
            _degrees(told, _GPS.GPSLongitude, _GPS.GPSLongitudeRef),
            _degrees(told, _GPS.GPSLatitude, _GPS.GPSLatitudeRef),
        )
    except (UnidentifiedImageError, Image.DecompressionBombError, OSError, ValueError, TypeError, SyntaxError):
        return None  # broken files and broken notes in them: as if there were none
    longitude, latitude = found
    if longitude is None or latitude is None or (longitude == 0 and latitude == 0):
        return None
    return (longitude, latitude) if abs(longitude) <= 180 and abs(latitude) <= 90 else None


def _degrees(told: Mapping[int, object], value: int, reference: int) -> float | None:
    """Degrees, minutes and seconds as one number; south and west are below zero."""
    parts = told.get(value)
    if not isinstance(parts, Sequence) or len(parts) != 3:
        return None
    try:
        degrees, minutes, seconds = (float(part) for part in parts)
    except ZeroDivisionError:
        return None
    found = degrees + minutes / 60 + seconds / 3600
    if not math.isfinite(found):
        return None
    return -found if str(told.get(reference, "")).strip().upper()[:1] in {"S", "W"} else found
