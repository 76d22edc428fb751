"""The life of a dataset, of its versions, uploads, questions and reuses: which steps exist, and from where to where."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Final


class DatasetState(StrEnum):
    """Draft → in review → published → withdrawn. A withdrawn dataset may come back; its address always answers."""

    DRAFT = "draft"
    IN_REVIEW = "in_review"
    PUBLISHED = "published"
    WITHDRAWN = "withdrawn"


class VersionState(StrEnum):
    """A version is prepared, proposed to a reviewer, then accepted for ever, or refused."""

    PREPARING = "preparing"
    PROPOSED = "proposed"
    ACCEPTED = "accepted"
    REFUSED = "refused"


class UploadState(StrEnum):
    """A file waits, is being read by a worker, and was read or not."""

    WAITING = "waiting"
    READING = "reading"
    READ = "read"
    FAILED = "failed"


class QuestionState(StrEnum):
    """A question waits, was answered in public, or was hidden by a moderator."""

    WAITING = "waiting"
    ANSWERED = "answered"
    HIDDEN = "hidden"


class QuestionKind(StrEnum):
    """What a visitor writes: a question about the data, or "I would need…"."""

    QUESTION = "question"
    NEED = "need"


class ReuseState(StrEnum):
    """A reuse waits for a moderator, is shown, or was refused."""

    WAITING = "waiting"
    SHOWN = "shown"
    REFUSED = "refused"


class ReuseKind(StrEnum):
    """What somebody made with the data."""

    APPLICATION = "application"
    VISUALISATION = "visualisation"
    ARTICLE = "article"
    RESEARCH = "research"
    TEACHING = "teaching"
    OTHER = "other"


class AccessRight(StrEnum):
    """Who may have the data, in the words of the EU access-right list (codes of its URIs, lower case)."""

    PUBLIC = "public"
    RESTRICTED = "restricted"
    NON_PUBLIC = "non_public"


class Every(StrEnum):
    """How often a scheduled source is fetched."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"


STEPS: Final[Mapping[str, tuple[DatasetState, DatasetState]]] = {
    "propose_dataset": (DatasetState.DRAFT, DatasetState.IN_REVIEW),
    "send_back": (DatasetState.IN_REVIEW, DatasetState.DRAFT),
    "publish_dataset": (DatasetState.IN_REVIEW, DatasetState.PUBLISHED),
    "withdraw_dataset": (DatasetState.PUBLISHED, DatasetState.WITHDRAWN),
    "restore_dataset": (DatasetState.WITHDRAWN, DatasetState.PUBLISHED),
}
"""The steps by the name of their action; who may take them is in the declared permission of the same name."""

OPEN_VERSIONS: Final = (VersionState.PREPARING, VersionState.PROPOSED)
"""Versions still in the making: at most one per dataset."""


def may_step(action: str, state: str) -> bool:
    """Whether a dataset in `state` can take the step `action`; an editor may publish straight from a draft."""
    start, _ = STEPS[action]
    if action == "publish_dataset":
        return state in (DatasetState.DRAFT, DatasetState.IN_REVIEW)
    return state == start


def steps_from(state: str) -> tuple[str, ...]:
    """The actions that a dataset in `state` can take, in the order of its life."""
    return tuple(action for action in STEPS if may_step(action, state))


def takes_new_versions(state: str) -> bool:
    """Only what is public gets a new version; a draft is simply changed."""
    return state == DatasetState.PUBLISHED


def can_be_changed(state: str) -> bool:
    """Whether words and files of a dataset's first version may still be replaced in place."""
    return state in (DatasetState.DRAFT, DatasetState.IN_REVIEW)
