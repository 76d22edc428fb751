"""Facets: of what was found, how many things have each value; for a facet with a choice, as if none were made."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import numpy as np
from numpy.typing import NDArray

from perron.kernel.models.search import SearchMark
from perron.kernel.search.indexing import mark_of

Counts = Mapping[str, Mapping[str, int]]
Filters = Mapping[str, tuple[str, ...]]

_names: dict[int, str] = {}  # the facet values by number; they never change, so they are read once


def counted(packed: bytes, lengths: bytes, filters: Filters) -> tuple[int, Counts]:
    """How many things fit all filters, and how many have each value, most first.

    `packed`: the numbers of the facet values of each thing (int32), one thing after the other; `lengths`: how many of
    them each thing has (int32 in network order).
    """
    marks = np.frombuffer(packed, dtype="<i4")
    sizes = np.frombuffer(lengths, dtype=">i4")
    thing = np.repeat(np.arange(len(sizes)), sizes)
    fits = {name: _fit(marks, thing, len(sizes), name, values) for name, values in filters.items()}
    fit = np.logical_and.reduce([*fits.values(), np.full(len(sizes), fill_value=True)])
    counts = _by_facet(marks[fit[thing]])
    for name in filters:
        others = [each for other, each in fits.items() if other != name]
        fit_others = np.logical_and.reduce([*others, np.full(len(sizes), fill_value=True)])
        counts[name] = _by_facet(marks[fit_others[thing]]).get(name, {})
    return int(fit.sum()), counts


def _fit(
    marks: NDArray[np.int32], thing: NDArray[np.intp], things: int, name: str, values: Iterable[str]
) -> NDArray[np.bool_]:
    """Which things have one of these values."""
    wanted = {mark_of(name, value) for value in values}
    chosen = [number for number, mark in _known(np.bincount(marks)).items() if mark in wanted]
    return np.bincount(thing[np.isin(marks, chosen)], minlength=things) > 0


def _by_facet(marks: NDArray[np.int32]) -> dict[str, dict[str, int]]:
    counts = np.bincount(marks)
    known = _known(counts)
    found: dict[str, dict[str, int]] = {}
    for number in sorted(known, key=lambda number: -counts[number]):
        name, _colon, value = known[number].partition(":")
        found.setdefault(name, {})[value] = int(counts[number])
    return found


def _known(counts: NDArray[np.intp]) -> dict[int, str]:
    """The facet values that come, by number."""
    numbers = [int(number) for number in np.flatnonzero(counts)]
    if unknown := [number for number in numbers if number not in _names]:
        _names.update(SearchMark.objects.filter(id__in=unknown).values_list("id", "name"))
    return {number: _names[number] for number in numbers}
