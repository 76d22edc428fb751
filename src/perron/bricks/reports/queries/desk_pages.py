"""Pages of a list by keyset: a page starts after one report, however many came or went before it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.db.models import F, Q, QuerySet

from perron.bricks.reports.models import Report
from perron.bricks.reports.rules.desk import DeskQuestion, Sort

PAGE_SIZE: Final = 50
_KEYS: Final[dict[Sort, tuple[str, bool]]] = {  # column, whether the greatest comes first
    Sort.DUE: ("due_at", False),
    Sort.NEWEST: ("sent_at", True),
    Sort.OLDEST: ("sent_at", False),
    Sort.CHANGED: ("changed_at", True),
    Sort.PRIORITY: ("priority", True),
    Sort.ME_TOO: ("me_too", True),
}
_NUMBERS: Final = {"priority", "me_too"}
Key = datetime | int | None


@dataclass(frozen=True, slots=True)
class Page:
    """Part of a list, and the cursors of the pages before and after it; empty where there is none."""

    reports: tuple[Report, ...]
    before: str
    after: str


def page_of(found: QuerySet[Report], asked: DeskQuestion) -> Page:
    """The page that a question asks for. A cursor that nobody gave out asks for the first page."""
    place = _read(asked.sort, asked.before or asked.after)
    backwards = bool(asked.before) and place is not None
    rows: list[Report] = []
    for part in _parts(found, asked.sort, place, backwards=backwards):
        rows += part[: PAGE_SIZE + 1 - len(rows)]
        if len(rows) > PAGE_SIZE:
            break
    more, rows = len(rows) > PAGE_SIZE, rows[:PAGE_SIZE]
    if backwards:
        rows.reverse()
    has_before, has_after = (more, True) if backwards else (place is not None, more)
    return Page(
        tuple(rows),
        cursor_of(rows[0], asked.sort) if rows and has_before else "",
        cursor_of(rows[-1], asked.sort) if rows and has_after else "",
    )


def neighbours_of(found: QuerySet[Report], asked: DeskQuestion, report: Report) -> tuple[str, str]:
    """The codes just before and just after a report, where it stands or would stand in the list."""
    place = _read(asked.sort, cursor_of(report, asked.sort))
    sides = [_parts(found.only("code"), asked.sort, place, backwards=side) for side in (True, False)]
    before, after = (next((one.code for part in side for one in part[:1]), "") for side in sides)
    return before, after


def _parts(
    found: QuerySet[Report], sort: Sort, place: tuple[Key, int] | None, *, backwards: bool
) -> list[QuerySet[Report]]:
    """What comes from a place on, in one part or two: what has no due moment stands apart, so that an index serves."""
    in_order = ordered(found, sort, backwards=backwards)
    if place is None:
        return [in_order]
    value, pk = place
    column, greatest_first = _KEYS[sort]
    side = "lt" if greatest_first != backwards else "gt"
    undated, dated = in_order.filter(**{f"{column}__isnull": True}), in_order.filter(**{f"{column}__isnull": False})
    if value is None:
        rest = undated.filter(**{f"pk__{side}": pk})
        return [rest, dated] if backwards else [rest]
    beyond = Q(**{f"{column}__{side}": value}) | Q(**{f"pk__{side}": pk})
    rest = in_order.filter(beyond, **{f"{column}__{side}e": value})  # the second lets an index start there
    return [rest, undated] if sort is Sort.DUE and not backwards else [rest]


def ordered(found: QuerySet[Report], sort: Sort, *, backwards: bool = False) -> QuerySet[Report]:
    """In the order of a list, or the other way round. What has no due moment comes last."""
    column, greatest_first = _KEYS[sort]
    down = greatest_first != backwards
    if sort is Sort.DUE:
        key = F(column).desc(nulls_first=True) if down else F(column).asc(nulls_last=True)
        return found.order_by(key, "-pk" if down else "pk")
    return found.order_by(*(f"-{name}" if down else name for name in (column, "pk")))


def cursor_of(report: Report, sort: Sort) -> str:
    """Where a report stands in a list."""
    value: Key = getattr(report, _KEYS[sort][0])
    return f"{value.isoformat() if isinstance(value, datetime) else '' if value is None else value}~{report.pk}"


def _read(sort: Sort, cursor: str) -> tuple[Key, int] | None:
    value, _tilde, pk = cursor.rpartition("~")
    if not pk.isdecimal() or len(pk) > 18:
        return None
    if _KEYS[sort][0] in _NUMBERS:
        return (int(value), int(pk)) if value.isdecimal() and len(value) < 10 else None
    if not value:
        return None, int(pk)
    try:
        moment = datetime.fromisoformat(value)
    except ValueError:
        return None
    return (moment, int(pk)) if moment.tzinfo else None
