"""What the catalogue holds about a person, and since when: for the privacy page, exports, erasure and retention."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Manager, Q

from perron.bricks.catalogue.models import Dataset, Justification, Question, Reuse, Source, Upload, Version


@dataclass(frozen=True, slots=True)
class Traces:
    """What of a table tells of a person: `rows` is its manager, `actors` point to accounts, `words` name somebody.

    `counted_from` is the column from which the term of keeping counts.
    """

    rows: Manager[Any]  # each table has its own
    actors: tuple[str, ...]
    counted_from: str
    words: tuple[str, ...] = ()

    @property
    def columns(self) -> tuple[str, ...]:
        """All of them, as declared."""
        return (*self.actors, *self.words)

    @property
    def label(self) -> str:
        """The table as declared."""
        return f"catalogue.{self.rows.model.__name__}"


STAFF = (
    Traces(Dataset.objects, ("owner",), "created_at"),
    Traces(Version.objects, ("created_by", "accepted_by"), "created_at"),
    Traces(Source.objects, ("created_by",), "due_at"),
    Traces(Justification.objects, ("given_by",), "given_at"),
)
UPLOADS = Traces(Upload.objects, ("received_by",), "received_at")
QUESTIONS = Traces(Question.objects, ("author", "answered_by"), "asked_at", ("author_name", "author_email"))
REUSES = Traces(Reuse.objects, ("author", "moderated_by"), "added_at", ("author_name", "author_email"))
ALL = (*STAFF, UPLOADS, QUESTIONS, REUSES)


def held_about(traces: Traces, actor_id: int) -> Iterator[Mapping[str, object]]:
    """What one table holds about a person: which things she had a part in, and which part."""
    for row in traces.rows.filter(about(traces, actor_id)):
        parts = [column for column in traces.actors if getattr(row, f"{column}_id") == actor_id]
        words = {column: getattr(row, column) for column in traces.words if "author" in parts}
        yield {"thing": str(row), "part": parts, "at": getattr(row, traces.counted_from), **words}


def about(traces: Traces, actor_id: int) -> Q:
    """The rows in which a person has a part."""
    found = Q()
    for column in traces.actors:
        found |= Q(**{column: actor_id})
    return found
