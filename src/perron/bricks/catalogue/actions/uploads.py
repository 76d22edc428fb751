"""Files coming in: dropped by an agent or fetched from an address, read by a worker, corrected, thrown away."""

from __future__ import annotations

from datetime import datetime
from typing import BinaryIO
from urllib.parse import unquote, urlsplit

from django.db import transaction

from perron.bricks.catalogue import permissions
from perron.bricks.catalogue.actions.steps.attaching import attach
from perron.bricks.catalogue.actions.steps.discarding import discard_uploads
from perron.bricks.catalogue.actions.steps.reading import read_upload
from perron.bricks.catalogue.models import Dataset, Upload
from perron.bricks.catalogue.queries import gates, standing
from perron.bricks.catalogue.queries.refusals import UploadInUse
from perron.bricks.catalogue.rules.as_json import dump_choices
from perron.bricks.catalogue.rules.states import UploadState, VersionState
from perron.bricks.catalogue.rules.understanding import ReadingChoices
from perron.kernel import audit, files
from perron.kernel.actors import Actor
from perron.kernel.authorities import Authority


@transaction.atomic
def receive_upload(*, actor: Actor, authority: Authority, stream: BinaryIO, name: str, at: datetime) -> Upload:
    """Take a file in and have it read. Raises NotYours, TooLarge; Unavailable when the store is full or away."""
    permissions.require_at(actor, "receive_upload", authority)
    stored = files.store(stream, name=name)
    upload = Upload.objects.create(
        authority=authority, file=stored, name=name[-255:], received_at=at, received_by=actor
    )
    audit.record(actor=actor, verb="catalogue.receive_upload", subject=upload.ref, authority=authority)
    read_upload.later(upload_id=upload.pk, attempt=upload.attempt)
    return upload


@transaction.atomic
def receive_link(*, actor: Actor, authority: Authority, url: str, at: datetime) -> Upload:
    """Have a file fetched and read. Raises NotYours, OnlyWebAddresses; what fails later is on the upload."""
    permissions.require_at(actor, "receive_upload", authority)
    gates.require_web_address(url)
    upload = Upload.objects.create(
        authority=authority, url=url, name=_name_from_address(url), received_at=at, received_by=actor
    )
    audit.record(actor=actor, verb="catalogue.receive_link", subject=upload.ref, authority=authority)
    read_upload.later(upload_id=upload.pk, attempt=upload.attempt)
    return upload


@transaction.atomic
def choose_reading(*, actor: Actor, upload: Upload, choices: ReadingChoices) -> Upload:
    """Have a file read again, as the agent says. Raises NotYours, UploadInUse."""
    permissions.require_at(actor, "receive_upload", upload.authority)
    fresh = _changeable(upload)
    fresh.choices = dump_choices(choices)
    audit.record(actor=actor, verb="catalogue.choose_reading", subject=fresh.ref, authority=fresh.authority)
    return _queue_again(fresh)


@transaction.atomic
def read_again(*, actor: Actor, upload: Upload) -> Upload:
    """Try once more what failed, with the same choices. Raises NotYours, UploadInUse."""
    permissions.require_at(actor, "receive_upload", upload.authority)
    fresh = _changeable(upload)
    audit.record(actor=actor, verb="catalogue.read_again", subject=fresh.ref, authority=fresh.authority)
    return _queue_again(fresh)


@transaction.atomic
def add_upload(*, actor: Actor, dataset: Dataset, upload: Upload) -> Upload:
    """Put one more file into a draft. Raises NotYours, UploadInUse, NotReadYet."""
    fresh = standing.locked_dataset(dataset.pk)
    permissions.require_edit(actor, fresh)
    version = standing.open_version(fresh)
    if version is None or fresh.authority is None:
        raise UploadInUse
    gates.require_free(upload, fresh.authority)
    attach(upload, version)
    audit.record(actor=actor, verb="catalogue.add_upload", subject=fresh.ref, authority=fresh.authority)
    return upload


@transaction.atomic
def discard_upload(*, actor: Actor, upload: Upload) -> None:
    """Throw a file and its tables away, also from a draft. Raises NotYours, UploadInUse."""
    permissions.require_at(actor, "receive_upload", upload.authority)
    fresh = _changeable(upload)
    audit.record(actor=actor, verb="catalogue.discard_upload", subject=fresh.ref, authority=fresh.authority)
    discard_uploads(Upload.objects.filter(pk=fresh.pk))


def _name_from_address(url: str) -> str:
    """The file name at the end of an address, what cannot be printed left out; its host when it ends in a slash."""
    parts = urlsplit(url)
    name = "".join(filter(str.isprintable, unquote(parts.path.rstrip("/").rsplit("/", 1)[-1])))
    return (name or parts.hostname or "file")[-255:]


def _changeable(upload: Upload) -> Upload:
    """The file under lock, when its version can still change. Raises UploadInUse."""
    fresh = Upload.objects.select_for_update(of=("self",)).select_related("version", "authority").get(pk=upload.pk)
    if fresh.version is not None and fresh.version.state != VersionState.PREPARING:
        raise UploadInUse
    return fresh


def _queue_again(upload: Upload) -> Upload:
    upload.attempt += 1
    upload.state, upload.starts, upload.error_code, upload.error_facts = UploadState.WAITING, 0, "", {}
    upload.save()
    read_upload.later(upload_id=upload.pk, attempt=upload.attempt)
    return upload
