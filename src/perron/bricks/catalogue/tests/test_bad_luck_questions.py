"""Bad luck with questions to the data API: each refusal is a problem in the words of whoever asks."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest
from django.test import Client

from perron.bricks.catalogue.adapters.tables.refusals import TooHeavy
from perron.bricks.catalogue.api.tables import UnknownFormat
from perron.bricks.catalogue.schemas.refusals import NoPlaceInTable, QuestionRefused, UnknownColumn
from perron.bricks.catalogue.tests.bad_luck import assert_told_well
from perron.bricks.catalogue.tests.factories import a_published_dataset
from perron.bricks.catalogue.tests.table_samples import an_engine
from perron.kernel.errors import Refused


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("last", "refusal"),
    [
        ("rows?bbox=4,50,5,51", NoPlaceInTable),
        ("rows?place=21004", NoPlaceInTable),
        ("rows.docx", UnknownFormat),
        ("rows?nothing=1", QuestionRefused),
    ],
)
def test_a_question_that_has_no_answer_is_refused(last: str, refusal: type[Refused]):
    dataset = a_published_dataset()
    assert dataset.current is not None
    table = dataset.current.tables.get()

    answer = Client().get(f"/api/catalogue/v1/datasets/{dataset.slug}/tables/{table.name}/{last}")

    problem = answer.json()
    kinds = {kind.code: kind for kind in (NoPlaceInTable, UnknownFormat, *QuestionRefused.__subclasses__())}
    assert answer["Content-Type"] == "application/problem+json"
    assert (answer.status_code, issubclass(kinds[problem["code"]], refusal)) == (refusal.status, True)
    assert problem["title"]
    assert problem["detail"]


def test_a_question_that_needs_too_much_memory_is_stopped(tmp_path: Path):
    engine = an_engine(tmp_path)

    with pytest.raises(TooHeavy) as refusal, engine.cursor() as cursor:
        raise duckdb.OutOfMemoryException(f"as DuckDB says it: {cursor}")

    assert_told_well(refusal.value.code, refusal.value.facts)


def test_a_column_that_is_not_there_is_a_question_refused():
    assert issubclass(UnknownColumn, QuestionRefused)
