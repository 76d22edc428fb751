"""The reading of a file by a worker: begun, done in another process, kept or given up; killed workers are survived."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from pathlib import Path

from django.db import transaction
from django.utils import timezone

from perron.bricks.catalogue.actions.steps.attaching import note_quality
from perron.bricks.catalogue.actions.steps.discarding import discard_tables
from perron.bricks.catalogue.actions.steps.fetching import fetch_into
from perron.bricks.catalogue.adapters.reading import Limits, read_file
from perron.bricks.catalogue.models import TableFile, Upload
from perron.bricks.catalogue.queries.refusals import AnswersAPage
from perron.bricks.catalogue.rules import rhythm, slugs
from perron.bricks.catalogue.rules.as_json import dump_understanding
from perron.bricks.catalogue.rules.choices import leaves_something_out
from perron.bricks.catalogue.rules.dictionary import (
    ColumnEntry,
    carry_words,
    columns_to_json,
    entry_from_understanding,
)
from perron.bricks.catalogue.rules.states import UploadState
from perron.bricks.catalogue.rules.understanding import TableUnderstanding, Understanding
from perron.kernel import files, scratch
from perron.kernel.errors import Refused, Unavailable
from perron.kernel.tasks import task


@task(name="catalogue.read_upload", lock="catalogue-upload-{upload_id}")
def read_upload(*, upload_id: int, attempt: int) -> None:
    """Read one file as its agent chose; an attempt that is no longer the latest does nothing."""
    upload = _begin(upload_id, attempt, at=timezone.now())
    if upload is None:
        return
    try:
        read_now(upload)
    except Refused as refusal:
        give_up(upload_id, attempt, refusal.code, refusal.facts)
    except Unavailable as failure:
        give_up(upload_id, attempt, failure.code, {"system": failure.system, "reason": failure.reason})


def read_now(upload: Upload) -> None:
    """Fetch when there is only an address, read, keep. Raises what the reading refuses, and Unavailable."""
    with scratch.folder("reading") as folder:
        if upload.file is None:
            fetched = fetch_into(upload.url, folder)
            upload.file = files.store_path(fetched.path, name=upload.name)
            upload.save(update_fields=["file"])
        into = folder / "tables"
        into.mkdir()
        understanding = read_file(
            files.local_path(upload.file), name=upload.name, into=into, choices=upload.reading_choices, limits=Limits()
        )
        if upload.url and not understanding.tables and understanding.media_type == "text/html":
            raise AnswersAPage(url=upload.url)
        if understanding.cleaned:
            _keep_clean(upload, upload.file, into / understanding.cleaned)
        _keep(upload.pk, upload.attempt, understanding, into)


def give_up(upload_id: int, attempt: int, code: str, facts: dict[str, object]) -> None:
    """The file could not be read: the upload says why, and the file is kept."""
    plain = {key: value if isinstance(value, str | int | float) else str(value) for key, value in facts.items()}
    Upload.objects.filter(pk=upload_id, attempt=attempt, state__in=[UploadState.WAITING, UploadState.READING]).update(
        state=UploadState.FAILED, error_code=code, error_facts=plain
    )


def queue_stale(*, at: datetime) -> int:
    """Queue again what a dead worker left behind; a file that killed several is given up. Says how many were stale."""
    stale = Upload.objects.filter(
        state__in=[UploadState.WAITING, UploadState.READING], heartbeat_at__lt=at - rhythm.STALE_READING
    )
    found = list(stale)
    for upload in found:
        if upload.starts >= rhythm.MOST_STARTS:
            give_up(upload.pk, upload.attempt, "reading_kept_failing", {"times": upload.starts})
        else:
            read_upload.later(upload_id=upload.pk, attempt=upload.attempt)
    return len(found)


@transaction.atomic
def _begin(upload_id: int, attempt: int, *, at: datetime) -> Upload | None:
    upload = Upload.objects.select_for_update().filter(pk=upload_id, attempt=attempt).first()
    if upload is None or upload.state in (UploadState.READ, UploadState.FAILED):
        return None
    upload.state, upload.heartbeat_at, upload.starts = UploadState.READING, at, upload.starts + 1
    upload.save(update_fields=["state", "heartbeat_at", "starts"])
    return upload


@transaction.atomic
def _keep_clean(upload: Upload, came: files.StoredFile, cleaned: Path) -> None:
    """A picture without place and camera replaces the one that came, of which nothing stays."""
    upload.file = files.store_path(cleaned, name=upload.name)
    upload.save(update_fields=["file"])
    files.forget(came)


@transaction.atomic
def _keep(upload_id: int, attempt: int, understanding: Understanding, folder: Path) -> None:
    """Store the tables, with the words that were written for the columns before; nothing if another attempt began."""
    upload = Upload.objects.select_for_update(of=("self",)).filter(pk=upload_id, attempt=attempt).first()
    if upload is None:
        return
    before = list(upload.tables.select_related("parquet", "unfit"))
    written = {table.label: table.dictionary for table in before}
    discard_tables(before)
    taken = set(upload.version.tables.values_list("name", flat=True)) if upload.version else set()
    for position, table in enumerate(understanding.tables):
        name = slugs.free_slug(slugs.slug_from(table.name), taken)
        taken.add(name)
        _keep_table(upload, table, folder, name=name, position=position, written=written.get(table.name, ()))
    upload.understanding = dump_understanding(understanding)
    upload.state, upload.error_code, upload.error_facts = UploadState.READ, "", {}
    upload.offered = not leaves_something_out(upload.reading_choices)
    upload.save()
    if upload.version:
        note_quality(upload.version.dataset, at=timezone.now())


def _keep_table(
    upload: Upload,
    table: TableUnderstanding,
    folder: Path,
    *,
    name: str,
    position: int,
    written: Iterable[ColumnEntry],
) -> None:
    entries = carry_words(map(entry_from_understanding, table.columns), written)
    unfit = files.store_path(folder / table.unfit_csv, name=f"{name}-unfit.csv") if table.unfit_csv else None
    TableFile.objects.create(
        version=upload.version,
        upload=upload,
        name=name,
        label=table.name[:200],
        position=position,
        parquet=files.store_path(folder / table.parquet, name=f"{name}.parquet"),
        unfit=unfit,
        unfit_rows=table.unfit_rows,
        row_count=table.row_count,
        columns=columns_to_json(entries),
        geometry=table.geometry,
        points=list(table.points or ()),
        box=list(table.box) if table.box else [],
        covering=table.covering,
        key=list(table.key),
    )
