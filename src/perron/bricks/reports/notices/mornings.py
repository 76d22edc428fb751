"""The morning of a working day: what comes due is told before it is late, to people and to the offices of teams."""

from __future__ import annotations

from datetime import datetime

from django.urls import reverse
from django.utils import translation

from perron.bricks.reports.models import Report
from perron.bricks.reports.notices.others import write
from perron.bricks.reports.notices.words import Values, lines_of
from perron.bricks.reports.queries.handbooks import live_handbooks
from perron.bricks.reports.queries.mornings import Morning, morning_of
from perron.bricks.reports.queries.teams import members_there
from perron.bricks.reports.rules import clock
from perron.bricks.reports.rules.handbook import Handbook, Letters, Team
from perron.kernel import letters, notices
from perron.kernel.actors import Actor
from perron.kernel.authorities import Authority, authority_by_slug
from perron.kernel.languages import pick
from perron.kernel.tasks import task


def tell_mornings(at: datetime) -> None:
    """Queue the letters of a morning, one job for each authority that works that day."""
    today = at.astimezone(clock.BRUSSELS).date()
    for slug, handbook in live_handbooks().items():
        if clock.is_working_day(today, handbook.holidays):
            tell_morning.later(authority=slug, at=at.isoformat())


@task(name="reports.tell_morning", once="reports-morning-{authority}")
def tell_morning(*, authority: str, at: str) -> None:
    """Tell people of one authority what comes due, each once a day, and the offices of its teams."""
    here, moment = authority_by_slug(authority), datetime.fromisoformat(at)
    handbook = live_handbooks().get(authority)
    if handbook is None:
        return
    all_of_it, day = morning_of(here, handbook, moment), moment.astimezone(clock.BRUSSELS).date().isoformat()
    for person, teams in _people(here, all_of_it, moment).items():
        hers = all_of_it.only(teams=frozenset(teams), assignee=person.pk)
        if hers.soon or hers.overdue_plans:
            _tell(here, person, hers, once=f"{authority}-{day}")
    for team in handbook.teams:
        theirs = all_of_it.only(teams=frozenset({team.code}))
        if team.email and team.letters != Letters.NEVER:
            write_morning(here, handbook, team, theirs, day)


def _people(authority: Authority, morning: Morning, at: datetime) -> dict[Actor, set[str]]:
    """Whom it may concern, with their teams."""
    found: dict[Actor, set[str]] = {}
    for team, members in members_there(authority, at).items():
        for member in members:
            found.setdefault(member, set()).add(team)
    reports = [report for part in (morning.soon, morning.overdue_plans) for report in part if report.assignee_id]
    assigned = Actor.objects.filter(pk__in={report.assignee_id for report in reports}, is_active=True)
    for person in assigned:
        found.setdefault(person, set())
    return found


def _tell(authority: Authority, person: Actor, morning: Morning, *, once: str) -> None:
    language = person.language or "en"
    with translation.override(language):
        values = _values(authority, morning)
        address = f"{reverse('reports:desk', args=[authority.slug])}?view=soon"
    notices.tell("reports.day", to=person, subject=authority.ref, address=address, once=once, **values)


def write_morning(authority: Authority, handbook: Handbook, team: Team, morning: Morning, day: str) -> None:
    """Write to a team's office, what is new too when it has no letter for each; nothing when there is nothing."""
    new: tuple[Report, ...] = morning.new if team.letters == Letters.DAILY else ()
    if not (morning.soon or morning.overdue_plans or new):
        return
    with translation.override(authority.language):
        address = f"{reverse('reports:desk', args=[authority.slug])}?team={team.code}"
        values = _values(authority, morning) | {
            "new": len(new),
            "new_reports": lines_of(new),
            "team": pick(team.names).words,
            "link": letters.absolute(address),
        }
    name = f"reports-morning-{authority.slug}-{team.code}-{day}"
    write(team.email, name, "team_day", authority.language, values)


def _values(authority: Authority, morning: Morning) -> Values:
    return {
        "authority": authority.name,
        "soon": len(morning.soon),
        "plans": len(morning.overdue_plans),
        "soon_reports": lines_of(morning.soon),
        "planned_reports": lines_of(morning.overdue_plans),
    }
