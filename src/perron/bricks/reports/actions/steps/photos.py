"""Photos taken into a report: refused in clear words when they cannot be shown, else kept without hidden data."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.template.defaultfilters import filesizeformat

from perron.bricks.reports.adapters.photo_files import Cover, Sort, covered, sort_of
from perron.bricks.reports.models import Photo, Report
from perron.bricks.reports.queries.refusals import (
    PhotoIsHeic,
    PhotoIsVideo,
    PhotoTooLarge,
    PhotoUnreadable,
    TooManyPhotos,
)
from perron.bricks.reports.rules.handbook import Photos
from perron.bricks.reports.rules.sending import MOST_PHOTOS, GivenPhoto
from perron.kernel.actors import Actor
from perron.kernel.errors import TooLarge
from perron.kernel.files import StoredFile
from perron.kernel.public_images import UPLOAD_LIMIT, NotAnImage, TooManyPixels, store_public_image

PROBLEM: Final = "problem"
MENDED: Final = "mended"


@dataclass(frozen=True, slots=True)
class KeptPhoto:
    """A photo in the file store: as it is shown, and uncovered when something was covered."""

    shown: StoredFile
    original: StoredFile | None
    covers: tuple[Cover, ...]


def keep_photos(given: Sequence[GivenPhoto]) -> list[KeptPhoto]:
    """Clean each, and paint its covers. Raises TooManyPhotos, PhotoIsHeic, PhotoIsVideo, PhotoTooLarge,
    PhotoUnreadable, NoRoomLeft, Unavailable.
    """
    if len(given) > MOST_PHOTOS:
        raise TooManyPhotos(limit=MOST_PHOTOS)
    for photo in given:
        _require_photo(photo)
    return [_kept(photo) for photo in given]


def cover(shown: StoredFile, covers: Iterable[Cover], *, name: str = "photo") -> StoredFile:
    """The same photo with its covers painted; covers are brought inside the photo first."""
    return covered(shown, sound(covers), name=name)


def attach_photos(
    report: Report, kept: Iterable[KeptPhoto], *, purpose: str, shown: str, actor: Actor | None, at: datetime
) -> list[Photo]:
    """Put photos in a report; `shown` is what its category says of photos: only "public" ones are seen at once."""
    rows = [
        Photo(
            report=report,
            shown=photo.shown,
            original=photo.original,
            purpose=purpose,
            covers=[list(one) for one in photo.covers],
            is_public=shown == Photos.PUBLIC,
            added_at=at,
            added_by=actor,
        )
        for photo in kept
    ]
    return Photo.objects.bulk_create(rows)


def sound(covers: Iterable[Cover]) -> tuple[Cover, ...]:
    """Covers inside the photo, those without a surface left out."""
    found = []
    for left, top, width, height in covers:
        west, north = min(max(left, 0.0), 1.0), min(max(top, 0.0), 1.0)
        east, south = min(max(left + width, 0.0), 1.0), min(max(top + height, 0.0), 1.0)
        if east > west and south > north:
            found.append((west, north, east - west, south - north))
    return tuple(found)


def _require_photo(photo: GivenPhoto) -> None:
    sort = sort_of(photo.stream)
    if sort is Sort.HEIC:
        raise PhotoIsHeic(name=photo.name)
    if sort is Sort.VIDEO:
        raise PhotoIsVideo(name=photo.name)


def _kept(photo: GivenPhoto) -> KeptPhoto:
    try:
        clean = store_public_image(photo.stream, name=photo.name)
    except TooLarge as error:
        raise PhotoTooLarge(name=photo.name, limit=filesizeformat(UPLOAD_LIMIT)) from error
    except (NotAnImage, TooManyPixels) as error:
        raise PhotoUnreadable(name=photo.name) from error
    covers = sound(photo.covers)
    if not covers:
        return KeptPhoto(clean, None, ())
    return KeptPhoto(covered(clean, covers, name=photo.name), clean, covers)
