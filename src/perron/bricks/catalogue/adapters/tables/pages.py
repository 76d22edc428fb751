"""Pages of rows and of groups: a filtered page with its total is three small statements (keys, total, rows)."""
# ruff: noqa: S608  names are quoted from the table's own list, values of strangers are parameters (decision 0010)

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import wait
from contextlib import contextmanager
from dataclasses import replace
from itertools import islice
from time import perf_counter

import duckdb

from perron.bricks.catalogue.adapters.tables.cursors import decode, encode, fingerprint
from perron.bricks.catalogue.adapters.tables.engine import Engine, Source
from perron.bricks.catalogue.adapters.tables.engine import engine as default_engine
from perron.bricks.catalogue.adapters.tables.fast_copy import folded, quoted
from perron.bricks.catalogue.adapters.tables.refusals import BadCursor, OutOfBounds
from perron.bricks.catalogue.adapters.tables.statements import Compiler, OrderKey, Sql, beyond, joined
from perron.bricks.catalogue.adapters.tables.table import FileColumn, Page, Row, Table
from perron.bricks.catalogue.rules.query import DEFAULT_LIMIT, Query


def run(table: Table, query: Query, *, engine: Engine | None = None) -> Page:
    """Answer a question: a page of rows, or of groups when it has any.

    Raises BadCursor, CursorOfAnotherQuery, TookTooLong, TooHeavy or OutOfBounds.
    """
    start = perf_counter()
    machine = engine or default_engine()
    with machine.turn(), machine.opened(table) as source, machine.cursor() as cursor:
        compiler = Compiler(table, source)
        try:
            page = _groups(cursor, compiler, query) if query.is_grouped else _rows(machine, cursor, compiler, query)
        except OutOfBounds:
            raise
        except duckdb.ConversionException as error:
            raise (BadCursor if query.after else OutOfBounds) from error
    return replace(page, took_ms=round((perf_counter() - start) * 1000, 2))


def describe(table: Table, *, engine: Engine | None = None) -> tuple[FileColumn, ...]:
    """The columns of the file, in order."""
    with (engine or default_engine()).opened(table) as source:
        return tuple(FileColumn(name, source.types[name]) for name in source.types if name in set(table.fields))


def _rows(machine: Engine, cursor: duckdb.DuckDBPyConnection, compiler: Compiler, query: Query) -> Page:
    fields = query.select or compiler.table.fields
    where, keys = compiler.where(query), compiler.order(query)
    limit = DEFAULT_LIMIT if query.limit is None else query.limit
    with _counted(machine, compiler.source, where, query) as total:
        found, more = _keys(cursor, compiler, query, where, keys, limit)
        rows = _fetched(cursor, compiler, fields, [int(str(position[-1])) for position in found])
    bound_to = fingerprint(compiler.table.identity, query)
    return Page(
        columns=fields,
        rows=rows,
        next_cursor=encode(bound_to, found[-1]) if more and found else "",
        total=total(),
        took_ms=0.0,
    )


def _keys(
    cursor: duckdb.DuckDBPyConnection,
    compiler: Compiler,
    query: Query,
    where: Sql,
    keys: Sequence[OrderKey],
    limit: int,
) -> tuple[list[tuple[object, ...]], bool]:
    """The sort keys of the page's rows, as text, and whether more follow. Reads only columns that are asked about."""
    if not limit:
        return [], False
    if query.after:
        position = decode(query.after, fingerprint(compiler.table.identity, query), len(keys))
        where = joined([where, beyond(keys, position)], " AND ", "true")
    selected = ", ".join(f"{key.expression}::VARCHAR" for key in keys)
    # Without a sort the order is the file's, which DuckDB keeps: a plain LIMIT stops at the first rows that fit.
    order = f" ORDER BY {', '.join(key.order for key in keys)}" if query.sort else ""
    text = f"SELECT {selected} FROM {compiler.source.relation} WHERE {where.text}{order} LIMIT {limit + 1}"
    found = cursor.execute(text, where.values).fetchall()
    return found[:limit], len(found) > limit


