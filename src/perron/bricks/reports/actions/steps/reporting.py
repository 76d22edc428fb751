"""The people behind a report: each with a secret address of her own, and with letters when she gave where to."""

from __future__ import annotations

import secrets
from datetime import datetime

from perron.bricks.reports.actions.steps.forgetting import topic_of
from perron.bricks.reports.actions.steps.writing import clean
from perron.bricks.reports.models import Report, Reporter
from perron.bricks.reports.queries.addresses import side_of
from perron.bricks.reports.rules.sending import GivenReporter
from perron.kernel import following
from perron.kernel.actors import Actor


def add_reporter(
    report: Report,
    given: GivenReporter,
    email: str,
    *,
    actor: Actor | None,
    language: str,
    at: datetime,
    is_first: bool = True,
) -> Reporter:
    """Somebody who reports, or who says "me too". `email` was checked."""
    reporter = Reporter.objects.create(
        report=report,
        actor=actor,
        name=clean(given.name)[:120],
        email=email,
        phone=clean(given.phone)[:30],
        language=language,
        is_first=is_first,
        wants_mail=given.wants_mail,
        secret=secrets.token_urlsafe(32),
        since=at,
    )
    subscribe(reporter, at)
    return reporter


def subscribe(reporter: Reporter, at: datetime) -> None:
    """Let her have letters about her report, where she has an address and no account."""
    if reporter.email and reporter.wants_mail and reporter.actor is None:
        following.follow_as_asked(
            reporter.email,
            topic_of(reporter.pk),
            language=reporter.language,
            title=reporter.report.code,
            address=side_of(reporter),
            at=at,
        )
