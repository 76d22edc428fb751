"""Scheduled sources: "fetch this address every night", and what was fetched becomes a version."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from perron.bricks.catalogue import permissions
from perron.bricks.catalogue.actions.steps.discarding import discard_uploads
from perron.bricks.catalogue.actions.steps.versioning import build_version, make_current
from perron.bricks.catalogue.models import Dataset, Source, Upload, Version
from perron.bricks.catalogue.queries import gates, standing
from perron.bricks.catalogue.queries.refusals import NotAtThisStep, NothingChanged, UnknownCode
from perron.bricks.catalogue.rules.changes import Changes, changes_from_json
from perron.bricks.catalogue.rules.rhythm import is_owner_told, next_fetch
from perron.bricks.catalogue.rules.states import Every, takes_new_versions
from perron.kernel import audit, events
from perron.kernel.actors import Actor


@transaction.atomic
def schedule_source(
    *, actor: Actor, dataset: Dataset, url: str, every: str, at: datetime, accept_alone: bool = True
) -> Source:
    """Have an address fetched by the clock, the first time at once. Another address replaces the one before.

    Raises NotYours, DeclaredElsewhere, OnlyWebAddresses, UnknownCode.
    """
    fresh = standing.locked_dataset(dataset.pk)
    permissions.require(actor, "schedule_source", fresh)
    gates.require_by_hand(fresh)
    gates.require_web_address(url)
    if every not in tuple(Every):
        raise UnknownCode(value=every)
    forgotten = {"etag": "", "last_modified": "", "failures": 0, "error_code": "", "error_facts": {}, "drift": []}
    chosen = {"url": url, "every": every, "accept_alone": accept_alone, "is_active": True}
    source, _ = Source.objects.update_or_create(
        dataset=fresh, defaults={**chosen, **forgotten, "due_at": at, "created_by": actor}
    )
    audit.record(actor=actor, verb="catalogue.schedule_source", subject=source.ref, authority=fresh.authority)
    events.emit("catalogue.source_scheduled", dataset_id=fresh.pk, source_id=source.pk)
    return source


@transaction.atomic
def stop_source(*, actor: Actor, source: Source) -> Source:
    """Fetch no more; what was fetched stays. Raises NotYours."""
    permissions.require(actor, "schedule_source", source.dataset)
    source.is_active = False
    source.save(update_fields=["is_active"])
    audit.record(actor=actor, verb="catalogue.stop_source", subject=source.ref, authority=source.dataset.authority)
    return source


@transaction.atomic
def take_fetched(*, actor: Actor | None, source: Source, upload: Upload, at: datetime) -> Version | None:
    """Make a version of a fetched file that was read: accepted at once when the source may and nothing drifted.

    None when the data are the same. Columns that drifted, personal data, or a document where tables were leave the
    version for an editor.
    Raises NotAtThisStep, VersionUnderWay.
    """
    dataset = standing.locked_dataset(source.dataset_id)
    if not takes_new_versions(dataset.state):
        raise NotAtThisStep(state=dataset.state)
    try:
        version = build_version(dataset, upload, actor=None, notes={}, keep_others=True, at=at)
    except NothingChanged:
        discard_uploads(Upload.objects.filter(pk=upload.pk))
        return None
    audit.record(actor=actor, verb="catalogue.take_fetched", subject=version.ref, authority=dataset.authority)
    changes = changes_from_json(version.changes)
    _note_drift(source, changes)
    is_as_expected = not changes.drifts and not _is_document_for_tables(dataset, upload)
    if source.accept_alone and is_as_expected and not standing.personal_columns(dataset, version):
        make_current(dataset, version, actor=None, at=at)
        events.emit("catalogue.version_accepted", dataset_id=dataset.pk, version_id=version.pk, number=version.number)
    else:
        events.emit("catalogue.version_proposed", dataset_id=dataset.pk, version_id=version.pk)
    return version


@transaction.atomic
def note_fetch(
    *, actor: Actor | None, source: Source, at: datetime, code: str = "", facts: dict[str, str] | None = None
) -> Source:
    """Keep how a fetch went, and when the next one is due; the owner is told of a failure, not every night."""
    source.failures = source.failures + 1 if code else 0
    source.error_code, source.error_facts, source.fetched_at = code, facts or {}, at
    source.due_at = next_fetch(source.every, after=at, failures=source.failures, spread=source.pk)
    source.save()
    if code:
        audit.record(actor=actor, verb="catalogue.note_fetch", subject=source.ref, note=code)
        if is_owner_told(source.failures):
            events.emit("catalogue.source_failed", dataset_id=source.dataset_id, source_id=source.pk)
    return source


def _is_document_for_tables(dataset: Dataset, upload: Upload) -> bool:
    had_tables = dataset.current is not None and dataset.current.tables.exists()
    return had_tables and not upload.tables.exists()


def _note_drift(source: Source, changes: Changes) -> None:
    drifted = [table for table in changes.tables if table.drifts or table.columns_added]
    source.drift = [
        {
            "table": table.table,
            "added": list(table.columns_added),
            "removed": list(table.columns_removed),
            "retyped": [list(change) for change in table.retyped],
        }
        for table in drifted
    ]
    source.save(update_fields=["drift"])
    if drifted:
        events.emit("catalogue.columns_drifted", dataset_id=source.dataset_id, source_id=source.pk)
