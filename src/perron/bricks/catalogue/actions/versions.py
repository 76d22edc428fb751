"""New versions of a public dataset: proposed with what they change, accepted for ever, or refused."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from perron.bricks.catalogue import permissions
from perron.bricks.catalogue.actions.steps.versioning import build_version, make_current
from perron.bricks.catalogue.models import Dataset, Upload, Version
from perron.bricks.catalogue.queries import gates, standing
from perron.bricks.catalogue.queries.refusals import NotAtThisStep
from perron.bricks.catalogue.rules.states import VersionState, takes_new_versions
from perron.kernel import audit, events
from perron.kernel.actors import Actor


@transaction.atomic
def propose_version(
    *,
    actor: Actor,
    dataset: Dataset,
    upload: Upload,
    at: datetime,
    notes: Mapping[str, str] | None = None,
    keep_others: bool = True,
) -> Version:
    """Propose a file that was read as the next version. `notes` say what changed, per language.

    One table replaces one table, several are matched by name; `keep_others` keeps tables that the file does not have.
    Raises NotYours, NotAtThisStep, NotReadYet, UploadInUse, VersionUnderWay, NothingChanged, PersonalDataFound.
    """
    fresh = standing.locked_dataset(dataset.pk)
    permissions.require(actor, "propose_version", fresh)
    gates.require_by_hand(fresh)
    if not takes_new_versions(fresh.state) or fresh.authority is None:
        raise NotAtThisStep(state=fresh.state)
    gates.require_free(upload, fresh.authority)
    version = build_version(fresh, upload, actor=actor, notes=notes or {}, keep_others=keep_others, at=at)
    gates.require_nothing_personal(fresh, version)
    audit.record(actor=actor, verb="catalogue.propose_version", subject=version.ref, authority=fresh.authority)
    events.emit("catalogue.version_proposed", dataset_id=fresh.pk, version_id=version.pk)
    return version


@transaction.atomic
def accept_version(*, actor: Actor, version: Version, at: datetime) -> Version:
    """Make a proposed version the current one. Raises NotYours, NotAtThisStep, NotReadYet, PersonalDataFound."""
    dataset = standing.locked_dataset(version.dataset_id)
    permissions.require(actor, "publish_dataset", dataset)
    fresh = _proposed(dataset, version)
    gates.require_read(fresh)
    gates.require_nothing_personal(dataset, fresh)
    make_current(dataset, fresh, actor=actor, at=at)
    audit.record(actor=actor, verb="catalogue.accept_version", subject=fresh.ref, authority=dataset.authority)
    events.emit("catalogue.version_accepted", dataset_id=dataset.pk, version_id=fresh.pk, number=fresh.number)
    return fresh


@transaction.atomic
def refuse_version(*, actor: Actor, version: Version, reason: str, at: datetime) -> Version:
    """Set a proposed version aside, saying why. Raises NotYours, NotAtThisStep, ReasonMissing."""
    dataset = standing.locked_dataset(version.dataset_id)
    permissions.require(actor, "publish_dataset", dataset)
    fresh = _proposed(dataset, version)
    fresh.state, fresh.refused_reason = VersionState.REFUSED, gates.require_reason(reason)
    fresh.save(update_fields=["state", "refused_reason"])
    dataset.changed_at = at
    dataset.save(update_fields=["changed_at"])
    audit.record(
        actor=actor, verb="catalogue.refuse_version", subject=fresh.ref, authority=dataset.authority, note=reason
    )
    events.emit("catalogue.version_refused", dataset_id=dataset.pk, version_id=fresh.pk)
    return fresh


def _proposed(dataset: Dataset, version: Version) -> Version:
    """The version as it stands now. Raises NotAtThisStep."""
    fresh = dataset.versions.get(pk=version.pk)
    if not takes_new_versions(dataset.state) or fresh.state != VersionState.PROPOSED:
        raise NotAtThisStep(state=fresh.state)
    return fresh
