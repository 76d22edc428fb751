"""What a new version changes, per table, as shown before it is accepted and kept with it for ever."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class TableChanges:
    """The differences of one table. `kind`: changed, added, removed or same.

    `retyped` are (field, type before, type now); row figures are by `key`, or None when no key tells rows apart.
    """

    table: str
    kind: str
    columns_added: tuple[str, ...] = ()
    columns_removed: tuple[str, ...] = ()
    retyped: tuple[tuple[str, str, str], ...] = ()
    rows_before: int = 0
    rows_now: int = 0
    rows_added: int | None = None
    rows_removed: int | None = None
    rows_modified: int | None = None
    key: tuple[str, ...] = ()

    @property
    def drifts(self) -> bool:
        """Whether programs that read the table may break: columns gone or of another type, or the table gone."""
        return bool(self.columns_removed or self.retyped) or self.kind == "removed"


@dataclass(frozen=True, slots=True)
class Changes:
    """All tables of a version against the one before."""

    tables: tuple[TableChanges, ...] = ()

    @property
    def is_nothing(self) -> bool:
        """Whether the data are the same."""
        return all(table.kind == "same" for table in self.tables)

    @property
    def drifts(self) -> bool:
        """Whether the shape changed, additions included: then somebody has to look before it is accepted."""
        return any(table.drifts or table.columns_added or table.kind == "added" for table in self.tables)

    def as_json(self) -> dict[str, object]:
        """As kept with the version."""
        return asdict(self)


def changes_from_json(kept: Mapping[str, Any]) -> Changes:  # JSON is free-form
    """Read back what `Changes.as_json` wrote; nothing kept means the first version."""
    return Changes(tuple(_table(table) for table in kept.get("tables", ())))


def pair_tables(old: Sequence[str], new: Sequence[str]) -> dict[str, str]:
    """Which old table each new one continues, by name: one each is always a pair, whatever the files are called."""
    if len(old) == 1 and len(new) == 1:
        return {new[0]: old[0]}
    return {name: name for name in new if name in old}


def removed_tables(old: Iterable[str], pairs: Mapping[str, str]) -> tuple[str, ...]:
    """Old tables that no new one continues."""
    return tuple(name for name in old if name not in pairs.values())


def _table(kept: Mapping[str, Any]) -> TableChanges:
    lists = ("columns_added", "columns_removed", "key")
    return TableChanges(
        **{
            **kept,
            **{name: tuple(kept.get(name, ())) for name in lists},
            "retyped": tuple(tuple(change) for change in kept.get("retyped", ())),
        }
    )
