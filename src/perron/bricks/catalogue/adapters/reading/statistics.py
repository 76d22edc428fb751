"""What the typed columns hold: how many values, how many different, extremes, examples, and which tell rows apart."""

# ruff: noqa: S608 (the SQL is made of our own identifiers and of quoted literals)

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Final

from perron.bricks.catalogue.adapters.reading.columns import Seen
from perron.bricks.catalogue.adapters.reading.shapes import quoted
from perron.bricks.catalogue.adapters.reading.stage import Stage
from perron.bricks.catalogue.rules import keys, meanings
from perron.bricks.catalogue.rules.understanding import ColumnUnderstanding
from perron.kernel.contract import ColumnType

EXAMPLES: Final = 5
LOOK_AT: Final = 300
LONGEST: Final = 120  # characters of an example or extreme
NUMBERS: Final = (ColumnType.INTEGER, ColumnType.DECIMAL)


def written(field: str, type_: ColumnType) -> str:
    """SQL: a typed value as the canonical CSV writes it."""
    if type_ is ColumnType.DATETIME:
        return f"strftime({field}, '%Y-%m-%dT%H:%M:%S')"
    return f"left(CAST({field} AS VARCHAR), {LONGEST})"


def of(
    stage: Stage, seen: Sequence[Seen], parquet: Path
) -> tuple[tuple[ColumnUnderstanding, ...], int, tuple[str, ...]]:
    """All columns with their statistics, the number of rows, and the fields of a key."""
    source = f"read_parquet({quoted(str(parquet))})"
    asked = ", ".join(_asked(column) for column in seen)
    rows, *answers = stage.rows(f"SELECT count(*), {asked} FROM {source}")[0]
    count = int(str(rows))
    examples = _examples(stage, seen, source)
    understood = tuple(
        _understood(column, answers[4 * place : 4 * place + 4], examples[place]) for place, column in enumerate(seen)
    )
    return understood, count, _key(stage, source, understood, count)


def _asked(column: Seen) -> str:
    name, type_ = f'"{column.field}"', column.form.type
    if type_ is ColumnType.GEOMETRY:
        return f"count({name}), count(DISTINCT hash({name})) FILTER ({name} IS NOT NULL), NULL, NULL"
    return f"count({name}), count(DISTINCT {name}), {written(f'min({name})', type_)}, {written(f'max({name})', type_)}"


def _examples(stage: Stage, seen: Sequence[Seen], source: str) -> list[tuple[str, ...]]:
    cells = ", ".join(written(f'"{column.field}"', column.form.type) for column in seen)
    rows = stage.rows(f"SELECT {cells} FROM {source} LIMIT {LOOK_AT}")
    found = []
    for place, column in enumerate(seen):
        values = [str(row[place]) for row in rows if row[place] is not None]
        if not values:
            name = f'"{column.field}"'
            more = stage.rows(
                f"SELECT {written(name, column.form.type)} FROM {source} WHERE {name} IS NOT NULL LIMIT {EXAMPLES}"
            )
            values = [str(row[0]) for row in more]
        found.append(tuple(dict.fromkeys(values))[:EXAMPLES])
    return found


def _understood(column: Seen, answers: Sequence[object], examples: tuple[str, ...]) -> ColumnUnderstanding:
    filled, distinct = int(str(answers[0])), int(str(answers[1]))
    low, high = (None if answer is None else str(answer) for answer in answers[2:4])
    is_typed = column.form.type not in (ColumnType.TEXT, ColumnType.GEOMETRY)
    facts = facts_of(column, low, high, distinct)
    return ColumnUnderstanding(
        name=column.name,
        field=column.field,
        type=column.form.type,
        meaning=column.taken_for(meanings.of_column(facts)),
        filled=filled,
        distinct=distinct,
        minimum=low,
        maximum=high,
        examples=examples,
        unfit=max(0, column.shapes.filled - filled) if is_typed else 0,
        personal=column.personal,
        doubts=tuple(column.doubts),
    )


def facts_of(column: Seen, low: str | None, high: str | None, distinct: int) -> meanings.Facts:
    """What the rules about meanings need to know of a column."""
    numbers = (float(low), float(high)) if column.form.type in NUMBERS and low and high else (None, None)
    return meanings.Facts(column.name, column.form.type, column.shapes, distinct, *numbers)


def _key(stage: Stage, source: str, understood: Sequence[ColumnUnderstanding], rows: int) -> tuple[str, ...]:
    """The fields that tell rows apart: one, or a few together."""
    if single := keys.single(understood, rows):
        return (single,)
    for fields in keys.combinations_to_try(understood, rows):
        names = ", ".join(f'"{field}"' for field in fields)
        if stage.number(f"SELECT count(*) FROM (SELECT DISTINCT {names} FROM {source})") == rows:
            return fields
    return ()
