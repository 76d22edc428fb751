"""Teams and the people in them, as those who are to be told of something."""

from __future__ import annotations

from datetime import datetime

from django.utils import timezone

from perron.bricks.reports.models import Report, TeamMember, Transfer
from perron.bricks.reports.permissions import TRANSFER, TREAT
from perron.bricks.reports.queries.handbooks import live_handbooks
from perron.bricks.reports.rules.handbook import Team
from perron.kernel import permissions
from perron.kernel.actors import Actor
from perron.kernel.authorities import Authority
from perron.kernel.staff import staff_of

__all__ = ["Transfer"]


def members_there(authority: Authority, at: datetime) -> dict[str, list[Actor]]:
    """Who treats reports in each team (by its code) and is not away that day."""
    found = TeamMember.objects.filter(authority=authority, actor__is_active=True).select_related("actor")
    there: dict[str, list[Actor]] = {}
    for member in found.exclude(away_until__gte=timezone.localdate(at)).order_by("pk"):
        if permissions.allows(member.actor, TREAT, authority):
            there.setdefault(member.team, []).append(member.actor)
    return there


def team_of(report: Report) -> Team | None:
    """The team that a report is with, as the authority's live handbook has it."""
    handbook = live_handbooks().get(report.authority.slug)
    return handbook.team(report.team) if handbook and report.team else None


def answering_transfers(authority: Authority) -> list[Actor]:
    """Those who accept reports for an authority or send them back."""
    people = [role.actor for role in staff_of(authority) if role.actor.is_active]
    return [person for person in people if permissions.allows(person, TRANSFER, authority)]


def last_transfer(report: Report) -> Transfer | None:
    """The last handover of a report, open or answered."""
    found = Transfer.objects.filter(report=report).select_related("from_authority", "to_authority", "asked_by")
    return found.order_by("-asked_at", "-pk").first()
