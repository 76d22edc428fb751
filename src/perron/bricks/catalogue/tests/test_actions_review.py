"""From draft to published, back, withdrawn and restored: every step, every refusal, its trace and its event."""

from __future__ import annotations

import pytest

from perron.bricks.catalogue.actions.datasets import create_dataset
from perron.bricks.catalogue.actions.personal import justify_personal_data
from perron.bricks.catalogue.actions.review import (
    propose_dataset,
    publish_dataset,
    restore_dataset,
    send_back,
    withdraw_dataset,
)
from perron.bricks.catalogue.actions.uploads import add_upload, choose_reading
from perron.bricks.catalogue.models import Upload
from perron.bricks.catalogue.queries.reading import dataset_to_read
from perron.bricks.catalogue.queries.refusals import (
    AlreadyPublished,
    DeclaredElsewhere,
    DescriptionIncomplete,
    NotAtThisStep,
    NotReadYet,
    PersonalDataFound,
    ReasonMissing,
    UnknownCode,
    WithdrawnBecause,
)
from perron.bricks.catalogue.rules.understanding import ReadingChoices
from perron.bricks.catalogue.tests.factories import (
    LATER,
    NOON,
    a_draft,
    a_published_dataset,
    an_administrator_of,
    an_editor_of,
    an_upload,
)
from perron.kernel.audit import AuditEntry
from perron.kernel.errors import NotYours
from perron.kernel.testing.events import emitted
from perron.kernel.testing.factories import an_agent_of, an_authority

pytestmark = pytest.mark.django_db

PERSONAL = "nom;rijksregisternummer\nAnne;85073003328\nBart;85073003328\nCas;85073003328\n"


def last_verb() -> str:
    return AuditEntry.objects.order_by("-pk").values_list("verb", flat=True)[0]


def test_a_draft_is_proposed_then_published_with_its_version():
    dataset = a_draft()

    proposed = propose_dataset(actor=an_agent_of(dataset.authority), dataset=dataset, at=NOON)
    assert (proposed.state, proposed.versions.get().state) == ("in_review", "proposed")

    public = publish_dataset(actor=an_editor_of(dataset.authority), dataset=dataset, at=LATER)
    assert (public.state, public.current.number, public.published_at) == ("published", 1, LATER)
    assert public.current.state == "accepted"
    assert last_verb() == "catalogue.publish_dataset"
    assert emitted()[-2:] == ["catalogue.dataset_proposed", "catalogue.dataset_published"]
    assert dataset_to_read(public.slug) == public


def test_an_editor_may_publish_straight_from_a_draft_and_an_agent_may_not():
    dataset = a_draft()

    with pytest.raises(NotYours):
        publish_dataset(actor=an_agent_of(dataset.authority), dataset=dataset, at=NOON)
    assert publish_dataset(actor=an_editor_of(dataset.authority), dataset=dataset, at=NOON).is_published


def test_what_is_public_is_not_published_twice():
    dataset = a_published_dataset()

    with pytest.raises(AlreadyPublished):
        publish_dataset(actor=an_editor_of(dataset.authority), dataset=dataset, at=NOON)


def test_an_incomplete_description_says_what_is_missing():
    authority = an_authority(email="")
    agent = an_agent_of(authority)
    dataset = create_dataset(actor=agent, authority=authority, titles={"fr": "Vide"}, at=NOON)

    with pytest.raises(DescriptionIncomplete) as refused:
        propose_dataset(actor=agent, dataset=dataset, at=NOON)

    assert refused.value.facts["missing"] == ("description", "theme", "contact", "data")


def test_a_dataset_waits_for_its_files_to_be_read():
    dataset = a_draft()
    agent = an_agent_of(dataset.authority)
    upload = Upload.objects.get(version__dataset=dataset)
    choose_reading(actor=agent, upload=upload, choices=ReadingChoices(separator=","))

    with pytest.raises(NotReadYet):
        propose_dataset(actor=agent, dataset=dataset, at=NOON)


def test_personal_data_stop_the_publication_until_an_administrator_justifies_them():
    dataset = a_draft(text=PERSONAL)
    table = dataset.versions.get().tables.get()
    said = {"table": table.name, "reason": "Élus", "legal_basis": "CDLD L1122", "at": NOON}

    with pytest.raises(PersonalDataFound) as refused:
        propose_dataset(actor=an_agent_of(dataset.authority), dataset=dataset, at=NOON)
    assert refused.value.facts["columns"] == "rijksregisternummer"

    with pytest.raises(NotYours):
        justify_personal_data(
            actor=an_editor_of(dataset.authority), dataset=dataset, field="rijksregisternummer", **said
        )
    administrator = an_administrator_of(dataset.authority)
    with pytest.raises(UnknownCode):
        justify_personal_data(actor=administrator, dataset=dataset, field="no_such", **said)
    with pytest.raises(ReasonMissing):
        justify_personal_data(
            actor=administrator, dataset=dataset, field="rijksregisternummer", **{**said, "reason": " "}
        )
    justify_personal_data(actor=administrator, dataset=dataset, field="rijksregisternummer", **said)
    assert publish_dataset(actor=administrator, dataset=dataset, at=NOON).is_published


def test_a_second_file_joins_a_draft_under_a_name_of_its_own():
    dataset = a_draft()

    add_upload(actor=an_agent_of(dataset.authority), dataset=dataset, upload=an_upload(dataset.authority))

    assert [table.name for table in dataset.versions.get().tables.all()] == ["arbres", "arbres-2"]


def test_sending_back_needs_a_reason_and_gives_the_draft_back():
    dataset = a_draft()
    editor = an_editor_of(dataset.authority)
    propose_dataset(actor=editor, dataset=dataset, at=NOON)

    with pytest.raises(ReasonMissing):
        send_back(actor=editor, dataset=dataset, reason="  ", at=NOON)
    back = send_back(actor=editor, dataset=dataset, reason="Which year?", at=NOON)

    assert (back.state, back.sent_back_reason, back.versions.get().state) == ("draft", "Which year?", "preparing")
    assert emitted()[-1] == "catalogue.dataset_sent_back"


def test_a_withdrawn_dataset_says_why_at_its_address_and_can_come_back():
    dataset = a_published_dataset()
    editor = an_editor_of(dataset.authority)

    withdraw_dataset(actor=editor, dataset=dataset, reason="The figures were wrong.", at=LATER)

    with pytest.raises(WithdrawnBecause) as gone:
        dataset_to_read(dataset.slug)
    assert gone.value.status == 410
    assert "The figures were wrong." in str(gone.value)
    assert last_verb() == "catalogue.withdraw_dataset"

    assert restore_dataset(actor=editor, dataset=dataset, at=LATER).is_published
    assert emitted()[-2:] == ["catalogue.dataset_withdrawn", "catalogue.dataset_restored"]


@pytest.mark.parametrize("step", [propose_dataset, restore_dataset])
def test_steps_that_do_not_start_here_are_refused(step):
    dataset = a_published_dataset()

    with pytest.raises(NotAtThisStep):
        step(actor=an_editor_of(dataset.authority), dataset=dataset, at=NOON)


def test_what_keeps_itself_cannot_be_withdrawn_by_hand():
    dataset = a_published_dataset()
    dataset.origin = "declared:example.notes"
    dataset.save()

    with pytest.raises(DeclaredElsewhere):
        withdraw_dataset(actor=an_editor_of(dataset.authority), dataset=dataset, reason="x", at=NOON)
