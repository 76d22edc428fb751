"""The desk through the browser's eyes: files, reading, descriptions; what was typed is never lost."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from perron.bricks.catalogue.actions.datasets import describe_dataset
from perron.bricks.catalogue.models import Dataset, Upload
from perron.bricks.catalogue.queries.standing import description_of
from perron.bricks.catalogue.rules.understanding import NO_MEANING
from perron.bricks.catalogue.tests.addresses import UNFIT
from perron.bricks.catalogue.tests.factories import NOON, TREES, a_draft, an_administrator_of, an_editor_of, an_upload
from perron.kernel.contract import Role
from perron.kernel.testing.factories import an_actor, an_agent_of, an_authority
from perron.kernel.testing.queue import run_pending

pytestmark = pytest.mark.django_db

PEOPLE = "nom;registre\n" + "".join(f"Personne {n};{number}\n" for n, number in enumerate(["85.07.30-033.28"] * 5))


def signed_in(actor) -> Client:
    client = Client()
    client.force_login(actor)
    return client


def at(name: str, authority, *arguments) -> str:
    return reverse(f"catalogue:{name}", args=[authority.slug, *arguments])


def page(response) -> str:
    return response.content.decode()


def described(dataset: Dataset, **changes) -> dict[str, object]:
    """What the form sends when nothing else is touched."""
    return {
        "edit_number": dataset.edit_number,
        "title_fr": dataset.titles.get("fr", ""),
        "description_fr": dataset.descriptions.get("fr", ""),
        "themes": dataset.themes,
        "licence": dataset.licence,
        "access": dataset.access,
        "frequency": dataset.frequency,
        "languages": dataset.languages,
        "contact_email": dataset.contact_email,
        **changes,
    }


def test_an_empty_desk_says_what_to_do_first():
    authority = an_authority()

    response = signed_in(an_agent_of(authority)).get(at("desk", authority))

    assert at("desk_new", authority) in page(response)
    assert "Drop a first file" in page(response) or "premier fichier" in page(response)


def test_whoever_works_at_one_authority_lands_on_its_desk():
    authority = an_authority()

    response = signed_in(an_agent_of(authority)).get(reverse("catalogue:desk_start"))

    assert response["Location"] == at("desk", authority)


def test_whoever_works_nowhere_has_no_desk():
    assert signed_in(an_actor()).get(reverse("catalogue:desk_start")).status_code == 403


def test_a_desk_of_many_datasets_takes_few_queries(django_assert_max_num_queries):
    authority = an_authority()
    for number in range(60):
        Dataset.objects.create(
            authority=authority, slug=f"d-{number}", titles={"fr": f"Jeu {number}"}, created_at=NOON, changed_at=NOON
        )
    client = signed_in(an_agent_of(authority))
    client.get(at("desk", authority))

    with django_assert_max_num_queries(12):
        response = client.get(at("desk", authority), {"page": 2})

    assert page(response).count('class="desk-name"') == 10


def test_the_list_is_narrowed_by_words_and_state():
    authority = an_authority()
    a_draft(authority)
    client = signed_in(an_agent_of(authority))

    assert "Arbres de la ville" in page(client.get(at("desk", authority), {"q": "arbres", "state": "draft"}))
    assert "Arbres de la ville" not in page(client.get(at("desk", authority), {"state": "published"}))


def test_a_dropped_file_is_read_and_becomes_a_described_draft():
    authority = an_authority()
    client = signed_in(an_agent_of(authority))

    sent = client.post(at("desk_new", authority), {"file": SimpleUploadedFile("arbres.csv", TREES.encode())})
    waiting = client.get(sent["Location"])
    run_pending()
    read = client.get(sent["Location"])
    upload = Upload.objects.get()
    made = client.post(at("desk_take", authority, upload.pk))

    assert 'hx-trigger="every 2s"' in page(waiting)
    assert "Tilleul" in page(read)
    assert made["Location"] == at("desk_describe", authority, Dataset.objects.get().pk)


def test_sending_nothing_is_said_at_the_field():
    authority = an_authority()

    response = signed_in(an_agent_of(authority)).post(at("desk_new", authority), {})

    assert response.status_code == 422
    assert not Upload.objects.exists()


def test_a_wrong_address_stays_in_the_form():
    authority = an_authority()

    response = signed_in(an_agent_of(authority)).post(at("desk_new", authority), {"url": "ftp://example.org/x.csv"})

    assert response.status_code == 400
    assert "ftp://example.org/x.csv" in page(response)


def test_an_unreadable_file_says_why_and_can_be_tried_again():
    authority = an_authority()
    upload = an_upload(authority, read=False)
    Upload.objects.filter(pk=upload.pk).update(
        state="failed", error_code="damaged_file", error_facts={"format": "xlsx"}
    )
    client = signed_in(an_agent_of(authority))

    response = client.get(at("desk_upload", authority, upload.pk))
    client.post(at("desk_read_again", authority, upload.pk))

    assert "xlsx" in page(response)
    assert at("desk_read_again", authority, upload.pk) in page(response)
    assert Upload.objects.get().state == "waiting"


def test_a_column_is_retyped_and_the_choice_is_kept():
    authority = an_authority()
    upload = an_upload(authority)
    sent = {"attempt": upload.attempt, "t0c2-type": "text", "t0c2-field": "annee", "t0c2-meaning": "year"}
    sent |= {
        "t0c0-type": "integer",
        "t0c0-field": "id",
        "t0c1-type": "text",
        "t0c1-field": "essence",
        "t0c1-drop": "on",
    }

    response = signed_in(an_agent_of(authority)).post(at("desk_upload", authority, upload.pk), sent)

    upload.refresh_from_db()
    chosen = upload.reading_choices.columns[upload.understood.tables[0].name]
    assert response.status_code == 302
    assert (chosen["annee"].type, chosen["essence"].drop) == ("text", True)
    assert "id" not in chosen


def test_a_recognised_meaning_can_be_taken_away_and_stays_away():
    authority = an_authority()
    upload = an_upload(authority)
    client, address = signed_in(an_agent_of(authority)), at("desk_upload", authority, upload.pk)
    sent = {"attempt": upload.attempt, "t0c2-type": "integer", "t0c2-field": "annee", "t0c2-meaning": NO_MEANING}
    sent |= {"t0c0-type": "integer", "t0c0-field": "id", "t0c1-type": "text", "t0c1-field": "essence"}

    shown = page(client.get(address))
    client.post(address, sent)
    run_pending()
    upload.refresh_from_db()
    client.post(address, sent | {"attempt": upload.attempt, "t0c2-meaning": ""})
    run_pending()

    upload.refresh_from_db()
    assert f'<option value="{NO_MEANING}">' in shown
    assert upload.understood.tables[0].columns[2].meaning == ""


def test_choices_made_from_an_earlier_reading_are_refused():
    authority = an_authority()
    upload = an_upload(authority)

    response = signed_in(an_agent_of(authority)).post(at("desk_upload", authority, upload.pk), {"attempt": 99})

    assert response.status_code == 422


def test_personal_data_are_said_and_left_out_by_one_click():
    authority = an_authority()
    upload = an_upload(authority, text=PEOPLE, name="people.csv")
    client = signed_in(an_agent_of(authority))
    sent = {"attempt": upload.attempt, "drop": "t0c1"}
    for place, column in enumerate(upload.understood.tables[0].columns):
        sent |= {f"t0c{place}-type": column.type.value, f"t0c{place}-field": column.field}
        sent |= {f"t0c{place}-meaning": column.meaning}

    shown = page(client.get(at("desk_upload", authority, upload.pk)))
    client.post(at("desk_upload", authority, upload.pk), sent)

    upload.refresh_from_db()
    assert 'name="drop" value="t0c1"' in shown
    assert upload.reading_choices.columns["people"]["registre"].drop


def test_rows_that_do_not_fit_are_listed_and_downloaded():
    authority = an_authority()
    upload = an_upload(authority, text=UNFIT)
    client = signed_in(an_agent_of(authority))

    listed = page(client.get(at("desk_upload", authority, upload.pk)))
    response = client.get(at("desk_unfit", authority, upload.pk, upload.tables.get().pk))

    assert "inconnue" in listed
    assert b"inconnue" in b"".join(response.streaming_content)


def test_a_description_is_saved_with_a_place_found_by_name_and_code():
    dataset = a_draft()
    client = signed_in(an_agent_of(dataset.authority))
    sent = described(dataset, title_nl="Bomen", keywords_fr="arbre, parc, arbre")

    response = client.post(at("desk_describe", dataset.authority, dataset.pk), sent)

    dataset.refresh_from_db()
    assert response.status_code == 302
    assert (dataset.titles["nl"], dataset.keywords["fr"]) == ("Bomen", ["arbre", "parc"])


def test_an_unknown_place_and_a_period_that_ends_early_keep_what_was_typed():
    dataset = a_draft()
    sent = described(dataset, place_words="Zzyzx", period_start="2024-05-01", period_end="2023-01-01", title_fr="Neuf")

    response = signed_in(an_agent_of(dataset.authority)).post(at("desk_describe", dataset.authority, dataset.pk), sent)

    assert response.status_code == 422
    assert 'value="Zzyzx"' in page(response)
    assert 'value="Neuf"' in page(response)


def test_two_agents_at_once_see_both_texts_and_nothing_is_lost():
    dataset = a_draft()
    sent = described(dataset, title_fr="Le mien")
    theirs = description_of(dataset)
    other = an_agent_of(dataset.authority)
    changed = {**theirs.as_columns(), "titles": {"fr": "Le sien"}}
    describe_dataset(
        actor=other, dataset=dataset, description=type(theirs)(**changed), edit_number=dataset.edit_number, at=NOON
    )
    client = signed_in(an_agent_of(dataset.authority))

    refused = client.post(at("desk_describe", dataset.authority, dataset.pk), sent)
    again = client.post(
        at("desk_describe", dataset.authority, dataset.pk), sent | {"edit_number": sent["edit_number"] + 1}
    )

    assert refused.status_code == 409
    assert "Le sien" in page(refused)
    assert 'value="Le mien"' in page(refused)
    assert f'name="edit_number" value="{dataset.edit_number + 1}"' in page(refused)
    assert again.status_code == 302


def test_columns_are_described_in_the_authoritys_languages():
    dataset = a_draft()
    table = dataset.versions.get().tables.get()
    sent = {"edit_number": dataset.edit_number, "c1-title_fr": "Essence", "c1-title_nl": "Soort", "c2-unit": "an"}
    sent |= {"c2-meaning": "year"}

    signed_in(an_agent_of(dataset.authority)).post(at("desk_columns", dataset.authority, dataset.pk, table.pk), sent)

    table.refresh_from_db()
    assert table.dictionary[1].titles == {"fr": "Essence", "nl": "Soort"}


def test_a_taken_address_is_said_at_the_field():
    taken, dataset = a_draft(), a_draft()

    response = signed_in(an_agent_of(dataset.authority)).post(
        at("desk_address", dataset.authority, dataset.pk), {"slug": taken.slug}
    )

    assert response.status_code == 409
    assert f'value="{taken.slug}"' in page(response)


def test_a_reader_looks_and_changes_nothing():
    dataset = a_draft()
    client = signed_in(an_agent_of(dataset.authority, role=Role.READER))

    assert client.get(at("desk_dataset", dataset.authority, dataset.pk)).status_code == 200
    assert client.get(at("desk_describe", dataset.authority, dataset.pk)).status_code == 403
    assert client.get(at("desk_new", dataset.authority)).status_code == 403


def test_the_dataset_of_another_desk_is_not_under_this_address():
    dataset, elsewhere = a_draft(), an_authority()
    client = signed_in(an_agent_of(dataset.authority))

    assert client.get(at("desk_dataset", elsewhere, dataset.pk)).status_code == 404


def test_only_administrators_justify_personal_data():
    authority = an_authority()
    dataset = a_draft(authority, text=PEOPLE)
    table = dataset.versions.get().tables.get()
    address = at("desk_justify", authority, dataset.pk, table.name, "registre")

    assert signed_in(an_editor_of(authority)).get(address).status_code == 403
    empty = signed_in(an_administrator_of(authority)).post(address, {"reason": "Annex to a decree", "legal_basis": ""})
    assert empty.status_code == 422
    assert "Annex to a decree" in page(empty)
