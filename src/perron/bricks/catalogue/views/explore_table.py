"""The rows of a table, or its groups, as a page."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property

from django.utils.functional import Promise
from django.utils.html import format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from perron.bricks.catalogue.queries.exploring import Page, answer
from perron.bricks.catalogue.rules.dictionary import ColumnEntry
from perron.bricks.catalogue.rules.exploring import DATES, NUMBERS, is_code
from perron.bricks.catalogue.rules.query import FUNCTIONS, Aggregate, Function, GroupKey, SortKey, Truncation
from perron.bricks.catalogue.views.explore_asked import Asked
from perron.bricks.catalogue.views.explore_cells import cell, figure
from perron.bricks.catalogue.views.explore_form import Choice
from perron.bricks.catalogue.views.explore_page import ExplorePage
from perron.kernel.contract import ColumnType
from perron.kernel.errors import Refused

ROWS = 50
MOST_ROWS = 500
NUMBER, LONG = mark_safe(' class="number"'), mark_safe(' class="long"')
LONG_TEXT = 32  # characters, above which a column gets room to wrap
MOST_BACK = 12  # pages that the address remembers the way back to
FIGURES: Mapping[Function, str | Promise] = {
    Function.SUM: gettext_lazy("Sum"),
    Function.AVG: gettext_lazy("Average"),
    Function.MEDIAN: gettext_lazy("Median"),
    Function.MIN: gettext_lazy("Lowest"),
    Function.MAX: gettext_lazy("Highest"),
    Function.DISTINCT: gettext_lazy("Different values"),
}
OF_COLUMN: Mapping[Function, str | Promise] = {
    Function.COUNT: gettext_lazy("%(column)s: number of values"),
    Function.SUM: gettext_lazy("%(column)s: sum"),
    Function.AVG: gettext_lazy("%(column)s: average"),
    Function.MEDIAN: gettext_lazy("%(column)s: median"),
    Function.MIN: gettext_lazy("%(column)s: lowest"),
    Function.MAX: gettext_lazy("%(column)s: highest"),
    Function.DISTINCT: gettext_lazy("%(column)s: different values"),
}
CUTS: Mapping[Truncation, str | Promise] = {
    Truncation.YEAR: gettext_lazy("%(column)s, by year"),
    Truncation.MONTH: gettext_lazy("%(column)s, by month"),
    Truncation.DAY: gettext_lazy("%(column)s, by day"),
}


@dataclass(frozen=True, slots=True)
class Head:
    """A column of the answer. `sorted`: "ascending", "descending" or ""; `address` sorts by it."""

    title: str
    language: str
    unit: str
    is_number: bool
    sorted: str
    address: str
    description: str = ""


@dataclass(frozen=True)
class Answer:
    """A page of rows or groups as people read it, or why there is none."""

    asked: Asked
    page: Page | None
    refusal: Refused | None = None

    @classmethod
    def of(cls, asked: Asked) -> Answer:
        """Ask the engine; what it refuses is told in the page."""
        limit = min(asked.query.limit or ROWS, MOST_ROWS)
        try:
            return cls(asked, answer(asked.seen, replace(asked.query, limit=limit, count=True)))
        except Refused as refusal:
            return cls(asked, None, refusal)

    @property
    def total(self) -> int:
        """How many rows or groups in all."""
        return (self.page.total if self.page else 0) or 0

    @cached_property
    def heads(self) -> list[Head]:
        """The columns."""
        names = self.page.columns if self.page else ()
        return [self._head(name, entry, title) for name, (entry, title) in zip(names, self._columns, strict=True)]

    @cached_property
    def rows(self) -> SafeString:
        """The rows as HTML; "" for none. A template's own loop over thousands of cells takes ten times as long."""
        entries = [entry for entry, _title in self._columns]
        cells = [
            [cell(entry, value) if entry else figure(_number(value)) for entry, value in zip(entries, row, strict=True)]
            for row in (self.page.rows if self.page else ())
        ]
        kinds = [NUMBER if head.is_number else "" for head in self.heads]
        for at, column in enumerate(zip(*cells, strict=True)):
            if not kinds[at] and any(len(written) > LONG_TEXT for written in column):
                kinds[at] = LONG
        lines = (format_html_join("", "<td{}>{}</td>", zip(kinds, row, strict=True)) for row in cells)
        return format_html_join("\n", "<tr>{}</tr>", ((line,) for line in lines))

    @property
    def next(self) -> str:
        """The following page; "" on the last."""
        if not self.page or not self.page.next_cursor:
            return ""
        trail = [*self._trail, self.asked.query.after or "-"][-MOST_BACK:]
        return self.asked.to(replace(self.asked.query, after=self.page.next_cursor), trail="~".join(trail))

    @property
    def previous(self) -> str:
        """The page before, as long as the address remembers the way; "" on the first."""
        if not self._trail or not self.asked.query.after:
            return ""
        *earlier, last = self._trail
        return self.asked.to(replace(self.asked.query, after="" if last == "-" else last), trail="~".join(earlier))

    @property
    def first(self) -> str:
        """The first page; "" when this is it."""
        return self.asked.to(self.asked.from_the_start) if self.asked.query.after else ""

    @property
    def _trail(self) -> list[str]:
        return [part for part in self.asked.words.get("trail", "").split("~") if part]

    @cached_property
    def _columns(self) -> list[tuple[ColumnEntry | None, str]]:
        """For each column of the answer: its entry when cells are values of it, and its title."""
        query, known = self.asked.query, self.asked.seen.by_field
        if not query.is_grouped:
            names = self.page.columns if self.page else ()
            return [(known[name], known[name].title.words) for name in names]
        keys = [(_cut_entry(known[key.column], key), _key_title(known[key.column], key)) for key in query.group]
        figures = [
            (_figure_entry(known[each.column], each), figure_title(known[each.column], each))
            for each in query.aggregates
        ]
        return [*keys, (None, _("Number of rows")), *figures]

    def _head(self, name: str, entry: ColumnEntry | None, title: str) -> Head:
        is_shape = entry is not None and entry.type is ColumnType.GEOMETRY
        order = next((key for key in self.asked.query.sort[:1] if key.column == name), None)
        is_number = entry is None or (entry.type in NUMBERS and not is_code(entry))
        return Head(
            title=title,
            language=entry.title.language if entry and not self.asked.query.is_grouped and entry.titles else "",
            unit=entry.unit if entry else "",
            is_number=is_number,
            sorted="" if order is None else "descending" if order.descending else "ascending",
            address="" if is_shape else self._sorting(name, order),
            description=entry.description.words if entry else "",
        )

    def _sorting(self, name: str, order: SortKey | None) -> str:
        """Upwards, then downwards, then as in the file."""
        following = (SortKey(name),) if order is None else () if order.descending else (SortKey(name, descending=True),)
        return self.asked.to(replace(self.asked.from_the_start, sort=following))


