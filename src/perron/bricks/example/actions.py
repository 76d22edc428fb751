"""What can be done on the notice board: one action that works and refuses, and one that fails."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from perron.bricks.example import permissions, rules
from perron.bricks.example.models import Note
from perron.kernel import audit, events
from perron.kernel import permissions as rights
from perron.kernel.actors import Actor
from perron.kernel.authorities import Authority
from perron.kernel.errors import Refused, Unavailable


class NoteTooLong(Refused):
    """A note fits on a card."""

    code = "note_too_long"
    sentence = _("A note has at most %(limit)s characters; this one has %(length)s.")
    way_out = _("Shorten it, and send it again.")


class AlreadyTakenDown(Refused):
    """A note is taken down once."""

    code = "already_taken_down"
    status = 409
    sentence = _("This note was taken down already.")


@transaction.atomic
def post_note(*, actor: Actor, authority: Authority, title: Mapping[str, str], place: str, at: datetime) -> Note:
    """Hang a note on the authority's board. Raises NoteTooLong."""
    rights.require(actor, permissions.POST_NOTE, authority)
    longest = max((len(words) for words in title.values()), default=0)
    if longest > rules.LONGEST:
        raise NoteTooLong(limit=rules.LONGEST, length=longest)
    note = Note.objects.create(authority=authority, author=actor, title=dict(title), place=place, posted_at=at)
    audit.record(actor=actor, verb="example.post_note", subject=note.ref, authority=authority)
    events.emit("example.note_posted", note_id=note.pk)
    return note


@transaction.atomic
def take_down_note(*, actor: Actor, note: Note, at: datetime) -> Note:
    """Take a note down. Raises AlreadyTakenDown."""
    rights.require(actor, permissions.TAKE_DOWN_NOTE, note.authority)
    if not rules.may_take_down(note.state):
        raise AlreadyTakenDown
    note.state, note.taken_down_at = rules.State.TAKEN_DOWN, at
    note.save(update_fields=["state", "taken_down_at"])
    audit.record(actor=actor, verb="example.take_down_note", subject=note.ref, authority=note.authority)
    events.emit("example.note_taken_down", note_id=note.pk)
    return note


@transaction.atomic
def send_note(*, actor: Actor, note: Note) -> None:
    """Send a note to a system that never answers: how a failure of others looks. Always raises Unavailable."""
    rights.require(actor, permissions.POST_NOTE, note.authority)
    audit.record(actor=actor, verb="example.send_note", subject=note.ref, authority=note.authority)
    events.emit("example.note_posted", note_id=note.pk)
    raise Unavailable("pigeon post", "no pigeon came back")


@transaction.atomic
def forget_authors(*, actor: Actor | None, before: datetime) -> int:
    """Detach old notes from whoever wrote them; says how many."""
    touched = Note.objects.filter(posted_at__lt=before, author__isnull=False).update(author=None)
    if touched:
        subject = Note(pk=0).ref
        audit.record(actor=actor, verb="example.forget_authors", subject=subject, facts={"notes": touched})
    return touched
