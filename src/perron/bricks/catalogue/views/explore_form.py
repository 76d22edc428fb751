"""The form beside an explored table: a control per column, as its type asks, holding what was typed."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from django.utils.translation import gettext as _

from perron.bricks.catalogue.queries.exploring import Explored, choices, places_to_choose
from perron.bricks.catalogue.rules.dictionary import ColumnEntry
from perron.bricks.catalogue.rules.exploring import MOST_CHOICES, Control, control
from perron.bricks.catalogue.rules.query import Operator
from perron.bricks.catalogue.views.explore_asked import Asked, typed_line
from perron.bricks.catalogue.views.explore_cells import figure, plain

MOST_COUNTED = 12  # columns whose values are listed with their numbers; the others are typed


@dataclass(frozen=True, slots=True)
class Choice:
    """A value to tick or choose."""

    value: str
    title: str
    is_chosen: bool
    count: str = ""


@dataclass(frozen=True)
class Field:
    """The control of one column. `id` is unique on the page; names of inputs are the grammar's own."""

    asked: Asked
    entry: ColumnEntry
    id: str
    kind: Control

    @property
    def title(self) -> str:
        """The column in the reader's language."""
        return self.entry.title.words

    @property
    def is_open(self) -> bool:
        """Whether something was typed here."""
        return any(name.startswith(f"{self.entry.field}__") for name in self.asked.typed) or bool(
            self.values(Operator.EQ)
        )

    @property
    def needs_empty(self) -> bool:
        """Whether there are rows without a value, and others."""
        return 0 < self.entry.filled < self.asked.seen.found.row_count or bool(self.value("null"))

    @property
    def input_type(self) -> str:
        """Of an input for one value."""
        return {Control.DATE: "date", Control.MOMENT: "datetime-local"}.get(self.kind, "text")

    @property
    def hint(self) -> str:
        """From where to where values go."""
        if self.kind is not Control.NUMBER or self.entry.minimum is None or self.entry.maximum is None:
            return ""
        low, high = (self._extreme(text) for text in (self.entry.minimum, self.entry.maximum))
        return _("From %(low)s to %(high)s") % {"low": low, "high": high}

    @property
    def least(self) -> str:
        """What was typed as the lower end."""
        return self._typed_end(Operator.GE, 0)

    @property
    def most(self) -> str:
        """What was typed as the upper end."""
        return self._typed_end(Operator.LE, -1)

    @property
    def contained(self) -> str:
        """What was typed to be contained."""
        return self.value(Operator.CONTAINS)

    @property
    def equal(self) -> str:
        """What was typed to be equal."""
        return next(iter(self.values(Operator.EQ)), "")

    @property
    def emptiness(self) -> str:
        """Whether empty values are wanted: "true", "false", or "" for both."""
        return self.value("null")

    @cached_property
    def choices(self) -> list[Choice]:
        """The values to tick, with how many rows bear each in the whole table."""
        chosen = {*self.values(Operator.IN), *self.values(Operator.EQ)}
        return [
            Choice(typed_line([str(value)]), plain(self.entry, value), str(value) in chosen, figure(count))
            for value, count in choices(self.asked.seen, self.entry, MOST_CHOICES + 1)
        ]

    def value(self, operator: str) -> str:
        """What was typed for an operator."""
        return next(iter(self.asked.typed.get(f"{self.entry.field}__{operator}", ())), "")

    def values(self, operator: Operator) -> list[str]:
        """What was typed for an operator, alone or several times."""
        given = list(self.asked.typed.get(f"{self.entry.field}__{operator}", ()))
        if operator is Operator.EQ and self.entry.field not in self.asked.words:
            return [*given, *self.asked.typed.get(self.entry.field, ())]
        return [item for value in given for item in next(csv.reader([value]), [])] if operator is Operator.IN else given

    def _typed_end(self, operator: Operator, at: int) -> str:
        """An end of a range, however it was written."""
        if typed := self.value(operator):
            return typed.removesuffix("Z")
        spread = next(csv.reader([self.value(Operator.RANGE)]), [])
        return spread[at].removesuffix("Z") if len(spread) == 2 else ""

    def _extreme(self, text: str) -> str:
        return plain(self.entry, float(text) if "." in text else int(text)) if _is_number(text) else text


@dataclass(frozen=True)
class FilterForm:
    """The whole form. `hidden` are parameters that it keeps without showing them."""

    asked: Asked

    @cached_property
    def fields(self) -> list[Field]:
        """A control per column that can be filtered."""
        found, counted = [], 0
        for at, entry in enumerate(self.seen.entries):
            kind = control(entry)
            if kind is Control.CHOICES:
                counted += 1
                kind = kind if counted <= MOST_COUNTED else Control.TEXT
            if kind is not Control.NONE:
                found.append(Field(self.asked, entry, f"f{at}", kind))
        return found

    @property
    def seen(self) -> Explored:
        """The table."""
        return self.asked.seen

    @property
    def words(self) -> str:
        """What was typed to be searched everywhere."""
        return next(iter(self.asked.typed.get("q", ())), "")

    @property
    def can_search(self) -> bool:
        """Whether there are texts to search in."""
        return any(entry.type == "text" for entry in self.seen.entries)

    @cached_property
    def places(self) -> list[Choice]:
        """Places to choose from, when rows bear codes of places."""
        if self.seen.nis is None:
            return []
        chosen = [code for value in self.asked.typed.get("place", ()) for code in value.split(",")]
        return [Choice(place.nis, place.name, place.nis in chosen) for place in places_to_choose(chosen)]

    @property
    def columns(self) -> list[Choice]:
        """The columns to show; all when none is chosen."""
        chosen = set(self.asked.query.select)
        return [Choice(e.field, e.title.words, not chosen or e.field in chosen) for e in self.seen.entries]

    @property
    def hidden(self) -> list[tuple[str, str]]:
        """What the form keeps: the order, parts of the map, comparisons that it has no control for."""
        shown = {name for field in self.fields for name in _names(field)}
        own = {"q", "place", "select", "group", "after", "count", *self._figures(), *self.asked.words}
        kept = [
            (name, value)
            for name, values in self.asked.typed.items()
            for value in values
            if value and name not in shown and name not in own
        ]
        return [*kept, *self.asked.kept_words.items()]

    @staticmethod
    def _figures() -> Sequence[str]:
        return ("sum", "avg", "min", "max", "median", "distinct")


def _names(field: Field) -> list[str]:
    """The parameters that a control holds."""
    operators = {
        Control.CHOICES: ("in", "eq"),
        Control.TEXT: ("contains",),
        Control.BOOLEAN: ("eq",),
    }.get(field.kind, ("ge", "le", "range"))
    null = ("null",) if field.needs_empty else ()
    bare = [field.entry.field] if "eq" in operators else []
    return [*bare, *(f"{field.entry.field}__{operator}" for operator in (*operators, *null))]


def _is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True
