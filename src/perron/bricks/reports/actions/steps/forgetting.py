"""Taking people out of what they reported."""

from __future__ import annotations

from datetime import datetime

from django.db.models import QuerySet

from perron.bricks.reports.models import Reporter
from perron.bricks.reports.queries.people import Traces
from perron.kernel import following


def forget(people: QuerySet[Reporter], at: datetime) -> int:
    """Empty these rows; what is told to their addresses ends with them. Says how many rows."""
    topics = [topic_of(pk) for pk in people.exclude(email="").values_list("pk", flat=True)]
    following.forget_topics(topics)
    return people.update(actor=None, name="", email="", phone="", wants_mail=False, forgotten_at=at)


def topic_of(reporter_id: int) -> str:
    """What the address of somebody who reported follows: her own side of the report, and nobody else's."""
    return f"thing:reports:reporter:{reporter_id}"


def detach(traces: Traces, actor_id: int) -> int:
    """Take a person out of one table of the staff's work; says how many rows had her."""
    if traces.goes_with_her:
        return traces.rows.filter(**dict.fromkeys(traces.actors, actor_id)).delete()[0]
    return sum(traces.rows.filter(**{column: actor_id}).update(**{column: None}) for column in traces.actors)


def detach_before(traces: Traces, before: datetime) -> int:
    """Take everybody out of rows older than that; says how many rows were touched."""
    old = traces.rows.filter(**{f"{traces.counted_from}__lt": before})
    touched = sum(old.exclude(**{column: None}).update(**{column: None}) for column in traces.actors)
    return touched + sum(old.exclude(**{column: ""}).update(**{column: ""}) for column in traces.words)
