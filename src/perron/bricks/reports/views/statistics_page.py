"""What the page of statistics shows, as values that its template reads: each number says of how many reports it is."""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from functools import cached_property
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _

from perron.bricks.reports.publish.statistics import DATASET
from perron.bricks.reports.queries.handbooks import live_handbooks
from perron.bricks.reports.queries.statistics import Counted, Statistics, StatisticsQuestion, authorities, periods
from perron.bricks.reports.rules.statistics import Numbers
from perron.bricks.reports.views.statistics_words import days, facts_of, late_share
from perron.kernel.authorities import Authority, all_authorities
from perron.kernel.languages import pick
from perron.kernel.places.facts import places
from perron.ui import words

Choice = dict[str, object]
ENOUGH = 5  # reports behind a bar of a chart; tables show all
MOST_BARS = 20


@dataclass(frozen=True, slots=True)
class Line:
    """One row of a table: its name, where it leads, and its numbers."""

    name: str
    address: str
    numbers: Numbers

    @property
    def cells(self) -> list[object]:
        """As the table shows it."""
        n = self.numbers
        times = (n.mended_median_days, n.mended_p90_days)
        return [
            format_html('<a class="statistics__name" href="{}">{}</a>', self.address, self.name),
            words.number(n.sent),
            words.number(n.mended),
            *(days(one) for one in times),
            words.number(n.uncontested),
            days(n.uncontested_median_days),
            words.number(n.open),
            days(n.open_median_days),
            days(n.half_done_days),
            late_share(n),
        ]


@dataclass(frozen=True)
class Names:
    """The names of what is asked for, in the reader's language."""

    asked: StatisticsQuestion

    def who(self) -> str:
        """Whose, or where."""
        if self.asked.authority:
            return self.authorities.get(self.asked.authority, self.asked.authority)
        return _place(self.asked.place) if self.asked.place else _("All authorities")

    def what(self, code: str) -> str:
        """A category."""
        return self.categories.get(code, code) if code else _("all categories")

    def when(self, period: str) -> str:
        """A year or a quarter."""
        if not period:
            return _("all reports ever sent")
        year, _dash, quarter = period.partition("-Q")
        return _("quarter %(number)s of %(year)s") % {"number": quarter, "year": year} if quarter else year

    @cached_property
    def authorities(self) -> dict[str, str]:
        """By slug."""
        return {one.slug: one.name for one in all_authorities()}

    @cached_property
    def categories(self) -> dict[str, str]:
        """By code."""
        books = live_handbooks()
        mine = [books[self.asked.authority]] if self.asked.authority in books else list(books.values())
        return {one.code: pick(one.names).words for book in mine for one in book.categories}


@dataclass(frozen=True)
class Lines:
    """The rows of all tables, each leading to what it is about. `is_own`: on a site of one authority."""

    asked: StatisticsQuestion
    found: Statistics
    names: Names
    is_own: bool

    @cached_property
    def by_category(self) -> list[Line]:
        """By category and group, the most reported first."""
        rows = sorted(self.found.by_category, key=lambda one: -one.numbers.sent)
        return [self._line(self.names.what(one.category), one, category=one.category) for one in rows]

    @cached_property
    def by_quarter(self) -> list[Line]:
        """By quarter of sending, the newest first."""
        rows = [one for one in reversed(self.found.by_period) if "-" in one.period]
        return [self._line(self.names.when(one.period), one, period=one.period) for one in rows]

    @cached_property
    def by_authority(self) -> list[Line]:
        """By authority."""
        rows = sorted(self.found.by_authority, key=lambda one: -one.numbers.sent)
        return [
            self._line(self.names.authorities.get(one.authority, one.authority), one, authority=one.authority)
            for one in rows
        ]

    @cached_property
    def by_place(self) -> list[Line]:
        """By commune."""
        rows = sorted(self.found.by_place, key=lambda one: -one.numbers.sent)
        return [self._line(_place(one.place), one, place=one.place) for one in rows]

    def _line(self, name: str, one: Counted, **changes: str) -> Line:
        return Line(name, f"?{self.query(replace(self.asked, **changes))}", one.numbers)

    def query(self, asked: StatisticsQuestion) -> str:
        values = asdict(asked) | ({"authority": ""} if self.is_own else {})
        return urlencode({name: value for name, value in values.items() if value})


