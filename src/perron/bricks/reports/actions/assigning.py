"""Giving a report to a team and to a person; fairly, when nobody is named."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Count
from django.utils import timezone

from perron.bricks.reports.actions.steps.writing import Step, locked, step_payload, write_step
from perron.bricks.reports.models import Report, TeamMember
from perron.bricks.reports.permissions import TREAT
from perron.bricks.reports.queries import handbooks
from perron.bricks.reports.queries.refusals import NobodyThere, NotInTheTeam
from perron.bricks.reports.rules.story import StepKind
from perron.kernel import audit, events, permissions
from perron.kernel.actors import Actor
from perron.kernel.authorities import Authority


@dataclass(frozen=True, slots=True)
class Load:
    """How many open reports a person has."""

    person: Actor
    open_reports: int


@dataclass(frozen=True, slots=True)
class Fair:
    """To whom it went, and why: who of the team is there, the least loaded first."""

    report: Report
    assignee: Actor
    loads: tuple[Load, ...]


@transaction.atomic
def assign(
    *,
    actor: Actor,
    report: Report,
    at: datetime,
    team: str = "",
    assignee: Actor | None = None,
    edit_number: int | None = None,
) -> Report:
    """Give a report to a team (a code; empty: none) and a person (None: nobody). Raises NotYours, ChangedMeanwhile,
    NotInTheTeam.
    """
    fresh = locked(report, edit_number)
    permissions.require(actor, TREAT, fresh.authority)
    _require_team(fresh.authority, team)
    if assignee is not None and not permissions.allows(assignee, TREAT, fresh.authority):
        raise NotInTheTeam
    told = Step(StepKind.ASSIGNED, actor=actor, facts={"team": team, "team_before": fresh.team})
    step = write_step(fresh, told, at, team=team, assignee=assignee)
    audit.record(actor=actor, verb="reports.assign", subject=fresh.ref, authority=fresh.authority, facts={"team": team})
    events.emit("reports.report_changed", **step_payload(fresh, step))
    return fresh


@transaction.atomic
def assign_fairly(
    *, actor: Actor, report: Report, at: datetime, team: str = "", edit_number: int | None = None
) -> Fair:
    """Give a report to whoever of its team is there and has least open; says with what counts it was decided.

    Raises NotYours, ChangedMeanwhile, NotInTheTeam, NobodyThere.
    """
    fresh = locked(report, edit_number)
    permissions.require(actor, TREAT, fresh.authority)
    team = team or fresh.team
    _require_team(fresh.authority, team)
    loads = _loads(fresh.authority, team, at)
    if not loads:
        raise NobodyThere
    chosen = loads[0].person
    shares = {"fairly": True, "loads": [load.open_reports for load in loads]}
    told = Step(StepKind.ASSIGNED, actor=actor, facts={"team": team, "team_before": fresh.team} | shares)
    step = write_step(fresh, told, at, team=team, assignee=chosen)
    audit.record(
        actor=actor, verb="reports.assign_fairly", subject=fresh.ref, authority=fresh.authority, facts={"team": team}
    )
    events.emit("reports.report_changed", **step_payload(fresh, step))
    return Fair(fresh, chosen, loads)


def _require_team(authority: Authority, team: str) -> None:
    if team and handbooks.live_handbook(authority)[1].team(team) is None:
        raise NotInTheTeam


def _loads(authority: Authority, team: str, at: datetime) -> tuple[Load, ...]:
    """Those of a team who are there today and may treat reports, the least loaded first, then by seniority."""
    members = TeamMember.objects.filter(authority=authority, team=team).select_related("actor")
    present = members.exclude(away_until__gte=timezone.localdate(at)).order_by("pk")
    people = [member.actor for member in present if permissions.allows(member.actor, TREAT, authority)]
    open_ones = Report.objects.filter(authority=authority, closed_at=None, assignee__in=people)
    counted = dict(open_ones.values_list("assignee").annotate(count=Count("pk")).order_by())
    loads = [Load(person, counted.get(person.pk, 0)) for person in people]
    return tuple(sorted(loads, key=lambda load: load.open_reports))
