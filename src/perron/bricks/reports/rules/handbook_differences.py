"""What changed from one version of a handbook to another, part by part, for words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from perron.bricks.reports.rules.handbook import Handbook, Texts
from perron.bricks.reports.rules.handbook_changes import Kind, Part, parts_of

TEXTS: Final = frozenset({"names", "description", "keywords", "notice", "why", "words"})


class How(StrEnum):
    """What became of a part."""

    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"
    MOVED = "moved"


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of a part: its name in the document, what it was and what it is (None: not said)."""

    name: str
    before: object
    after: object


@dataclass(frozen=True, slots=True)
class Difference:
    """What became of one part. `kind` is a list of the handbook, or "quiet", "holidays", "settings"."""

    kind: str
    code: str
    names: Texts
    how: How
    entries: tuple[Entry, ...] = ()


def differences(before: Handbook, after: Handbook) -> list[Difference]:
    """All of them, in the order of the document."""
    found = [one for kind in Kind for one in _in_list(kind, before, after)]
    old, new = before.write(), after.write()
    return found + [
        Difference(name, "", {}, How.CHANGED, tuple(_single(name, old.get(name), new.get(name))))
        for name in ("quiet", "holidays", "settings")
        if old.get(name) != new.get(name)
    ]


def name_of(part: Part) -> Texts:
    """What a part is called."""
    names: Texts | None = getattr(part, "names", None)
    return names or getattr(part, "why", None) or getattr(part, "words", None) or {}


def _in_list(kind: Kind, before: Handbook, after: Handbook) -> Iterator[Difference]:
    old, new = parts_of(before, kind), parts_of(after, kind)
    old_by_code, new_by_code = {one.code: one for one in old}, {one.code: one for one in new}
    written_old, written_new = _written(before, kind), _written(after, kind)
    for code, part in old_by_code.items():
        if code not in new_by_code:
            yield Difference(kind, code, name_of(part), How.REMOVED)
    for code, part in new_by_code.items():
        if code not in old_by_code:
            yield Difference(kind, code, name_of(part), How.ADDED)
        elif entries := tuple(_entries(written_old[code], written_new[code])):
            yield Difference(kind, code, name_of(part), How.CHANGED, entries)
    kept = [one.code for one in old if one.code in new_by_code]
    if kind is Kind.RULES and kept != [one.code for one in new if one.code in old_by_code]:
        yield Difference(kind, "", {}, How.MOVED)


def _written(handbook: Handbook, kind: Kind) -> dict[str, Mapping[str, object]]:
    listed = handbook.write().get(kind, [])
    return {str(one["code"]): one for one in listed if isinstance(one, Mapping)} if isinstance(listed, list) else {}


def _entries(before: Mapping[str, object], after: Mapping[str, object], inside: str = "") -> Iterator[Entry]:
    """The entries that differ; texts one language at a time ("names.fr"). The position says nothing by itself."""
    for name in dict.fromkeys((*before, *after)):
        old, new = before.get(name), after.get(name)
        if name == "position" or old == new:
            continue
        if not inside and name in TEXTS:
            yield from _entries(_texts(old), _texts(new), name)
        else:
            yield Entry(f"{inside}.{name}" if inside else name, old, new)


def _texts(value: object) -> Mapping[str, object]:
    return value if isinstance(value, Mapping) else {}


def _single(name: str, before: object, after: object) -> Iterator[Entry]:
    if isinstance(before, Mapping | None) and isinstance(after, Mapping | None):
        yield from _entries(before or {}, after or {})
    else:
        yield Entry(name, before, after)
