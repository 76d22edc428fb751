"""Finds a place by what people type: a name in any language, a former name, a locality, a postal code, an address.

All in memory, from the table of facts. One typing mistake is forgiven when nothing fits as typed.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cache
from itertools import takewhile

from perron.kernel import folding
from perron.kernel.languages import Texts, current_language, pick
from perron.kernel.places import facts, hierarchy
from perron.kernel.places.hierarchy import LEVELS

# Lower is better: an exact name before a prefix, a commune before a locality, a name of today before a former one.
EXACT, PREFIX, INSIDE, TYPO = 0, 10, 20, 30
OWN_NAME, FORMER_NAME, LOCALITY = 0, 2, 3
SHORTEST_WITH_TYPO = 4
SAINTS = {"st": ("saint", "sint", "sankt"), "ste": ("sainte", "sinte")}


@dataclass(frozen=True, slots=True)
class FoundPlace:
    """An answer: the place of today, its name in the reader's language, and by which name it was found if another.

    `matched` is a locality, a former commune or the name in another language; empty when it is the name itself.
    `is_its_name`: what was typed is its whole present name, in one of its languages.
    """

    nis: str
    name: str
    kind: str
    matched: str = ""
    postal_codes: tuple[str, ...] = ()
    is_its_name: bool = False


@dataclass(frozen=True, slots=True)
class _Entry:
    """One name by which a place can be found. `folded` is without case, accents and punctuation."""

    folded: str
    names: Texts
    nis: str
    weight: int


def find_places(
    words: str, language: str | None = None, limit: int = 10, *, forgiving: bool = True
) -> list[FoundPlace]:
    """The places that fit best, at most `limit`; empty when none does. An address is found by its town and code.

    `forgiving`: one typing mistake, when nothing fits as typed.
    """
    speaks = language or current_language()
    query = fold(words)
    if not query:
        return []
    codes = [code for code in re.findall(r"(?<!\d)\d{4}(?!\d)", query) if code in _by_postal_code()]
    if codes:
        return _in_postal_codes(codes, query, speaks)[:limit]
    after_comma = fold(words.rpartition(",")[2])
    ranked = (
        _saints(query)
        or _ranked(query, forgiving=forgiving)
        or (_ranked(after_comma, forgiving=forgiving) if after_comma != query else [])
        or _town_at_the_end(query)
    )
    return _answers(ranked, speaks, limit)


def fold(words: str) -> str:
    """Words as they are compared: folded, with one space for all that is no letter or digit."""
    return " ".join(re.findall(r"\w+", folding.fold(words)))


def within_one_typo(typed: str, name: str) -> bool:
    """Whether `typed` begins `name` after one letter was changed, left out, added, or swapped with the next."""
    at = next((i for i, (left, right) in enumerate(zip(typed, name, strict=False)) if left != right), None)
    if at is None:
        return len(typed) <= len(name) + 1
    swapped = typed[at + 1 : at + 2] + typed[at] + typed[at + 2 :]
    return (
        name.startswith(typed[at + 1 :], at + 1)
        or name.startswith(typed[at:], at + 1)
        or name.startswith(typed[at + 1 :], at)
        or (len(swapped) > 1 and name.startswith(swapped, at))
    )


def _saints(query: str) -> list[tuple[int, _Entry]]:
    """Names that begin with a saint who was shortened: `St. Vith`, `St-Truiden`."""
    first, _space, rest = query.partition(" ")
    return [found for saint in SAINTS.get(first, ()) if rest for found in _beginning(f"{saint} {rest}")]


def _town_at_the_end(query: str) -> list[tuple[int, _Entry]]:
    """An address ends in its town: the longest ending that is exactly a name."""
    words = query.split()
    endings = (" ".join(words[start:]) for start in range(1, len(words)))
    return next((found for ending in endings if (found := list(_exact(ending)))), [])


def _exact(name: str) -> Iterator[tuple[int, _Entry]]:
    entries = _entries()
    start = bisect_left(entries, name, key=lambda entry: entry.folded)
    return ((EXACT, entry) for entry in takewhile(lambda entry: entry.folded == name, entries[start:]))


def _ranked(query: str, *, forgiving: bool) -> list[tuple[int, _Entry]]:
    """Entries with their rank: as typed, else inside a name, else with one mistake forgiven."""
    if found := _beginning(query):
        return found
    if len(query) < SHORTEST_WITH_TYPO:
        return []
    entries, word = _entries(), f" {query}"
    if found := [(INSIDE, entry) for entry in entries if word in entry.folded]:
        return found
    if not forgiving:
        return []
    # One mistake leaves one of the first two letters among the first two of the name: most names need no closer look.
    letters = set(query[:2])
    near = [entry for entry in entries if not letters.isdisjoint(entry.folded[:2])]
    return [(TYPO, entry) for entry in near if within_one_typo(query, entry.folded)]


def _beginning(query: str) -> list[tuple[int, _Entry]]:
    """Entries that begin with the words as typed."""
    entries = _entries()
    start = bisect_left(entries, query, key=lambda entry: entry.folded)
    begins = takewhile(lambda entry: entry.folded.startswith(query), entries[start:])
    return [(EXACT if entry.folded == query else PREFIX, entry) for entry in begins]


def _answers(ranked: Iterable[tuple[int, _Entry]], language: str, limit: int) -> list[FoundPlace]:
    def rank(found: tuple[int, _Entry]) -> tuple[int, int, int, str]:
        quality, entry = found
        return (quality + entry.weight, LEVELS.index(_kind(entry)), len(entry.folded), entry.folded)

    best: dict[str, FoundPlace] = {}
    for quality, entry in sorted(ranked, key=rank):
        is_its_name = (quality, entry.weight) == (EXACT, OWN_NAME)
        best.setdefault(entry.nis, replace(_answer(entry, language), is_its_name=is_its_name))
        if len(best) == limit:
            break
    return list(best.values())


def _answer(entry: _Entry, language: str) -> FoundPlace:
    place = facts.places()[entry.nis]
    name, matched = pick(place.names, language).words, _matched_name(entry, language)
    return FoundPlace(
        nis=place.nis,
        name=name,
        kind=place.kind,
        matched="" if matched == name else matched,
        postal_codes=facts.postal_codes_of().get(place.nis, ()),
    )


def _matched_name(entry: _Entry, language: str) -> str:
    """The name that was found, in the reader's language if it is the same name there."""
    own = pick(entry.names, language).words
    if entry.weight != OWN_NAME or fold(own) == entry.folded:
        return own
    return next((name for name in entry.names.values() if fold(name) == entry.folded), own)


