"""What reports do by the clock."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from perron.bricks.reports import notices
from perron.bricks.reports.actions import people, statistics, transfers
from perron.bricks.reports.actions.steps.hearing import hear
from perron.bricks.reports.queries import handbooks
from perron.bricks.reports.queries.heirs import orphans
from perron.bricks.reports.queries.others import connections


def forget_reporters() -> None:
    """Who reported is forgotten when the term of her authority has passed since the report was closed."""
    now = timezone.now()
    for row in handbooks.last_handbooks():
        before = now - timedelta(days=handbooks.parsed(row).settings.identity_kept_days)
        people.forget_reporters(actor=None, authority=row.authority, before=before, at=now)


def count_statistics() -> None:
    """The numbers of the page of statistics and of its open data, as all reports stand now."""
    statistics.count_statistics(actor=None, at=timezone.now())


def find_heirs() -> None:
    """Reports of authorities that ended go to those that came after."""
    for report, heir in orphans():
        transfers.inherit(actor=None, report=report, heir=heir, at=timezone.now())


def hear_from_tools() -> None:
    """The tools that authorities keep are asked for news, each by a job of its own."""
    for connection in connections():
        hear.later(connection=connection.pk)


def tell_mornings() -> None:
    """On the morning of a working day, staff hear what comes due."""
    notices.tell_mornings(timezone.now())
