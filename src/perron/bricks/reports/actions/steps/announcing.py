"""What a webhook is told of an event: where the report stands, nothing about people, nothing of what was written."""

from __future__ import annotations

from datetime import datetime

from django.utils import translation

from perron.bricks.reports.actions.steps.delivering import queue_message
from perron.bricks.reports.models import Report
from perron.bricks.reports.queries.addresses import desk_page_of, page_of
from perron.bricks.reports.queries.others import webhooks_of
from perron.bricks.reports.rules.georeport import status_of, written
from perron.bricks.reports.rules.webhooks import wants
from perron.kernel.letters import absolute


def announce(event: str, *, report: str, update: int, at: datetime) -> int:
    """Queue a message to each webhook of whoever treats the report that wants to hear of it; says how many."""
    found = Report.objects.select_related("authority").get(code=report)
    listening = [one for one in webhooks_of(found.authority) if one.is_active and wants(one.events, event)]
    if listening:
        body = {"type": f"reports.{event}", "timestamp": written(at), "data": _told(found)}
        for webhook in listening:
            queue_message(webhook, event=event, once=f"{event}-{update}", body=body, at=at)
    return len(listening)


def _told(report: Report) -> dict[str, object]:
    with translation.override(report.authority.language):
        page = absolute(page_of(report)) if report.is_public else ""
        pages = {"url": page, "desk_url": absolute(desk_page_of(report))}
    return {
        "service_request_id": report.code,
        "jurisdiction_id": report.authority.slug,
        "service_code": report.category,
        "status": status_of(report.state),
        "state": report.state,
        "is_public": report.is_public,
        "lat": report.latitude,
        "long": report.longitude,
        "nis_code": report.place,
        "requested_datetime": written(report.sent_at),
        "updated_datetime": written(report.changed_at),
        "expected_datetime": written(report.due_at),
        "planned_on": report.planned_on.isoformat() if report.planned_on else "",
        **pages,
    }
