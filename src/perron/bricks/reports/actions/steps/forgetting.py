"""Taking people out of what they reported."""

from __future__ import annotations

from datetime import datetime

from django.db.models import QuerySet

from perron.bricks.reports.models import Reporter
from perron.kernel import following


def forget(people: QuerySet[Reporter], at: datetime) -> int:
    """Empty these rows; what is told to their addresses ends with them. Says how many rows."""
    topics = [topic_of(pk) for pk in people.exclude(email="").values_list("pk", flat=True)]
    following.forget_topics(topics)
    return people.update(actor=None, name="", email="", phone="", wants_mail=False, forgotten_at=at)


def topic_of(reporter_id: int) -> str:
    """What the address of somebody who reported follows: her own side of the report, and nobody else's."""
    return f"thing:reports:reporter:{reporter_id}"
