"""Entries of Atom feeds (RFC 4287): the datasets of a search, or the versions of a dataset, as plain values."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from perron.bricks.catalogue.models import Dataset, Version


@dataclass(frozen=True, slots=True)
class FeedEntry:
    """One entry. `id` never changes (a path without language); `address` is the page in the reader's language."""

    id: str
    title: str
    summary: str
    author: str
    address: str
    published_at: datetime
    updated_at: datetime


def entries_of_datasets(datasets: Iterable[Dataset]) -> list[FeedEntry]:
    """Published datasets as entries, in the order given."""
    return [_entry(dataset) for dataset in datasets]


def entries_of_versions(dataset: Dataset, versions: Iterable[Version]) -> list[FeedEntry]:
    """The accepted versions of a dataset as entries, in the order given."""
    return [_version_entry(dataset, version) for version in versions]


def _entry(dataset: Dataset) -> FeedEntry:
    published = dataset.published_at or dataset.created_at
    return FeedEntry(
        id=f"catalogue:dataset:{dataset.pk}",
        title=dataset.title.words,
        summary=dataset.description.words,
        author=dataset.authority.name if dataset.authority else "",
        address=dataset.get_absolute_url(),
        published_at=published,
        updated_at=dataset.data_changed_at or published,
    )


def _version_entry(dataset: Dataset, version: Version) -> FeedEntry:
    accepted = version.accepted_at or version.created_at
    return FeedEntry(
        id=f"catalogue:version:{version.pk}",
        title=f"{dataset.title.words} ({version.number})",
        summary=version.note.words,
        author=dataset.authority.name if dataset.authority else "",
        address=dataset.get_absolute_url(),
        published_at=accepted,
        updated_at=accepted,
    )
