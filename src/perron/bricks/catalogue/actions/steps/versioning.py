"""Building a version from a file, with the names and words of the version before, and making it the current one."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from perron.bricks.catalogue.actions.steps.attaching import note_quality
from perron.bricks.catalogue.models import Dataset, TableFile, Upload, Version
from perron.bricks.catalogue.queries import comparing, standing
from perron.bricks.catalogue.queries.refusals import NothingChanged, VersionUnderWay
from perron.bricks.catalogue.rules.changes import pair_tables, removed_tables
from perron.bricks.catalogue.rules.dictionary import carry_words, columns_to_json
from perron.bricks.catalogue.rules.states import VersionState
from perron.kernel.actors import Actor


def build_version(
    dataset: Dataset,
    upload: Upload,
    *,
    actor: Actor | None,
    notes: Mapping[str, str],
    keep_others: bool,
    at: datetime,
) -> Version:
    """A proposed version from a file that was read, with what it changes. Raises VersionUnderWay, NothingChanged."""
    if standing.open_version(dataset) is not None:
        raise VersionUnderWay
    changes = comparing.changes_with(dataset, upload, keep_others=keep_others)
    if changes.is_nothing:
        raise NothingChanged
    version = Version.objects.create(
        dataset=dataset,
        number=standing.next_number(dataset),
        state=VersionState.PROPOSED,
        notes=dict(notes),
        changes=changes.as_json(),
        created_at=at,
        created_by=actor,
    )
    _take_tables(version, upload, dataset.current, keep_others=keep_others)
    return version


def make_current(dataset: Dataset, version: Version, *, actor: Actor | None, at: datetime) -> None:
    """The proposed version becomes the one that people get; the one before stays readable."""
    version.state, version.accepted_at, version.accepted_by = VersionState.ACCEPTED, at, actor
    version.save(update_fields=["state", "accepted_at", "accepted_by"])
    dataset.current, dataset.data_changed_at, dataset.changed_at = version, at, at
    dataset.save(update_fields=["current", "data_changed_at", "changed_at"])
    note_quality(dataset, at=at)


def _take_tables(version: Version, upload: Upload, before: Version | None, *, keep_others: bool) -> None:
    old = {table.name: table for table in before.tables.all()} if before else {}
    new = list(upload.tables.all())
    pairs = pair_tables(list(old), [table.name for table in new])
    upload.version = version
    upload.save(update_fields=["version"])
    for table in new:
        if predecessor := old.get(pairs.get(table.name, "")):
            table.columns = columns_to_json(carry_words(table.dictionary, predecessor.dictionary))
            table.name, table.key = predecessor.name, predecessor.key or table.key
        table.version = version
        table.save(update_fields=["name", "columns", "key", "version"])
    if keep_others:
        for name in removed_tables(old, pairs):
            _copy(old[name], version)


def _copy(table: TableFile, version: Version) -> None:
    """The same content in the next version: the Parquet file is shared."""
    table.pk, table._state.adding = None, True  # noqa: SLF001  (Django's documented way to copy a row)
    table.version, table.upload = version, None
    table.save(force_insert=True)
