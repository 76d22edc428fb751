"""What the search page shows, as values that its template reads."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from django.urls import reverse
from django.utils.translation import gettext as _

from perron.kernel import places
from perron.kernel.following import follows
from perron.kernel.search import Found, Hit, Piece, Question, Sort, canonical
from perron.kernel.web.place_page import MatchLine
from perron.kernel.web.requests import Request
from perron.kernel.web.search_narrowing import Narrowing, with_changes

Line = Mapping[str, object]
MOST_PLACES = 3


@dataclass(frozen=True, slots=True)
class Item:
    """One thing that was found. `kind`: what sort of thing it is; empty when all are the same."""

    hit: Hit
    kind: str
    publisher: str
    place: str

    @property
    def title(self) -> Mapping[str, str]:
        """The title by language, marked when a machine translated it."""
        return {f"{self.hit.language}-t-und" if self.hit.by_machine else self.hit.language: self.hit.title}

    @property
    def excerpt(self) -> tuple[Piece, ...]:
        """Where the words stand; nothing when they stand in the title alone, and there is nothing else to say."""
        return self.hit.excerpt

    @property
    def is_dated(self) -> bool:
        """Whether it is known when it changed."""
        return self.hit.changed_at.year > 1970


@dataclass(frozen=True)
class SearchPage:
    """A question, what was found, and where to go from there. `title`: what those who follow the question read."""

    request: Request
    question: Question
    found: Found
    title: str

    @cached_property
    def narrowing(self) -> Narrowing:
        """The ways to less of it."""
        return Narrowing(self.request, self.question, self.found)

    @property
    def items(self) -> list[Item]:
        """The hits, with the words of their publisher and place."""
        several = len(self.found.facets.get("kind", {})) > 1 and not self.question.kinds
        known = places.facts.places()
        return [
            Item(
                hit,
                self.narrowing.kinds.get(hit.kind, "") if several else "",
                "" if self.request.authority else self.narrowing.authorities.get(hit.authority, ""),
                known[hit.place].name if hit.place in known else "",
            )
            for hit in self.found.hits
        ]

    @cached_property
    def places(self) -> list[MatchLine]:
        """Places of that name, whose pages say what concerns one there; on the first page only."""
        if self.question.after or not self.question.words.strip() or self.question.filters().keys() - {"authority"}:
            return []
        # A typing mistake is guessed at only when nothing was found as typed.
        found = places.find_places(self.question.words, limit=MOST_PLACES, forgiving=not self.found.hits)
        return [MatchLine(place) for place in found]

    @property
    def sorts(self) -> list[Line]:
        """In which orders the same can be seen; none when there is nothing to compare with."""
        if not self.question.words.strip():
            return []
        titles = {Sort.RELEVANCE: _("Best first"), Sort.NEWEST: _("Newest first")}
        return [
            {
                "title": titles[sort],
                "address": with_changes(self.request, sort=sort.value, after=""),
                "current": sort == self.question.sort,
            }
            for sort in Sort
        ]

    @property
    def next(self) -> str:
        """The page that follows; empty on the last."""
        return with_changes(self.request, after=self.found.next) if self.found.next else ""

    @property
    def start(self) -> str:
        """The first page; empty when this is it."""
        return with_changes(self.request, after="") if self.question.after else ""

    @property
    def address(self) -> str:
        """The search itself, wherever it is opened."""
        return f"{reverse('search')}?{canonical(self.question)}"

    @property
    def feed(self) -> str:
        """The same as an Atom feed."""
        return f"{reverse('search_feed')}?{canonical(self.question)}"

    @property
    def topic(self) -> str:
        """What those who follow it follow."""
        return f"search:{canonical(self.question)}"

    @property
    def follows(self) -> bool:
        """Whether this reader does."""
        return follows(self.request.actor, self.topic)
