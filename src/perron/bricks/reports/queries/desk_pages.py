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
    cursor = asked.before or asked.after
    backwards = bool(asked.before)
    place = _read(asked.sort, cursor)
    if place:
        found = found.filter(_beyond(asked.sort, place, backwards=backwards))
    rows = list(ordered(found, asked.sort, backwards=backwards and bool(place))[: PAGE_SIZE + 1])
    more, rows = len(rows) > PAGE_SIZE, rows[:PAGE_SIZE]
    if backwards and place:
        rows.reverse()
    has_before = more if backwards and place else bool(place)
    has_after = bool(place) if backwards and place else more
    return Page(
        tuple(rows),
        cursor_of(rows[0], asked.sort) if rows and has_before else "",
        cursor_of(rows[-1], asked.sort) if rows and has_after else "",
    )


def neighbours_of(found: QuerySet[Report], asked: DeskQuestion, report: Report) -> tuple[str, str]:
    """The codes just before and just after a report, where it stands or would stand in the list."""
    place = _read(asked.sort, cursor_of(report, asked.sort))
    if place is None:
        return "", ""
    sides = [
        ordered(found.filter(_beyond(asked.sort, place, backwards=side)), asked.sort, backwards=side)
        for side in (True, False)
    ]
    before, after = (side.values_list("code", flat=True).first() for side in sides)
    return before or "", after or ""


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


def _beyond(sort: Sort, place: tuple[Key, int], *, backwards: bool) -> Q:
    """What comes after a place in the list, or before it. The first condition lets an index start there."""
    column, greatest_first = _KEYS[sort]
    value, pk = place
    down = greatest_first != backwards
    side = "lt" if down else "gt"
    if value is None:
        later = Q(**{f"{column}__isnull": True, f"pk__{side}": pk})
        return later | Q(**{f"{column}__isnull": False}) if backwards else later
    beyond = Q(**{f"{column}__{side}e": value}) & (Q(**{f"{column}__{side}": value}) | Q(**{f"pk__{side}": pk}))
    is_last = sort is Sort.DUE and not backwards
    return beyond | Q(**{f"{column}__isnull": True}) if is_last else beyond
