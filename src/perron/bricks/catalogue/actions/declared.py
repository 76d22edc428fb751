"""The loop: every open dataset that a brick declares becomes a dataset of the catalogue by itself, and stays fresh."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from django.db import transaction

from perron.bricks.catalogue.actions.steps.attaching import note_quality
from perron.bricks.catalogue.adapters.declared_rows import Written, write_rows
from perron.bricks.catalogue.models import Dataset, TableFile, Version
from perron.bricks.catalogue.queries import standing
from perron.bricks.catalogue.queries.addresses import free_address
from perron.bricks.catalogue.rules import slugs
from perron.bricks.catalogue.rules.dictionary import columns_to_json
from perron.bricks.catalogue.rules.states import DatasetState, VersionState
from perron.kernel import audit, events, files, scratch
from perron.kernel.actors import Actor
from perron.kernel.contract import OpenDataset, Ref, Refresh
from perron.kernel.languages import LANGUAGES

PREFIX = "declared:"


@transaction.atomic
def refresh_declared(*, actor: Actor | None, declared: OpenDataset, at: datetime) -> Dataset:
    """Bring the dataset of a declaration up to date: record, dictionary, and a version when the rows changed.

    Rows that change several times on one day make one version of that day.
    """
    dataset = _dataset_of(declared, at)
    with scratch.folder("declared") as folder:
        written = write_rows(declared, folder)
        before = dataset.current
        if before is None or before.content_hash != written.content_hash:
            version = _edition_of_today(dataset, at) or _next_edition(dataset, at)
            _replace_table(version, declared, written)
            _publish(dataset, version, at)
            audit.record(actor=actor, verb="catalogue.refresh_declared", subject=version.ref)
            _tell(dataset, version, is_first=before is None)
        else:
            _refresh_dictionary(before, written)
    dataset.refreshed_at = at
    dataset.save()
    note_quality(dataset, at=at)
    return dataset


@transaction.atomic
def abandon_declared(*, actor: Actor | None, present: Collection[str], at: datetime) -> int:
    """Mark datasets whose brick is gone: they are kept, and say that they are no longer refreshed. Says how many."""
    origins = [PREFIX + name for name in present]
    gone = Dataset.objects.filter(origin__startswith=PREFIX, abandoned_at=None).exclude(origin__in=origins)
    count = gone.update(abandoned_at=at)
    if count:
        subject = Ref("catalogue", "dataset", "0")
        audit.record(actor=actor, verb="catalogue.abandon_declared", subject=subject, facts={"datasets": count})
    return count


def _dataset_of(declared: OpenDataset, at: datetime) -> Dataset:
    """The row of the declaration with its present words, made when it is new."""
    origin = PREFIX + declared.name
    dataset = Dataset.objects.select_for_update(of=("self",)).select_related("current").filter(origin=origin).first()
    if dataset is None:
        dataset = Dataset(origin=origin, slug=free_address(declared.title.en), created_at=at, changed_at=at)
    dataset.titles, dataset.descriptions = declared.title.as_texts(), declared.description.as_texts()
    dataset.themes, dataset.licence = [declared.theme], declared.licence
    dataset.frequency = "UPDATE_CONT" if declared.refresh is Refresh.ON_CHANGE else "DAILY"
    dataset.languages = list(LANGUAGES)
    dataset.abandoned_at = None
    dataset.save()
    return dataset


def _edition_of_today(dataset: Dataset, at: datetime) -> Version | None:
    current = dataset.current
    return current if current and current.accepted_at and current.accepted_at.date() == at.date() else None


def _next_edition(dataset: Dataset, at: datetime) -> Version:
    return Version.objects.create(
        dataset=dataset,
        number=standing.next_number(dataset),
        state=VersionState.ACCEPTED,
        created_at=at,
        accepted_at=at,
    )


def _replace_table(version: Version, declared: OpenDataset, written: Written) -> None:
    version.tables.all().delete()
    TableFile.objects.create(
        version=version,
        name=slugs.slug_from(declared.name.rpartition(".")[2]),
        label=declared.name,
        parquet=files.store_path(written.parquet, name=written.parquet.name),
        row_count=written.row_count,
        columns=columns_to_json(written.entries),
        geometry=written.geometry,
        points=list(written.points),
        box=list(written.box or ()),
        key=list(declared.key),
    )
    version.content_hash = written.content_hash
    version.save(update_fields=["content_hash"])


def _publish(dataset: Dataset, version: Version, at: datetime) -> None:
    dataset.current, dataset.state = version, DatasetState.PUBLISHED
    dataset.published_at = dataset.published_at or at
    dataset.data_changed_at = dataset.changed_at = at


def _refresh_dictionary(version: Version, written: Written) -> None:
    """New words of the declaration for columns whose data are the same."""
    columns = columns_to_json(written.entries)
    version.tables.exclude(columns=columns).update(columns=columns)


def _tell(dataset: Dataset, version: Version, *, is_first: bool) -> None:
    if is_first:
        dataset.save()
        events.emit("catalogue.dataset_published", dataset_id=dataset.pk)
    else:
        events.emit("catalogue.version_accepted", dataset_id=dataset.pk, version_id=version.pk, number=version.number)
