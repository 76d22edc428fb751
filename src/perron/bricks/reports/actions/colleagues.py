"""Colleagues who are away: fair shares pass them by; and the trace of files with people's data."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction

from perron.bricks.reports.models import TeamMember
from perron.bricks.reports.permissions import CHANGE_HANDBOOK, READ_DESK, TREAT
from perron.kernel import audit, permissions
from perron.kernel.actors import Actor
from perron.kernel.authorities import Authority


@transaction.atomic
def be_away(*, actor: Actor, authority: Authority, colleague: Actor, until: date | None, at: datetime) -> int:
    """Say until when somebody is away (that day included; None: she is there), in all her teams; gives how many.

    Everybody says so for herself, those who change the handbook for all. Raises NotYours.
    """
    permissions.require(actor, TREAT if colleague == actor else CHANGE_HANDBOOK, authority)
    changed = TeamMember.objects.filter(authority=authority, actor=colleague).update(away_until=until)
    facts = {"away": until is not None}
    audit.record(actor=actor, verb="reports.mark_away", subject=authority.ref, authority=authority, facts=facts)
    return changed


@transaction.atomic
def take_file(*, actor: Actor, authority: Authority, with_people: bool, at: datetime) -> None:
    """Keep a trace of who took the reports as a file. With the people behind them it is for those who treat reports.

    Raises NotYours.
    """
    permissions.require(actor, TREAT if with_people else READ_DESK, authority)
    facts = {"file": "csv", "with_people": with_people, "at": at}
    audit.record(actor=actor, verb=READ_DESK, subject=authority.ref, authority=authority, facts=facts)
