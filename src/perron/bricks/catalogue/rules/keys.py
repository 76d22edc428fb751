"""Which columns may tell the rows of a table apart, the likeliest first."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from itertools import combinations
from typing import Final

from perron.bricks.catalogue.rules import meanings
from perron.bricks.catalogue.rules.understanding import ColumnUnderstanding
from perron.kernel.contract import ColumnType

MOST_TRIES: Final = 15
MOST_COLUMNS: Final = 9
TYPES: Final = (ColumnType.TEXT, ColumnType.INTEGER, ColumnType.DATE, ColumnType.DATETIME, ColumnType.BOOLEAN)
IDENTIFYING: Final = frozenset(
    [
        "id",
        "code",
        "nr",
        "no",
        "numero",
        "nummer",
        "number",
        "uid",
        "uuid",
        "oidn",
        "key",
        "cle",
        "sleutel",
        "ref",
        "uri",
        "identifier",
    ]
)
LONGEST: Final = 80  # characters: a description is no key


def _may_be_part(column: ColumnUnderstanding, rows: int) -> bool:
    is_measure = column.meaning in (meanings.AMOUNT, meanings.PERCENTAGE, meanings.LONGITUDE, meanings.LATITUDE)
    is_long = any(len(example) >= LONGEST for example in column.examples)
    return column.filled == rows and column.type in TYPES and not is_measure and not is_long


def _identifies(column: ColumnUnderstanding) -> bool:
    return bool(IDENTIFYING & set(meanings.words_of(column.name))) or column.meaning in meanings.CODES


def single(columns: Sequence[ColumnUnderstanding], rows: int) -> str:
    """The field of the one column that tells rows apart; "" when there is none."""
    if rows < 2:
        return ""
    unique = [
        (place, column)
        for place, column in enumerate(columns)
        if _may_be_part(column, rows) and column.distinct == rows
    ]
    named = [column for _, column in unique if _identifies(column)]
    # Without such a name, only the first column or words: numbers further on are different by chance.
    others = [column for place, column in unique if place == 0 or column.type is ColumnType.TEXT]
    return next((column.field for column in [*named, *others]), "")


def combinations_to_try(columns: Sequence[ColumnUnderstanding], rows: int) -> Iterator[tuple[str, ...]]:
    """Pairs, then threes, that have enough different values to tell rows apart; dimensions before measures."""
    if rows < 2:
        return
    parts = [c for c in columns if _may_be_part(c, rows) and c.distinct > 1 and not _is_measure(c, rows)][:MOST_COLUMNS]
    tried = 0
    for size in (2, 3, 4):
        for chosen in combinations(parts, size):
            if math.prod(column.distinct for column in chosen) < rows:
                continue
            if (tried := tried + 1) > MOST_TRIES:
                return
            yield tuple(column.field for column in chosen)


def _is_measure(column: ColumnUnderstanding, rows: int) -> bool:
    """Whether a column of whole numbers counts something: a key with it would be a coincidence."""
    return column.type is ColumnType.INTEGER and not column.meaning and column.distinct > max(50, rows * 0.02)
