"""The rows of a table on a map: figures per place, and the first rows beside it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import cache

from perron.bricks.catalogue.queries.exploring import Explored, answer
from perron.bricks.catalogue.rules.by_place import ByPlace, Figures, gathered
from perron.bricks.catalogue.rules.query import MAXIMUM_LIMIT, Aggregate, Function, GroupKey, Query
from perron.kernel import places

KINDS = ("commune", "arrondissement", "province", "region")


def by_place(seen: Explored, query: Query, *, kind: str, function: Function, column: str) -> ByPlace:
    """A figure for each place of a kind, of the rows that answer the question. Raises what the engine refuses."""
    nis = seen.nis
    if nis is None:
        return ByPlace({}, 0)
    today = {code: _containers(code, kind) for code in _all_codes()}
    return gathered(
        _figures(seen, query, nis.field, column),
        function=function,
        targets=today,
        kind_of=_all_codes(),
        successors=places.current,
    )


def _figures(seen: Explored, query: Query, nis: str, column: str) -> Iterator[Figures]:
    wanted = (Function.COUNT, Function.SUM, Function.MIN, Function.MAX)
    figures = tuple(Aggregate(function, column) for function in wanted) if column else ()
    by_code = replace(query, select=(), sort=(), group=(GroupKey(nis),), aggregates=figures, limit=MAXIMUM_LIMIT)
    for code, rows, *numbers in answer(seen, replace(by_code, after="", count=False)).rows:
        written = str("" if code is None else code).rjust(5, "0")
        filled, total, least, most = (
            None if number is None else float(str(number)) for number in numbers or (0, 0, 0, 0)
        )
        yield Figures(written, int(str(rows)), int(filled or 0), total or 0.0, least, most)


@cache
def _all_codes() -> Mapping[str, str]:
    """The kind of each code of today, of the kinds that statistics are made for."""
    codes = {above for code in places.communes() for above in (code, *places.ancestors(code))}
    kinds = {code: kind for code in codes for kind in KINDS if code in places.places_in(code, kind=kind)}
    return dict(sorted(kinds.items()))


@cache
def _containers(code: str, kind: str) -> tuple[str, ...]:
    kinds = _all_codes()
    return tuple(above for above in (code, *places.ancestors(code)) if kinds.get(above) == kind)
