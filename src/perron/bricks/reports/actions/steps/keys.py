"""The keys of reports that come by other doors than the pages: the same thing gives the same key; none guesses it."""

from __future__ import annotations

from uuid import UUID

from django.utils.crypto import salted_hmac


def key_of(door: str, name: str) -> UUID:
    """The key of what is called `name` at a door. Whoever sends the same key is taken for who sent the report."""
    return UUID(bytes=salted_hmac(f"perron.reports.key.{door}", name, algorithm="sha256").digest()[:16], version=4)