def _fetched(
    cursor: duckdb.DuckDBPyConnection, compiler: Compiler, fields: Sequence[str], numbers: Sequence[int]
) -> tuple[Row, ...]:
    """The rows of these numbers, in their order."""
    if not numbers:
        return ()
    row = compiler.source.row
    selected = ", ".join(compiler.value_of(field) for field in fields)
    text = f"SELECT {row}, {selected} FROM {compiler.source.relation} WHERE {row} IN ?"  # a list is read faster so
    rows = {number: tuple(cells) for number, *cells in cursor.execute(text, [numbers]).fetchall()}
    return tuple(rows[number] for number in numbers)


@contextmanager
def _counted(machine: Engine, source: Source, where: Sql, query: Query) -> Iterator[Callable[[], int | None]]:
    """The total, counted meanwhile on another core; None when it was not asked for."""
    if not (query.count and query.is_filtered):
        yield lambda: source.row_count if query.count else None
        return

    def count() -> int:
        with machine.cursor() as cursor:
            return _number(cursor, f"SELECT count(*) FROM {source.relation} WHERE {where.text}", where.values)

    counting = machine.aside.submit(count)
    try:
        yield counting.result
    finally:
        wait([counting])  # the table may be closed by others once this answer is done


def _groups(cursor: duckdb.DuckDBPyConnection, compiler: Compiler, query: Query) -> Page:
    groups, names = compiler.groups(query), query.group_columns()
    keys = group_order(query, group_types(cursor, groups))
    limit = DEFAULT_LIMIT if query.limit is None else query.limit
    bound_to = fingerprint(compiler.table.identity, query)
    position = decode(query.after, bound_to, len(keys)) if query.after else None
    after = beyond(keys, position) if position else Sql("true")
    selected = ", ".join([*map(quoted, names), *(f"{key.expression}::VARCHAR" for key in keys)])
    order = f" ORDER BY {', '.join(key.order for key in keys)}" if keys else ""
    text = f"SELECT {selected} FROM ({groups.text}) WHERE {after.text}{order} LIMIT {limit + 1}"
    found = cursor.execute(text, (*groups.values, *after.values)).fetchall()
    more = len(found) > limit
    total = None
    if query.count:
        is_whole = not (more or query.after)
        total = len(found) if is_whole else _number(cursor, f"SELECT count(*) FROM ({groups.text})", groups.values)
    return Page(
        columns=names,
        rows=tuple(row[: len(names)] for row in islice(found, limit)),
        next_cursor=encode(bound_to, found[limit - 1][len(names) :]) if more and limit else "",
        total=total,
        took_ms=0.0,
    )


def group_types(cursor: duckdb.DuckDBPyConnection, groups: Sql) -> dict[str, str]:
    """The types of a grouped answer's columns, in DuckDB's words."""
    described = cursor.execute(f"DESCRIBE {groups.text}", groups.values).fetchall()
    return {name: kind for name, kind, *_rest in described}


def group_order(query: Query, types: Mapping[str, str]) -> list[OrderKey]:
    """The order asked for, then by the groups' keys, which no two groups share."""
    asked = {key.column: key.descending for key in query.sort}
    for name in query.group_columns()[: len(query.group)]:
        asked.setdefault(name, False)
    keys = []
    for name, descending in asked.items():
        if types[name] == "VARCHAR":  # as people sort; then as written, since "a" and "A" are two groups
            keys.append(OrderKey(folded(quoted(name)), "VARCHAR", descending))
        keys.append(OrderKey(quoted(name), types[name], descending))
    return keys


def _number(cursor: duckdb.DuckDBPyConnection, text: str, values: Sequence[object]) -> int:
    found = cursor.execute(text, values).fetchone()
    return int(found[0]) if found else 0
