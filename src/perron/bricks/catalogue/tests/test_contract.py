"""The catalogue keeps every promise of its declaration."""

from __future__ import annotations

import pytest

from perron.bricks.catalogue.brick import BRICK
from perron.bricks.catalogue.tests.factories import a_draft, a_published_dataset
from perron.kernel.testing.contract_suite import Run, cases

pytestmark = pytest.mark.django_db


@cases(BRICK)
def test_with_nothing_in_it(case: Run):
    case()


@cases(BRICK)
def test_with_datasets_in_it(case: Run):
    a_published_dataset(text="nom;lon;lat\nHalles;4.35;50.85\nGare;4.36;50.84\n")
    a_draft()

    case()
