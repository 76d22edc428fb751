"""A dataset's page: what a stranger, a member of staff and a machine see of it, in each state, and what it costs."""

from __future__ import annotations

import json
import re
from datetime import timedelta

import pytest
from django.core.cache import caches
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from perron.bricks.catalogue.actions.datasets import change_address, describe_dataset
from perron.bricks.catalogue.actions.declared import refresh_declared
from perron.bricks.catalogue.actions.personal import justify_personal_data
from perron.bricks.catalogue.actions.questions import answer_question, ask_question, hide_question
from perron.bricks.catalogue.actions.review import publish_dataset, withdraw_dataset
from perron.bricks.catalogue.actions.versions import accept_version, propose_version
from perron.bricks.catalogue.queries.standing import description_of
from perron.bricks.catalogue.tests.factories import (
    LATER,
    NOON,
    TREES,
    a_draft,
    a_published_dataset,
    an_administrator_of,
    an_editor_of,
    an_upload,
)
from perron.kernel import registry
from perron.kernel.contract import Role
from perron.kernel.testing.factories import an_actor, an_agent_of, an_authority

pytestmark = pytest.mark.django_db

MOST_QUERIES = 12
MOST_BYTES = 100_000


@pytest.fixture(autouse=True)
def nothing_kept():
    caches["local"].clear()


def seen(dataset, language: str = "fr", rest: str = "", actor=None):
    client = Client()
    if actor:
        client.force_login(actor)
    return client.get(f"/{language}/catalogue/{dataset.slug}/{rest}")


def words_of(response) -> str:
    """What people read: without the markup, spaces as one."""
    text = re.sub(r"<script.*?</script>|<head>.*?</head>", " ", response.content.decode(), flags=re.DOTALL)
    return " ".join(re.sub(r"<[^>]+>", " ", text).replace("\xa0", " ").replace("\u202f", " ").split())


def test_a_stranger_sees_all_that_is_known():
    authority = an_authority(names={"fr": "Ville de Test", "nl": "Stad Test"})
    dataset = a_published_dataset(authority, place="62063")

    response = seen(dataset)
    text = words_of(response)

    assert response.status_code == 200
    for part in (
        "Arbres de la ville",
        "Tous les arbres plantés par la ville, avec leur essence et l&#x27;année de plantation.",
        "Ville de Test",
        "Liège",
        "4 mai 2026",
        "Chêne 1998",  # a row, the year without a space in it
        "Parquet",
        "CC BY 4.0",
        "Environnement",
        "Annuel",
        "data@example.org",
        "1998 à 2011",  # the extremes of a column
        "100 %",
        "BibTeX",
        "@dataset{",
    ):
        assert part in text, part


@pytest.mark.parametrize("language", ["fr", "nl", "de", "en"])
def test_it_is_there_in_each_language(language):
    assert seen(a_published_dataset(), language).status_code == 200


def test_its_files_lead_to_the_api_and_to_the_file_as_it_came():
    dataset = a_published_dataset()
    page = seen(dataset).content.decode()
    table = dataset.current.tables.get().name
    upload = dataset.current.uploads.get()

    for extension in ("csv", "xlsx", "json", "parquet"):
        address = f"/api/catalogue/v1/datasets/{dataset.slug}/tables/{table}/rows.{extension}"
        assert f'href="{address}"' in page
        assert Client().get(address).status_code == 200
    assert "rows.geojson" not in page  # nothing in it has a place

    original = Client().get(f"/fr/catalogue/{dataset.slug}/files/{upload.pk}/")
    assert b"".join(original) == TREES.encode()
    assert "arbres.csv" in original["Content-Disposition"]


def test_machines_read_the_record_in_the_page():
    dataset = a_published_dataset(
        descriptions={"fr": "Des arbres </script><script>alert(1)</script> & des parcs, par la ville."}, place="62063"
    )
    page = seen(dataset).content.decode()

    (record,) = re.findall(r'<script type="application/ld\+json">(.*?)</script>', page, re.DOTALL)
    told = json.loads(record)

    assert "<" not in record
    assert told["@type"] == "Dataset"
    assert told["url"] == f"http://testserver/fr/catalogue/{dataset.slug}/"
    assert told["description"].startswith("Des arbres </script>")
    assert told["license"] == "http://publications.europa.eu/resource/authority/licence/CC_BY_4_0"
    assert told["spatialCoverage"]["name"] == "Liège"
    assert told["distribution"][0]["contentUrl"].startswith("http://testserver/api/catalogue/v1/datasets/")
    assert [variable["name"] for variable in told["variableMeasured"]] == ["id", "essence", "annee"]
    assert "<script>alert" not in page


def test_no_script_of_the_page_is_against_the_content_policy():
    response = seen(a_published_dataset())
    scripts = re.findall(r"<script([^>]*)>", response.content.decode())

    assert "'unsafe-inline'" not in response["Content-Security-Policy"]
    assert all("src=" in script or "application/ld+json" in script for script in scripts)
    assert " style=" not in response.content.decode()


