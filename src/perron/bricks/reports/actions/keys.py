"""Keys with which programs send reports to an authority."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from perron.bricks.reports.models import ApiKey
from perron.bricks.reports.permissions import CONNECT
from perron.bricks.reports.queries.others import hashed
from perron.kernel import audit, permissions
from perron.kernel.actors import Actor
from perron.kernel.authorities import Authority


@dataclass(frozen=True, slots=True)
class NewKey:
    """A key, and its secret, which is shown once and kept nowhere."""

    key: ApiKey
    secret: str


@transaction.atomic
def make_key(*, actor: Actor, authority: Authority, name: str, at: datetime) -> NewKey:
    """Make a key for a program, called `name`. Raises NotYours."""
    permissions.require(actor, CONNECT, authority)
    secret = secrets.token_urlsafe(32)
    key = ApiKey.objects.create(
        authority=authority, name=" ".join(name.split())[:120], secret_hash=hashed(secret), made_by=actor, made_at=at
    )
    audit.record(
        actor=actor, verb="reports.make_key", subject=authority.ref, authority=authority, facts={"key": key.pk}
    )
    return NewKey(key, secret)


@transaction.atomic
def revoke_key(*, actor: Actor, key: ApiKey, at: datetime) -> ApiKey:
    """Take a key back: from now on it is refused. Raises NotYours."""
    permissions.require(actor, CONNECT, key.authority)
    key.revoked_at = key.revoked_at or at
    key.save(update_fields=["revoked_at"])
    facts = {"key": key.pk}
    audit.record(
        actor=actor, verb="reports.revoke_key", subject=key.authority.ref, authority=key.authority, facts=facts
    )
    return key
