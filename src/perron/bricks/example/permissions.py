"""Who may do what on the notice board."""

from __future__ import annotations

from perron.bricks.example.models import Note
from perron.kernel import permissions
from perron.kernel.actors import Actor

POST_NOTE = "example.post_note"
TAKE_DOWN_NOTE = "example.take_down_note"


def may_take_down(actor: Actor | None, note: Note) -> bool:
    """Agents of the note's authority."""
    return permissions.allows(actor, TAKE_DOWN_NOTE, note.authority)
