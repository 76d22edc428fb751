"""What a file would change in a dataset: shown before it is proposed, kept with the version."""

from __future__ import annotations

from collections.abc import Sequence

from perron.bricks.catalogue.adapters.tables import compare
from perron.bricks.catalogue.models import Dataset, TableFile, Upload
from perron.bricks.catalogue.rules.changes import Changes, TableChanges, pair_tables, removed_tables
from perron.kernel import files


def changes_with(dataset: Dataset, upload: Upload, *, keep_others: bool = True) -> Changes:
    """The differences between the current version and a file that was read."""
    current = dataset.current
    old = {table.name: table for table in current.tables.all()} if current else {}
    new = list(upload.tables.all())
    pairs = pair_tables(list(old), [table.name for table in new])
    found = [_compare(old[pairs[table.name]], table) if table.name in pairs else _added(table) for table in new]
    if not keep_others:
        found += [_removed(old[name]) for name in removed_tables(old, pairs)]
    if not new and not _same_documents(dataset, [upload]):
        # A document where tables were is for somebody to look at; a document after a document is simply newer.
        found.append(TableChanges(table="", kind="added" if old else "changed"))
    return Changes(tuple(found))


def _same_documents(dataset: Dataset, uploads: Sequence[Upload]) -> bool:
    known = set(dataset.current.uploads.values_list("file_id", flat=True)) if dataset.current else set()
    return all(upload.file_id in known for upload in uploads)


def _added(table: TableFile) -> TableChanges:
    return TableChanges(table.name, "added", rows_now=table.row_count, rows_added=table.row_count)


def _removed(table: TableFile) -> TableChanges:
    return TableChanges(table.name, "removed", rows_before=table.row_count, rows_removed=table.row_count)


def _compare(old: TableFile, new: TableFile) -> TableChanges:
    key = tuple(field for field in old.key if field in {entry.field for entry in new.dictionary})
    found = compare(files.local_path(old.parquet), files.local_path(new.parquet), key)
    return TableChanges(
        table=old.name,
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
