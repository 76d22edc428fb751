"""Reactions to events: tell whom it concerns, and fetch a source as soon as it is scheduled."""

from __future__ import annotations

from perron.bricks.catalogue import notices
from perron.bricks.catalogue.actions.steps.harvesting import fetch_source
from perron.bricks.catalogue.actions.steps.speeding import prepare_tables


def dataset_was_proposed(*, dataset_id: int) -> None:
    """The editors have something to look at."""
    notices.tell_editors_of_proposal(dataset_id)


def dataset_was_sent_back(*, dataset_id: int) -> None:
    """Its agent has something to improve."""
    notices.tell_owner_of_return(dataset_id)


def dataset_was_published(*, dataset_id: int) -> None:
    """Its agent, and those who follow its place, learn of it; large tables are made quick."""
    prepare_tables.later(dataset_id=dataset_id)
    notices.tell_of_publication(dataset_id)


def version_was_proposed(*, dataset_id: int, version_id: int) -> None:
    """The editors have a version to look at."""
    notices.tell_editors_of_version(dataset_id, version_id)


def version_was_accepted(*, dataset_id: int, version_id: int, number: int) -> None:
    """Those who follow the dataset learn that it has new data; large tables are made quick."""
    prepare_tables.later(dataset_id=dataset_id)
    notices.tell_followers_of_version(dataset_id, number)


def source_was_scheduled(*, dataset_id: int, source_id: int) -> None:
    """The first fetch is now, so that mistakes show at once."""
    fetch_source.later(source_id=source_id)


def source_failed(*, dataset_id: int, source_id: int) -> None:
    """The owner learns why."""
    notices.tell_owner_of_failure(dataset_id, source_id)


def columns_drifted(*, dataset_id: int, source_id: int) -> None:
    """The owner learns which."""
    notices.tell_owner_of_drift(dataset_id, source_id)


def question_was_asked(*, dataset_id: int, question_id: int) -> None:
    """The owner has somebody to answer."""
    notices.tell_owner_of_question(question_id)


def question_was_answered(*, dataset_id: int, question_id: int) -> None:
    """The asker has her answer."""
    notices.tell_asker_of_answer(question_id)


def reuse_was_added(*, dataset_id: int, reuse_id: int) -> None:
    """The owner has a reuse to look at."""
    notices.tell_owner_of_reuse(reuse_id)
