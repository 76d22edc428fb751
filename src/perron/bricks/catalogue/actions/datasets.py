"""Making and describing datasets: from a file that was read to a record that people understand."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from perron.bricks.catalogue import permissions
from perron.bricks.catalogue.actions.steps.attaching import attach, note_quality
from perron.bricks.catalogue.actions.steps.discarding import discard_datasets
from perron.bricks.catalogue.models import Dataset, DatasetAddress, TableFile, Upload, Version
from perron.bricks.catalogue.queries import gates, standing
from perron.bricks.catalogue.queries.addresses import free_address, is_taken
from perron.bricks.catalogue.queries.refusals import (
    AddressNotPlain,
    AddressTaken,
    AlreadyPublished,
    DescriptionIncomplete,
    UnknownCode,
    WordsMissing,
)
from perron.bricks.catalogue.rules import slugs, suggestions
from perron.bricks.catalogue.rules.description import Description, merge_texts
from perron.bricks.catalogue.rules.dictionary import ColumnWords, columns_to_json, describe
from perron.bricks.catalogue.rules.states import DatasetState
from perron.kernel import audit, events
from perron.kernel.actors import Actor
from perron.kernel.authorities import Authority
from perron.kernel.errors import ChangedMeanwhile


@transaction.atomic
def create_dataset(
    *,
    actor: Actor,
    authority: Authority,
    at: datetime,
    upload: Upload | None = None,
    titles: Mapping[str, str] | None = None,
) -> Dataset:
    """Make a draft, filled in from what was understood of the file. Give `upload`, `titles`, or both.

    Raises NotYours, NotReadYet, UploadInUse, or WordsMissing when there is neither a file nor a title.
    """
    permissions.require_at(actor, "create_dataset", authority)
    if upload is not None:
        gates.require_free(upload, authority)
    description = _first_description(authority, upload, titles or {})
    dataset = Dataset.objects.create(
        authority=authority,
        owner=actor,
        slug=free_address(next(iter(description.titles.values()))),
        created_at=at,
        changed_at=at,
        **description.as_columns(),
    )
    version = Version.objects.create(dataset=dataset, number=1, created_at=at, created_by=actor)
    if upload is not None:
        attach(upload, version)
    note_quality(dataset, at=at)
    audit.record(actor=actor, verb="catalogue.create_dataset", subject=dataset.ref, authority=authority)
    events.emit("catalogue.dataset_created", dataset_id=dataset.pk)
    return dataset


@transaction.atomic
def describe_dataset(
    *, actor: Actor, dataset: Dataset, description: Description, edit_number: int, at: datetime
) -> Dataset:
    """Save the record. `edit_number` is the one that the form was made from.

    Raises NotYours, DeclaredElsewhere, UnknownCode, ChangedMeanwhile (facts: `edit_number` of now), and
    DescriptionIncomplete when a public record would lose what it must have.
    """
    fresh = standing.locked_dataset(dataset.pk)
    permissions.require_edit(actor, fresh)
    gates.require_by_hand(fresh)
    gates.require_known_codes(description)
    if fresh.edit_number != edit_number:
        raise ChangedMeanwhile(edit_number=fresh.edit_number)
    changed = _write(fresh, description)
    if not fresh.titles:
        raise DescriptionIncomplete(["title"])
    if fresh.state == DatasetState.PUBLISHED and (missing := standing.missing_for(fresh)):
        raise DescriptionIncomplete(missing)
    _save_edit(fresh, at)
    audit.record(
        actor=actor,
        verb="catalogue.describe_dataset",
        subject=fresh.ref,
        authority=fresh.authority,
        facts={"changed": changed},
    )
    events.emit("catalogue.dataset_changed", dataset_id=fresh.pk)
    return fresh


@transaction.atomic
def describe_columns(
    *, actor: Actor, table: TableFile, words: Mapping[str, ColumnWords], edit_number: int, at: datetime
) -> TableFile:
    """Save titles, descriptions, units and meanings of columns, by field. Words may improve on a public version too.

    Raises NotYours, DeclaredElsewhere, ChangedMeanwhile, UnknownCode for a field that the table does not have.
    """
    version = _version_of(table)
    fresh = standing.locked_dataset(version.dataset_id)
    permissions.require_edit(actor, fresh)
    gates.require_by_hand(fresh)
    if fresh.edit_number != edit_number:
        raise ChangedMeanwhile(edit_number=fresh.edit_number)
    known = {entry.field for entry in table.dictionary}
    if unknown := sorted(set(words) - known):
        raise UnknownCode(value=unknown[0])
    table.columns = columns_to_json(describe(table.dictionary, words))
    table.save(update_fields=["columns"])
    _save_edit(fresh, at)
    audit.record(
        actor=actor,
        verb="catalogue.describe_columns",
        subject=fresh.ref,
        authority=fresh.authority,
        facts={"columns": len(words)},  # public for ever, and this may be a draft: no names
    )
    events.emit("catalogue.dataset_changed", dataset_id=fresh.pk)
    return table


@transaction.atomic
def change_address(*, actor: Actor, dataset: Dataset, slug: str, at: datetime) -> Dataset:
    """Give a dataset another address; the old one of a public dataset goes on to it for ever.

    Raises NotYours, AddressNotPlain, AddressTaken.
    """
    fresh = standing.locked_dataset(dataset.pk)
    permissions.require_edit(actor, fresh)
    if not slugs.is_plain(slug):
        raise AddressNotPlain(slug=slug)
    if slug == fresh.slug:
        return fresh
    if is_taken(slug, apart_from=fresh):
        raise AddressTaken(slug=slug)
    DatasetAddress.objects.filter(slug=slug, dataset=fresh).delete()
    if fresh.published_at is not None:
        DatasetAddress.objects.create(slug=fresh.slug, dataset=fresh, left_at=at)
    fresh.slug, fresh.changed_at = slug, at
    fresh.save(update_fields=["slug", "changed_at"])
    audit.record(actor=actor, verb="catalogue.change_address", subject=fresh.ref, authority=fresh.authority, note=slug)
    events.emit("catalogue.dataset_changed", dataset_id=fresh.pk)
    return fresh


@transaction.atomic
def discard_draft(*, actor: Actor, dataset: Dataset) -> None:
    """Throw a draft away, files included. Raises NotYours, AlreadyPublished."""
    fresh = standing.locked_dataset(dataset.pk)
    permissions.require(actor, "create_dataset", fresh)
    if fresh.published_at is not None or fresh.state != DatasetState.DRAFT:
        raise AlreadyPublished
    audit.record(actor=actor, verb="catalogue.discard_draft", subject=fresh.ref, authority=fresh.authority)
    discard_datasets(Dataset.objects.filter(pk=fresh.pk))


def _first_description(authority: Authority, upload: Upload | None, titles: Mapping[str, str]) -> Description:
    understanding = upload.understood if upload else None
    name = upload.name if upload else ""
    place = authority.place.nis if authority.place else ""
    suggested = suggestions.suggest(
        understanding, name=name, languages=tuple(authority.languages), place=place, contact_email=authority.email
    )
    written = merge_texts(titles, {}) or dict(suggested.titles)
    if not written:
        raise WordsMissing
    return suggestions.with_titles(suggested, written)


def _write(dataset: Dataset, description: Description) -> list[str]:
    """Set the columns, keeping machine translations that nothing authored replaces; says which columns changed."""
    columns = description.as_columns()
    columns["titles"] = merge_texts(description.titles, dataset.titles)
    columns["descriptions"] = merge_texts(description.descriptions, dataset.descriptions)
    changed = [name for name, value in columns.items() if getattr(dataset, name) != value]
    for name in changed:
        setattr(dataset, name, columns[name])
    return changed


def _save_edit(dataset: Dataset, at: datetime) -> None:
    dataset.edit_number += 1
    dataset.changed_at = at
    dataset.quality = standing.quality_of(dataset, today=at.date()).score
    dataset.save()


def _version_of(table: TableFile) -> Version:
    if table.version is None:
        raise UnknownCode(value=table.name)
    return table.version
