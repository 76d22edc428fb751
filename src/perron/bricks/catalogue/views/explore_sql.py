"""Questions in SQL to a table, answered in the reader's own browser: what is fetched for it, and examples."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from django.utils.translation import gettext as _

from perron.bricks.catalogue.rules.dictionary import ColumnEntry
from perron.bricks.catalogue.rules.exploring import DATES, is_measure, suggestion
from perron.bricks.catalogue.rules.query import Query
from perron.bricks.catalogue.views.explore_page import ExplorePage
from perron.kernel.errors import Refused

ENGINE_OCTETS: Final = 8_000_000  # of DuckDB and the Parquet reader, compressed


@dataclass(frozen=True, slots=True)
class Example:
    """A question in SQL, and what it asks."""

    title: str
    code: str


@dataclass(frozen=True)
class SqlPage(ExplorePage):
    """The SQL view: it asks the whole table, filters are written in SQL."""

    @property
    def refusal(self) -> Refused | None:
        """Why there is no answer."""
        return self.asked.refusal

    @property
    def parquet(self) -> str:
        """The address of the whole table as Parquet."""
        return self.take.api("download", extension="parquet")

    @property
    def octets(self) -> int:
        """How much is fetched at the first question."""
        return ENGINE_OCTETS + self.seen.found.parquet.size

    @property
    def taken(self) -> Query:
        """Downloads hold the whole table."""
        return Query()

    @property
    def first(self) -> str:
        """The question to begin with."""
        return self.examples[0].code

    @property
    def examples(self) -> list[Example]:
        """Questions that suit this table's columns."""
        return list(self._examples())

    def _examples(self) -> Iterator[Example]:
        entries = self.seen.entries
        measure = next((entry for entry in entries if is_measure(entry)), None)
        proposed = suggestion(entries)
        key = self.seen.by_field[proposed.x] if proposed else None
        yield Example(_("The first rows"), "select *\nfrom rows\nlimit 20")
        if key and key is not measure:
            yield _per_key(key, measure)
        if measure:
            name = quoted(measure.field)
            yield Example(
                _("The rows with the highest value"),
                f"select *\nfrom rows\nwhere {name} is not null\norder by {name} desc\nlimit 20",
            )
            yield Example(
                _("Quartiles"),
                f"select quantile_cont({name}, [0.25, 0.5, 0.75]) as quartiles,\n  avg({name}) as average\nfrom rows",
            )
        yield Example(_("The columns and what they hold"), "from (summarize rows)")


def quoted(field: str) -> str:
    """A name as SQL writes it."""
    return '"' + field.replace('"', '""') + '"'


def _per_key(key: ColumnEntry, measure: ColumnEntry | None) -> Example:
    name = quoted(key.field)
    by = f"date_trunc('month', {name})" if key.type in DATES else name
    figure = f"sum({quoted(measure.field)}) as total" if measure else "count(*) as rows"
    title = _("For each value of “%(column)s”") % {"column": key.title.words}
    return Example(title, f"select {by} as {name}, {figure}\nfrom rows\ngroup by 1\norder by 2 desc")
