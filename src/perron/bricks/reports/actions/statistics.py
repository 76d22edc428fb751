"""Counting the statistics anew, so that the page and the open data say the same until the next count."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime
from typing import Final

from django.db import transaction

from perron.bricks.reports.models import Statistic
from perron.bricks.reports.queries.statistics import counted
from perron.kernel import audit, events
from perron.kernel.actors import Actor
from perron.kernel.contract import Ref

BATCH: Final = 2000


@transaction.atomic
def count_statistics(*, actor: Actor | None, at: datetime) -> int:
    """Count all reports as they stand, in place of what was counted before; says how many sets of them there are."""
    rows = [
        Statistic(
            authority=one.authority,
            place=one.place,
            category=one.category,
            period=one.period,
            numbers=asdict(one.numbers),
            counted_at=at,
        )
        for one in counted(at)
    ]
    Statistic.objects.all().delete()
    Statistic.objects.bulk_create(rows, batch_size=BATCH)
    subject = Ref("reports", "statistics", "all")
    audit.record(actor=actor, verb="reports.count_statistics", subject=subject, facts={"sets": len(rows)})
    events.emit("reports.statistics_counted", sets=len(rows))
    return len(rows)
