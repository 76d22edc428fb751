"""What a question leaves out, in words: each filter as a chip that a click takes away."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from perron.bricks.catalogue.queries.exploring import Explored
from perron.bricks.catalogue.rules.query import AllOf, Condition, Filter, Operator, Query, conditions
from perron.bricks.catalogue.views.explore_asked import Asked
from perron.bricks.catalogue.views.explore_cells import plain, with_unit

MOST_VALUES = 3  # of one chip that are named
_SENTENCES: Mapping[Operator, str | Promise] = {
    Operator.EQ: gettext_lazy("%(column)s: %(value)s"),
    Operator.IN: gettext_lazy("%(column)s: %(value)s"),
    Operator.NE: gettext_lazy("%(column)s is not %(value)s"),
    Operator.LT: gettext_lazy("%(column)s below %(value)s"),
    Operator.LE: gettext_lazy("%(column)s up to %(value)s"),
    Operator.GT: gettext_lazy("%(column)s above %(value)s"),
    Operator.GE: gettext_lazy("%(column)s from %(value)s"),
    Operator.RANGE: gettext_lazy("%(column)s from %(value)s to %(last)s"),
    Operator.CONTAINS: gettext_lazy("%(column)s contains “%(value)s”"),
    Operator.STARTS: gettext_lazy("%(column)s begins with “%(value)s”"),
}


@dataclass(frozen=True, slots=True)
class Chip:
    """One filter in words, and the question without it, with its address."""

    title: str
    address: str
    query: Query


def chips(asked: Asked, names: Callable[[Sequence[str]], Mapping[str, str]]) -> list[Chip]:
    """All filters of the question. `names` gives places by their codes."""
    query, start = asked.query, asked.from_the_start
    parts = query.filters.parts
    found = [
        (_sentence(asked.seen, part), replace(start, filters=AllOf(tuple(each for each in parts if each != part))))
        for part in parts
    ]
    if query.words:
        found.insert(0, (f"“{query.words}”", replace(start, words="")))
    known = names(query.places) if query.places else {}
    for code in query.places:
        left = tuple(other for other in query.places if other != code)
        found.append((known.get(code, code), replace(start, places=left)))
    if query.box:
        found.append((_("Within a part of the map"), replace(start, box=None)))
    return [Chip(title, asked.to(without), without) for title, without in found]


def without_any(asked: Asked) -> str:
    """The address without filters."""
    return asked.to(replace(asked.from_the_start, filters=AllOf(), words="", places=(), box=None))


def _sentence(seen: Explored, part: Filter) -> str:
    if not isinstance(part, Condition):
        listed = ", ".join(dict.fromkeys(seen.by_field[each.column].title.words for each in conditions(part)))
        return _("Several conditions on %(columns)s") % {"columns": listed}
    entry = seen.by_field[part.column]
    column = entry.title.words
    if part.operator is Operator.NULL:
        sentence = _("%(column)s is empty") if part.values[0] else _("%(column)s is filled in")
        return sentence % {"column": column}
    written = [with_unit(plain(entry, value), entry.unit) for value in part.values]
    if part.operator is Operator.RANGE:
        return str(_SENTENCES[part.operator]) % {"column": column, "value": written[0], "last": written[-1]}
    shown = ", ".join(written[:MOST_VALUES]) + ("…" if len(written) > MOST_VALUES else "")
    return str(_SENTENCES[part.operator]) % {"column": column, "value": shown}
