"""The rows of a table on a map, each where it is, and the first ones as a list."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import Final

from perron.bricks.catalogue.queries.exploring import Page, answer
from perron.bricks.catalogue.rules.dictionary import ColumnEntry
from perron.bricks.catalogue.rules.exploring import is_code
from perron.bricks.catalogue.schemas.query_string import query_string
from perron.bricks.catalogue.views.explore_asked import Asked
from perron.bricks.catalogue.views.explore_cells import plain, with_unit
from perron.kernel.contract import ColumnType
from perron.kernel.errors import Refused
from perron.kernel.languages import current_language

MOST_DRAWN: Final = 3_000  # rows in one part of the map
MOST_LISTED: Final = 50
MOST_TOLD: Final = 8  # columns in a bubble


@dataclass(frozen=True)
class RowsOnMap:
    """Rows of a table with places of their own: drawn from the API, the first ones as a list."""

    asked: Asked

    @cached_property
    def outcome(self) -> Page | Refused | None:
        """The first rows that answer, or why there are none."""
        if self.asked.refusal:
            return None
        query = replace(self.asked.rows_only, select=tuple(e.field for e in self.told), limit=MOST_LISTED, count=True)
        try:
            return answer(self.asked.seen, query)
        except Refused as refusal:
            return refusal

    @property
    def total(self) -> int:
        """How many rows answer."""
        return (self.outcome.total or 0) if isinstance(self.outcome, Page) else 0

    @cached_property
    def told(self) -> list[ColumnEntry]:
        """The columns that say what a row is, in a bubble and in the list: a name first."""
        shown = [
            e for e in self.asked.seen.entries if e.type is not ColumnType.GEOMETRY and e.field not in self._points
        ]
        language = current_language()
        names = [entry for entry in shown if entry.type is ColumnType.TEXT and not is_code(entry)]
        names.sort(key=lambda entry: (entry.language not in {"", language}, -min(entry.distinct, 1_000)))
        rest = [entry for entry in shown if entry not in names[:1]]
        return [*names[:1], *rest][:MOST_TOLD] or list(self.asked.seen.entries[:1])

    @property
    def items(self) -> list[dict[str, object]]:
        """The first rows as a list."""
        return [self._item(row) for row in self.outcome.rows] if isinstance(self.outcome, Page) else []

    @property
    def question(self) -> str:
        """What the map asks the API for, as a query string; it adds the part that it shows."""
        fields = tuple(entry.field for entry in self.told)
        return query_string(replace(self.asked.rows_only, select=fields, limit=MOST_DRAWN + 1))

    @property
    def titles(self) -> dict[str, str]:
        """The titles of what a bubble tells, by field."""
        return {entry.field: entry.title.words for entry in self.told}

    @property
    def _points(self) -> tuple[str, ...]:
        return self.asked.seen.found.points or ()

    def _item(self, row: tuple[object, ...]) -> dict[str, object]:
        told = [(entry, plain(entry, value)) for entry, value in zip(self.told, row, strict=True) if value is not None]
        title = told[0][1] if told else "—"
        line = " · ".join(f"{entry.title.words}: {with_unit(words, entry.unit)}" for entry, words in told[1:5])
        return {"title": title, "line": line}
