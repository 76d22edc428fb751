"""Fetching from addresses: a file into a folder for the reading, and scheduled sources with what changed."""

from __future__ import annotations

from pathlib import Path

from perron.bricks.catalogue.rules.rhythm import LARGEST_UPLOAD
from perron.kernel import outbound

SECONDS = 300.0


def fetch_into(url: str, folder: Path) -> Path:
    """Fetch a file into a folder. Raises Unavailable, or a refusal for addresses that must not be fetched."""
    target = folder / "fetched"
    outbound.fetch(url, limit=LARGEST_UPLOAD, timeout=SECONDS, into=target)
    return target
