"""Finds the bricks that are installed, checks what they declare, and holds it for everyone who reads.

A brick is an app whose package has a module `brick` with a `BRICK`. The kernel declares its own facts the same way.
"""

from __future__ import annotations

from collections import Counter
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from itertools import chain
from typing import Protocol

from django.apps import apps

from perron.kernel.contract import (
    Act,
    Brick,
    Emits,
    HomeSection,
    Listens,
    MapLayer,
    MenuEntry,
    NoticeKind,
    OpenDataset,
    Permission,
    PersonalData,
    Provides,
    Retention,
    Searchable,
    Task,
)


class Named(Protocol):
    """Anything that is declared under a name."""

    @property
    def name(self) -> str: ...


class BadDeclaration(Exception):
    """A brick declares something that cannot stand: the start stops, and the sentence says which and why."""


@cache
def bricks() -> tuple[Brick, ...]:
    """All installed bricks, the kernel's own facts first, then in the order of the settings. Raises BadDeclaration."""
    found = tuple(
        import_module(f"{config.name}.brick").BRICK
        for config in apps.get_app_configs()
        if config.name.startswith("perron.") and find_spec(f"{config.name}.brick")
    )
    _check_names_are_own(found)
    _check_names_are_unique(found)
    _check_events_are_emitted(found)
    return found


def forget() -> None:
    """Read the declarations again at the next question (for tests that change what is installed)."""
    for question in (bricks, permissions, events, notice_kinds, listeners):
        question.cache_clear()


def brick(name: str) -> Brick:
    """The brick of that name. Raises KeyError."""
    return {found.name: found for found in bricks()}[name]


@cache
def permissions() -> dict[str, Permission]:
    """All rights by name."""
    return {right.name: right for found in bricks() for right in found.permissions}


def permission(name: str) -> Permission:
    """The right of that name. Raises KeyError: asking for an undeclared right is a bug."""
    return permissions()[name]


@cache
def events() -> dict[str, Emits]:
    """All events by name."""
    return {event.name: event for found in bricks() for event in found.emits}


def acts() -> dict[str, Act]:
    """The acts that bricks name for the log, by verb."""
    return {act.name: act for found in bricks() for act in found.acts}


def event(name: str) -> Emits:
    """The event of that name. Raises KeyError: emitting an undeclared event is a bug."""
    return events()[name]


@cache
def listeners(event_name: str) -> tuple[tuple[str, Listens], ...]:
    """Who listens to an event: pairs of the brick's name and its reaction."""
    return tuple((found.name, heard) for found in bricks() for heard in found.listens if heard.event == event_name)


@cache
def notice_kinds() -> dict[str, NoticeKind]:
    """All kinds of notices by name."""
    return {kind.name: kind for found in bricks() for kind in found.notices}


def notice_kind(name: str) -> NoticeKind:
    """The kind of notice of that name. Raises KeyError."""
    return notice_kinds()[name]


def searchables() -> tuple[Searchable, ...]:
    """All kinds of things that can be found."""
    return tuple(chain.from_iterable(found.search for found in bricks()))


def datasets() -> tuple[OpenDataset, ...]:
    """All declared open datasets."""
    return tuple(chain.from_iterable(found.datasets for found in bricks()))


def layers() -> tuple[MapLayer, ...]:
    """All map layers."""
    return tuple(chain.from_iterable(found.layers for found in bricks()))


def tasks() -> tuple[Task, ...]:
    """All work that happens by the clock."""
    return tuple(chain.from_iterable(found.tasks for found in bricks()))


def home_sections() -> tuple[HomeSection, ...]:
    """All sections of the home page and of places' pages, in their order."""
    return tuple(sorted(chain.from_iterable(found.home for found in bricks()), key=lambda section: section.order))


def personal_data() -> tuple[PersonalData, ...]:
    """All tables that tell about people."""
    return tuple(chain.from_iterable(found.personal_data for found in bricks()))


def retention() -> tuple[Retention, ...]:
    """All retention terms."""
    return tuple(chain.from_iterable(found.retention for found in bricks()))


def provided(port: str) -> Provides | None:
    """The brick's offer for a kernel port; None when nobody offers one. The last brick in the settings wins."""
    offers = [offer for found in bricks() for offer in found.provides if offer.port == port]
    return offers[-1] if offers else None


def all_provided(port: str) -> tuple[Provides, ...]:
    """All offers for a kernel port that several bricks may fill at once, in the order of the settings."""
    return tuple(offer for found in bricks() for offer in found.provides if offer.port == port)


def menu() -> tuple[MenuEntry, ...]:
    """All entries of the menu, in the order of the settings."""
    return tuple(entry for found in bricks() if found.pages for entry in found.pages.menu)


def _declared_names(found: Brick) -> list[str]:
    """Every name that must start with the brick's own."""
    kinds: tuple[tuple[Named, ...], ...] = (
        found.permissions,
        found.emits,
        found.acts,
        found.notices,
        found.datasets,
        found.layers,
        found.home,
        found.tasks,
    )
    named = [thing.name for thing in chain.from_iterable(kinds)]
    return [*named, *(searchable.kind for searchable in found.search)]


def _check_names_are_own(found: tuple[Brick, ...]) -> None:
    for declared in found:
        for name in _declared_names(declared):
            if not name.startswith(f"{declared.name}."):
                raise BadDeclaration(
                    f"The brick {declared.name} declares {name}: its names start with {declared.name}."
                )


def _check_names_are_unique(found: tuple[Brick, ...]) -> None:
    names = Counter(chain([declared.name for declared in found], *map(_kinds_and_names, found)))
    for name, count in names.items():
        if count > 1:
            raise BadDeclaration(f"{name} is declared {count} times.")


def _kinds_and_names(found: Brick) -> list[str]:
    kinds: dict[str, tuple[Named, ...]] = {
        "permission": found.permissions,
        "event": found.emits,
        "act": found.acts,
        "notice": found.notices,
        "dataset": found.datasets,
    }
    return [f"{kind} {thing.name}" for kind, things in kinds.items() for thing in things]


def _check_events_are_emitted(found: tuple[Brick, ...]) -> None:
    emitted = {event.name for declared in found for event in declared.emits}
    present = {declared.name for declared in found}
    for declared in found:
        for heard in declared.listens:
            # A listener to a brick that is not installed waits in vain, and that is fine.
            if heard.event.split(".")[0] in present and heard.event not in emitted:
                raise BadDeclaration(f"The brick {declared.name} listens to {heard.event}, which nobody emits.")