def test_a_draft_is_for_the_staff_of_its_authority_only():
    draft = a_draft(here := an_authority())
    staff, others = an_agent_of(here, role=Role.READER), an_agent_of(an_authority(), role=Role.ADMINISTRATOR)

    assert seen(draft).status_code == 404
    assert seen(draft, actor=an_actor()).status_code == 404
    assert seen(draft, actor=others).status_code == 404
    shown = seen(draft, actor=staff)
    assert shown.status_code == 200
    assert 'class="alert alert--warning"' in shown.content.decode()
    assert 'name="robots" content="noindex"' in shown.content.decode()


def test_a_withdrawal_reaches_every_cache_within_minutes():
    dataset = a_published_dataset()
    api = f"/api/catalogue/v1/datasets/{dataset.slug}"
    table = f"tables/{dataset.current.tables.get().name}"
    original = f"/fr/catalogue/{dataset.slug}/files/{dataset.current.uploads.get().pk}/"
    addresses = [
        api,
        original,
        *(f"{api}/{each}{table}/rows{end}" for each in ("", "versions/1/") for end in ("", ".csv")),
    ]
    tags = {}
    for address in addresses:
        first = Client().get(address)
        known = tags[address] = {"If-None-Match": first["ETag"]}
        again = Client().get(address, headers=known)
        assert again.status_code == 304
        assert {first["Cache-Control"], again["Cache-Control"]} == {"public, max-age=60, must-revalidate"}

    withdraw_dataset(actor=an_editor_of(dataset.authority), dataset=dataset, reason="Elles étaient fausses.", at=LATER)

    assert {Client().get(address, headers=known).status_code for address, known in tags.items()} == {410}


def test_a_withdrawn_dataset_says_why_for_ever():
    dataset = a_published_dataset(here := an_authority())
    seen(dataset)  # kept, and still not shown afterwards
    withdraw_dataset(actor=an_editor_of(here), dataset=dataset, reason="Elles étaient fausses.", at=LATER)

    for rest in ("", "versions/1/", "feed.atom", "ask/", f"files/{dataset.current.uploads.get().pk}/"):
        response = seen(dataset, rest=rest)
        assert response.status_code == 410, rest
        assert "Elles étaient fausses." in response.content.decode()
    assert seen(dataset, actor=an_editor_of(here)).status_code == 200


def test_an_old_address_leads_to_the_present_one():
    dataset = a_published_dataset(here := an_authority())
    old = dataset.slug
    change_address(actor=an_editor_of(here), dataset=dataset, slug="arbres-nouveaux", at=LATER)

    for rest in ("", "versions/1/", "feed.atom", "ask/"):
        response = Client().get(f"/nl/catalogue/{old}/{rest}?a=1")
        assert response.status_code == 308
        assert response["Location"] == f"/nl/catalogue/arbres-nouveaux/{rest}?a=1"


def test_an_unknown_address_is_not_found():
    assert Client().get("/fr/catalogue/never-heard-of/").status_code == 404
    assert Client().get("/fr/catalogue/never-heard-of/versions/1/").status_code == 404


def test_data_that_are_not_public_are_described_only():
    dataset = a_published_dataset(here := an_authority(), access="restricted")

    page = seen(dataset).content.decode()

    assert "Chêne" not in page.split("</thead>")[0]
    assert "rows.csv" not in page
    assert 'id="preview"' not in page
    assert 'class="alert alert--info"' in page
    original = f"files/{dataset.current.uploads.get().pk}/"
    assert seen(dataset, rest=original).status_code == 403
    assert seen(dataset, rest=original, actor=an_agent_of(here)).status_code == 200


def a_second_version(dataset):
    upload = an_upload(dataset.authority, text=TREES + "4;Érable;2020\n")
    version = propose_version(
        actor=an_agent_of(dataset.authority),
        dataset=dataset,
        upload=upload,
        notes={"fr": "Un érable de plus."},
        at=LATER,
    )
    accept_version(actor=an_editor_of(dataset.authority), version=version, at=LATER)
    dataset.refresh_from_db()
    return dataset


def test_every_version_stays_readable():
    dataset = a_second_version(a_published_dataset())

    newest, first, second = seen(dataset), seen(dataset, rest="versions/1/"), seen(dataset, rest="versions/2/")

    assert "Érable" in newest.content.decode()
    assert "Un érable de plus." in words_of(newest)
    assert "Érable" not in first.content.decode()
    assert f"/api/catalogue/v1/datasets/{dataset.slug}/versions/1/tables/" in first.content.decode()
    assert f'href="/fr/catalogue/{dataset.slug}/"' in first.content.decode()
    assert "alert--info" in first.content.decode()  # it says that it is old
    assert "alert--info" not in second.content.decode()
    assert "Un érable de plus." in words_of(second)
    assert seen(dataset, rest="versions/3/").status_code == 404


def test_a_version_in_the_making_is_for_staff():
    dataset = a_published_dataset()
    upload = an_upload(dataset.authority, text=TREES + "4;Érable;2020\n")
    propose_version(actor=an_agent_of(dataset.authority), dataset=dataset, upload=upload, at=LATER)

    assert seen(dataset, rest="versions/2/").status_code == 404
    assert seen(dataset, rest="versions/2/", actor=an_agent_of(dataset.authority)).status_code == 200
    assert "Érable" not in seen(dataset).content.decode()


