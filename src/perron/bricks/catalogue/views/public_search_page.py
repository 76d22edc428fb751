"""What the search page shows, as values that its templates read."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property

from django.urls import reverse
from django.utils.translation import gettext as _

from perron.bricks.catalogue.queries.finding import DatasetFound, DatasetsFound
from perron.bricks.catalogue.rules.quality import band_of
from perron.bricks.catalogue.rules.searching import SORTS, DatasetQuestion, Facet, FacetChoice
from perron.bricks.catalogue.views.public_words import BANDS, FACET_TITLES, TONES
from perron.kernel.authorities import Authority
from perron.kernel.languages import Picked
from perron.kernel.places.facts import places
from perron.kernel.search import Piece

Line = dict[str, object]
OPEN_FACETS = 4  # a screenful


@dataclass(frozen=True)
class Item:
    """One dataset in the list."""

    found: DatasetFound

    @property
    def title(self) -> Picked:
        """In the reader's language when there is one."""
        return self.found.dataset.title

    @property
    def address(self) -> str:
        """Its page."""
        return self.found.dataset.get_absolute_url()

    @property
    def excerpt(self) -> tuple[Piece, ...]:
        """The words asked for where they stand; empty when nothing was asked for."""
        return self.found.excerpt if any(piece.found for piece in self.found.excerpt) else ()

    @property
    def line(self) -> Picked:
        """What it is."""
        return self.found.dataset.description

    @property
    def place(self) -> str:
        """What it is about."""
        known = places().get(self.found.dataset.place)
        return known.name if known else ""

    @property
    def formats(self) -> str:
        """What it can be had as."""
        return " · ".join(name.upper() for name in self.found.formats)

    @property
    def quality(self) -> str:
        """How good it is, in words."""
        return str(BANDS[band_of(self.found.dataset.quality)])

    @property
    def tone(self) -> str:
        """The tone of those words."""
        return TONES[band_of(self.found.dataset.quality)]


@dataclass(frozen=True)
class SearchAddresses:
    """Where a question leads: the same page with more or less of it, and the same in other forms."""

    question: DatasetQuestion
    after: str

    @property
    def here(self) -> str:
        """The search itself, from its start."""
        return self.to(self.question.from_the_start())

    @property
    def next(self) -> str:
        """The page that follows; "" on the last."""
        return self.to(self.question.continued(self.after)) if self.after else ""

    @property
    def start(self) -> str:
        """The first page; "" when this is it."""
        return self.here if self.question.after else ""

    def unfolded(self, facet: str) -> str:
        """The same page with all choices of one facet."""
        return f"{self.here}{'&' if '?' in self.here else '?'}more={facet}#facet-{facet}"

    @property
    def without_filters(self) -> str:
        """The same words alone."""
        return self.to(DatasetQuestion(words=self.question.words, sort=self.question.sort))

    @property
    def feed(self) -> str:
        """The same as an Atom feed."""
        return self.to(self.question.from_the_start(), "catalogue:feed")

    @property
    def follow(self) -> str:
        """The page to follow this search."""
        return self.to(self.question.from_the_start(), "catalogue:follow_search")

    @property
    def api(self) -> str:
        """The same for programs."""
        return self.to(self.question.from_the_start(), "catalogue_api:datasets")

    def to(self, question: DatasetQuestion, name: str = "catalogue:datasets") -> str:
        """The address of a question."""
        query = question.as_query()
        return f"{self._path(name)}?{query}" if query else self._path(name)

    def _path(self, name: str) -> str:
        if name not in self._paths:
            self._paths[name] = reverse(name)
        return self._paths[name]

    @cached_property
    def _paths(self) -> dict[str, str]:
        return {}


@dataclass(frozen=True)
class SearchPage:
    """The answers to a question, and how to ask further. `inventory`: where to say what is missing; "" for nowhere.
    `unfolded`: the facets with all their choices.
    """

    found: DatasetsFound
    authority: Authority | None
    inventory: str = ""
    unfolded: tuple[str, ...] = ()

    @property
    def question(self) -> DatasetQuestion:
        """What was asked."""
        return self.found.question

    @cached_property
    def at(self) -> SearchAddresses:
        """Where to go from here."""
        return SearchAddresses(self.question, self.found.next)

    @property
    def items(self) -> list[Item]:
        """The datasets of this page."""
        return [Item(row) for row in self.found.rows]

    @cached_property
    def facets(self) -> list[Line]:
        """How to narrow, each choice with its address; a facet whose choices leave everything does not narrow."""
        shown = [facet for facet in self.found.facets if self._narrows(facet)]
        return [
            {
                "name": facet.name,
                "title": FACET_TITLES[facet.name],
                "choices": [self._choice(facet, choice) for choice in facet.choices],
                "more": self.at.unfolded(facet.name) if facet.is_folded else "",
                "is_open": at < OPEN_FACETS
                or facet.name in self.unfolded
                or any(choice.is_chosen for choice in facet.choices),
            }
            for at, facet in enumerate(shown)
        ]

    @cached_property
    def chips(self) -> list[Line]:
        """What is chosen; each address is without it."""
        return [
            {"facet": FACET_TITLES[facet.name], "title": choice.label, "address": self._toggled(facet, choice)}
            for facet in self.found.facets
            for choice in facet.choices
            if choice.is_chosen
        ]

    @property
    def hidden(self) -> list[tuple[str, str]]:
        """What the search box keeps beside its words."""
        kept = [(name, value) for name, values in self.question.chosen.items() for value in values]
        return [*kept, *([("sort", self.question.sort)] if self.question.sort != SORTS[0] else [])]

    @property
    def sorts(self) -> list[Line]:
        """The orders; without words there is but one."""
        titles = {"relevance": _("Best match"), "newest": _("Newest")}
        return [
            {
                "title": titles[sort],
                "address": self.at.to(replace(self.question, sort=sort, after="")),
                "is_current": sort == self.question.sort,
            }
            for sort in (SORTS if self.question.words else ())
        ]

    @property
    def in_words(self) -> str:
        """What is looked for, in words."""
        words = [f"“{self.question.words}”"] if self.question.words else []
        return ", ".join([*words, *(str(chip["title"]) for chip in self.chips)]) or _("everything that is new")

    def _narrows(self, facet: Facet) -> bool:
        is_given = facet.name == "publisher" and self.authority is not None
        return not is_given and any(choice.is_chosen or choice.count < self.found.total for choice in facet.choices)

    def _choice(self, facet: Facet, choice: FacetChoice) -> Line:
        return {
            "id": f"{facet.name}-{choice.value}",
            "label": choice.label,
            "count": choice.count,
            "is_chosen": choice.is_chosen,
            "address": self._toggled(facet, choice),
        }

    def _toggled(self, facet: Facet, choice: FacetChoice) -> str:
        return self.at.to(self.question.toggled(facet.name, choice.value))
