"""Fetching a file from an address into a folder, within the limits of the house."""

from __future__ import annotations

from pathlib import Path

from django.conf import settings

from perron.kernel import outbound

SECONDS = 300.0


def fetch_into(url: str, folder: Path, *, known: outbound.Known | None = None) -> outbound.Fetched:
    """Fetch a file into a folder. Raises Unavailable, or a refusal for addresses that must not be fetched."""
    return outbound.fetch(url, limit=settings.FILE_SIZE_LIMIT, timeout=SECONDS, into=folder / "fetched", known=known)