def test_the_feed_of_a_dataset_has_its_versions():
    dataset = a_second_version(a_published_dataset())

    feed = seen(dataset, rest="feed.atom").content.decode()

    assert feed.count("<entry>") == 2
    assert "Arbres de la ville (2)" in feed


def test_why_personal_data_are_public_is_public():
    here = an_authority()
    draft = a_draft(here, text="nom;email\nA;an.peeters@gmail.com\nB;jan.janssens@gmail.com\n")
    table = draft.versions.get().tables.get()
    justify_personal_data(
        actor=an_administrator_of(here),
        dataset=draft,
        table=table.name,
        field="email",
        reason="Les mandataires publient leur adresse.",
        legal_basis="Décret du 1er janvier",
        at=NOON,
    )
    dataset = publish_dataset(actor=an_editor_of(here), dataset=draft, at=NOON)

    text = words_of(seen(dataset))

    assert "Les mandataires publient leur adresse." in text
    assert "Décret du 1er janvier" in text


@pytest.mark.parametrize("declared", registry.datasets(), ids=lambda declared: declared.name)
def test_what_keeps_itself_has_its_page_as_well(declared):
    dataset = refresh_declared(actor=None, declared=declared, at=NOON)

    response = seen(dataset)

    assert response.status_code == 200
    assert str(declared.columns[0].title.fr) in response.content.decode()


def test_documents_without_tables_are_offered_as_files():
    dataset = a_published_dataset()
    dataset.current.tables.all().delete()

    response = seen(dataset)

    assert response.status_code == 200
    assert "arbres.csv" in response.content.decode()
    assert 'id="dictionary"' not in response.content.decode()


def test_the_page_costs_little():
    dataset = a_published_dataset(place="62063")
    a_published_dataset(dataset.authority)
    seen(dataset)
    caches["local"].clear()

    with CaptureQueriesContext(connection) as fresh:
        response = seen(dataset)
    with CaptureQueriesContext(connection) as kept:
        seen(dataset)

    assert len(fresh) <= MOST_QUERIES
    assert len(kept) <= 2  # whose host this is, and whether anything changed
    assert len(response.content) < MOST_BYTES


def test_a_kept_page_changes_as_soon_as_anything_changes():
    here = an_authority()
    dataset = a_published_dataset(here)
    editor = an_editor_of(here)
    asked = ask_question(
        actor=None,
        dataset=dataset,
        kind="question",
        words="Et les hêtres ?",
        language="fr",
        author_email="a@b.be",
        at=NOON,
    )
    assert "Et les hêtres" not in seen(dataset).content.decode()

    answer_question(actor=editor, question=asked, answer="Ils y sont.", at=LATER)
    assert "Ils y sont." in seen(dataset).content.decode()

    answer_question(actor=editor, question=asked, answer="Ils y sont tous.", at=LATER + timedelta(hours=1))
    assert "Ils y sont tous." in seen(dataset).content.decode()

    hide_question(actor=editor, question=asked, reason="off topic")
    assert "Et les hêtres" not in seen(dataset).content.decode()

    dataset.refresh_from_db()
    description = description_of(dataset)
    description.titles["fr"] = "Les arbres"
    describe_dataset(actor=editor, dataset=dataset, description=description, edit_number=dataset.edit_number, at=LATER)
    assert "Les arbres" in words_of(seen(dataset))


def test_who_has_the_page_already_is_told_so():
    dataset = a_published_dataset()
    first = seen(dataset)

    for _again in range(2):
        again = Client().get(f"/fr/catalogue/{dataset.slug}/", headers={"If-None-Match": first["ETag"]})
        assert again.status_code == 304
        assert "Cookie" in again["Vary"]
    assert seen(dataset, "nl")["ETag"] != first["ETag"]


def test_the_page_of_somebody_signed_in_is_kept_for_nobody():
    dataset = a_published_dataset()

    mine = seen(dataset, actor=an_actor(name="Zoé Secrète"))

    assert "ETag" not in mine
    assert "accounts/login" not in mine.content.decode()
    assert "accounts/login" in seen(dataset).content.decode()


def test_a_program_that_takes_gzip_gets_the_same():
    dataset = a_published_dataset()
    plain = seen(dataset)

    packed = Client().get(f"/fr/catalogue/{dataset.slug}/", headers={"Accept-Encoding": "gzip"})

    assert packed["Content-Encoding"] == "gzip"
    assert "Accept-Encoding" in packed["Vary"]
    assert packed["ETag"] == plain["ETag"]
    assert len(packed.content) < len(plain.content) / 2


def test_rows_that_did_not_fit_are_counted_where_the_files_are():
    dataset = a_published_dataset()
    dataset.current.tables.update(unfit_rows=1234)

    assert "1 234 lignes du fichier ne convenaient pas et sont laissées de côté" in words_of(seen(dataset))
