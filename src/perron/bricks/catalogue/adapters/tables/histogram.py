"""How the numbers of a column are spread: counted in steps of equal width, whatever the number of rows."""

from __future__ import annotations

from dataclasses import dataclass

from perron.bricks.catalogue.adapters.tables.engine import Engine
from perron.bricks.catalogue.adapters.tables.engine import engine as default_engine
from perron.bricks.catalogue.adapters.tables.fast_copy import quoted
from perron.bricks.catalogue.adapters.tables.statements import Compiler
from perron.bricks.catalogue.adapters.tables.table import Table
from perron.bricks.catalogue.rules.exploring import bin_width
from perron.bricks.catalogue.rules.query import Query


@dataclass(frozen=True, slots=True)
class Bin:
    """A step: from `low` (included) to `high` (excluded), and how many rows."""

    low: float
    high: float
    count: int


def histogram(table: Table, query: Query, field: str, *, engine: Engine | None = None) -> tuple[Bin, ...]:
    """The steps of a column of numbers among the rows that answer the question; empty steps within are there too.

    Raises TookTooLong, TooHeavy or OutOfBounds.
    """
    machine = engine or default_engine()
    with machine.turn(), machine.opened(table) as source, machine.cursor() as cursor:
        where = Compiler(table, source).where(query)
        number = f"{quoted(field)}::DOUBLE"
        rows = f"FROM {source.relation} WHERE {where.text} AND isfinite({number})"
        found = cursor.execute(f"SELECT min({number}), max({number}) {rows}", where.values).fetchone()
        if not found or found[0] is None:
            return ()
        width = bin_width(found[0], found[1])
        text = f"SELECT floor({number} / {width!r})::BIGINT AS step, count(*) {rows} GROUP BY 1"
        counts = dict(cursor.execute(text, where.values).fetchall())
    steps = range(min(counts), max(counts) + 1)
    return tuple(Bin(step * width, (step + 1) * width, counts.get(step, 0)) for step in steps)
