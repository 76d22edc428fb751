"""Changes to a handbook, each giving a new one: put a part in, take one out, move one."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from enum import StrEnum
from typing import TypeVar

from perron.bricks.reports.rules.handbook import (
    Category,
    Handbook,
    Question,
    RefusalReason,
    ReplyTemplate,
    RoutingRule,
    Team,
    Texts,
)
from perron.kernel.folding import fold

Part = Category | Team | RoutingRule | ReplyTemplate | RefusalReason
P = TypeVar("P", Category, Team, RoutingRule, ReplyTemplate, RefusalReason, Question)
LONGEST_CODE = 50


class Kind(StrEnum):
    """The lists of a handbook."""

    CATEGORIES = "categories"
    TEAMS = "teams"
    RULES = "rules"
    TEMPLATES = "templates"
    REFUSALS = "refusals"


def parts_of(handbook: Handbook, kind: Kind) -> tuple[Part, ...]:
    """One of the lists, in its order."""
    found: dict[Kind, tuple[Part, ...]] = {
        Kind.CATEGORIES: by_position(handbook.categories),
        Kind.TEAMS: handbook.teams,
        Kind.RULES: handbook.rules,
        Kind.TEMPLATES: handbook.templates,
        Kind.REFUSALS: handbook.refusals,
    }
    return found[kind]


def by_position(categories: Iterable[Category]) -> tuple[Category, ...]:
    """Categories in the order in which they are shown."""
    return tuple(sorted(categories, key=lambda one: one.position))


def part_of(handbook: Handbook, kind: Kind, code: str) -> Part | None:
    """One part by its code."""
    return next((part for part in parts_of(handbook, kind) if part.code == code), None)


def with_part(handbook: Handbook, part: Part) -> Handbook:
    """With this part in the place of the one that has its code, or at the end."""
    if isinstance(part, Category):
        if part.code not in handbook.by_code:
            part = replace(part, position=max((one.position for one in handbook.categories), default=0) + 10)
        return replace(handbook, categories=put(handbook.categories, part))
    if isinstance(part, Team):
        return replace(handbook, teams=put(handbook.teams, part))
    if isinstance(part, RoutingRule):
        return replace(handbook, rules=put(handbook.rules, part))
    if isinstance(part, ReplyTemplate):
        return replace(handbook, templates=put(handbook.templates, part))
    return replace(handbook, refusals=put(handbook.refusals, part))


def without_part(handbook: Handbook, kind: Kind, code: str) -> Handbook:
    """Without the part of that code. A team or category that others name stays named: `Handbook.read` refuses that."""
    return replace(
        handbook,
        categories=_left(handbook.categories, code if kind is Kind.CATEGORIES else ""),
        teams=_left(handbook.teams, code if kind is Kind.TEAMS else ""),
        rules=_left(handbook.rules, code if kind is Kind.RULES else ""),
        templates=_left(handbook.templates, code if kind is Kind.TEMPLATES else ""),
        refusals=_left(handbook.refusals, code if kind is Kind.REFUSALS else ""),
    )


def replaced_category(handbook: Handbook, code: str, by: str) -> Handbook:
    """A category that is no longer chosen: what is reported under it, and what others replaced by it, goes on."""
    known = handbook.by_code[code]
    return replace(handbook, categories=put(handbook.categories, replace(known, replaced_by=by)))


def moved(handbook: Handbook, kind: Kind, code: str, by: int) -> Handbook:
    """With one rule or category some places further up (negative) or down among its neighbours."""
    if kind is Kind.RULES:
        return replace(handbook, rules=_moved(handbook.rules, code, by))
    if kind is not Kind.CATEGORIES or code not in handbook.by_code:
        return handbook
    parent = handbook.by_code[code].parent
    siblings = by_position(one for one in handbook.categories if one.parent == parent)
    positions = {one.code: at * 10 for at, one in enumerate(_moved(siblings, code, by))}
    return replace(
        handbook,
        categories=tuple(replace(one, position=positions.get(one.code, one.position)) for one in handbook.categories),
    )


def with_question(category: Category, question: Question) -> Category:
    """With this question in the place of the one that has its code, or at the end."""
    return replace(category, questions=put(category.questions, question))


def without_question(category: Category, code: str) -> Category:
    """Without the question of that code."""
    return replace(category, questions=_left(category.questions, code))


def new_code(names: Texts, taken: Iterable[str]) -> str:
    """A code for something new, made of its name, that no other has."""
    words = next((name for name in names.values() if name.strip()), "")
    plain = re.sub(r"[^a-z0-9]+", "-", fold(words)).strip("-")[:LONGEST_CODE].rstrip("-") or "new"
    known = set(taken)
    return plain if plain not in known else next(one for n in range(2, 10_000) if (one := f"{plain}-{n}") not in known)


def put(parts: tuple[P, ...], part: P) -> tuple[P, ...]:
    """A list with one part changed or added."""
    changed = tuple(part if one.code == part.code else one for one in parts)
    return changed if part in changed else changed + (part,)  # noqa: RUF005  unpacking loses which kind of part it is


def _left(parts: tuple[P, ...], code: str) -> tuple[P, ...]:
    return tuple(one for one in parts if one.code != code)


def _moved(parts: tuple[P, ...], code: str, by: int) -> tuple[P, ...]:
    at = next((index for index, one in enumerate(parts) if one.code == code), None)
    if at is None:
        return parts
    rest = [one for one in parts if one.code != code]
    rest.insert(min(max(at + by, 0), len(rest)), parts[at])
    return tuple(rest)
