"""Throwing things away, bytes included: what nothing else refers to leaves the disk with the commit."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from django.db.models import QuerySet

from perron.bricks.catalogue.models import Dataset, TableFile, Upload
from perron.kernel import files


def discard_uploads(uploads: QuerySet[Upload]) -> int:
    """Delete files as they came, with the tables read from them; says how many files."""
    stored = _stored(uploads, TableFile.objects.filter(upload__in=uploads))
    count = uploads.count()
    uploads.delete()
    _forget(stored)
    return count


def discard_datasets(datasets: QuerySet[Dataset]) -> int:
    """Delete datasets with all that is in them; says how many datasets."""
    uploads = Upload.objects.filter(version__dataset__in=datasets)
    stored = _stored(uploads, TableFile.objects.filter(version__dataset__in=datasets))
    count = datasets.count()
    datasets.delete()
    _forget(stored)
    return count


def discard_tables(tables: Collection[TableFile]) -> None:
    """Delete tables that were read from a file; the same content in another table stays."""
    stored = _read_from(tables)
    for table in tables:
        table.delete()
    _forget(stored)


def _stored(uploads: QuerySet[Upload], tables: QuerySet[TableFile]) -> set[files.StoredFile]:
    came = {upload.file for upload in uploads.select_related("file") if upload.file}
    return came | _read_from(tables.select_related("parquet", "unfit"))


def _read_from(tables: Iterable[TableFile]) -> set[files.StoredFile]:
    return {file for table in tables for file in (table.parquet, table.unfit) if file}


def _forget(stored: Iterable[files.StoredFile]) -> None:
    for file in stored:
        files.forget(file)
