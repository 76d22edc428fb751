"""Bad luck on the desk: two at once, a double click, a session that ended, data that did not change or lost columns."""

from __future__ import annotations

import csv
import io
from datetime import timedelta
from urllib.parse import urlencode

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from perron.bricks.catalogue.actions.datasets import describe_dataset
from perron.bricks.catalogue.actions.versions import propose_version
from perron.bricks.catalogue.models import Dataset, TableFile, Upload
from perron.bricks.catalogue.queries import standing
from perron.bricks.catalogue.queries.refusals import AlreadyPublished, NothingChanged
from perron.bricks.catalogue.tests.factories import (
    COMPLETE,
    LATER,
    NOON,
    TREES,
    a_draft,
    a_published_dataset,
    an_editor_of,
    an_upload,
)
from perron.kernel.actors import Actor
from perron.kernel.testing.factories import an_agent_of, an_authority
from perron.kernel.web.actor import UNTIL

pytestmark = pytest.mark.django_db


def signed_in(actor: Actor) -> Client:
    client = Client()
    client.force_login(actor)
    client.get("/robots.txt")
    return client


def at_desk(name: str, dataset: Dataset, **more: object) -> str:
    kwargs = {"authority": dataset.authority.slug, "pk": dataset.pk} | more
    return reverse(f"catalogue:desk_{name}", kwargs=kwargs)


def typed(dataset: Dataset, title: str) -> dict[str, object]:
    """The description form as an agent sends it."""
    return {
        "edit_number": dataset.edit_number,
        "title_fr": title,
        "description_fr": COMPLETE.descriptions["fr"],
        "licence": "CC-BY-4.0",
        "access": "public",
        "frequency": "ANNUAL",
        "themes": ["ENVI"],
        "languages": ["fr"],
        "contact_email": "data@example.org",
    }


def test_two_agents_at_once_and_what_the_second_typed_is_kept():
    dataset = a_draft()
    form = typed(dataset, "Mon titre à moi")
    other = an_agent_of(dataset.authority)
    saved = standing.description_of(dataset)
    describe_dataset(actor=other, dataset=dataset, description=saved, edit_number=dataset.edit_number, at=LATER)

    answer = signed_in(an_agent_of(dataset.authority)).post(at_desk("describe", dataset), form)

    assert answer.status_code == 409
    assert "Mon titre à moi" in answer.content.decode()
    assert Dataset.objects.get().titles["fr"] == "Arbres de la ville"


def test_a_session_that_ended_while_typing_asks_to_sign_in_and_changes_nothing():
    dataset = a_draft()
    client = signed_in(an_agent_of(dataset.authority))
    session = client.session
    session[UNTIL] = (timezone.now() - timedelta(minutes=1)).isoformat()
    session.save()
    address = at_desk("describe", dataset)

    answer = client.post(address, typed(dataset, "Tapé trop longtemps"))

    assert answer.status_code == 302
    assert urlencode({"next": address}) in answer["Location"]
    assert Dataset.objects.get().titles["fr"] == "Arbres de la ville"


def test_what_is_typed_is_kept_in_the_browser_until_it_is_saved():
    dataset = a_draft()

    page = signed_in(an_agent_of(dataset.authority)).get(at_desk("describe", dataset)).content.decode()

    assert "data-draft" in page


def test_a_form_from_elsewhere_or_left_open_too_long_says_so_and_changes_nothing():
    dataset = a_draft()
    client = Client(enforce_csrf_checks=True)
    client.force_login(an_agent_of(dataset.authority))

    answer = client.post(at_desk("describe", dataset), typed(dataset, "Vieux formulaire"))

    assert answer.status_code == 403
    assert Dataset.objects.get().titles["fr"] == "Arbres de la ville"


def test_a_double_click_publishes_once():
    dataset = a_draft()
    client = signed_in(an_editor_of(dataset.authority))

    statuses = [client.post(at_desk("publish", dataset)).status_code for _ in range(2)]

    dataset.refresh_from_db()
    assert statuses == [302, AlreadyPublished.status]
    assert (dataset.state, dataset.versions.count()) == ("published", 1)


def test_the_same_data_again_make_no_version_and_the_file_stays():
    dataset = a_published_dataset()
    upload = an_upload(dataset.authority)

    with pytest.raises(NothingChanged):
        propose_version(actor=an_agent_of(dataset.authority), dataset=dataset, upload=upload, at=LATER)

    assert dataset.versions.count() == 1
    assert Upload.objects.get(pk=upload.pk).version is None


def test_a_version_that_lost_columns_waits_and_says_which():
    dataset = a_published_dataset()
    upload = an_upload(dataset.authority, text="id;essence\n1;Chêne\n")
    client = signed_in(an_agent_of(dataset.authority))

    page = client.get(at_desk("compare", dataset, upload=upload.pk)).content.decode()

    dataset.refresh_from_db()
    assert "annee" in page
    assert dataset.current.tables.get().row_count == 3


def test_an_upload_to_the_desk_of_another_authority_is_closed():
    here, elsewhere = an_authority(), an_authority()

    answer = signed_in(an_agent_of(elsewhere)).get(reverse("catalogue:desk_new", kwargs={"authority": here.slug}))

    assert answer.status_code in {403, 404}


def test_a_dataset_is_not_reached_through_the_desk_of_another_authority():
    dataset = a_draft()
    agent = an_agent_of(an_authority())

    assert signed_in(agent).post(at_desk("publish", dataset)).status_code in {403, 404}
    assert Dataset.objects.get().state == "draft"


def test_formulas_in_a_file_are_harmless_in_its_downloads():
    text = "id;nom\n1;=cmd|' /C calc'!A0\n2;@SUM(1+1)\n3;-2+3+cmd\n4;Gent\n"
    dataset = a_published_dataset(text=text)
    table = dataset.current.tables.get()
    address = f"/api/catalogue/v1/datasets/{dataset.slug}/tables/{table.name}/rows.csv"

    written = b"".join(Client().get(address).streaming_content).decode()

    names = [row["nom"] for row in csv.DictReader(io.StringIO(written))]
    assert names == ["'=cmd|' /C calc'!A0", "'@SUM(1+1)", "'-2+3+cmd", "Gent"]


def test_a_dataset_whose_bytes_are_gone_says_so_and_its_record_stays():
    dataset = a_published_dataset(text=TREES + f"9;If;{NOON.year}\n")
    table = TableFile.objects.get(version__dataset=dataset)
    table.parquet.sha256 = "0" * 64
    table.parquet.save()

    answer = Client().get(f"/api/catalogue/v1/datasets/{dataset.slug}/tables/{table.name}/rows")

    assert answer.status_code == 503
    assert Client().get(reverse("catalogue:dataset", kwargs={"slug": dataset.slug})).status_code in {200, 503}
