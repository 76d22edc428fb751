"""How an authority treats reports, as one document: categories, teams, routing rules, service levels, texts, hours.

`Handbook.read` takes the JSON that is kept, `write` gives it back; everything that is empty or usual is left out of it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, time
from enum import StrEnum
from functools import cached_property
from typing import Final

from shapely import Geometry
from shapely import prepare as prepared
from shapely.geometry import shape

Texts = Mapping[str, str]  # two-letter language -> words
OTHER: Final = "other"  # where a category goes that the next authority does not know


class Audience(StrEnum):
    """Who may choose a category."""

    PUBLIC = "public"
    STAFF = "staff"


class Unit(StrEnum):
    """What a service level is counted in."""

    WORKING_DAYS = "working_days"
    CALENDAR_DAYS = "calendar_days"
    HOURS = "hours"


class Datatype(StrEnum):
    """What is answered to a question. Source: Open311 GeoReport v2, GET Service Definition, `datatype`."""

    STRING = "string"
    NUMBER = "number"
    DATETIME = "datetime"
    TEXT = "text"
    SINGLE = "singlevaluelist"
    MULTI = "multivaluelist"


class Photos(StrEnum):
    """What strangers see of the photos of a category."""

    PUBLIC = "public"
    MODERATED = "moderated"
    PRIVATE = "private"


class Moderate(StrEnum):
    """When somebody of the authority looks: after reports are shown, or before."""

    AFTER = "after"
    BEFORE = "before"


@dataclass(frozen=True, slots=True)
class ServiceLevel:
    """In how long the authority promises to have done it."""

    amount: int
    unit: Unit = Unit.WORKING_DAYS


@dataclass(frozen=True, slots=True)
class Value:
    """One answer that may be chosen."""

    key: str
    names: Texts


@dataclass(frozen=True, slots=True)
class Question:
    """One more thing that the sender is asked."""

    code: str
    names: Texts
    datatype: Datatype = Datatype.STRING
    required: bool = False
    help: Texts = field(default_factory=dict)
    values: tuple[Value, ...] = ()


@dataclass(frozen=True, slots=True)
class Emergency:
    """Whom to call first, and why."""

    phone: str
    words: Texts = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Category:
    """What can be reported. One that others name as their `parent` is a group, and is not chosen itself.

    `priority` is 1 low, 2 normal, 3 high. `equipment` names the loaded sources of things that it is about ("shelters"):
    the nearest of those within reach says who treats it. `notice` is told to who chooses it.
    """

    code: str
    names: Texts
    parent: str = ""
    description: Texts = field(default_factory=dict)
    audience: Audience = Audience.PUBLIC
    keywords: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    team: str = ""
    priority: int = 2
    service_level: ServiceLevel | None = None
    questions: tuple[Question, ...] = ()
    emergency: Emergency | None = None
    notice: Texts = field(default_factory=dict)
    photos: Photos = Photos.PUBLIC
    is_private: bool = False
    needs_moderation: bool = False
    replaced_by: str = ""  # it is no longer chosen; what still arrives under it goes there
    equipment: tuple[str, ...] = ()
    position: int = 0


class Letters(StrEnum):
    """When a team's office is written to about new reports. What is due soon is told each morning, unless never."""

    AT_ONCE = "at_once"
    DAILY = "daily"
    NEVER = "never"


@dataclass(frozen=True, slots=True)
class Team:
    """Who does the work. `email` is an office's."""

    code: str
    names: Texts
    email: str = ""
    letters: Letters = Letters.AT_ONCE


@dataclass(frozen=True)
class When:
    """What a rule is about: everything that is said must be so; what is not said does not matter.

    `categories` are codes (a group's holds for what is in it), `places` NIS codes, `managers` slugs of whoever manages
    the nearest road or area, `area` a GeoJSON polygon (WGS 84), `weekdays` 1 Monday to 7 Sunday, `hours` local time
    from–until (over midnight when until is earlier).
    """

    categories: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    managers: tuple[str, ...] = ()
    area: Mapping[str, object] | None = None
    channels: tuple[str, ...] = ()
    weekdays: tuple[int, ...] = ()
    hours: tuple[time, time] | None = None

    @cached_property
    def outline(self) -> Geometry | None:
        """The area as a geometry that is quick to ask."""
        if self.area is None:
            return None
        drawn = shape(dict(self.area))
        prepared(drawn)
        return drawn


@dataclass(frozen=True, slots=True)
class Outside:
    """Somebody who is not on this installation, and how to reach them."""

    names: Texts
    url: str = ""
    phone: str = ""
    email: str = ""


@dataclass(frozen=True, slots=True)
class Then:
    """Where it goes: exactly one of an authority (slug), the commune of the spot, a team of ours, or somebody outside.

    `category` is what it becomes at the other authority, when the code is not the same there.
    """

    authority: str = ""
    commune: bool = False
    team: str = ""
    outside: Outside | None = None
    category: str = ""


