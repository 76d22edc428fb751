"""Staff: who treats a report, who is offered one, teams and their offices."""

from __future__ import annotations

from perron.bricks.reports.models import Update
from perron.bricks.reports.notices.words import values_of
from perron.bricks.reports.queries.addresses import desk_page_of
from perron.bricks.reports.queries.forwardings import last_of
from perron.bricks.reports.rules.story import By
from perron.kernel import notices
from perron.kernel.tasks import task


@task(name="reports.tell_assignee")
def tell_assignee(*, update: int) -> None:
    """Who treats a report, or gave it to a contractor, learns what was said."""
    step = Update.objects.select_related("report__authority", "report__assignee").get(pk=update)
    to = step.report.assignee
    if to is None and step.by == By.CONTRACTOR:
        given = last_of(step.report)
        to = given.sent_by if given else None
    if to is None or not to.is_active:
        return
    values = values_of(step, to.language or "en", to_reporter=True)
    address = desk_page_of(step.report)
    notices.tell("reports.answered", to=to, subject=step.report.ref, address=address, once=f"step-{step.pk}", **values)
