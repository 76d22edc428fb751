"""What the screens of a new report show: where it is, what it may be, to whom it goes and why."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Final
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from perron.bricks.reports.queries.competence import Competent, Decision
from perron.bricks.reports.queries.handbooks import live_handbooks
from perron.bricks.reports.rules.handbook import OTHER, Audience, Branch, Category, Handbook, Photos
from perron.bricks.reports.rules.reasons import sentences
from perron.bricks.reports.rules.routing import Reason
from perron.bricks.reports.rules.sending import PositionBy
from perron.bricks.reports.rules.suggesting import suggest
from perron.kernel.authorities import Authority, authority_by_slug
from perron.kernel.languages import current_language, pick
from perron.kernel.places.facts import places

Line = dict[str, object]
DECIMALS: Final = 6  # of a degree: a decimetre


@dataclass(frozen=True, slots=True)
class Place:
    """Where it is, as far as it is told. Degrees WGS 84; `by` as in `PositionBy`; `words`: the address as typed."""

    lon: float
    lat: float
    by: str
    words: str = ""
    category: str = ""
    called: bool = False

    @property
    def is_exact(self) -> bool:
        """Whether it is that point, and not the middle of the commune that the words name."""
        return self.by != PositionBy.ADDRESS

    def address(self, **changes: object) -> str:
        """The address of the screen that follows, with nothing in it about who reports."""
        told = replace(self, **changes) if changes else self  # type: ignore[arg-type]  # names and types of the fields
        query = {"lon": f"{told.lon:.{DECIMALS}f}", "lat": f"{told.lat:.{DECIMALS}f}", "by": told.by}
        query |= {"place": told.words} if told.words else {}
        query |= {"category": told.category} if told.category else {}
        query |= {"called": "1"} if told.called else {}
        return f"{reverse('reports:new')}?{urlencode(query)}"


def name_of(slug: str) -> str:
    """An authority's name in the reader's language."""
    return authority_by_slug(slug).name


def told(reasons: tuple[Reason, ...]) -> list[str]:
    """Reasons as sentences."""
    return sentences([reason.as_kept() for reason in reasons], name_of)


def steps(at: int, addresses: Mapping[int, str]) -> list[Line]:
    """The three screens, of which `at` is shown."""
    titles = (_("Where"), _("What"), _("Send"))
    return [
        {"title": title, "address": addresses.get(number, ""), "is_done": number < at, "is_current": number == at}
        for number, title in enumerate(titles)
    ]


@dataclass(frozen=True)
class ServedPlace:
    """A place whose reports somebody here treats, or nobody."""

    place: Place
    competent: Competent

    @cached_property
    def commune(self) -> str:
        """The name of the commune."""
        known = places().get(self.competent.spot.place)
        return known.name if known else ""

    @property
    def where(self) -> str:
        """In one line."""
        return self.place.words or _("%(commune)s, the point that you chose") % {"commune": self.commune}

    @property
    def change(self) -> str:
        """The screen where the place is changed, with what was told."""
        return f"{self.place.address()}&change=where"

    @property
    def who(self) -> str:
        """Who is competent but not here."""
        return pick(self.competent.names).words


@dataclass(frozen=True)
class WhatPage(ServedPlace):
    """The categories of whoever is competent, and what fits to the words best."""

    handbook: Handbook
    words: str = ""
    is_gone: bool = False  # the category that was asked for does not exist here

    @property
    def authority(self) -> Authority | None:
        """Whose categories these are."""
        return self.competent.authority

    @cached_property
    def suggestions(self) -> list[Line]:
        """What may be meant, the best first."""
        if not self.words:
            return []
        codes = suggest(self.words, current_language(), self.handbook.leaves_for(Audience.PUBLIC))
        return [self._choice(self.handbook.by_code[code]) for code in codes]

    @cached_property
    def groups(self) -> list[Line]:
        """The tree: groups with what is in them; what is in no group stands alone."""
        return [self._group(branch) for branch in self.handbook.tree() if branch.category.code != OTHER]

    @property
    def other(self) -> Line | None:
        """Where to go when nothing fits."""
        found = self.handbook.category(OTHER)
        return self._choice(found) if found and found.code not in self.handbook.groups else None

    def _group(self, branch: Branch) -> Line:
        choices = [self._choice(one) for one in leaves(branch) if one.code != OTHER]
        return {"title": pick(branch.category.names).words, "choices": choices, "is_leaf": not branch.below}

    def _choice(self, category: Category) -> Line:
        return {
            "title": pick(category.names).words,
            "line": pick(category.description).words,
            "address": self.place.address(category=category.code),
            "phone": category.emergency.phone if category.emergency else "",
        }


def leaves(branch: Branch) -> Iterator[Category]:
    """All that can be chosen of a branch."""
    if not branch.below:
        yield branch.category
    for below in branch.below:
        yield from leaves(below)


@dataclass(frozen=True)
class SendPage(ServedPlace):
    """The last screen: to whom it goes and why, what is asked, who sees what."""

    handbook: Handbook  # of whose categories were offered
    chosen: Category
    decision: Decision

    @cached_property
    def category(self) -> Category:
        """The category as who treats it has it: its questions are asked, its notice is told."""
        there = live_handbooks().get(self.decision.authority)
        return (there.category(self.decision.category) if there else None) or self.chosen

    @property
    def title(self) -> str:
        """The category's name."""
        return pick(self.chosen.names).words

    @property
    def to(self) -> str:
        """Who gets it."""
        if self.decision.outside:
            return pick(self.decision.outside.names).words
        return name_of(self.decision.authority) if self.decision.authority else self.who

    @property
    def reasons(self) -> list[str]:
        """Why them."""
        return told(self.decision.reasons)

    @property
    def notice(self) -> str:
        """What is told to who chooses this."""
        return pick(self.category.notice).words

    @property
    def emergency(self) -> Line | None:
        """Whom to call before, and why; None when nobody, or when it was done."""
        found = self.chosen.emergency
        if found is None or self.place.called:
            return None
        return {
            "phone": found.phone,
            "words": pick(found.words).words,
            "called": self.place.address(called=True),
        }

    @property
    def what(self) -> str:
        """The screen where another category is chosen."""
        return self.place.address(category="", called=False)

    @property
    def photos_are_public(self) -> bool:
        """Whether strangers see the photos."""
        return self.category.photos is not Photos.PRIVATE and not self.category.is_private

    @property
    def is_private(self) -> bool:
        """Whether strangers never see the report."""
        return self.category.is_private

    @property
    def steps(self) -> list[Line]:
        """Where one is."""
        return steps(2, {0: self.change, 1: self.what})
