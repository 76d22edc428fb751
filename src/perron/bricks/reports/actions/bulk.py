"""The same act on many reports: each by itself, so that one that refuses does not stop the others."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from perron.bricks.reports.models import Report
from perron.bricks.reports.permissions import TREAT
from perron.kernel import audit, permissions
from perron.kernel.actors import Actor
from perron.kernel.authorities import Authority
from perron.kernel.errors import Refused


@dataclass(frozen=True, slots=True)
class Treated:
    """What was done, and what was refused with why."""

    done: tuple[Report, ...]
    refused: tuple[tuple[Report, Refused], ...]


@transaction.atomic
def treat_many(
    *, actor: Actor, authority: Authority, reports: Iterable[Report], act: Callable[[Report], object], at: datetime
) -> Treated:
    """Carry out `act` on each report of the authority, in order of their making. Raises NotYours."""
    permissions.require(actor, TREAT, authority)
    done: list[Report] = []
    refused: list[tuple[Report, Refused]] = []
    for report in sorted(reports, key=lambda one: one.pk):  # always the same order: two at once do not block each other
        try:
            with transaction.atomic():
                act(report)
        except Refused as why:
            refused.append((report, why))
        else:
            done.append(report)
    facts = {"done": len(done), "refused": len(refused), "at": at}
    audit.record(actor=actor, verb="reports.treat_many", subject=authority.ref, authority=authority, facts=facts)
    return Treated(tuple(done), tuple(refused))
