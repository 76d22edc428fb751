"""The rows that did not fit a published table: who may read which of them."""

from __future__ import annotations

import pytest
from django.core.cache import caches
from django.test import Client

from perron.bricks.catalogue.actions.review import publish_dataset, withdraw_dataset
from perron.bricks.catalogue.actions.uploads import choose_reading
from perron.bricks.catalogue.models import Dataset
from perron.bricks.catalogue.rules.understanding import ColumnChoice, ReadingChoices
from perron.bricks.catalogue.tests.factories import LATER, NOON, a_draft, a_published_dataset, an_editor_of
from perron.kernel.testing.factories import an_agent_of
from perron.kernel.testing.queue import run_pending

pytestmark = pytest.mark.django_db

# A date that is none, one that is the address of a person, a row that is cut short.
ROWS = "".join(f"{n};Ann {n};2021-01-{n % 28 + 1:02}\n" for n in range(1, 60))
TEXT = f"id;nom;le\n{ROWS}60;Bob;inconnue\n61;Cid;jean.dupont@example.org\n62;Dora\n"


@pytest.fixture(autouse=True)
def nothing_kept():
    caches["local"].clear()


def with_a_column_left_out() -> Dataset:
    dataset = a_draft(text=TEXT)
    upload = dataset.versions.get().uploads.get()
    table = upload.understood.tables[0].name
    choices = ReadingChoices(columns={table: {"nom": ColumnChoice(drop=True)}})
    choose_reading(actor=an_agent_of(dataset.authority), upload=upload, choices=choices)
    run_pending()
    dataset.refresh_from_db()
    return publish_dataset(actor=an_editor_of(dataset.authority), dataset=dataset, at=NOON)


def address(dataset: Dataset) -> str:
    return f"/fr/catalogue/{dataset.slug}/unfit/{dataset.current.tables.get().pk}.csv"


def read(dataset: Dataset, actor=None) -> str:
    client = Client()
    if actor:
        client.force_login(actor)
    response = client.get(address(dataset))
    assert response.status_code == 200
    return b"".join(response.streaming_content).decode("utf-8-sig")


def test_whoever_may_have_the_file_as_it_came_may_have_all_that_did_not_fit():
    dataset = a_published_dataset(text=TEXT)

    page, listed = Client().get(f"/fr/catalogue/{dataset.slug}/").text, read(dataset)

    assert address(dataset) in page
    assert listed.splitlines()[0] == "line,column,value,reason"
    assert "inconnue" in listed
    assert "Dora" in listed


def test_with_a_column_left_out_only_values_of_published_columns_remain_and_no_person():
    dataset = with_a_column_left_out()

    listed = read(dataset)

    assert "inconnue" in listed
    assert [secret for secret in ("Bob", "Cid", "Dora", "jean.dupont") if secret in listed] == []
    assert "Dora" in read(dataset, an_agent_of(dataset.authority))


def test_a_program_finds_them_too():
    dataset = a_published_dataset(text=TEXT)

    (table,) = Client().get(f"/api/catalogue/v1/datasets/{dataset.slug}").json()["tables"]

    assert table["unfit_rows"] == 3
    assert table["unfit"].endswith(address(dataset).replace("/fr/", "/en/"))


def test_there_is_nothing_where_all_rows_fit_or_the_data_are_not_public():
    clean, closed = a_published_dataset(), a_published_dataset(text=TEXT, access="restricted")
    withdrawn = a_published_dataset(text=TEXT)
    withdraw_dataset(actor=an_editor_of(withdrawn.authority), dataset=withdrawn, reason="Wrong.", at=LATER)

    assert [Client().get(address(each)).status_code for each in (clean, closed, withdrawn)] == [404, 403, 410]
    assert "unfit" not in Client().get(f"/fr/catalogue/{clean.slug}/").text


def test_the_list_of_one_dataset_is_not_under_the_address_of_another():
    one, other = a_published_dataset(text=TEXT), a_published_dataset()

    assert Client().get(address(one).replace(one.slug, other.slug)).status_code == 404
