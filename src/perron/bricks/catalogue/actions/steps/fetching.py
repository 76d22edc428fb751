"""Fetching from addresses: a file into a folder for the reading, and scheduled sources with what changed."""

from __future__ import annotations

from pathlib import Path

from django.conf import settings

from perron.kernel import outbound

SECONDS = 300.0


def fetch_into(url: str, folder: Path) -> Path:
    """Fetch a file into a folder. Raises Unavailable, or a refusal for addresses that must not be fetched."""
    target = folder / "fetched"
    outbound.fetch(url, limit=settings.FILE_SIZE_LIMIT, timeout=SECONDS, into=target)
    return target
