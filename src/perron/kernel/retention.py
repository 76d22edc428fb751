"""Keeps nothing longer than was said: treats all rows whose declared term has passed, and leaves a trace of it."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.db import transaction
from django.utils import timezone

from perron.kernel import audit, registry
from perron.kernel.contract import Ref, Retention, Task, Then
from perron.kernel.languages import Text

log = logging.getLogger("perron.retention")


class RetentionFailed(Exception):
    """Some terms could not be applied; the sentence names them, the log has the reasons. The others were."""


@dataclass(frozen=True, slots=True)
class Applied:
    """What was done for one declared term: how many rows of which table went which way."""

    model: str
    then: Then
    before: datetime
    rows: int


def apply_retention(now: datetime) -> tuple[Applied, ...]:
    """Apply every declared term, each in a transaction of its own. Raises RetentionFailed when some failed."""
    applied, failed = [], []
    for term in registry.retention():
        try:
            applied.append(_apply(term, now))
        except Exception:  # one broken declaration must not keep the others' rows longer than promised
            log.exception("retention failed model=%s", term.model)
            failed.append(term.model)
    if failed:
        raise RetentionFailed(f"Not applied for {', '.join(failed)}.")
    return tuple(applied)


@transaction.atomic
def _apply(term: Retention, now: datetime) -> Applied:
    before = now - term.keep
    rows = term.apply(before)
    if rows:
        facts = {"rows": rows, "before": before, "then": term.then.value}
        audit.record(actor=None, verb="kernel.apply_retention", subject=Ref("kernel", "table", term.model), facts=facts)
    return Applied(term.model, term.then, before, rows)


def _run() -> None:
    apply_retention(timezone.now())


RETENTION_TASKS: Final = (
    Task(
        "kernel.apply_retention",
        Text(
            fr="Effacer ce dont le délai est passé",
            nl="Wissen waarvan de termijn voorbij is",
            de="Löschen, wofür die Frist abgelaufen ist",
            en="Erase what has passed its term",
        ),
        "41 2 * * *",
        _run,
    ),
)
