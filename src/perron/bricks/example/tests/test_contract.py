"""The notice board keeps every promise of its declaration."""

from __future__ import annotations

import pytest

from perron.bricks.example.brick import BRICK
from perron.bricks.example.tests.factories import a_note
from perron.kernel.testing.contract_suite import Run, cases

pytestmark = pytest.mark.django_db


@cases(BRICK)
def test_with_nothing_on_it(case: Run):
    case()


@cases(BRICK)
def test_with_notes_on_it(case: Run):
    a_note()
    a_note(place="62063")

    case()
