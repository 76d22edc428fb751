"""The records over HTTP: what a program finds, and that the description of the API tells the truth."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from jsonschema import Draft202012Validator

from perron.bricks.catalogue.actions.datasets import change_address
from perron.bricks.catalogue.actions.review import withdraw_dataset
from perron.bricks.catalogue.api.datasets import UnknownOrder
from perron.bricks.catalogue.api.openapi import described
from perron.bricks.catalogue.tests.factories import LATER, a_draft, a_published_dataset, an_editor_of
from perron.kernel.search import index_all
from perron.kernel.testing.factories import an_agent_of, an_authority

pytestmark = pytest.mark.django_db

BASE = "/api/catalogue/v1/datasets"


def get(address: str = "", **headers: str):
    return Client().get(f"{BASE}{address}", headers=headers)


def wrong_in(answer, schema: str) -> list[str]:
    document = described()
    of_schema = {"$ref": f"#/components/schemas/{schema}", "components": document["components"]}
    return [error.message for error in Draft202012Validator(of_schema).iter_errors(answer)]


def test_a_program_searches_with_the_facets_of_the_page():
    dataset = a_published_dataset(place="62063")
    a_published_dataset(titles={"fr": "Budget"}, themes=("ECON",))
    index_all()

    found = get("?q=arbres&theme=ENVI").json()

    assert wrong_in(found, "Found") == []
    assert found["total"] == 1
    assert found["query"] == "q=arbres&theme=ENVI"
    (record,) = found["datasets"]
    assert record["slug"] == dataset.slug
    assert record["address"] == f"http://testserver/en/catalogue/{dataset.slug}/"
    assert set(record["formats"]) >= {"csv", "parquet"}
    assert {choice["value"]: choice["chosen"] for choice in found["facets"]["theme"]}["ENVI"]


def test_it_speaks_the_language_that_is_asked_for():
    a_published_dataset()
    index_all()

    found = get("", **{"Accept-Language": "nl"})

    assert found.json()["facets"]["theme"][0]["title"] == "Milieu"
    assert "Accept-Language" in found["Vary"]


def test_the_pages_of_a_search_follow_each_other():
    first = a_published_dataset()
    for number in range(20):
        first.pk, first.slug = None, f"more-{number}"
        first.save(force_insert=True)
    index_all()

    one = get()
    two = Client().get(one.json()["next"])

    assert one["Link"] == f'<{one.json()["next"]}>; rel="next"'
    slugs = [record["slug"] for page in (one, two) for record in page.json()["datasets"]]
    assert len(slugs) == len(set(slugs)) == one.json()["total"] == 21
    assert two.json()["next"] is None


def test_a_record_has_its_versions_tables_and_files():
    dataset = a_published_dataset()

    record = get(f"/{dataset.slug}").json()

    assert wrong_in(record, "Dataset") == []
    assert record["version"] == 1
    (table,) = record["tables"]
    assert table["rows"] == 3
    assert Client().get(table["data"]).json()["rows"][0]["essence"] == "Chêne"
    assert Client().get(table["files"]["csv"]).status_code == 200
    assert Client().get(record["originals"][0]["address"]).status_code == 200
    assert "geojson" not in table["files"]


def test_data_that_are_not_public_are_not_handed_out():
    dataset = a_published_dataset(access="non_public")

    record = get(f"/{dataset.slug}").json()

    assert record["tables"] == record["originals"] == []


def test_who_has_the_answer_already_is_told_so():
    dataset = a_published_dataset()
    index_all()

    for address in ("", f"/{dataset.slug}"):
        first = get(address)
        again = get(address, **{"If-None-Match": first["ETag"]})
        assert again.status_code == 304
        assert first["Access-Control-Allow-Origin"] == "*"


def test_drafts_are_for_nobody_here():
    draft = a_draft(here := an_authority())
    client = Client()
    client.force_login(an_agent_of(here))

    assert client.get(f"{BASE}/{draft.slug}").status_code == 404


def test_a_withdrawn_record_says_why_and_a_moved_one_where():
    dataset = a_published_dataset(here := an_authority())
    old = dataset.slug
    change_address(actor=an_editor_of(here), dataset=dataset, slug="elsewhere", at=LATER)

    moved = get(f"/{old}").json()
    dataset.refresh_from_db()
    withdraw_dataset(actor=an_editor_of(here), dataset=dataset, reason="They were wrong.", at=LATER)
    gone = get("/elsewhere")

    assert moved["facts"]["slug"] == "elsewhere"
    assert gone.status_code == 410
    assert "They were wrong." in gone.json()["title"]


def test_bad_questions_are_answered():
    index_all()

    for query in ("?q=%00", "?theme=NONSENSE&sort=&after=y", "?place=00000"):
        assert get(query).status_code == 200


def test_an_order_that_does_not_exist_is_refused_with_those_that_do():
    answer = get("?sort=size")

    assert (answer.status_code, answer.json()["code"]) == (400, UnknownOrder.code)
    assert "relevance, newest" in answer.json()["detail"]


def test_a_record_costs_few_questions_to_the_database():
    dataset = a_published_dataset()
    get(f"/{dataset.slug}")

    with CaptureQueriesContext(connection) as asked:
        get(f"/{dataset.slug}")

    assert len(asked) <= 12
