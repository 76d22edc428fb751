"""A report that a program sends with its key; its photos are fetched afterwards."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final
from uuid import uuid4

from django.db import transaction

from perron.bricks.reports.actions.sending import send_report
from perron.bricks.reports.actions.steps.keys import key_of
from perron.bricks.reports.actions.steps.media import fetch_photo
from perron.bricks.reports.models import ApiKey, Report
from perron.bricks.reports.rules.sending import MOST_PHOTOS, NewReport
from perron.kernel import audit
from perron.kernel.actors import Actor

LONGEST_ADDRESS: Final = 2000


@dataclass(frozen=True, slots=True)
class FromProgram:
    """The key it shows, its own name for this sending (empty: none), and addresses of photos to fetch."""

    key: ApiKey
    once: str = ""
    media: tuple[str, ...] = ()


@transaction.atomic
def take_report(*, actor: Actor | None, what: NewReport, program: FromProgram, at: datetime) -> Report:
    """Take a report from a program; the same name for a sending gives the same one. Raises what `send_report` does."""
    key = program.key
    sent_key = key_of("open311", f"{key.pk}:{program.once}") if program.once else uuid4()
    sent = send_report(actor=actor, what=replace(what, sent_key=sent_key), at=at)
    if sent.was_known:
        return sent.report
    if key.last_used_on != at.date():
        ApiKey.objects.filter(pk=key.pk).update(last_used_on=at.date())
    for address in program.media[: MOST_PHOTOS - len(what.photos)]:
        fetch_photo.later(report=sent.report.pk, address=address[:LONGEST_ADDRESS])
    facts = {"key": key.pk}
    audit.record(actor=actor, verb="reports.use_key", subject=sent.report.ref, authority=key.authority, facts=facts)
    return sent.report
