"""Who is in a team."""

from __future__ import annotations

from django.db import transaction

from perron.bricks.reports.actions.handbook_refusals import NoSuchTeam, NotOnTheStaff
from perron.bricks.reports.models import TeamMember
from perron.bricks.reports.permissions import CHANGE_HANDBOOK
from perron.bricks.reports.queries.handbooks import draft_of, live_handbooks, parsed
from perron.kernel import audit
from perron.kernel import permissions as rights
from perron.kernel.actors import Actor
from perron.kernel.authorities import Authority
from perron.kernel.errors import NotFound
from perron.kernel.staff import role_of


@transaction.atomic
def join_team(*, actor: Actor, authority: Authority, team: str, member: Actor) -> TeamMember:
    """Put somebody of the staff in a team; once is enough. Raises NoSuchTeam, NotOnTheStaff."""
    rights.require(actor, CHANGE_HANDBOOK, authority)
    if team not in _teams(authority):
        raise NoSuchTeam
    if role_of(member, authority) is None:
        raise NotOnTheStaff
    row, is_new = TeamMember.objects.get_or_create(authority=authority, team=team, actor=member)
    if is_new:
        audit.record(
            actor=actor, verb="reports.join_team", subject=authority.ref, authority=authority, facts={"team": team}
        )
    return row


@transaction.atomic
def leave_team(*, actor: Actor, authority: Authority, member: int) -> None:
    """Take a membership (its key) away. Raises NotFound."""
    rights.require(actor, CHANGE_HANDBOOK, authority)
    row = _membership(authority, member)
    audit.record(
        actor=actor, verb="reports.leave_team", subject=authority.ref, authority=authority, facts={"team": row.team}
    )
    row.delete()


def _membership(authority: Authority, pk: int) -> TeamMember:
    row = TeamMember.objects.filter(authority=authority, pk=pk).first()
    if row is None:
        raise NotFound
    return row


def _teams(authority: Authority) -> set[str]:
    """The teams of the live handbook and of the draft."""
    live, draft = live_handbooks().get(authority.slug), draft_of(authority)
    books = [book for book in (live, parsed(draft) if draft else None) if book]
    return {team.code for book in books for team in book.teams}