@dataclass(frozen=True, slots=True)
class RoutingRule:
    """One line of the routing, asked in order: the first that fits counts. `why` is told to the sender."""

    code: str
    when: When
    then: Then
    why: Texts = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ReplyTemplate:
    """Words that agents start from when a report comes to one of `states` (empty: any)."""

    code: str
    names: Texts
    words: Texts
    states: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class RefusalReason:
    """Why a report may be refused, in words for its sender."""

    code: str
    words: Texts


@dataclass(frozen=True, slots=True)
class QuietHours:
    """Local time between which no letters go to citizens; over midnight when `until` is earlier."""

    since: time
    until: time


@dataclass(frozen=True, slots=True)
class Settings:
    """Numbers of the whole handbook. Days are calendar days."""

    reopen_days: int = 90
    verdict_days: int = 30
    identity_kept_days: int = 730
    moderate: Moderate = Moderate.AFTER
    duplicate_metres: int = 30
    blocked_words: tuple[str, ...] = ()


@dataclass(frozen=True)
class Handbook:
    """The whole. See `read` and `write`."""

    categories: tuple[Category, ...] = ()
    teams: tuple[Team, ...] = ()
    rules: tuple[RoutingRule, ...] = ()
    templates: tuple[ReplyTemplate, ...] = ()
    refusals: tuple[RefusalReason, ...] = ()
    quiet: QuietHours | None = None
    holidays: tuple[date, ...] = ()  # beside the legal ones
    settings: Settings = Settings()

    @staticmethod
    def read(content: object) -> Handbook:
        """The handbook that is written in a JSON document. Raises HandbookWrong with every problem."""
        from perron.bricks.reports.rules.handbook_reading import read  # noqa: PLC0415 - it is made of these classes

        return read(content)

    def write(self) -> dict[str, object]:
        """The document that `read` takes."""
        from perron.bricks.reports.rules.handbook_writing import write  # noqa: PLC0415 - it is made of these classes

        return write(self)

    @cached_property
    def by_code(self) -> Mapping[str, Category]:
        """All categories by code, also the replaced ones and the groups."""
        return {category.code: category for category in self.categories}

    @cached_property
    def groups(self) -> frozenset[str]:
        """The codes that other categories name as their parent."""
        return frozenset(category.parent for category in self.categories if category.parent)

    def category(self, code: str) -> Category | None:
        """The category of that code as it is today: the one that replaced it, if any. None when there is none."""
        found, seen = self.by_code.get(code), {code}
        while found is not None and found.replaced_by and found.replaced_by not in seen:
            seen.add(found.replaced_by)
            found = self.by_code.get(found.replaced_by)
        return found

    @cached_property
    def leaf_categories(self) -> tuple[Category, ...]:
        """Those that can be chosen, by position."""
        leaves = (one for one in self.categories if one.code not in self.groups and not one.replaced_by)
        return tuple(sorted(leaves, key=lambda one: one.position))

    def leaves_for(self, audience: Audience) -> tuple[Category, ...]:
        """Those that somebody may choose: the public only its own, staff all."""
        return tuple(one for one in self.leaf_categories if may_choose(audience, one))

    def tree(self, audience: Audience = Audience.PUBLIC) -> tuple[Branch, ...]:
        """What may be chosen, in groups, by position; groups with nothing to choose are left out."""
        return self._below("", audience)

    def _below(self, parent: str, audience: Audience) -> tuple[Branch, ...]:
        here = sorted((one for one in self.categories if one.parent == parent), key=lambda one: one.position)
        branches = (Branch(one, self._below(one.code, audience)) for one in here if not one.replaced_by)
        return tuple(
            branch
            for branch in branches
            if branch.below or (branch.category.code not in self.groups and may_choose(audience, branch.category))
        )

    def with_parents(self, code: str) -> tuple[str, ...]:
        """A category's code and those of the groups that it is in, the nearest first."""
        return self._lineages.get(code, (code,))

    @cached_property
    def _lineages(self) -> Mapping[str, tuple[str, ...]]:
        return {code: tuple(self._lineage(code)) for code in self.by_code}

    def _lineage(self, code: str) -> list[str]:
        line: list[str] = []
        while code and code in self.by_code and code not in line:
            line.append(code)
            code = self.by_code[code].parent
        return line

    def team(self, code: str) -> Team | None:
        """The team of that code."""
        return next((team for team in self.teams if team.code == code), None)


@dataclass(frozen=True, slots=True)
class Branch:
    """A category and what is below it."""

    category: Category
    below: tuple[Branch, ...] = ()


def may_choose(audience: Audience, category: Category) -> bool:
    """Whether somebody may choose a category."""
    return audience == Audience.STAFF or category.audience == Audience.PUBLIC
