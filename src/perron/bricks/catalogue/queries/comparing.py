"""What a file would change in a dataset: shown before it is proposed, kept with the version."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from perron.bricks.catalogue.adapters.tables import Differences, compare
from perron.bricks.catalogue.models import Dataset, TableFile, Upload, Version
from perron.bricks.catalogue.rules.changes import Changes, TableChanges, changes_from_json, pair_tables, removed_tables
from perron.kernel import files


@dataclass(frozen=True, slots=True)
class Comparison:
    """What changes, and some of the rows that do, by the name of the table now published."""

    changes: Changes
    samples: Mapping[str, Differences]


def changes_with(dataset: Dataset, upload: Upload, *, keep_others: bool = True) -> Changes:
    """The differences between the current version and a file that was read."""
    return comparison_with(dataset, upload, keep_others=keep_others).changes


def comparison_with(dataset: Dataset, upload: Upload, *, keep_others: bool = True) -> Comparison:
    """The same, with examples."""
    old = _tables(dataset.current)
    new = list(upload.tables.all())
    pairs = pair_tables(list(old), [table.name for table in new])
    samples = {pairs[table.name]: _differences(old[pairs[table.name]], table) for table in new if table.name in pairs}
    found = [
        _as_changes(pairs[table.name], samples[pairs[table.name]]) if table.name in pairs else _added(table)
        for table in new
    ]
    if not keep_others:
        found += [_removed(old[name]) for name in removed_tables(old, pairs)]
    if not new and not _same_documents(dataset, [upload]):
        found.append(TableChanges(table="", kind="changed"))
    return Comparison(Changes(tuple(found)), samples)


def comparison_of(version: Version) -> Comparison:
    """What a proposed version changes, as it was kept with it, with examples against the version that is current."""
    old = _tables(version.dataset.current)
    changed = [table for table in version.tables.all() if table.name in old]
    different = [table for table in changed if table.parquet_id != old[table.name].parquet_id]
    samples = {table.name: _differences(old[table.name], table) for table in different}
    return Comparison(changes_of(version), samples)


def changes_of(version: Version) -> Changes:
    """What a version changed, as it was kept with it."""
    return changes_from_json(version.changes)


def _tables(version: Version | None) -> dict[str, TableFile]:
    return {table.name: table for table in version.tables.select_related("parquet")} if version else {}


def _same_documents(dataset: Dataset, uploads: Sequence[Upload]) -> bool:
    known = set(dataset.current.uploads.values_list("file_id", flat=True)) if dataset.current else set()
    return all(upload.file_id in known for upload in uploads)


def _added(table: TableFile) -> TableChanges:
    return TableChanges(table.name, "added", rows_now=table.row_count, rows_added=table.row_count)


def _removed(table: TableFile) -> TableChanges:
    return TableChanges(table.name, "removed", rows_before=table.row_count, rows_removed=table.row_count)


def _differences(old: TableFile, new: TableFile) -> Differences:
    key = tuple(field for field in old.key if field in {entry.field for entry in new.dictionary})
    apart = tuple(filter(None, (old.covering, new.covering)))
    return compare(files.local_path(old.parquet), files.local_path(new.parquet), key, without=apart)


def _as_changes(name: str, found: Differences) -> TableChanges:
    return TableChanges(
        table=name,
        kind="same" if found.nothing_changed else "changed",
        columns_added=found.columns_added,
        columns_removed=found.columns_removed,
        retyped=tuple((field, before, now) for field, (before, now) in found.types_changed.items()),
        rows_before=found.rows_before,
        rows_now=found.rows_after,
        rows_added=found.added,
        rows_removed=found.removed,
        rows_modified=found.modified,
        key=found.key,
    )
