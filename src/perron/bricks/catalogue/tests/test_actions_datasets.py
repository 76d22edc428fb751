"""Making, describing and finding the address of a dataset."""

from __future__ import annotations

from dataclasses import replace

import pytest

from perron.bricks.catalogue.actions.datasets import (
    change_address,
    create_dataset,
    describe_columns,
    describe_dataset,
    discard_draft,
)
from perron.bricks.catalogue.models import Dataset, Upload
from perron.bricks.catalogue.queries.reading import dataset_to_read
from perron.bricks.catalogue.queries.refusals import (
    AddressNotPlain,
    AddressTaken,
    AlreadyPublished,
    DescriptionIncomplete,
    MovedTo,
    NotReadYet,
    UnknownCode,
    UploadInUse,
    WordsMissing,
)
from perron.bricks.catalogue.rules.dictionary import ColumnWords
from perron.bricks.catalogue.tests.factories import (
    COMPLETE,
    LATER,
    NOON,
    a_draft,
    a_published_dataset,
    an_editor_of,
    an_upload,
)
from perron.kernel.audit import AuditEntry
from perron.kernel.errors import ChangedMeanwhile, NotYours, SignInFirst
from perron.kernel.testing.factories import an_actor, an_agent_of, an_authority

pytestmark = pytest.mark.django_db


def verbs() -> list[str]:
    return list(AuditEntry.objects.order_by("pk").values_list("verb", flat=True))


def test_a_dropped_file_becomes_a_draft_that_already_knows_its_title_and_table():
    authority = an_authority()
    upload = an_upload(authority, name="arbres_plantés_2024.csv")

    dataset = create_dataset(actor=an_agent_of(authority), authority=authority, upload=upload, at=NOON)

    assert dataset.titles == {"fr": "Arbres plantés 2024"}
    assert dataset.slug == "arbres-plantes-2024"
    assert dataset.state == "draft"
    assert [table.row_count for table in dataset.versions.get().tables.all()] == [3]
    assert "catalogue.create_dataset" in verbs()


def test_a_title_alone_makes_a_draft_too_but_nothing_at_all_does_not():
    authority = an_authority()
    agent = an_agent_of(authority)

    assert create_dataset(actor=agent, authority=authority, titles={"nl": "Bomen"}, at=NOON).slug == "bomen"
    with pytest.raises(WordsMissing):
        create_dataset(actor=agent, authority=authority, at=NOON)


def test_two_datasets_of_the_same_title_have_two_addresses():
    authority = an_authority()
    agent = an_agent_of(authority)

    made = [create_dataset(actor=agent, authority=authority, titles={"fr": "Écoles"}, at=NOON) for _ in range(3)]

    assert [dataset.slug for dataset in made] == ["ecoles", "ecoles-2", "ecoles-3"]


def test_a_file_that_is_not_read_makes_no_dataset():
    upload = an_upload(read=False)

    with pytest.raises(NotReadYet):
        create_dataset(actor=an_agent_of(upload.authority), authority=upload.authority, upload=upload, at=NOON)


def test_a_file_makes_one_dataset_only():
    dataset = a_draft()
    upload = Upload.objects.get(version__dataset=dataset)

    with pytest.raises(UploadInUse):
        create_dataset(actor=an_agent_of(upload.authority), authority=upload.authority, upload=upload, at=NOON)


def test_a_file_of_another_authority_is_not_taken():
    upload, authority = an_upload(), an_authority()

    with pytest.raises(NotYours):
        create_dataset(actor=an_agent_of(authority), authority=authority, upload=upload, at=NOON)


def test_describing_keeps_machine_translations_until_somebody_writes_in_that_language():
    dataset = a_draft()
    Dataset.objects.filter(pk=dataset.pk).update(titles={**dataset.titles, "de-t-fr": "Bäume", "en-t-fr": "Trees"})
    agent = an_agent_of(dataset.authority)
    written = replace(COMPLETE, titles={"fr": "Arbres", "en": "Town trees"})

    fresh = describe_dataset(
        actor=agent, dataset=dataset, description=written, edit_number=dataset.edit_number, at=LATER
    )

    assert fresh.titles == {"fr": "Arbres", "en": "Town trees", "de-t-fr": "Bäume"}
    assert fresh.edit_number == dataset.edit_number + 1
    assert fresh.quality > 0


