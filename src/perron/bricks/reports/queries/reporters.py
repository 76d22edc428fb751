"""Who reported what: by the secret of a link, or by account."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from perron.bricks.reports.models import Report, Reporter, Update
from perron.bricks.reports.rules.story import BETWEEN_THEM
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


def told_for(report: Report) -> QuerySet[Reporter]:
    """Whom news of a report concerns: its own people, and those of its doubles."""
    concerned = Reporter.objects.filter(Q(report=report) | Q(report__duplicate_of=report), forgotten_at=None)
    return concerned.filter(wants_mail=True).select_related("actor", "report")


def story_for(reporter: Reporter) -> list[Update]:
    """The story as who reported reads it, the oldest first: all that is public, with what was said between them.

    Somebody who said "me too" reads what strangers read; `words` between the authority and the first one are left out.
    """
    steps = Update.objects.filter(report=reporter.report, is_internal=False).select_related("authority")
    found = steps if reporter.is_first else steps.exclude(kind__in=BETWEEN_THEM)
    return list(found.order_by("at", "pk"))