def _in_postal_codes(codes: Iterable[str], query: str, language: str) -> list[FoundPlace]:
    """The communes of a postal code; those with a locality whose name is also in the query come first."""
    entries = [entry for code in codes for entry in _by_postal_code()[code]]
    asked = set(query.split())
    entries.sort(key=lambda entry: (not asked.issuperset(entry.folded.split()), entry.weight))
    best: dict[str, FoundPlace] = {}
    for entry in entries:
        best.setdefault(entry.nis, _answer(entry, language))
    return list(best.values())


def _kind(entry: _Entry) -> str:
    return facts.places()[entry.nis].kind


@cache
def _entries() -> tuple[_Entry, ...]:
    """All names, in alphabetical order of what is compared."""
    found = {
        (entry.folded, entry.nis): entry
        for entry in sorted((*_place_entries(), *_locality_entries()), key=lambda entry: -entry.weight)
    }
    return tuple(sorted(found.values(), key=lambda entry: entry.folded))


def _place_entries() -> Iterator[_Entry]:
    for known in facts.places().values():
        weight = OWN_NAME if known.valid_until is None else FORMER_NAME
        for nis in hierarchy.current(known.nis):
            yield from (_Entry(fold(name), known.names, nis, weight) for name in (*known.names.values(), known.nis))


def _locality_entries() -> Iterator[_Entry]:
    for postal in facts.postal_codes():
        yield from (_Entry(fold(name), postal.names, postal.nis, LOCALITY) for name in postal.names.values())


@cache
def _by_postal_code() -> dict[str, list[_Entry]]:
    found = defaultdict(list)
    for postal in facts.postal_codes():
        weight = OWN_NAME if postal.is_main else LOCALITY
        found[postal.code].append(_Entry(fold(pick(postal.names).words), postal.names, postal.nis, weight))
    return dict(found)
