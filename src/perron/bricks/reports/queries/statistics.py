"""The statistics: counted from all reports by what may be asked, and read again for the page and the open data."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import product

from django.db.models import Q

from perron.bricks.reports.models import Report, Statistic
from perron.bricks.reports.queries import handbooks
from perron.bricks.reports.rules.handbook import Handbook
from perron.bricks.reports.rules.states import State
from perron.bricks.reports.rules.statistics import Case, Numbers, Tally, periods_of

Cell = tuple[str, str, str, str]  # authority, place, category, period; empty: all


@dataclass(frozen=True, slots=True)
class Counted:
    """The numbers of one cell."""

    authority: str
    place: str
    category: str
    period: str
    numbers: Numbers
    counted_at: datetime


@dataclass(frozen=True, slots=True)
class StatisticsQuestion:
    """Whose statistics, where, of what, when; empty values narrow nothing. Either an authority or a place."""

    authority: str = ""
    place: str = ""
    category: str = ""
    period: str = ""


@dataclass(frozen=True, slots=True)
class Statistics:
    """What answers a question: its numbers, and the same along each line that it leaves open. `whole` is None when
    nothing was reported there.
    """

    whole: Counted | None
    by_category: tuple[Counted, ...]
    by_period: tuple[Counted, ...]
    by_authority: tuple[Counted, ...]
    by_place: tuple[Counted, ...]


def counted(at: datetime) -> Iterator[Counted]:
    """Count all reports as they stand at a moment: one cell for each authority and each commune, by category and group,
    by year and quarter, and for all of them together. Not those that are private, or held before anybody looked.
    """
    whole: dict[Cell, Tally] = defaultdict(Tally)
    for (authority, place, lineage, sent_in), tally in _smallest(at).items():
        wheres = (("", ""), (authority, ""), ("", place))
        for where, category, period in product(wheres, ("", *lineage), ("", *sent_in)):
            whole[(*where, category, period)].merge(tally)
    for cell in sorted(whole):
        yield Counted(*cell, whole[cell].numbers(), at)


def statistics(asked: StatisticsQuestion) -> Statistics:
    """What was counted last, for a question. One query."""
    here = {"authority": asked.authority, "place": asked.place}
    lines = {
        "by_category": Q(**here, period=asked.period) & ~Q(category=""),
        "by_period": Q(**here, category=asked.category) & ~Q(period=""),
    }
    if not (asked.authority or asked.place):
        along = {"category": asked.category, "period": asked.period}
        lines["by_authority"] = Q(**along, place="") & ~Q(authority="")
        lines["by_place"] = Q(**along, authority="") & ~Q(place="")
    cell = (asked.authority, asked.place, asked.category, asked.period)
    wanted = Q(**here, category=asked.category, period=asked.period)
    for line in lines.values():
        wanted |= line
    found = [
        _read(row) for row in Statistic.objects.filter(wanted).order_by("authority", "place", "category", "period")
    ]
    return Statistics(
        whole=next((one for one in found if _cell(one) == cell), None),
        by_category=tuple(one for one in found if _differs(one, cell, 2)),
        by_period=tuple(one for one in found if _differs(one, cell, 3)),
        by_authority=tuple(one for one in found if "by_authority" in lines and _differs(one, cell, 0)),
        by_place=tuple(one for one in found if "by_place" in lines and _differs(one, cell, 1)),
    )


def all_statistics() -> Iterator[Counted]:
    """Everything that was counted last, in a fixed order."""
    rows = Statistic.objects.order_by("authority", "place", "category", "period")
    return map(_read, rows.iterator(chunk_size=2000))


def periods() -> tuple[str, ...]:
    """The years and quarters in which anything was reported, the newest first."""
    found = Statistic.objects.filter(authority="", place="", category="").exclude(period="")
    return tuple(found.order_by("-period").values_list("period", flat=True))


def authorities() -> tuple[str, ...]:
    """The slugs of the authorities to which anything was reported."""
    found = Statistic.objects.filter(place="", category="", period="").exclude(authority="")
    return tuple(found.order_by("authority").values_list("authority", flat=True))


def _smallest(at: datetime) -> dict[tuple[str, str, tuple[str, ...], tuple[str, str]], Tally]:
    """The tallies of the smallest cells: one authority, one commune, one category with its groups, one quarter."""
    books: dict[int, Handbook] = {}
    cells: dict[tuple[str, str, tuple[str, ...], tuple[str, str]], Tally] = defaultdict(Tally)
    rows = Report.objects.filter(is_private=False).exclude(state=State.QUARANTINED).order_by("pk")
    values = rows.values_list("authority__slug", "place", "category", "handbook_id", "hidden_reason", *_DATES)
    for slug, place, category, number, hidden, *case_of in values.iterator(chunk_size=5000):
        book = books.get(number) or books.setdefault(number, handbooks.of_report(number))
        state, sent_at, done_at, mended_at, closed_at, due_at, reopened = case_of
        times = (sent_at, done_at, mended_at, closed_at, due_at)
        case = Case(state, *times, reopened, book.settings.verdict_days, bool(hidden))
        cells[slug, place, book.with_parents(category), periods_of(case.sent_at)].add(case, at)
    return cells


_DATES = ("state", "sent_at", "done_at", "mended_at", "closed_at", "due_at", "reopened")  # as `Case` takes them


def _read(row: Statistic) -> Counted:
    return Counted(row.authority, row.place, row.category, row.period, Numbers(**row.numbers), row.counted_at)


def _cell(one: Counted) -> Cell:
    return one.authority, one.place, one.category, one.period


def _differs(one: Counted, cell: Cell, along: int) -> bool:
    """Whether it is a part of what was asked along one line: a value of its own there, the same everywhere else."""
    mine = _cell(one)
    return bool(mine[along]) and all(mine[place] == cell[place] for place in range(4) if place != along)
