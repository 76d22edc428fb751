"""What must not get out: values of data that are not public, names that nobody gave, in any face of the catalogue."""

from __future__ import annotations

import pytest
from django.core.cache import caches
from django.test import Client

from perron.bricks.catalogue.actions.datasets import describe_columns
from perron.bricks.catalogue.actions.questions import ask_question
from perron.bricks.catalogue.actions.reuses import add_reuse
from perron.bricks.catalogue.actions.uploads import receive_link
from perron.bricks.catalogue.adapters.tables import Format, export
from perron.bricks.catalogue.adapters.tables.engine import Engine
from perron.bricks.catalogue.models import TableFile
from perron.bricks.catalogue.publish import documents, feed, inventory, places
from perron.bricks.catalogue.rules.dictionary import ColumnWords
from perron.bricks.catalogue.rules.query import Query
from perron.bricks.catalogue.rules.reuse import ReuseProposal
from perron.bricks.catalogue.tests.factories import NOON, a_draft, a_published_dataset
from perron.bricks.catalogue.tests.table_samples import a_table
from perron.kernel import audit
from perron.kernel.contract import BoundingBox
from perron.kernel.testing.factories import an_actor, an_agent_of, an_authority

pytestmark = pytest.mark.django_db

BELGIUM = BoundingBox(2.5, 49.5, 6.4, 51.5)
VALUES = ("Chêne", "Hêtre", "Tilleul", "1998", "2011")


@pytest.fixture(autouse=True)
def nothing_kept():
    caches["local"].clear()


def get(path: str, actor=None):
    client = Client()
    if actor:
        client.force_login(actor)
    return client.get(path)


@pytest.mark.parametrize("access", ["restricted", "non_public"])
def test_no_face_shows_a_value_of_data_that_are_not_public(access):
    dataset = a_published_dataset(access=access)
    slug, table = dataset.slug, dataset.current.tables.get().name
    below, api = f"/fr/catalogue/{slug}/", f"/api/catalogue/v1/datasets/{slug}"
    pages = [below, f"{below}versions/1/", f"{below}feed.atom", "/fr/catalogue/", "/fr/catalogue/feed.atom", api]
    closed = [f"{below}files/{dataset.current.uploads.get().pk}/"]
    for version in ("", "/versions/1"):
        closed += [f"{api}{version}/tables/{table}/{what}" for what in ("rows", "groups?group=essence", "columns")]
        closed += [
            f"{api}{version}/tables/{table}/rows.{kind}" for kind in ("csv", "json", "ndjson", "xlsx", "parquet")
        ]

    shown = "".join(get(page).text for page in pages)
    told = f"{[*documents.documents()]} {[*inventory.rows()]} {[*feed.entries_of_datasets([dataset])]}"

    assert [value for value in VALUES if value in shown + told] == []
    assert {get(page).status_code for page in closed} == {403}


@pytest.mark.parametrize("access", ["restricted", "non_public"])
def test_data_that_are_not_public_are_found_by_what_their_page_shows_and_by_nothing_else(access):
    dataset = a_published_dataset(access=access)
    page = get(f"/fr/catalogue/{dataset.slug}/").text
    (document,) = [each for each in documents.documents() if each.ref == dataset.ref]
    (row,) = [each for each in inventory.rows() if each["address"] == dataset.slug]

    assert document.also
    assert [name for name in document.also if name not in page] == []
    assert "format" not in document.facets
    assert row["formats"] is None


def test_where_rows_that_are_not_public_lie_is_on_no_map():
    dataset = a_published_dataset(access="restricted")
    TableFile.objects.filter(version=dataset.current).update(box=[4.8, 50.4, 4.9, 50.5])

    assert list(places.features(BELGIUM, 10)) == []


def test_a_draft_is_in_no_face_for_the_staff_of_another_authority():
    dataset = a_draft()
    table = dataset.versions.get().tables.get()
    neighbour = an_agent_of(an_authority())
    api = f"/api/catalogue/v1/datasets/{dataset.slug}"

    for actor in (None, neighbour):
        for path in (f"/fr/catalogue/{dataset.slug}/", api, f"{api}/tables/{table.name}/rows"):
            assert get(path, actor).status_code == 404


def test_what_staff_see_of_a_draft_is_kept_by_no_shared_cache():
    dataset = a_draft()
    table = dataset.versions.get().tables.get()
    upload = dataset.versions.get().uploads.get()
    agent = an_agent_of(dataset.authority)
    paths = (
        f"/fr/catalogue/{dataset.slug}/",
        f"/fr/catalogue/{dataset.slug}/files/{upload.pk}/",
        f"/api/catalogue/v1/datasets/{dataset.slug}/tables/{table.name}/rows",
        f"/api/catalogue/v1/datasets/{dataset.slug}/tables/{table.name}/rows.csv",
    )

    answers = [get(path, agent) for path in paths]

    assert {answer.status_code for answer in answers} == {200}
    assert all(answer["Cache-Control"].startswith("private") for answer in answers)


def test_whoever_leaves_the_name_empty_stays_unnamed():
    dataset, visitor = a_published_dataset(), an_actor(name="Ann Onyme")

    question = ask_question(
        actor=visitor, dataset=dataset, kind="question", words="Depuis quand ?", language="fr", at=NOON
    )
    proposal = ReuseProposal(kind="application", title="App", url="https://app.example.org/", language="fr")
    reuse = add_reuse(actor=visitor, dataset=dataset, proposal=proposal, at=NOON)

    assert (question.author_name, reuse.author_name) == ("", "")
    assert "Ann Onyme" not in get(f"/fr/catalogue/{dataset.slug}/").text


def test_an_address_cannot_give_a_file_a_name_that_breaks_anything():
    authority = an_authority()

    upload = receive_link(
        actor=an_agent_of(authority), authority=authority, url="https://example.org/a%00b%0D%0AX-Evil:%201.csv", at=NOON
    )

    assert upload.name == "abX-Evil: 1.csv"


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠"])
def test_no_download_holds_a_formula(tmp_path, start):
    table = a_table(tmp_path, f"SELECT chr({ord(start)}) || '1+1|calc' AS word")

    written = b"".join(export(table, Query(), Format.CSV, engine=Engine([tmp_path], tmp_path / "cache"))).decode()

    assert written == f'"word"\r\n"\'{start}1+1|calc"\r\n'


def test_the_log_says_nothing_of_the_columns_of_a_draft():
    dataset = a_draft()
    table = dataset.versions.get().tables.get()

    describe_columns(
        actor=an_agent_of(dataset.authority),
        table=table,
        words={"essence": ColumnWords(unit="m")},
        edit_number=dataset.edit_number,
        at=NOON,
    )

    assert audit.history(dataset.ref)[0].facts == {"columns": 1}
