"""A search for datasets as a plain value: what was asked, in which order, and the address that says the same."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Any, Final
from urllib.parse import urlencode

FACETS: Final = ("publisher", "theme", "place", "format", "licence", "frequency", "quality", "high_value")
SORTS: Final = ("relevance", "newest")
PAGE_SIZE: Final = 20
MOST_VALUES: Final = 50  # of one facet


@dataclass(frozen=True, slots=True)
class DatasetQuestion:
    """What a visitor looks for. Facets hold codes: publishers' slugs, NIS codes, codes of the rules of that name.

    Several values of one facet widen the search, several facets narrow it. One place at a time; it also finds what lies
    in it. `after` is where the page before ended, as the answer said.
    """

    words: str = ""
    publisher: tuple[str, ...] = ()
    theme: tuple[str, ...] = ()
    place: tuple[str, ...] = ()
    format: tuple[str, ...] = ()
    licence: tuple[str, ...] = ()
    frequency: tuple[str, ...] = ()
    quality: tuple[str, ...] = ()
    high_value: tuple[str, ...] = ()
    sort: str = "relevance"
    after: str = ""

    @property
    def chosen(self) -> dict[str, tuple[str, ...]]:
        """The facets that narrow the search."""
        return {name: values for name in FACETS if (values := getattr(self, name))}

    @property
    def is_everything(self) -> bool:
        """Whether nothing narrows the search."""
        return not self.words and not self.chosen

    def as_query(self) -> str:
        """The one query string that says this: same question, same string, so that it can be shared and followed."""
        pairs = [("q", self.words)] if self.words else []
        pairs += [(name, value) for name, values in self.chosen.items() for value in sorted(values)]
        pairs += [("sort", self.sort)] if self.sort != "relevance" else []
        pairs += [("after", self.after)] if self.after else []
        return "&".join(_written(*pair) for pair in pairs)

    def toggled(self, facet: str, value: str) -> DatasetQuestion:
        """The question with this value added, or taken away when it was chosen; from the start."""
        values: tuple[str, ...] = getattr(self, facet) if facet != "place" or value in self.place else ()
        changed = tuple(each for each in values if each != value) if value in values else (*values, value)
        return self._with(facet, changed)

    def without(self, facet: str) -> DatasetQuestion:
        """The question without this facet; from the start."""
        return self._with(facet, ())

    def _with(self, facet: str, values: tuple[str, ...]) -> DatasetQuestion:
        chosen: dict[str, Any] = {facet: values}  # a name of FACETS
        return replace(self, after="", **chosen)

    def from_the_start(self) -> DatasetQuestion:
        """The same question, on its first page."""
        return replace(self, after="")

    def continued(self, after: str) -> DatasetQuestion:
        """The same question, on the page that follows."""
        return replace(self, after=after)


@dataclass(frozen=True, slots=True)
class FacetChoice:
    """A value that narrows the search, how many datasets it leaves, and whether it is chosen."""

    value: str
    label: str
    count: int
    is_chosen: bool = False


@dataclass(frozen=True, slots=True)
class Facet:
    """A list of choices, most datasets first; `name` is one of `FACETS`. `is_folded`: there are more."""

    name: str
    choices: tuple[FacetChoice, ...] = field(default_factory=tuple)
    is_folded: bool = False


def question_from_query(parameters: Mapping[str, Sequence[str]]) -> DatasetQuestion:
    """Read an address back; what is not understood is left out. `parameters` holds a list of values per name."""
    facets = {name: tuple(dict.fromkeys(filter(_is_sound, parameters.get(name, ())))) for name in FACETS}
    facets = {name: values[:MOST_VALUES] for name, values in facets.items()}
    facets["place"] = facets["place"][:1]
    sort = next(iter(parameters.get("sort", ())), "relevance")
    return DatasetQuestion(
        words=" ".join(next(iter(parameters.get("q", ())), "").replace("\x00", " ").split())[:200],
        sort=sort if sort in SORTS else "relevance",
        after=next(filter(_is_sound, parameters.get("after", ())), ""),
        **facets,
    )


@lru_cache(maxsize=2_000)
def _written(name: str, value: str) -> str:
    """Kept: a page of answers has a hundred addresses, nearly the same."""
    return urlencode([(name, value)])


def _is_sound(value: str) -> bool:
    """Whether a value can be on a list at all."""
    return bool(value) and len(value) <= 300 and "\x00" not in value
