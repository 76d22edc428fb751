"""Who may do what: the roles, another authority's staff, and what stays closed to strangers."""

from __future__ import annotations

import pytest
from django.utils import timezone

from perron.bricks.catalogue import permissions
from perron.bricks.catalogue.models import Dataset, Question, Reuse, TableFile, Upload, Version
from perron.bricks.catalogue.queries.counting import dataset_counts
from perron.bricks.catalogue.queries.desk import (
    DeskQuestion,
    dataset_on_desk,
    desk,
    question_on_desk,
    reuse_on_desk,
    table_on_desk,
    upload_on_desk,
    version_on_desk,
)
from perron.bricks.catalogue.queries.reading import dataset_to_read, original_to_read, related, table_to_read
from perron.bricks.catalogue.queries.refusals import NotPublic
from perron.bricks.catalogue.tests.factories import (
    a_draft,
    a_published_dataset,
    an_administrator_of,
    an_editor_of,
)
from perron.kernel.contract import Role
from perron.kernel.errors import NotFound, NotYours, SignInFirst
from perron.kernel.testing.factories import an_actor, an_agent_of, an_authority

pytestmark = pytest.mark.django_db

AGENT = {"read_drafts", "receive_upload", "create_dataset", "describe_dataset", "propose_version"}
AGENT |= {"answer_question", "moderate_reuse"}
EDITOR = AGENT | {"publish_dataset", "withdraw_dataset", "schedule_source"}
ALL = {right.name.removeprefix("catalogue.") for right in permissions.PERMISSIONS}


def test_each_role_has_its_rights_and_those_of_the_roles_before():
    dataset = a_draft()
    authority = dataset.authority
    people = {
        an_actor(): set(),
        an_agent_of(authority, role=Role.READER): {"read_drafts"},
        an_agent_of(authority): AGENT,
        an_editor_of(authority): EDITOR,
        an_administrator_of(authority): ALL,
        an_administrator_of(an_authority()): set(),
    }

    for actor, rights in people.items():
        assert {right for right in ALL if permissions.may(actor, right, dataset)} == rights


def test_a_draft_is_read_by_its_staff_and_is_nothing_for_everybody_else():
    dataset = a_draft()

    assert dataset_to_read(dataset.slug, an_agent_of(dataset.authority, role=Role.READER)) == dataset
    for stranger in (None, an_actor(), an_editor_of(an_authority())):
        with pytest.raises(NotFound):
            dataset_to_read(dataset.slug, stranger)
        with pytest.raises(NotFound):
            table_to_read(slug=dataset.slug, actor=stranger)


def test_the_record_may_be_public_while_the_data_are_not():
    dataset = a_published_dataset(access="non_public")

    assert dataset_to_read(dataset.slug) == dataset
    with pytest.raises(NotPublic):
        table_to_read(slug=dataset.slug)
    with pytest.raises(NotPublic):
        original_to_read(slug=dataset.slug, upload_id=dataset.current.uploads.get().pk)
    assert table_to_read(slug=dataset.slug, actor=an_agent_of(dataset.authority)).row_count == 3


def test_an_original_with_more_than_was_published_is_for_staff():
    dataset = a_published_dataset()
    upload = dataset.current.uploads.get()
    assert original_to_read(slug=dataset.slug, upload_id=upload.pk) == upload
    dataset.current.uploads.update(offered=False)

    with pytest.raises(NotFound):
        original_to_read(slug=dataset.slug, upload_id=upload.pk)
    assert original_to_read(slug=dataset.slug, upload_id=upload.pk, actor=an_agent_of(dataset.authority)) == upload


def test_the_desk_is_for_its_own_staff():
    dataset = a_draft()
    upload = dataset.versions.get().uploads.get()
    other = an_editor_of(an_authority())

    for stranger, refusal in ((None, SignInFirst), (other, NotYours)):
        with pytest.raises(refusal):
            desk(dataset.authority, stranger)
    for stranger, refusal in ((None, SignInFirst), (other, NotFound)):
        with pytest.raises(refusal):
            table_on_desk(upload.tables.get().pk, stranger)


@pytest.mark.parametrize(
    "on_desk",
    [dataset_on_desk, upload_on_desk, table_on_desk, version_on_desk, question_on_desk, reuse_on_desk],
)
def test_the_desk_does_not_tell_whether_another_authority_has_such_a_thing(on_desk):
    dataset = a_published_dataset()
    Question.objects.create(dataset=dataset, words="Why?", language="en", asked_at=timezone.now())
    Reuse.objects.create(dataset=dataset, title="A map", language="en", added_at=timezone.now())
    other = an_editor_of(an_authority())
    models = (Dataset, Upload, TableFile, Version, Question, Reuse)

    for number in {*(model.objects.get().pk for model in models), 999_999}:
        with pytest.raises(NotFound):
            on_desk(number, other)
        with pytest.raises(SignInFirst):
            on_desk(number, None)


def test_the_desk_narrows_by_state_words_and_ones_own():
    authority = an_authority()
    draft, public = a_draft(authority), a_published_dataset(authority, titles={"fr": "Écoles communales"})
    agent = draft.owner

    assert desk(authority, agent).counts == {"draft": 1, "in_review": 0, "published": 1, "withdrawn": 0}
    assert desk(authority, agent, DeskQuestion(state="published")).datasets == (public,)
    assert desk(authority, agent, DeskQuestion(words="écoles")).datasets == (public,)
    assert desk(authority, agent, DeskQuestion(is_mine=True)).datasets == (draft,)
    assert dataset_counts(authority).datasets == 1


def test_related_datasets_share_a_place_or_publisher_and_something_said():
    authority = an_authority()
    one, same = a_published_dataset(authority), a_published_dataset(authority)
    a_published_dataset(an_authority(), themes=("TRAN",), titles={"fr": "Bus"})

    assert related(one) == [same]
