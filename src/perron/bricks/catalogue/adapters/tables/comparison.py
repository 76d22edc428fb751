"""What changed from one file to the next: columns, and rows by key; without a key, as two bags of rows."""
# ruff: noqa: S608  names are quoted from the table's own list, values of strangers are parameters (decision 0010)

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

import duckdb

from perron.bricks.catalogue.adapters.tables.engine import EXPORT_PATIENCE, Engine
from perron.bricks.catalogue.adapters.tables.engine import engine as default_engine
from perron.bricks.catalogue.adapters.tables.fast_copy import literal, quoted
from perron.bricks.catalogue.adapters.tables.table import CellChange, Differences

SAMPLE: Final = 5


def compare(
    old: Path, new: Path, key: Sequence[str] = (), *, without: Sequence[str] = (), engine: Engine | None = None
) -> Differences:
    """The differences of two Parquet files. A key that is missing or not unique in one of them is not used.

    `without` names columns that are not published, and not compared. Raises TooHeavy or TookTooLong.
    """
    with (engine or default_engine()).cursor(EXPORT_PATIENCE) as cursor:
        return _Pair.of(cursor, old, new, without).differences(tuple(key))


@dataclass(frozen=True, slots=True)
class _Pair:
    cursor: duckdb.DuckDBPyConnection
    old: str
    new: str
    types_before: Mapping[str, str]
    types_after: Mapping[str, str]

    @classmethod
    def of(cls, cursor: duckdb.DuckDBPyConnection, old: Path, new: Path, without: Sequence[str]) -> _Pair:
        before, after = (f"read_parquet({literal(path)})" for path in (old, new))
        described = [cursor.execute(f"DESCRIBE SELECT * FROM {relation}").fetchall() for relation in (before, after)]
        types = [{name: kind for name, kind, *_rest in columns if name not in without} for columns in described]
        return cls(cursor, before, after, types[0], types[1])

    @property
    def shared(self) -> tuple[str, ...]:
        """Columns of both."""
        return tuple(name for name in self.types_after if name in self.types_before)

    def differences(self, key: tuple[str, ...]) -> Differences:
        usable = (
            bool(key) and set(key) <= set(self.shared) and all(self._is_unique(key, at) for at in (self.old, self.new))
        )
        shape = Differences(
            columns_added=tuple(name for name in self.types_after if name not in self.types_before),
            columns_removed=tuple(name for name in self.types_before if name not in self.types_after),
            types_changed={
                name: (self.types_before[name], self.types_after[name])
                for name in self.shared
                if self.types_before[name] != self.types_after[name]
            },
            rows_before=self._number(f"SELECT count(*) FROM {self.old}"),
            rows_after=self._number(f"SELECT count(*) FROM {self.new}"),
        )
        return self._by_key(shape, key) if usable else self._as_bags(shape)

    def _by_key(self, shape: Differences, key: tuple[str, ...]) -> Differences:
        mark = quoted("~hash")
        sides = [
            f"SELECT {', '.join(self._text(name) for name in key)}, {self._hash(key)} AS {mark} FROM {relation}"
            for relation in (self.old, self.new)
        ]
        tie = " AND ".join(f"o.{quoted(name)} IS NOT DISTINCT FROM n.{quoted(name)}" for name in key)
        body = f"FROM ({sides[0]}) o FULL JOIN ({sides[1]}) n ON {tie}"
        found = self.cursor.execute(
            f"SELECT count(*) FILTER (o.{mark} IS NULL), count(*) FILTER (n.{mark} IS NULL),"
            f" count(*) FILTER (o.{mark} <> n.{mark}) {body}"
        ).fetchone() or (0, 0, 0)
        return replace(
            shape,
            added=found[0],
            removed=found[1],
            modified=found[2],
            key=key,
            sample_added=self._alone(key, self.new, self.old) if found[0] else (),
            sample_removed=self._alone(key, self.old, self.new) if found[1] else (),
            sample_modified=self._modified(key) if found[2] else (),
        )

    def _as_bags(self, shape: Differences) -> Differences:
        """Without a key: each distinct row, and how often each file has it."""
        counted = [f"SELECT {self._hash(())} AS h, count(*) AS c FROM {at} GROUP BY h" for at in (self.old, self.new)]
        found = self.cursor.execute(
            "SELECT coalesce(sum(greatest(coalesce(n.c, 0) - coalesce(o.c, 0), 0)), 0)::BIGINT,"
            " coalesce(sum(greatest(coalesce(o.c, 0) - coalesce(n.c, 0), 0)), 0)::BIGINT"
            f" FROM ({counted[0]}) o FULL JOIN ({counted[1]}) n ON o.h = n.h"
        ).fetchone() or (0, 0)
        return replace(shape, added=found[0], removed=found[1])

    def _alone(self, key: tuple[str, ...], here: str, there: str) -> tuple[Mapping[str, str | None], ...]:
        """Some rows of one file whose key the other has not."""
        types = self.types_after if here == self.new else self.types_before
        columns = ", ".join(self._text(name) for name in types)
        tie = " AND ".join(f"here.{quoted(name)}::VARCHAR IS NOT DISTINCT FROM other.{quoted(name)}" for name in key)
        keys = ", ".join(self._text(name) for name in key)
        rows = self.cursor.execute(
            f"SELECT {columns} FROM {here} AS here ANTI JOIN (SELECT {keys} FROM {there}) AS other ON {tie}"
            f" LIMIT {SAMPLE}"
        ).fetchall()
        return tuple(dict(zip(types, row, strict=True)) for row in rows)

    def _modified(self, key: tuple[str, ...]) -> tuple[CellChange, ...]:
        others = [name for name in self.shared if name not in key]
        tie = " AND ".join(f"o.{quoted(name)} IS NOT DISTINCT FROM n.{quoted(name)}" for name in key)
        texts = ", ".join(self._text(name) for name in self.shared)
        sides = [f'SELECT {texts}, {self._hash(key)} AS "~hash" FROM {relation}' for relation in (self.old, self.new)]
        columns = ", ".join(
            [*(f"n.{quoted(name)}" for name in key), *(f"{side}.{quoted(name)}" for name in others for side in "on")]
        )
        rows = self.cursor.execute(
            f"SELECT {columns} FROM ({sides[0]}) o JOIN ({sides[1]}) n ON {tie}"
            f' WHERE o."~hash" <> n."~hash" LIMIT {SAMPLE}'
        ).fetchall()
        changes = []
        for row in rows:
            named, cells = row[: len(key)], row[len(key) :]
            for index, name in enumerate(others):
                before, after = cells[2 * index], cells[2 * index + 1]
                if before != after:
                    changes.append(CellChange(named, name, before, after))
        return tuple(changes)

    def _hash(self, key: Sequence[str]) -> str:
        """SQL: 64 bits of what the row holds besides its key; columns whose type changed are compared as text."""
        values = [
            quoted(name) if self.types_before[name] == self.types_after[name] else f"{quoted(name)}::VARCHAR"
            for name in self.shared
            if name not in key
        ]
        return f"hash({', '.join(values)})" if values else "0::UBIGINT"

    def _text(self, name: str) -> str:
        return f"{quoted(name)}::VARCHAR AS {quoted(name)}"

    def _is_unique(self, key: Sequence[str], relation: str) -> bool:
        names = ", ".join(map(quoted, key))
        twice = f"SELECT 1 FROM {relation} GROUP BY {names} HAVING count(*) > 1 LIMIT 1"
        return self.cursor.execute(twice).fetchone() is None

    def _number(self, text: str) -> int:
        found = self.cursor.execute(text).fetchone()
        return int(found[0]) if found else 0
