"""Forgetting who reported, when the authority's term has passed or when she asks; what she reported stays."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from perron.bricks.reports.actions.steps.forgetting import forget
from perron.bricks.reports.models import Reporter
from perron.kernel import audit
from perron.kernel.actors import Actor
from perron.kernel.authorities import Authority
from perron.kernel.contract import Ref


@transaction.atomic
def forget_reporters(*, actor: Actor | None, authority: Authority, before: datetime, at: datetime) -> int:
    """Forget the people behind an authority's reports that were closed before; says how many."""
    old = Reporter.objects.filter(report__authority=authority, report__closed_at__lt=before, forgotten_at=None)
    touched = forget(old, at)
    if touched:
        facts = {"people": touched, "before": before}
        audit.record(
            actor=actor, verb="reports.forget_reporters", subject=authority.ref, authority=authority, facts=facts
        )
    return touched


@transaction.atomic
def forget_all_before(*, actor: Actor | None, before: datetime, at: datetime) -> int:
    """Forget everybody who reported before, whatever became of it; says how many."""
    touched = forget(Reporter.objects.filter(since__lt=before, forgotten_at=None), at)
    if touched:
        subject = Ref("kernel", "table", "reports.Reporter")
        audit.record(actor=actor, verb="reports.forget_all_before", subject=subject, facts={"people": touched})
    return touched
