"""What can be done on the notice board: it works, it refuses, it fails with nothing written."""

from __future__ import annotations

import pytest

from perron.bricks.example.actions import (
    AlreadyTakenDown,
    NoteTooLong,
    forget_authors,
    post_note,
    send_note,
    take_down_note,
)
from perron.bricks.example.models import Note
from perron.bricks.example.rules import LONGEST, State
from perron.bricks.example.tests.factories import LATER, NOON, a_note
from perron.kernel.audit import AuditEntry
from perron.kernel.errors import NotYours, SignInFirst, Unavailable
from perron.kernel.testing.events import emitted
from perron.kernel.testing.factories import an_agent_of, an_authority

pytestmark = pytest.mark.django_db


def test_an_agent_hangs_a_note_and_everybody_is_told():
    authority = an_authority()
    agent = an_agent_of(authority)

    note = post_note(actor=agent, authority=authority, title={"en": "Open on Sunday"}, place="", at=NOON)

    assert (note.state, note.author, note.posted_at) == (State.POSTED, agent, NOON)
    assert verbs() == ["example.post_note"]
    assert emitted() == ["example.note_posted"]


def test_a_note_that_is_too_long_is_refused_and_nothing_hangs():
    authority = an_authority()
    words = {"en": "x" * (LONGEST + 1)}

    with pytest.raises(NoteTooLong) as refusal:
        post_note(actor=an_agent_of(authority), authority=authority, title=words, place="", at=NOON)

    assert str(refusal.value) == "A note has at most 500 characters; this one has 501."
    assert refusal.value.what_to_do()
    assert nothing_written()


def test_strangers_and_staff_of_others_hang_nothing():
    authority = an_authority()
    stranger = an_agent_of(an_authority())

    with pytest.raises(NotYours):
        post_note(actor=stranger, authority=authority, title={"en": "x"}, place="", at=NOON)
    with pytest.raises(SignInFirst):
        post_note(actor=None, authority=authority, title={"en": "x"}, place="", at=NOON)  # type: ignore[arg-type]
    assert nothing_written()


def test_a_note_is_taken_down_once():
    note = a_note()
    agent = an_agent_of(note.authority)

    take_down_note(actor=agent, note=note, at=LATER)
    with pytest.raises(AlreadyTakenDown) as refusal:
        take_down_note(actor=agent, note=note, at=LATER)

    note.refresh_from_db()
    assert (note.state, note.taken_down_at) == (State.TAKEN_DOWN, LATER)
    assert refusal.value.status == 409
    assert verbs() == ["example.post_note", "example.take_down_note"]


def test_when_a_system_of_others_fails_nothing_is_written():
    note = a_note()
    before = (verbs(), emitted())

    with pytest.raises(Unavailable):
        send_note(actor=an_agent_of(note.authority), note=note)

    assert (verbs(), emitted()) == before


def test_old_notes_lose_their_author_and_stay():
    note = a_note()

    assert forget_authors(actor=None, before=NOON) == 0
    assert forget_authors(actor=None, before=LATER) == 1

    note.refresh_from_db()
    assert note.author is None


def verbs() -> list[str]:
    """What the log says was done, in order."""
    return list(AuditEntry.objects.order_by("pk").values_list("verb", flat=True))


def nothing_written() -> bool:
    """Neither a note, nor a trace, nor an event."""
    return not Note.objects.exists() and not verbs() and not emitted()
