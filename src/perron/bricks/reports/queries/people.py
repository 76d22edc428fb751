"""What reports hold about people: who reported, and which agent did what."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Manager, Q, QuerySet

from perron.bricks.reports.models import (
    ApiKey,
    Forwarding,
    Handbook,
    Photo,
    Report,
    Reporter,
    SavedView,
    TeamMember,
    Transfer,
    Update,
    Webhook,
)
from perron.bricks.reports.rules.story import By, StepKind
from perron.kernel.actors import Actor


@dataclass(frozen=True, slots=True)
class Traces:
    """What of a table tells of the staff: `actors` point to accounts, `words` are addresses of others.

    `counted_from` is the column from which the term of keeping counts; `goes_with_her`: the row is nothing without her.
    """

    rows: Manager[Any]  # each table has its own
    actors: tuple[str, ...]
    counted_from: str = ""
    words: tuple[str, ...] = ()
    goes_with_her: bool = False

    @property
    def label(self) -> str:
        """The table as declared."""
        return f"reports.{self.rows.model.__name__}"


STAFF = (
    Traces(Report.objects, ("assignee",), "sent_at"),
    Traces(Update.objects, ("actor",), "at"),
    Traces(Transfer.objects, ("asked_by", "answered_by"), "asked_at"),
    Traces(Photo.objects, ("added_by",), "added_at"),
    Traces(Forwarding.objects, ("sent_by",), "sent_at", ("to_email",)),
    Traces(Handbook.objects, ("made_by",), "made_at"),
    Traces(ApiKey.objects, ("made_by",), "made_at"),
    Traces(Webhook.objects, ("made_by",), "made_at"),
)
GONE_WITH_HER = (
    Traces(TeamMember.objects, ("actor",), goes_with_her=True),
    Traces(SavedView.objects, ("actor",), goes_with_her=True),
)


def held_about(traces: Traces, actor_id: int) -> Iterator[Mapping[str, object]]:
    """Which things of one table a member of staff had a part in, and which part."""
    found = Q()
    for column in traces.actors:
        found |= Q(**{column: actor_id})
    for row in traces.rows.filter(found).order_by("pk"):
        yield {"thing": str(row), "part": [one for one in traces.actors if getattr(row, f"{one}_id") == actor_id]}


def rows_of_reporter(actor_id: int) -> QuerySet[Reporter]:
    """What a person reported with her account, or with its address."""
    email = Actor.objects.filter(pk=actor_id).values_list("email", flat=True).first()
    hers = Q(actor=actor_id) | (Q(email=email) if email else Q())
    return Reporter.objects.filter(hers, forgotten_at=None).select_related("report").order_by("pk")


def _said_by(row: Reporter) -> list[str]:
    """What who sent a report first wrote afterwards."""
    hers = Q(kind=StepKind.ANSWER) | (Q(at=row.verdict_at) if row.verdict_at else Q(pk__in=[]))
    steps = Update.objects.filter(hers, report=row.report_id, by=By.REPORTER).exclude(words="")
    return list(steps.order_by("at", "pk").values_list("words", flat=True))


def reported_by(actor_id: int) -> Iterator[Mapping[str, object]]:
    """The same for her to take along."""
    for row in rows_of_reporter(actor_id):
        yield {
            "report": row.report.code,
            "description": row.report.description if row.is_first else "",
            "longitude": row.report.longitude,
            "latitude": row.report.latitude,
            "name": row.name,
            "email": row.email,
            "phone": row.phone,
            "at": row.since,
            "verdict": row.verdict,
            "answers": row.report.answers if row.is_first else {},
            "said": _said_by(row) if row.is_first else [],
        }
