"""What the house holds about a person, as all bricks declare it: handed over, or erased (GDPR, art. 15, 17, 20)."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime

from django.core.serializers.json import DjangoJSONEncoder
from django.db import transaction

from perron.kernel import audit, registry
from perron.kernel.contract import PersonalData
from perron.kernel.models.actor import Actor


def export_person(actor: Actor) -> dict[str, object]:
    """Everything held about a person, ready for JSON: per table the purpose, the legal basis and the rows.

    Purposes and legal bases are in the reader's language.
    """
    found = {held.model: _with_reason(held, actor) for held in _all_tables()}
    plain: dict[str, object] = json.loads(json.dumps(found, cls=DjangoJSONEncoder))
    return plain


@transaction.atomic
def erase_person(actor: Actor, at: datetime) -> Mapping[str, int]:
    """Erase or detach everything held about a person; how many rows per table.

    The log keeps that somebody was erased and when, under a hash that nobody can resolve any more.
    """
    audit.record(actor=actor, verb="kernel.erase_person", subject=actor.ref, facts={"asked_at": at})
    counts: dict[str, int] = {}
    for held in _all_tables():
        counts[held.model] = counts.get(held.model, 0) + held.erase(actor.pk)
    return counts


def _all_tables() -> list[PersonalData]:
    """The kernel's own come last: what bricks hold is found by the account, which then loses its name."""
    return [held for brick in reversed(registry.bricks()) for held in brick.personal_data]


def _with_reason(held: PersonalData, actor: Actor) -> dict[str, object]:
    rows = [dict(row) for row in held.export(actor.pk)]
    return {"purpose": str(held.purpose), "legal_basis": str(held.legal_basis), "rows": rows}
