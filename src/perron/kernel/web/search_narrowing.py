"""How a search can be narrowed: kinds of things, publishers, places, and what a brick offers for its own kind."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from django.http import HttpRequest
from django.utils.translation import gettext as _

from perron.kernel import places, registry
from perron.kernel.authorities import all_authorities
from perron.kernel.contract import Facet
from perron.kernel.search import Found, Question
from perron.kernel.web.requests import Request

Line = Mapping[str, object]
MOST_CHOICES = 40


@dataclass(frozen=True, slots=True)
class Choice:
    """One value of a facet."""

    value: str
    title: str
    count: int | None
    chosen: bool


@dataclass(frozen=True)
class Narrowing:
    """What was asked and found, and the ways to less of it."""

    request: Request
    question: Question
    found: Found

    @cached_property
    def tabs(self) -> list[Line]:
        """Everything, and one per kind of thing that was found, when there is more than one."""
        counts = {kind: n for kind, n in self.found.facets.get("kind", {}).items() if kind in self.kinds}
        if len(counts) < 2 and not self.question.kinds:
            return []
        tabs = [self._tab(self.kinds[kind], kind, count) for kind, count in counts.items()]
        return [self._tab(_("Everything"), "", sum(counts.values())), *tabs]

    @cached_property
    def facets(self) -> list[Line]:
        """Publisher and place, and what the brick offers when one kind of thing is looked for."""
        known = places.facts.places()
        in_places = {nis: place.name for nis, place in known.items() if place.kind != "country"}
        own = [self._facet(f"facet.{facet.name}", str(facet.title), facet.words, facet.name) for facet in self._own]
        shared = [self._facet("place", _("Place"), in_places.get, "place")]
        if not self.request.authority:
            shared.insert(0, self._facet("authority", _("Authority"), self.authorities.get, "authority"))
        return [facet for facet in (*shared, *own) if self._narrows(facet)]

    @cached_property
    def chips(self) -> list[Line]:
        """The values that are chosen, each with a way to let it go."""
        titles = {(facet["key"], choice.value): choice.title for facet in self.facets for choice in _choices(facet)}
        chosen = [("facet." + name if name in self.question.facets else name, value) for name, value in self._chosen]
        return [{"key": key, "value": value, "title": titles.get((key, value), value)} for key, value in chosen]

    @property
    def without_filters(self) -> str:
        """The same words alone."""
        gone = {chip["key"]: "" for chip in self.chips}
        return with_changes(self.request, after="", **{str(key): value for key, value in gone.items()})

    @cached_property
    def kinds(self) -> dict[str, str]:
        """What is declared as findable: titles by kind."""
        return {searchable.kind: str(searchable.title) for searchable in registry.searchables()}

    @cached_property
    def authorities(self) -> dict[str, str]:
        """Names by slug."""
        return {authority.slug: str(authority.name) for authority in all_authorities()}

    @property
    def _own(self) -> Iterable[Facet]:
        """The facets of the only kind that is looked for, or that was found."""
        kinds = self.question.kinds or tuple(self.found.facets.get("kind", {}))
        only = kinds[0] if len(kinds) == 1 else ""
        return next((searchable.facets for searchable in registry.searchables() if searchable.kind == only), ())

    @property
    def _chosen(self) -> list[tuple[str, str]]:
        hidden = {"kind", "authority"} if self.request.authority else {"kind"}
        filters = self.question.filters().items()
        return [(name, value) for name, values in filters if name not in hidden for value in values]

    def _facet(self, key: str, title: str, words: Callable[[str], str | None], name: str) -> dict[str, object]:
        counts = self.found.facets.get(name, {})
        chosen = set(self.question.filters().get(name, ()))
        said = ((value, words(value), count) for value, count in counts.items())
        choices = [Choice(value, title, count, value in chosen) for value, title, count in said if title]
        return {"key": key, "title": title, "choices": choices[:MOST_CHOICES]}

    def _narrows(self, facet: Line) -> bool:
        """Whether a choice is made, or one would leave less."""
        return any(choice.chosen or (choice.count or 0) < self.found.total for choice in _choices(facet))

    def _tab(self, title: str, kind: str, count: int) -> Line:
        current = self.question.kinds == ((kind,) if kind else ())
        return {"title": title, "address": self._of_kind(kind), "current": current, "count": count}

    def _of_kind(self, kind: str) -> str:
        """Another kind has other facets: those of this one are let go."""
        gone = {key: "" for key in self.request.GET if key.startswith("facet.")}
        return with_changes(self.request, kind=kind, after="", **gone)


def with_changes(request: HttpRequest, **changes: str) -> str:
    """The request's address with query values replaced; empty ones are taken out."""
    query = request.GET.copy()
    for key, value in changes.items():
        query.setlist(key, [value] if value else [])
    written = query.urlencode()
    return f"{request.path}?{written}" if written else request.path


def _choices(facet: Line) -> list[Choice]:
    choices = facet["choices"]
    return choices if isinstance(choices, list) else []
