"""What people are told about reports: who sent them, who said "me too", who follows them, who treats them.

Whoever gave only an e-mail address gets the same letters as an account, each once, in her language, not at night.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from django.utils import timezone

from perron.bricks.reports.models import Report, Update
from perron.bricks.reports.notices.kinds import KINDS
from perron.bricks.reports.notices.mornings import tell_mornings
from perron.bricks.reports.notices.others import LETTER, answer_letter, write_to_body, write_to_contractor
from perron.bricks.reports.notices.people import tell_followers, tell_reporter
from perron.bricks.reports.notices.previews import letter_of_state
from perron.bricks.reports.notices.staff import (
    tell_assigned,
    tell_assignee,
    tell_offer_answered,
    tell_offered,
    write_to_team,
)
from perron.bricks.reports.queries import handbooks
from perron.bricks.reports.queries.reporters import concerned_by
from perron.bricks.reports.rules import clock, telling
from perron.bricks.reports.rules.story import StepKind
from perron.bricks.reports.rules.telling import is_for_who_treats, kind_for

TOGETHER: Final = timedelta(minutes=1)  # what is given to somebody within it is told in one letter


def tell_of_step(update_id: int) -> None:
    """Queue what this step of a story is worth telling, for after the authority's quiet hours."""
    step = Update.objects.select_related("report__authority").get(pk=update_id)
    if kind := kind_for(step.kind, step.state):
        moment = _after_quiet(step.report, timezone.now())
        for reporter in concerned_by(step):
            tell_reporter.not_before(moment)(reporter=reporter.pk, update=step.pk, kind=kind)
    if is_for_who_treats(step.kind, step.by):
        tell_assignee.later(update=step.pk)
    _tell_staff(step)
    if step.kind in telling.TO_BODIES:
        write_to_body.later(report=step.report_id)
    if step.kind == StepKind.FORWARDED and (forwarding := step.facts.get("forwarding")):
        write_to_contractor.later(forwarding=int(forwarding))
    if step.report.is_public and (not step.is_internal or step.kind == StepKind.RELEASED):
        tell_followers.later(update=step.pk)


def _tell_staff(step: Update) -> None:
    """Queue what is for those who are given a report, or offered one."""
    if step.kind == StepKind.ASSIGNED and (to := step.report.assignee_id) and to != step.actor_id:
        together = timezone.now() + TOGETHER
        tell_assigned.not_before(together)(to=to, authority=step.report.authority_id, since=step.pk)
    if step.kind == StepKind.OFFERED:
        tell_offered.later(update=step.pk)
    if step.kind in {StepKind.ACCEPTED, StepKind.SENT_BACK}:
        tell_offer_answered.later(update=step.pk)
    if telling.may_be_new_for_team(step.kind):
        write_to_team.later(update=step.pk)


def _after_quiet(report: Report, moment: datetime) -> datetime:
    return clock.after_quiet(moment, handbooks.of_report(report.handbook_id).quiet)


__all__ = [
    "KINDS",
    "LETTER",
    "answer_letter",
    "letter_of_state",
    "tell_followers",
    "tell_mornings",
    "tell_of_step",
    "tell_reporter",
]
