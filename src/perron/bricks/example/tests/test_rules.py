"""What decides on the notice board."""

from __future__ import annotations

from datetime import timedelta

from perron.bricks.example.rules import KEPT_FOR, State, is_old, may_take_down
from perron.bricks.example.tests.factories import NOON


def test_only_what_hangs_can_be_taken_down():
    assert may_take_down(State.POSTED)
    assert not may_take_down(State.TAKEN_DOWN)


def test_a_note_is_old_when_its_term_has_passed():
    assert not is_old(NOON, NOON + KEPT_FOR)
    assert is_old(NOON, NOON + KEPT_FOR + timedelta(seconds=1))
