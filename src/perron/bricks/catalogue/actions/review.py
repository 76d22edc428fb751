"""From draft to published and, if it must be, withdrawn: the steps of a dataset's life."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from perron.bricks.catalogue import permissions
from perron.bricks.catalogue.models import Dataset, Version
from perron.bricks.catalogue.queries import gates, standing
from perron.bricks.catalogue.queries.refusals import AlreadyPublished, NotAtThisStep
from perron.bricks.catalogue.rules.states import STEPS, DatasetState, VersionState
from perron.kernel import audit, events
from perron.kernel.actors import Actor


@transaction.atomic
def propose_dataset(*, actor: Actor, dataset: Dataset, at: datetime) -> Dataset:
    """Hand a draft to the editors.

    Raises NotYours, NotAtThisStep, NotReadYet, PersonalDataFound, DescriptionIncomplete.
    """
    fresh = standing.locked_dataset(dataset.pk)
    permissions.require(actor, "describe_dataset", fresh)
    gates.require_step(fresh, "propose_dataset")
    _require_ready(fresh)
    fresh.versions.filter(state=VersionState.PREPARING).update(state=VersionState.PROPOSED)
    fresh.sent_back_reason = ""
    _step(fresh, "propose_dataset", at)
    audit.record(actor=actor, verb="catalogue.propose_dataset", subject=fresh.ref, authority=fresh.authority)
    events.emit("catalogue.dataset_proposed", dataset_id=fresh.pk)
    return fresh


@transaction.atomic
def send_back(*, actor: Actor, dataset: Dataset, reason: str, at: datetime) -> Dataset:
    """Give a proposed dataset back to its agent, saying why. Raises NotYours, NotAtThisStep, ReasonMissing."""
    fresh = standing.locked_dataset(dataset.pk)
    permissions.require(actor, "publish_dataset", fresh)
    gates.require_step(fresh, "send_back")
    fresh.sent_back_reason = gates.require_reason(reason)
    fresh.versions.filter(state=VersionState.PROPOSED).update(state=VersionState.PREPARING)
    _step(fresh, "send_back", at)
    audit.record(actor=actor, verb="catalogue.send_back", subject=fresh.ref, authority=fresh.authority, note=reason)
    events.emit("catalogue.dataset_sent_back", dataset_id=fresh.pk)
    return fresh


@transaction.atomic
def publish_dataset(*, actor: Actor, dataset: Dataset, at: datetime) -> Dataset:
    """Make a dataset public, from review or straight from draft.

    Raises NotYours, AlreadyPublished, NotAtThisStep, NotReadYet, PersonalDataFound, DescriptionIncomplete.
    """
    fresh = standing.locked_dataset(dataset.pk)
    permissions.require(actor, "publish_dataset", fresh)
    if fresh.state == DatasetState.PUBLISHED:
        raise AlreadyPublished
    gates.require_step(fresh, "publish_dataset")
    version = _require_ready(fresh)
    version.state, version.accepted_at, version.accepted_by = VersionState.ACCEPTED, at, actor
    version.save(update_fields=["state", "accepted_at", "accepted_by"])
    fresh.current, fresh.published_at, fresh.data_changed_at = version, at, at
    fresh.sent_back_reason = ""
    _step(fresh, "publish_dataset", at)
    audit.record(actor=actor, verb="catalogue.publish_dataset", subject=fresh.ref, authority=fresh.authority)
    events.emit("catalogue.dataset_published", dataset_id=fresh.pk)
    return fresh


@transaction.atomic
def withdraw_dataset(*, actor: Actor, dataset: Dataset, reason: str, at: datetime) -> Dataset:
    """Take a dataset from the public; its address says why. Raises NotYours, NotAtThisStep, ReasonMissing."""
    fresh = standing.locked_dataset(dataset.pk)
    permissions.require(actor, "withdraw_dataset", fresh)
    gates.require_step(fresh, "withdraw_dataset")
    fresh.withdrawn_reason, fresh.withdrawn_at = gates.require_reason(reason), at
    _step(fresh, "withdraw_dataset", at)
    audit.record(
        actor=actor, verb="catalogue.withdraw_dataset", subject=fresh.ref, authority=fresh.authority, note=reason
    )
    events.emit("catalogue.dataset_withdrawn", dataset_id=fresh.pk)
    return fresh


@transaction.atomic
def restore_dataset(*, actor: Actor, dataset: Dataset, at: datetime) -> Dataset:
    """Make it public again. Raises NotYours, NotAtThisStep, PersonalDataFound, DescriptionIncomplete."""
    fresh = standing.locked_dataset(dataset.pk)
    permissions.require(actor, "withdraw_dataset", fresh)
    gates.require_step(fresh, "restore_dataset")
    if fresh.current is None:
        raise NotAtThisStep(state=fresh.state)
    gates.require_ready(fresh, fresh.current)
    fresh.withdrawn_reason, fresh.withdrawn_at = "", None
    _step(fresh, "restore_dataset", at)
    audit.record(actor=actor, verb="catalogue.restore_dataset", subject=fresh.ref, authority=fresh.authority)
    events.emit("catalogue.dataset_restored", dataset_id=fresh.pk)
    return fresh


def _require_ready(dataset: Dataset) -> Version:
    version = standing.open_version(dataset)
    if version is None:
        raise NotAtThisStep(state=dataset.state)
    gates.require_ready(dataset, version)
    return version


def _step(dataset: Dataset, action: str, at: datetime) -> None:
    dataset.state, dataset.changed_at = STEPS[action][1], at
    dataset.quality = standing.quality_of(dataset, today=at.date()).score
    dataset.save()
