"""Notes for tests, made by the action that people use."""

from __future__ import annotations

from datetime import UTC, datetime

from perron.bricks.example.actions import post_note
from perron.bricks.example.models import Note
from perron.kernel.authorities import Authority
from perron.kernel.testing.factories import an_agent_of, an_authority

NOON = datetime(2026, 5, 4, 12, tzinfo=UTC)
LATER = datetime(2026, 6, 4, 12, tzinfo=UTC)


def a_note(authority: Authority | None = None, *, words: str = "The pool is closed", place: str = "") -> Note:
    """A note that hangs on the board, in the middle of Brussels."""
    authority = authority or an_authority()
    title = {"fr": words, "en": words}
    note = post_note(actor=an_agent_of(authority), authority=authority, title=title, place=place, at=NOON)
    note.longitude, note.latitude = 4.3525, 50.8467
    note.save(update_fields=["longitude", "latitude"])
    return note
