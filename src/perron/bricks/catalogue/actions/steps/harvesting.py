"""The work behind scheduled sources: take the file when it changed, read it, make a version of it."""

from __future__ import annotations

from datetime import datetime
from urllib.parse import unquote, urlsplit

from django.utils import timezone

from perron.bricks.catalogue.actions import sources
from perron.bricks.catalogue.actions.steps.fetching import fetch_into
from perron.bricks.catalogue.actions.steps.reading import read_now
from perron.bricks.catalogue.models import Source, Upload
from perron.bricks.catalogue.rules.states import UploadState
from perron.kernel import files, outbound, scratch
from perron.kernel.errors import Refused, Unavailable
from perron.kernel.files import StoredFile
from perron.kernel.tasks import task


def queue_due(*, at: datetime) -> int:
    """Queue the fetch of every source that is due; says how many."""
    due = Source.objects.filter(is_active=True, due_at__lte=at).values_list("pk", flat=True)
    for pk in due:
        fetch_source.later(source_id=pk)
    return len(due)


@task(
    name="catalogue.fetch_source", lock="catalogue-source-{source_id}", once="catalogue-source-{source_id}", retries=0
)
def fetch_source(*, source_id: int) -> None:
    """Fetch one source now. What goes wrong is kept with the source and tried again by the clock, not by the queue."""
    source = Source.objects.select_related("dataset__authority").filter(pk=source_id, is_active=True).first()
    if source is None:
        return
    at = timezone.now()
    try:
        _fetch(source, at)
    except Refused as refusal:
        sources.note_fetch(actor=None, source=source, at=at, code=refusal.code, facts=_plain(refusal.facts))
    except Unavailable as failure:
        facts = {"system": failure.system, "reason": failure.reason}
        sources.note_fetch(actor=None, source=source, at=at, code=failure.code, facts=facts)
    else:
        sources.note_fetch(actor=None, source=source, at=at)


def _fetch(source: Source, at: datetime) -> None:
    with scratch.folder("source") as folder:
        known = outbound.Known(source.etag, source.last_modified)
        fetched = fetch_into(source.url, folder, known=known)
        if fetched.is_unchanged:
            return
        written = unquote(urlsplit(fetched.final_url).path.rsplit("/", 1)[-1])
        name = "".join(filter(str.isprintable, written)) or source.dataset.slug
        stored = files.store_path(fetched.path, name=name)
    if stored.sha256 != source.sha256:
        _take(source, stored, name, at)
        source.sha256, source.changed_at = stored.sha256, at
    source.etag, source.last_modified = fetched.etag[:500], fetched.last_modified[:100]


def _take(source: Source, stored: StoredFile, name: str, at: datetime) -> None:
    """Read the file as the current version's was read, and make a version of it; the file goes when that is refused."""
    assert source.dataset.authority is not None  # declared datasets have no source
    before = source.dataset.current.uploads.first() if source.dataset.current else None
    upload = Upload.objects.create(
        authority=source.dataset.authority,
        file=stored,
        url=source.url,
        name=name[-255:],
        choices=before.choices if before else {},
        state=UploadState.READING,
        heartbeat_at=at,
        received_at=at,
    )
    try:
        read_now(upload)
        upload.refresh_from_db()
        sources.take_fetched(actor=None, source=source, upload=upload, at=at)
    except (Refused, Unavailable):
        upload.delete()
        raise


def _plain(facts: dict[str, object]) -> dict[str, str]:
    return {key: str(value) for key, value in facts.items()}
