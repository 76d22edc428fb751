"""What hangs on the notice board."""

from __future__ import annotations

from django.db.models import QuerySet

from perron.bricks.example.models import Note
from perron.bricks.example.rules import State
from perron.kernel.contract import BoundingBox
from perron.kernel.errors import NotFound


def posted_notes() -> QuerySet[Note]:
    """The notes that anyone may see, newest first."""
    return Note.objects.filter(state=State.POSTED).select_related("authority").order_by("-posted_at", "-pk")


def posted_note(note_id: int) -> Note:
    """One note that anyone may see. Raises NotFound."""
    note = posted_notes().filter(pk=note_id).first()
    if note is None:
        raise NotFound
    return note


def notes_inside(box: BoundingBox, limit: int) -> QuerySet[Note]:
    """The posted notes with a position inside the box."""
    inside = {"longitude__range": (box.west, box.east), "latitude__range": (box.south, box.north)}
    return posted_notes().filter(**inside)[:limit]
