"""Reactions of the notice board to its own events."""

from __future__ import annotations

import logging

log = logging.getLogger("perron.example")


def note_was_posted(*, note_id: int) -> None:
    """Only says so: a real brick calls one action here."""
    log.info("note posted note=%s", note_id)
