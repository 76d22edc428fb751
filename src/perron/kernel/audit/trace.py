"""Writing and reading traces: what happened, without waiting for anyone and without personal data in the leaf."""

from __future__ import annotations

import hmac
import json
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Final

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from perron.kernel import merkle
from perron.kernel.contract import Ref
from perron.kernel.models.actor import Actor
from perron.kernel.models.audit import AuditEntry, AuditSecret
from perron.kernel.models.authority import Authority

PERSONS: Final = frozenset({("kernel", "actor")})  # kinds of subjects that are people: their id is hashed


@dataclass(frozen=True, slots=True)
class Act:
    """One line of something's history, for those who may read it. `actor` is None when erased, or nobody."""

    at: datetime
    verb: str
    actor: Actor | None
    note: str
    facts: Mapping[str, object]


def record(
    *,
    actor: Actor | None,
    verb: str,
    subject: Ref,
    authority: Authority | None = None,
    note: str = "",
    facts: Mapping[str, object] | None = None,
) -> None:
    """Trace an act. `facts` are public for ever: plain values, nothing about a person; `note` and `actor` are erasable.

    Raises TypeError for a fact that is not plain (text, number, yes or no, date, and lists or mappings of them).
    """
    person = int(subject.id) if (subject.brick, subject.kind) in PERSONS else None
    hidden = [
        _secret("actor", str(actor.ref) if actor else "", actor.pk if actor else None),
        _secret("subject", str(subject) if person else "", person),
        _secret("note", note, person or (actor.pk if actor else None)),
    ]
    hashes = {secret.part: _salted(secret) for secret in hidden}
    at = timezone.now().astimezone(UTC)
    shown = str(Ref(subject.brick, subject.kind, f"~{hashes['subject']}")) if person else str(subject)
    slug = authority.slug if authority else ""
    leaf = _canonical(
        {
            "actor": hashes["actor"],
            "at": at.isoformat(),
            "authority": slug,
            "facts": _plain(facts or {}),
            "note": hashes["note"],
            "subject": shown,
            "verb": verb,
        }
    )
    with transaction.atomic(savepoint=False):
        entry = AuditEntry.objects.create(
            at=at, verb=verb, authority=slug, subject=shown, leaf=leaf, leaf_hash=merkle.leaf_hash(leaf.encode())
        )
        for secret in hidden:
            secret.entry = entry
        AuditSecret.objects.bulk_create([secret for secret in hidden if secret.clear])


def history(subject: Ref, *, limit: int = 200) -> list[Act]:
    """What happened to one thing, newest first, with who and why unless erased. For those who may know."""
    found = AuditEntry.objects.filter(is_about(subject)).order_by("-id").prefetch_related("secrets__about")
    return [_act(entry) for entry in found[:limit]]


def erase_person(actor_id: int) -> int:
    """Delete the salts and clear texts about a person: the hashes in the log mean nothing any more. How many."""
    return AuditSecret.objects.filter(about=actor_id).delete()[0]


def erase_before(before: datetime) -> int:
    """Delete all salts and clear texts of entries older than `before`. How many."""
    return AuditSecret.objects.filter(entry__at__lt=before).delete()[0]


def secrets_about(actor_id: int) -> QuerySet[AuditSecret]:
    """What the log still knows about a person, oldest first."""
    return AuditSecret.objects.filter(about=actor_id).select_related("entry").order_by("entry_id", "part")


def is_about(subject: Ref) -> Q:
    """The condition on entries that are about one thing, or one person."""
    if (subject.brick, subject.kind) in PERSONS:
        return Q(secrets__part="subject", secrets__clear=str(subject))
    return Q(subject=str(subject))


def _secret(part: str, clear: str, about: int | None) -> AuditSecret:
    return AuditSecret(part=part, clear=clear, about_id=about, salt=secrets.token_bytes(32))


def _salted(secret: AuditSecret) -> str | None:
    """The hash that stands in the leaf for what must be erasable; None for nothing."""
    return hmac.digest(bytes(secret.salt), secret.clear.encode(), "sha256").hex() if secret.clear else None


def _canonical(leaf: Mapping[str, object]) -> str:
    return json.dumps(leaf, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)


def _plain(value: object) -> object:
    if value is None or isinstance(value, str | int | float):
        return value
    if isinstance(value, date):  # and datetime, which is one
        return value.isoformat()
    if isinstance(value, Decimal):
        return str(value)
    if isinstance(value, Mapping):
        return {str(name): _plain(inner) for name, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(inner) for inner in value]
    raise TypeError(f"A fact of the audit log is a plain value, not {type(value).__name__}.")


def _act(entry: AuditEntry) -> Act:
    kept = {secret.part: secret for secret in entry.secrets.all()}
    actor, note = kept.get("actor"), kept.get("note")
    return Act(entry.at, entry.verb, actor.about if actor else None, note.clear if note else "", entry.facts)
