"""What an operator should know of the catalogue's surroundings: one English sentence, or None when all is well."""

from __future__ import annotations

from django.utils import timezone

from perron.bricks.catalogue.models import Source, Upload
from perron.bricks.catalogue.rules.rhythm import QUICK_RETRIES, STALE_READING
from perron.bricks.catalogue.rules.states import UploadState


def failing_sources() -> str | None:
    """Sources that keep failing after the quick retries."""
    failing = Source.objects.filter(is_active=True, failures__gt=QUICK_RETRIES).count()
    return f"{failing} scheduled sources keep failing; their owners have been told." if failing else None


def stuck_readings() -> str | None:
    """Files that have waited for a worker too long."""
    before = timezone.now() - STALE_READING
    waiting = Upload.objects.filter(
        state__in=[UploadState.WAITING, UploadState.READING], received_at__lt=before
    ).count()
    return f"{waiting} files wait to be read: is a worker running?" if waiting else None
