"""The codes that a place stands for in a table: its own, of what lies in it, and of what they replaced."""

from __future__ import annotations

from dataclasses import replace

from perron.bricks.catalogue.rules.query import Query
from perron.kernel import places

_KINDS = ("commune", "arrondissement", "province", "region")


def expanded(query: Query) -> Query:
    """The question with the codes of all that lies in its places, of today and of before. Raises UnknownPlace."""
    codes = sorted({code for nis in query.places for code in _within(nis)})
    return replace(query, places=tuple(codes)) if codes else query


def _within(nis: str) -> set[str]:
    places.place(nis)
    here = {nis, *places.current(nis)}
    inside = {code for each in here for kind in _KINDS for code in places.places_in(each, kind=kind)}
    return here | inside | {old for code in here | inside for old in places.former(code)}
