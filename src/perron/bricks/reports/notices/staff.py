"""Staff: who treats a report, who is given one, who is offered one, and the offices of teams."""

from __future__ import annotations

from django.urls import reverse
from django.utils import timezone, translation

from perron.bricks.reports.models import Report, Update
from perron.bricks.reports.notices.others import write
from perron.bricks.reports.notices.words import Values, lines_of, values_of
from perron.bricks.reports.queries.addresses import desk_page_of
from perron.bricks.reports.queries.forwardings import last_of
from perron.bricks.reports.queries.teams import answering_transfers, last_transfer, members_there, team_of
from perron.bricks.reports.rules.handbook import Letters
from perron.bricks.reports.rules.masking import mask
from perron.bricks.reports.rules.states import State
from perron.bricks.reports.rules.story import By, StepKind
from perron.kernel import letters, notices
from perron.kernel.actors import Actor
from perron.kernel.tasks import task


@task(name="reports.tell_assignee")
def tell_assignee(*, update: int) -> None:
    """Who treats a report, or gave it to a contractor, learns what was said; its team when nobody treats it yet."""
    step = Update.objects.select_related("report__authority", "report__assignee").get(pk=update)
    address = desk_page_of(step.report)
    for to in _who_treats(step):
        values = values_of(step, to.language or "en", to_reporter=True)
        notices.tell(
            "reports.answered", to=to, subject=step.report.ref, address=address, once=f"step-{step.pk}", **values
        )


def _who_treats(step: Update) -> list[Actor]:
    report = step.report
    people = [report.assignee] if report.assignee else []
    if not people and step.by == By.CONTRACTOR and (given := last_of(report)) and given.sent_by:
        people = [given.sent_by]
    if not people:
        people = members_there(report.authority, timezone.now()).get(report.team, [])
    return [person for person in people if person.is_active]


@task(name="reports.tell_assigned", once="reports-assigned-{to}-{authority}")
def tell_assigned(*, to: int, authority: int, since: int) -> None:
    """Tell somebody what others gave to her since a step: all of it at once, however much it is."""
    given = Update.objects.filter(
        kind=StepKind.ASSIGNED, pk__gte=since, report__assignee=to, report__authority=authority, report__closed_at=None
    ).exclude(actor=to)
    steps = list(given.select_related("report__authority", "report__assignee", "actor").order_by("pk"))
    reports = list({step.report_id: step.report for step in steps}.values())
    if not reports or reports[0].assignee is None or not reports[0].assignee.is_active:
        return
    person, first = reports[0].assignee, reports[0]
    with translation.override(person.language or "en"):
        address = desk_page_of(first)
        if len(reports) > 1:
            address = f"{reverse('reports:desk', args=[first.authority.slug])}?view=mine"
        values: Values = {
            "count": len(reports),
            "authority": first.authority.name,
            "code": first.code,
            "who": (steps[-1].actor.name or first.authority.name) if steps[-1].actor else first.authority.name,
            "reports": lines_of(reports),
        }
    subject = first.ref if len(reports) == 1 else first.authority.ref
    notices.tell("reports.assigned", to=person, subject=subject, address=address, once=f"step-{steps[-1].pk}", **values)


@task(name="reports.tell_offered")
def tell_offered(*, update: int) -> None:
    """Those who can answer learn that another authority offers a report."""
    step = Update.objects.select_related("report__authority", "authority").get(pk=update)
    transfer = last_transfer(step.report)
    if transfer is None or transfer.answered_at is not None:
        return
    address = reverse("reports:desk_handover", args=[transfer.to_authority.slug, step.report.code])
    for person in answering_transfers(transfer.to_authority):
        values = values_of(step, person.language or "en", to_reporter=False) | {"words": transfer.reason}
        notices.tell(
            "reports.offered", to=person, subject=step.report.ref, address=address, once=f"step-{step.pk}", **values
        )


@task(name="reports.tell_offer_answered")
def tell_offer_answered(*, update: int) -> None:
    """Who offered a report learns whether the other authority took it."""
    step = Update.objects.select_related("report__authority", "authority").get(pk=update)
    transfer = last_transfer(step.report)
    if transfer is None or transfer.asked_by is None or not transfer.asked_by.is_active:
        return
    person, here = transfer.asked_by, transfer.from_authority
    page = "reports:desk_handover" if transfer.answer == "accepted" else "reports:desk_report"
    values = values_of(step, person.language or "en", to_reporter=False) | {
        "authority": transfer.to_authority.name,
        "is_accepted": int(transfer.answer == "accepted"),
        "words": transfer.answer_reason,
    }
    address = reverse(page, args=[here.slug, step.report.code])
    once = f"step-{step.pk}"
    notices.tell("reports.offer_answered", to=person, subject=step.report.ref, address=address, once=once, **values)


@task(name="reports.write_to_team")
def write_to_team(*, update: int) -> None:
    """Write to the office of the team that a report is new for, when it wants a letter for each."""
    step = Update.objects.select_related("report__authority").get(pk=update)
    report = step.report
    team = team_of(report)
    if team is None or not team.email or team.letters != Letters.AT_ONCE or not _is_for_team(step, report):
        return
    language = report.authority.language
    values = values_of(step, language, to_reporter=False)
    with translation.override(language):
        values |= {"description": mask(report.description), "link": letters.absolute(desk_page_of(report))}
    write(team.email, f"reports-team-{step.pk}", "team", language, values)


def _is_for_team(step: Update, report: Report) -> bool:
    """Whether the team had it not before, and has it still."""
    if step.kind in (StepKind.ASSIGNED, StepKind.CATEGORY):
        facts = step.facts
        return bool(facts.get("team") == report.team and facts.get("team_before", report.team) != report.team)
    return report.state == State.SENT
