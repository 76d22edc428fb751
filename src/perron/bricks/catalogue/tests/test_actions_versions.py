"""New versions: what they change, how they are accepted or refused, and that old ones stay."""

from __future__ import annotations

import pytest

from perron.bricks.catalogue.actions.versions import accept_version, propose_version, refuse_version
from perron.bricks.catalogue.models import TableFile
from perron.bricks.catalogue.queries.reading import table_to_read, versions_of
from perron.bricks.catalogue.queries.refusals import (
    NotAtThisStep,
    NothingChanged,
    PersonalDataFound,
    ReasonMissing,
    VersionUnderWay,
)
from perron.bricks.catalogue.rules.changes import changes_from_json
from perron.bricks.catalogue.rules.dictionary import ColumnWords, columns_to_json, describe
from perron.bricks.catalogue.tests.factories import (
    LATER,
    NOON,
    TREES,
    a_draft,
    a_published_dataset,
    an_editor_of,
    an_upload,
)
from perron.kernel.errors import NotFound, NotYours
from perron.kernel.testing.factories import an_agent_of

pytestmark = pytest.mark.django_db

MORE_TREES = "id;essence;annee;hauteur\n1;Chêne;1998;12\n2;Hêtre rouge;2004;8\n4;Platane;2020;3\n5;If;2021;2\n"
PERSONAL = "id;essence;rijksregisternummer\n1;Chêne;85073003328\n2;If;85073003328\n"


def test_a_new_version_shows_what_it_changes_then_becomes_the_current_one():
    dataset = a_published_dataset()
    table = dataset.current.tables.get()
    TableFile.objects.filter(pk=table.pk).update(
        key=["id"], columns=columns_to_json(describe(table.dictionary, {"annee": ColumnWords(unit="a")}))
    )
    upload = an_upload(dataset.authority, text=MORE_TREES, name="arbres_2025.csv")

    version = propose_version(
        actor=an_agent_of(dataset.authority), dataset=dataset, upload=upload, notes={"fr": "Relevé 2025"}, at=LATER
    )

    (change,) = changes_from_json(version.changes).tables
    assert (change.table, change.columns_added, change.key) == ("arbres", ("hauteur",), ("id",))
    assert (change.rows_added, change.rows_removed) == (2, 1)
    assert version.number == 2

    accept_version(actor=an_editor_of(dataset.authority), version=version, at=LATER)
    dataset.refresh_from_db()
    assert dataset.current == version
    assert [each.number for each in versions_of(dataset)] == [2, 1]
    units = {entry.field: entry.unit for entry in version.tables.get().dictionary}
    assert units["annee"] == "a"


def test_every_version_stays_readable_and_the_newest_is_what_one_gets():
    dataset = a_published_dataset()
    upload = an_upload(dataset.authority, text=MORE_TREES)
    version = propose_version(actor=an_agent_of(dataset.authority), dataset=dataset, upload=upload, at=LATER)

    with pytest.raises(NotFound):
        table_to_read(slug=dataset.slug, table="arbres", version=2)
    accept_version(actor=an_editor_of(dataset.authority), version=version, at=LATER)

    first, second = (table_to_read(slug=dataset.slug, table="arbres", version=number) for number in (1, None))
    assert (first.row_count, first.is_latest, second.row_count, second.is_latest) == (3, False, 4, True)


def test_the_same_data_are_no_new_version():
    dataset = a_published_dataset()

    with pytest.raises(NothingChanged):
        propose_version(
            actor=an_agent_of(dataset.authority), dataset=dataset, upload=an_upload(dataset.authority), at=LATER
        )


def test_one_new_version_at_a_time():
    dataset = a_published_dataset()
    agent = an_agent_of(dataset.authority)
    propose_version(actor=agent, dataset=dataset, upload=an_upload(dataset.authority, text=MORE_TREES), at=LATER)

    with pytest.raises(VersionUnderWay):
        propose_version(
            actor=agent, dataset=dataset, upload=an_upload(dataset.authority, text=TREES + "9;If;2022\n"), at=LATER
        )


def test_a_refused_version_leaves_its_number_to_the_next():
    dataset = a_published_dataset()
    agent, editor = an_agent_of(dataset.authority), an_editor_of(dataset.authority)
    upload = an_upload(dataset.authority, text=MORE_TREES)
    version = propose_version(actor=agent, dataset=dataset, upload=upload, at=LATER)

    with pytest.raises(NotYours):
        accept_version(actor=agent, version=version, at=LATER)
    with pytest.raises(ReasonMissing):
        refuse_version(actor=editor, version=version, reason="", at=LATER)
    refuse_version(actor=editor, version=version, reason="Heights are missing", at=LATER)
    with pytest.raises(NotAtThisStep):
        accept_version(actor=editor, version=version, at=LATER)

    again = an_upload(dataset.authority, text=TREES + "9;If;2022\n")
    assert propose_version(actor=agent, dataset=dataset, upload=again, at=LATER).number == 2


def test_a_version_with_personal_data_is_stopped_and_leaves_nothing_behind():
    dataset = a_published_dataset()
    upload = an_upload(dataset.authority, text=PERSONAL)

    with pytest.raises(PersonalDataFound):
        propose_version(actor=an_agent_of(dataset.authority), dataset=dataset, upload=upload, at=LATER)

    assert dataset.versions.count() == 1


def test_a_draft_has_no_new_version():
    dataset = a_draft()

    with pytest.raises(NotAtThisStep):
        propose_version(
            actor=an_agent_of(dataset.authority), dataset=dataset, upload=an_upload(dataset.authority), at=NOON
        )
