"""Who reported what: by the secret of a link, or by account."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from perron.bricks.reports.models import Reporter, Update
from perron.bricks.reports.rules.story import BETWEEN_THEM, StepKind
from perron.kernel.actors import Actor
from perron.kernel.errors import NotFound


def reporter_by_secret(secret: str) -> Reporter:
    """Whose link this is, with the report. Raises NotFound."""
    found = Reporter.objects.filter(secret=secret).select_related("report__authority", "report__duplicate_of").first()
    if found is None:
        raise NotFound
    return found


def reports_of(actor: Actor) -> QuerySet[Reporter]:
    """What a person reported or said "me too" to, the newest first."""
    return Reporter.objects.filter(actor=actor).select_related("report__authority").order_by("-since", "-pk")


def concerned_by(step: Update) -> QuerySet[Reporter]:
    """Whom a step is told: the people of the report, and of its doubles; a question goes to the first one alone, a
    receipt to whoever came with it, and nobody hears what she did herself.
    """
    people = Reporter.objects.filter(forgotten_at=None, wants_mail=True)
    own = people.filter(report=step.report_id)
    if step.kind == StepKind.QUESTION:
        return own.filter(is_first=True)
    if step.kind == StepKind.SENT:
        return own.filter(is_first=True)
    if step.kind == StepKind.ME_TOO:
        return own.filter(is_first=False, since=step.at)
    if step.kind == StepKind.WITHDRAWN:
        return own.filter(is_first=False)
    if step.kind in {StepKind.MERGED, StepKind.UNMERGED}:
        return own
    concerned = people.filter(Q(report=step.report_id) | Q(report__duplicate_of=step.report_id))
    return concerned.exclude(verdict_at=step.at) if step.kind == StepKind.REOPENED else concerned


def story_for(reporter: Reporter) -> list[Update]:
    """The story as who reported reads it, the oldest first: all that is public, with what was said between them.

    Somebody who said "me too" reads what strangers read; `words` between the authority and the first one are left out.
    """
    steps = Update.objects.filter(report=reporter.report, is_internal=False).select_related("authority")
    found = steps if reporter.is_first else steps.exclude(kind__in=BETWEEN_THEM)
    return list(found.order_by("at", "pk"))
