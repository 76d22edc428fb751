"""Reuses: added by anyone, shown by a moderator."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from perron.bricks.catalogue import permissions
from perron.bricks.catalogue.models import Dataset, Reuse
from perron.bricks.catalogue.queries import gates
from perron.bricks.catalogue.queries.refusals import (
    AlreadyListed,
    AlreadyModerated,
    NotAtThisStep,
    ReplyAddressMissing,
    UnknownCode,
    WordsMissing,
)
from perron.bricks.catalogue.rules.reuse import ReuseProposal
from perron.bricks.catalogue.rules.states import ReuseKind, ReuseState
from perron.kernel import audit, events
from perron.kernel.actors import Actor
from perron.kernel.languages import LANGUAGES


@transaction.atomic
def add_reuse(*, actor: Actor | None, dataset: Dataset, proposal: ReuseProposal, at: datetime) -> Reuse:
    """Tell what one made with a public dataset; a moderator looks before it is shown.

    Raises NotAtThisStep, UnknownCode, WordsMissing, OnlyWebAddresses, ReplyAddressMissing, AlreadyListed.
    """
    if not dataset.is_published:
        raise NotAtThisStep(state=dataset.state)
    _require_whole(actor, proposal)
    if dataset.reuses.filter(url=proposal.url).exists():
        raise AlreadyListed(url=proposal.url)
    reuse = Reuse.objects.create(
        dataset=dataset,
        kind=proposal.kind,
        title=proposal.title.strip(),
        url=proposal.url,
        description=proposal.description.strip(),
        language=proposal.language,
        author=actor,
        author_name=proposal.author_name.strip(),
        author_email="" if actor else proposal.author_email.strip().lower(),
        added_at=at,
    )
    audit.record(actor=actor, verb="catalogue.add_reuse", subject=reuse.ref, authority=dataset.authority)
    events.emit("catalogue.reuse_added", dataset_id=dataset.pk, reuse_id=reuse.pk)
    return reuse


@transaction.atomic
def moderate_reuse(*, actor: Actor, reuse: Reuse, is_shown: bool, at: datetime, reason: str = "") -> Reuse:
    """Show a reuse, or refuse it with a reason. Raises NotYours, AlreadyModerated, ReasonMissing."""
    fresh = Reuse.objects.select_for_update(of=("self",)).select_related("dataset__authority").get(pk=reuse.pk)
    permissions.require(actor, "moderate_reuse", fresh.dataset)
    wanted = ReuseState.SHOWN if is_shown else ReuseState.REFUSED
    if fresh.state == wanted:
        raise AlreadyModerated
    fresh.refused_reason = "" if is_shown else gates.require_reason(reason)
    fresh.state, fresh.moderated_at, fresh.moderated_by = wanted, at, actor
    fresh.save()
    audit.record(
        actor=actor,
        verb="catalogue.moderate_reuse",
        subject=fresh.ref,
        authority=fresh.dataset.authority,
        note=fresh.refused_reason,
        facts={"shown": is_shown},
    )
    events.emit("catalogue.reuse_moderated", dataset_id=fresh.dataset_id, reuse_id=fresh.pk)
    return fresh


def _require_whole(actor: Actor | None, proposal: ReuseProposal) -> None:
    if proposal.kind not in tuple(ReuseKind) or proposal.language not in LANGUAGES:
        raise UnknownCode(value=f"{proposal.kind} {proposal.language}")
    if not proposal.title.strip():
        raise WordsMissing
    gates.require_web_address(proposal.url)
    if actor is None and not proposal.author_email.strip():
        raise ReplyAddressMissing