@dataclass(frozen=True)
class StatisticsPage:
    """The statistics that answer a question."""

    asked: StatisticsQuestion
    found: Statistics
    authority: Authority | None

    @cached_property
    def _names(self) -> Names:
        return Names(self.asked)

    @cached_property
    def _lines(self) -> Lines:
        return Lines(self.asked, self.found, self._names, self.authority is not None)

    @property
    def numbers(self) -> Numbers | None:
        """Of all that was asked for."""
        return self.found.whole.numbers if self.found.whole else None

    @property
    def counted_at(self) -> str:
        """When it was counted."""
        return words.date(self.found.whole.counted_at, "moment") if self.found.whole else ""

    @property
    def of_what(self) -> str:
        """Whose, of what and when, in words: what every number on the page is about."""
        return ", ".join(
            filter(
                None, (self._names.who(), self._names.what(self.asked.category), self._names.when(self.asked.period))
            )
        )

    @property
    def is_narrowed(self) -> bool:
        """Whether it asks for less than everything here."""
        return any(
            (self.asked.place, self.asked.category, self.asked.period, self.asked.authority and not self.authority)
        )

    @property
    def dataset(self) -> str:
        """Where the open data are."""
        return f"{reverse('search')}?{urlencode({'q': DATASET.title.en})}"

    @property
    def file(self) -> str:
        """The same numbers as a file."""
        return f"{reverse('reports:statistics_file')}?{self._lines.query(self.asked)}"

    @property
    def facts(self) -> list[tuple[str, str]]:
        """The numbers of the whole, each with how many reports it rests on."""
        return facts_of(self.numbers) if self.numbers else []

    @cached_property
    def categories(self) -> list[Choice]:
        """What can be chosen."""
        known = {one.category for one in self.found.by_category} | ({self.asked.category} - {""})
        rows = sorted(((self._names.what(code), code) for code in known), key=lambda pair: pair[0].casefold())
        return [{"value": code, "title": name, "on": code == self.asked.category} for name, code in rows]

    @cached_property
    def periods(self) -> list[Choice]:
        """The years and quarters that can be chosen."""
        return [{"value": one, "title": self._names.when(one), "on": one == self.asked.period} for one in periods()]

    @cached_property
    def authorities(self) -> list[Choice]:
        """The authorities that can be chosen; none on a site of one."""
        if self.authority:
            return []
        rows = sorted(
            ((self._names.authorities.get(slug, slug), slug) for slug in authorities()),
            key=lambda pair: pair[0].casefold(),
        )
        return [{"value": slug, "title": name, "on": slug == self.asked.authority} for name, slug in rows]

    @property
    def tables(self) -> list[dict[str, object]]:
        """All tables that have more than one row or say something new, in their order."""
        parts = (
            ("category", _("By category"), _("Category"), self._lines.by_category),
            ("quarter", _("By quarter in which they were sent"), _("Quarter"), self._lines.by_quarter),
            ("authority", _("By authority"), _("Authority"), self._lines.by_authority),
            ("place", _("By commune"), _("Commune"), self._lines.by_place),
        )
        return [
            {
                "id": id_,
                "title": title,
                "caption": f"{title} · {self.of_what}",
                "columns": columns_of(first),
                "rows": [one.cells for one in lines],
            }
            for id_, title, first, lines in parts
            if lines
        ]

    @property
    def quarter_chart(self) -> list[dict[str, object]]:
        """Rows of the chart by quarter: one per quarter (its first day) and measure."""
        measures = (
            ("mended_median_days", _("Really mended: half within")),
            ("mended_p90_days", _("Really mended: nine in ten within")),
            ("half_done_days", _("Half done, open ones counted")),
        )
        rows = [(_first_day(one.period), asdict(one.numbers)) for one in self.found.by_period if "-" in one.period]
        return [
            {"quarter": day, "days": numbers[key], "measure": title}
            for key, title in measures
            for day, numbers in rows
            if numbers[key] is not None
        ]

    @property
    def category_chart(self) -> list[dict[str, object]]:
        """Bars of the chart by category, the slowest first; only what rests on enough confirmed reports."""
        lines = [one for one in self._lines.by_category if one.numbers.mended >= ENOUGH]
        slow = sorted(lines, key=lambda one: -(one.numbers.mended_median_days or 0))[:MOST_BARS]
        return [{"category": one.name, "days": one.numbers.mended_median_days} for one in slow]


def columns_of(first: str) -> list[Choice]:
    """The head of a table whose lines are named by `first`."""
    titles = (
        _("Sent"),
        _("Really mended"),
        _("… half within"),
        _("… nine in ten within"),
        _("Done, uncontested"),
        _("… half within"),
        _("Still open"),
        _("… half for longer than"),
        _("Half done, open ones counted"),
        _("Late"),
    )
    return [{"title": first}, *({"title": title, "is_number": True} for title in titles)]


def _first_day(quarter: str) -> str:
    """The first day of `2026-Q3`, for the axis of a chart."""
    year, _dash, number = quarter.partition("-Q")
    return f"{year}-{3 * int(number) - 2:02d}-01"


def _place(code: str) -> str:
    known = places().get(code)
    return known.name if known else code
