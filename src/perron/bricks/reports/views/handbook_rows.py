"""The parts of the handbook as lines of a list."""

from __future__ import annotations

from collections.abc import Iterator

from perron.bricks.reports.rules.handbook import (
    Audience,
    Branch,
    Category,
    Handbook,
    ReplyTemplate,
    RoutingRule,
    Team,
)
from perron.bricks.reports.rules.handbook_changes import Kind, Part, parts_of
from perron.bricks.reports.rules.handbook_differences import name_of
from perron.bricks.reports.rules.handbook_words import (
    AUDIENCES,
    LETTERS,
    Names,
    conditions_in_words,
    destination_in_words,
    level_in_words,
)
from perron.bricks.reports.rules.labels import STATES, label
from perron.kernel.languages import Texts

Row = dict[str, object]


def rows_of(kind: Kind, handbook: Handbook, names: Names) -> list[Row]:
    """One line per part: code, names, lines of words, depth, and whether it can move up or down."""
    if kind is Kind.CATEGORIES:
        return [*_branches(handbook.tree(Audience.STAFF), names), *_gone(handbook, names)]
    parts = parts_of(handbook, kind)
    return [_row(part, names, at, len(parts)) for at, part in enumerate(parts)]


def _row(part: Part, names: Names, at: int, count: int) -> Row:
    found: Row = {"code": part.code, "names": name_of(part), "depth": 0, "can_up": at > 0, "can_down": at < count - 1}
    if isinstance(part, RoutingRule):
        return found | {
            "number": at + 1,
            "title": destination_in_words(part.then, names),
            "lines": conditions_in_words(part.when, names),
            "say": part.why,
        }
    return found | {"lines": list(_lines(part)), "say": _said(part)}


def _lines(part: Part) -> Iterator[str]:
    if isinstance(part, Team) and part.email:
        yield f"{part.email} · {label(LETTERS, part.letters)}"
    if isinstance(part, ReplyTemplate) and part.states:
        yield ", ".join(label(STATES, state) for state in part.states)


def _said(part: Part) -> Texts:
    return part.words if isinstance(part, ReplyTemplate) else {}


def _branches(branches: tuple[Branch, ...], names: Names, depth: int = 0) -> Iterator[Row]:
    for at, branch in enumerate(branches):
        yield _category(branch.category, names, depth, is_group=bool(branch.below)) | {
            "can_up": at > 0,
            "can_down": at < len(branches) - 1,
        }
        yield from _branches(branch.below, names, depth + 1)


def _category(one: Category, names: Names, depth: int, *, is_group: bool) -> Row:
    lines = [names.team(one.team)] if one.team else []
    lines += [level_in_words(one.service_level)] if one.service_level else []
    return {
        "code": one.code,
        "names": one.names,
        "depth": depth,
        "is_group": is_group,
        "lines": lines,
        "audience": str(AUDIENCES[one.audience]) if one.audience == Audience.STAFF else "",
        "emergency": one.emergency.phone if one.emergency else "",
        "is_private": one.is_private,
        "questions": len(one.questions),
    }


def _gone(handbook: Handbook, names: Names) -> Iterator[Row]:
    """Those that were replaced, last."""
    for one in handbook.categories:
        if one.replaced_by:
            yield _category(one, names, 0, is_group=False) | {"replaced_by": names.category(one.replaced_by)}