@dataclass(frozen=True)
class TablePage(ExplorePage):
    """The table view."""

    @cached_property
    def answer(self) -> Answer:
        """The rows or groups of this page."""
        return Answer.of(self.asked) if self.asked.refusal is None else Answer(self.asked, None)

    @property
    def refusal(self) -> Refused | None:
        """Why there is no answer."""
        return self.asked.refusal or self.answer.refusal

    @property
    def counted(self) -> str:
        """How many rows or groups there are, and of how many."""
        total, whole = self.answer.total, self.seen.found.row_count
        numbers = {"total": figure(total), "whole": figure(whole)}
        if self.asked.query.is_grouped:
            return ngettext("%(total)s group", "%(total)s groups", total) % numbers
        if self.asked.query.is_filtered:
            return ngettext("%(total)s row of %(whole)s", "%(total)s rows of %(whole)s", total) % numbers
        return ngettext("%(total)s row", "%(total)s rows", total) % numbers

    @property
    def group_choices(self) -> list[list[Choice]]:
        """By which columns to group: a list of choices for each of two keys."""
        chosen = [f"{key.column}:{key.truncation}".removesuffix(":") for key in self.asked.query.group]
        every = list(self._keys())
        slots = [*chosen, *[""] * max(1, 2 - len(chosen))]
        return [[Choice(value, title, value == slot) for value, title in every] for slot in slots]

    @property
    def figure_choices(self) -> list[tuple[list[Choice], list[Choice]]]:
        """What to compute of which column: the figures that there are, and one more."""
        chosen = [(str(each.function), each.column) for each in self.asked.query.aggregates]
        columns = [(each.field, each.title.words) for each in self.seen.entries if len(FUNCTIONS[each.type]) > 1]
        return [
            (
                [Choice(str(name), str(title), str(name) == function) for name, title in FIGURES.items()],
                [Choice(field, title, field == column) for field, title in columns],
            )
            for function, column in [*chosen, ("", "")]
        ]

    def _keys(self) -> Iterator[tuple[str, str]]:
        for entry in self.seen.entries:
            if entry.type is ColumnType.GEOMETRY:
                continue
            yield entry.field, entry.title.words
            if entry.type in DATES:
                yield from (
                    (f"{entry.field}:{cut}", str(title) % {"column": entry.title.words}) for cut, title in CUTS.items()
                )


def figure_title(entry: ColumnEntry, aggregate: Aggregate) -> str:
    """The name of a figure: "Population: sum"."""
    return str(OF_COLUMN[aggregate.function]) % {"column": entry.title.words}


def _key_title(entry: ColumnEntry, key: GroupKey) -> str:
    cut = CUTS.get(key.truncation)
    return str(cut) % {"column": entry.title.words} if cut else entry.title.words


def _cut_entry(entry: ColumnEntry, key: GroupKey) -> ColumnEntry:
    return replace(entry, type=ColumnType.DATE) if key.truncation else entry


def _figure_entry(entry: ColumnEntry, aggregate: Aggregate) -> ColumnEntry | None:
    """Extremes are values of the column; other figures are numbers of their own."""
    if aggregate.function in {Function.MIN, Function.MAX}:
        return entry
    unit = entry.unit if aggregate.function is not Function.DISTINCT else ""
    return replace(entry, field="figure", type=ColumnType.DECIMAL, meaning="", unit=unit, titles={})


def _number(value: object) -> int:
    return int(str(value))
