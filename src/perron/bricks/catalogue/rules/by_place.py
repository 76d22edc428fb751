"""Figures of rows that bear codes of places, gathered by place: what may be added up, and what has no place."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from perron.bricks.catalogue.rules.query import Function

LEVELS: Final = ("commune", "arrondissement", "province", "region")
FIGURES: Final = (Function.SUM, Function.AVG, Function.MIN, Function.MAX)


@dataclass(frozen=True, slots=True)
class Figures:
    """Of all rows with one code: how many rows, how many with a number, and those numbers' sum and extremes."""

    code: str
    rows: int
    filled: int = 0
    total: float = 0.0
    least: float | None = None
    most: float | None = None


@dataclass(frozen=True, slots=True)
class ByPlace:
    """A figure per place of one kind. `left_out` counts the rows whose code is no place of the level that was used."""

    values: Mapping[str, float]
    left_out: int


def gathered(
    figures: Iterable[Figures],
    *,
    function: Function,
    targets: Mapping[str, Sequence[str]],
    kind_of: Mapping[str, str],
    successors: Callable[[str], Sequence[str]],
) -> ByPlace:
    """The figure for each target. Totals that a file gives beside its parts are not added to them.

    targets: for each code of today, the places it counts for. kind_of: the kind of each code. successors: the codes of
    today that stand for a code; a code that was divided has several and is left out.
    """
    known: list[tuple[str, Figures]] = []
    left_out = 0
    for each in figures:
        today = successors(each.code)
        if len(today) == 1:
            known.append((today[0], each))
        else:
            left_out += each.rows
    level = next((level for level in LEVELS if any(kind_of.get(code) == level for code, _each in known)), "")
    found: dict[str, list[Figures]] = defaultdict(list)
    for code, each in known:
        if kind_of.get(code) != level or not targets.get(code):
            left_out += each.rows
            continue
        for target in targets[code]:
            found[target].append(each)
    computed = {code: _figure(function, parts) for code, parts in found.items()}
    return ByPlace({code: value for code, value in computed.items() if value is not None}, left_out)


def _figure(function: Function, parts: Sequence[Figures]) -> float | None:
    if function is Function.COUNT:
        return float(sum(part.rows for part in parts))
    filled = sum(part.filled for part in parts)
    if not filled:
        return None
    total = sum(part.total for part in parts)
    least = [part.least for part in parts if part.least is not None]
    most = [part.most for part in parts if part.most is not None]
    return {
        Function.SUM: total,
        Function.AVG: total / filled,
        Function.MIN: min(least, default=0.0),
        Function.MAX: max(most, default=0.0),
    }[function]
