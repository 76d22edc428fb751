"""What the tool of an authority says of the reports it was given: asked for in batches, taken over one by one."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Final

from django.utils import timezone

from perron.bricks.reports.actions.outside import take_news
from perron.bricks.reports.actions.steps.passing_on import client_of, pass_on, watched
from perron.bricks.reports.adapters.open311 import OutsideRefuses
from perron.bricks.reports.models import Connection, OutsideReport
from perron.bricks.reports.queries.others import owed
from perron.kernel.tasks import task

BATCH: Final = 50  # reports asked about at once
STILL_SENT: Final = timedelta(days=30)  # what could not be handed over is tried again for so long


@task(name="reports.hear", lock="reports-connection-{connection}", once="reports-connection-{connection}", retries=2)
def hear(*, connection: int) -> None:
    """Ask one connection for news, and hand over what it has not got. Raises Unavailable, to be tried again."""
    found = Connection.objects.select_related("authority").filter(pk=connection, is_active=True).first()
    if found is None:
        return
    if found.kind == "open311":
        watched(found, lambda: _heard(found))
    for outside in _left_behind(found):
        pass_on.later(outside=outside)


def _heard(connection: Connection) -> None:
    client, now = client_of(connection), timezone.now()
    rows = owed(connection, now)
    for row in rows.with_token:
        if number := _number_of(connection, row.token):
            row.number = number[:120]
            row.save(update_fields=["number"])
    for batch in _batches([row for row in (*rows.with_number, *rows.with_token) if row.number]):
        by_number = {row.number: row for row in batch}
        for said in client.news_of(by_number):
            if said.number in by_number:
                take_news(actor=None, outside=by_number[said.number], said=said, at=now)
    Connection.objects.filter(pk=connection.pk).update(read_until=now)


def _number_of(connection: Connection, token: str) -> str:
    """Empty also for a token that is not known over there yet."""
    try:
        return client_of(connection).number_of(token)
    except OutsideRefuses:
        return ""


def _batches(rows: list[OutsideReport]) -> Iterator[list[OutsideReport]]:
    return (rows[start : start + BATCH] for start in range(0, len(rows), BATCH))


def _left_behind(connection: Connection) -> list[int]:
    """What waited too long, or was given up by the queue."""
    waiting = OutsideReport.objects.filter(connection=connection, number="", token="", read_at=None)
    here = waiting.filter(report__authority=connection.authority_id, report__closed_at=None)
    return list(here.filter(report__sent_at__gt=timezone.now() - STILL_SENT).values_list("pk", flat=True))
