"""What whoever sent a report sees of it beyond what strangers do."""

from __future__ import annotations

from collections.abc import Collection

from perron.bricks.reports.adapters.photo_files import small
from perron.bricks.reports.models import Photo, Report, Reporter
from perron.kernel.errors import NotFound

__all__ = ["Photo", "Report", "Reporter", "own_photos", "photo_shown", "small_photo"]


def own_photos(report: Report) -> list[Photo]:
    """The photos for whoever sent the report, the oldest first: all but those that moderators hid."""
    found = Photo.objects.filter(report=report, hidden_reason="").select_related("shown")
    return list(found.order_by("added_at", "pk"))


def photo_shown(number: int, secrets: Collection[str]) -> Photo:
    """A photo that strangers may see, or one of a report whose secret is among these. Raises NotFound."""
    found = Photo.objects.filter(pk=number, hidden_reason="").select_related("shown", "report").first()
    if found is None:
        raise NotFound
    if found.is_public and found.report.is_public:
        return found
    if secrets and Reporter.objects.filter(report=found.report_id, secret__in=secrets, is_first=True).exists():
        return found
    raise NotFound


def small_photo(photo: Photo) -> bytes:
    """What strangers see of a photo, small, as JPEG. Raises Unavailable."""
    return small(photo.shown)
