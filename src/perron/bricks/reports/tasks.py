"""What reports do by the clock."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from perron.bricks.reports.actions import people, transfers
from perron.bricks.reports.queries import handbooks
from perron.bricks.reports.queries.heirs import orphans
from perron.kernel.authorities import authority_by_slug


def forget_reporters() -> None:
    """Who reported is forgotten when the term of her authority has passed since the report was closed."""
    now = timezone.now()
    for slug, handbook in handbooks.live_handbooks().items():
        before = now - timedelta(days=handbook.settings.identity_kept_days)
        people.forget_reporters(actor=None, authority=authority_by_slug(slug), before=before, at=now)


def find_heirs() -> None:
    """Reports of authorities that ended go to those that came after."""
    for report, heir in orphans():
        transfers.inherit(actor=None, report=report, heir=heir, at=timezone.now())
