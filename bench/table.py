"""The table that `make bench` prints and writes: one row per measure, beside its target and its peer."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Row:
    """One measure. `ok`: whether the target is met; `how`: how it was measured, so that anyone can do it again."""

    name: str
    value: float
    unit: str
    target: float
    peer: str = ""
    peer_value: float | None = None
    ok: bool = False
    how: str = ""


def printed(rows: Sequence[Row]) -> str:
    """The rows as a table for a terminal."""
    head = ("measure", "value", "unit", "target", "peer", "ok")
    cells = [head, *(_cells(row) for row in rows)]
    widths = [max(len(line[place]) for line in cells) for place in range(len(head))]
    return "\n".join(
        "  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip() for line in cells
    )


def _cells(row: Row) -> tuple[str, ...]:
    peer = f"{row.peer} {_number(row.peer_value)}" if row.peer_value is not None else row.peer
    return row.name, _number(row.value), row.unit, _number(row.target), peer or "–", "yes" if row.ok else "NO"


def _number(value: float) -> str:
    return f"{value:,.0f}" if abs(value) >= 100 else f"{value:,.2f}"


def write(rows: Sequence[Row], path: Path) -> None:
    """Write the rows as JSON."""
    path.write_text(json.dumps([asdict(row) for row in rows], indent=2, ensure_ascii=False) + "\n", encoding="utf-8")


def read(path: Path) -> list[Row]:
    """The rows that were written; none when there is no report yet."""
    return [Row(**row) for row in json.loads(path.read_text(encoding="utf-8"))] if path.exists() else []


def merged(before: Sequence[Row], now: Sequence[Row]) -> list[Row]:
    """The rows of a report with those measured anew in their place."""
    anew = {row.name: row for row in now}
    kept = [anew.pop(row.name, row) for row in before]
    return [*kept, *anew.values()]