def test_two_agents_do_not_overwrite_each_other():
    dataset = a_draft()
    agent = an_agent_of(dataset.authority)
    seen = dataset.edit_number
    describe_dataset(actor=agent, dataset=dataset, description=COMPLETE, edit_number=seen, at=LATER)

    with pytest.raises(ChangedMeanwhile) as refused:
        describe_dataset(actor=agent, dataset=dataset, description=COMPLETE, edit_number=seen, at=LATER)

    assert refused.value.facts["edit_number"] == seen + 1


@pytest.mark.parametrize(
    "changes", [{"licence": "BEER"}, {"themes": ("XXXX",)}, {"frequency": "SOON"}, {"high_value": "c_1"}]
)
def test_codes_that_are_on_no_list_are_refused(changes):
    dataset = a_draft()

    with pytest.raises(UnknownCode):
        describe_dataset(
            actor=an_agent_of(dataset.authority),
            dataset=dataset,
            description=replace(COMPLETE, **changes),
            edit_number=dataset.edit_number,
            at=LATER,
        )


def test_a_public_record_keeps_what_it_must_have():
    dataset = a_published_dataset()

    with pytest.raises(DescriptionIncomplete) as refused:
        describe_dataset(
            actor=an_editor_of(dataset.authority),
            dataset=dataset,
            description=replace(COMPLETE, licence="", contact_email=""),
            edit_number=dataset.edit_number,
            at=LATER,
        )

    assert refused.value.facts["missing"] == ("licence", "contact")
    assert "a licence, an e-mail address" in str(refused.value)


def test_agents_describe_drafts_and_editors_what_is_public():
    dataset = a_published_dataset()

    for actor, refusal in ((an_agent_of(dataset.authority), NotYours), (an_actor(), NotYours), (None, SignInFirst)):
        with pytest.raises(refusal):
            describe_dataset(
                actor=actor, dataset=dataset, description=COMPLETE, edit_number=dataset.edit_number, at=LATER
            )


def test_columns_get_titles_and_units_and_keep_the_rest():
    dataset = a_draft()
    table = dataset.versions.get().tables.get()
    words = {"annee": ColumnWords(titles={"fr": "Année de plantation"}, unit="a")}

    table = describe_columns(
        actor=an_agent_of(dataset.authority), table=table, words=words, edit_number=dataset.edit_number, at=LATER
    )

    entry = {each.field: each for each in table.dictionary}["annee"]
    assert (entry.title.words, entry.unit, entry.minimum) == ("Année de plantation", "a", "1998")
    assert "catalogue.describe_columns" in verbs()


def test_columns_that_do_not_exist_and_old_forms_are_refused():
    dataset = a_draft()
    table = dataset.versions.get().tables.get()
    agent = an_agent_of(dataset.authority)

    with pytest.raises(UnknownCode):
        describe_columns(
            actor=agent, table=table, words={"x": ColumnWords()}, edit_number=dataset.edit_number, at=LATER
        )
    with pytest.raises(ChangedMeanwhile):
        describe_columns(actor=agent, table=table, words={}, edit_number=0, at=LATER)


def test_an_old_address_leads_to_the_new_one_for_ever():
    dataset = a_published_dataset()
    editor = an_editor_of(dataset.authority)
    first = dataset.slug

    change_address(actor=editor, dataset=dataset, slug="trees", at=LATER)

    with pytest.raises(MovedTo) as moved:
        dataset_to_read(first)
    assert moved.value.facts["slug"] == "trees"
    assert change_address(actor=editor, dataset=dataset, slug=first, at=LATER).slug == first


def test_an_address_that_somebody_has_or_had_is_not_given_away():
    one, other = a_published_dataset(), a_published_dataset()
    old = one.slug
    change_address(actor=an_editor_of(one.authority), dataset=one, slug="trees", at=LATER)

    for slug, refusal in ((old, AddressTaken), ("trees", AddressTaken), ("Été!", AddressNotPlain)):
        with pytest.raises(refusal):
            change_address(actor=an_editor_of(other.authority), dataset=other, slug=slug, at=LATER)


def test_a_draft_can_be_thrown_away_and_what_was_public_cannot():
    draft, public = a_draft(), a_published_dataset()

    discard_draft(actor=an_agent_of(draft.authority), dataset=draft)

    assert not Dataset.objects.filter(pk=draft.pk).exists()
    with pytest.raises(AlreadyPublished):
        discard_draft(actor=an_agent_of(public.authority), dataset=public)
