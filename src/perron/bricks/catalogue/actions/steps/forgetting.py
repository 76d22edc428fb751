"""Detaching people from what they did in the catalogue: what was published stays, who did it goes."""

from __future__ import annotations

from datetime import datetime

from perron.bricks.catalogue.queries.people import Traces


def detach(traces: Traces, actor_id: int) -> int:
    """Take a person out of one table; says how many rows had her. Names she wrote under go with her."""
    touched = 0
    for column in traces.actors:
        rows = traces.rows.filter(**{column: actor_id})
        emptied: dict[str, object] = {column: None}
        if column == "author":
            emptied |= dict.fromkeys(traces.words, "")
        touched += rows.update(**emptied)
    return touched


def detach_before(traces: Traces, before: datetime) -> int:
    """Take everybody out of rows older than that; says how many rows were touched."""
    old = traces.rows.filter(**{f"{traces.counted_from}__lt": before})
    touched = 0
    for column in traces.actors:
        touched += old.exclude(**{column: None}).update(**{column: None})
    return touched
