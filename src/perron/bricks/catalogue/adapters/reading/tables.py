"""From a sheet on the stage to a typed Parquet file and what was understood of it."""

# ruff: noqa: S608 (the SQL is made of our own identifiers and of quoted literals)

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from perron.bricks.catalogue.adapters.reading import columns, forms, headers, places, statistics
from perron.bricks.catalogue.adapters.reading.columns import Seen
from perron.bricks.catalogue.adapters.reading.shapes import is_void, quoted
from perron.bricks.catalogue.adapters.reading.stage import Sheet, Stage, Unfit
from perron.bricks.catalogue.rules import column_types, identifiers, meanings
from perron.bricks.catalogue.rules.column_types import Mark
from perron.bricks.catalogue.rules.understanding import (
    ColumnChoice,
    ColumnUnderstanding,
    Doubt,
    ReadingChoices,
    TableUnderstanding,
)
from perron.kernel.contract import ColumnType

ROW_GROUP: Final = 122_880
LAST_ROWS: Final = 80
FORMULA: Final = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")  # would be run


@dataclass(frozen=True, slots=True)
class Output:
    """Where a table is written: its files are `<number>.parquet` and `<number>.unfit.csv` in `folder`."""

    folder: Path
    number: int

    @property
    def parquet(self) -> str:
        """Name of the table's file."""
        return f"{self.number}.parquet"

    @property
    def unfit(self) -> str:
        """Name of the list of rows that do not fit."""
        return f"{self.number}.unfit.csv"


def understand(stage: Stage, sheet: Sheet, choices: ReadingChoices, output: Output) -> tuple[TableUnderstanding, str]:
    """Type a sheet, write its files, and say what was understood; with it, the decimal mark that was found."""
    _tidy(stage, sheet)
    chosen = choices.columns.get(sheet.name, {})
    places_kept, dropped = _kept(stage, sheet, chosen)
    names = [sheet.names[place] for place in places_kept]
    fields = identifiers.identifiers(_wanted(name, chosen) for name in names)
    seen = columns.look(stage, sheet, places_kept, fields)
    mark = _mark(sheet, seen, choices)
    for column in seen:
        column.choice = chosen.get(column.name, ColumnChoice())
        _settle(stage, sheet, column, mark)
    doubts = [*sheet.doubts, *dropped]
    mapped = places.find(stage, sheet, seen)
    _write(stage, sheet, seen, mapped, output)
    unfit_rows = _write_unfit(stage, sheet, seen, output)
    if not stage.number(f"SELECT count(*) FROM {sheet.relation}"):
        doubts.append(Doubt("no_rows"))
    understood, rows, key = statistics.of(stage, seen, output.folder / output.parquet)
    understood = (*understood, *places.understood(stage, mapped, output.folder / output.parquet))
    table = TableUnderstanding(
        name=sheet.name,
        columns=_with_languages(understood),
        row_count=rows,
        parquet=output.parquet,
        unfit_rows=unfit_rows,
        unfit_csv=output.unfit if unfit_rows else "",
        header_row=sheet.header_row,
        geometry=next((column.field for column in seen if column.form.type is ColumnType.GEOMETRY), ""),
        box=sheet.box or places.box(stage, mapped, output.folder / output.parquet),
        points=mapped.points,
        covering=mapped.covering,
        key=key,
        doubts=(*doubts, *mapped.doubts),
    )
    return table, mark.mark


def _wanted(name: str, chosen: Mapping[str, ColumnChoice]) -> str:
    choice = chosen.get(name)
    return choice.field if choice and choice.field else name


def _tidy(stage: Stage, sheet: Sheet) -> None:
    """Take out of the body what is no data: the header said again, and the notes under the table."""
    if sheet.geometry is None:
        cells = ", ".join(f"c{place}" for place in range(len(sheet.names)))
        stage.connection.execute(f"DELETE FROM {sheet.relation} WHERE coalesce({cells}) IS NULL")
    named = [(place, name) for place, name in enumerate(sheet.names) if name]
    if sheet.header_row and len(named) > 1:
        again = " AND ".join(f"c{place} = {quoted(name)}" for place, name in named)
        if count := stage.take_out(sheet, again, "repeated_header"):
            sheet.doubts.append(Doubt("repeated_headers", {"rows": count}))
    if sheet.geometry is None and (count := _take_out_notes(stage, sheet)):
        sheet.doubts.append(Doubt("notes_below", {"rows": count}))


def _take_out_notes(stage: Stage, sheet: Sheet) -> int:
    width = len(sheet.names)
    cells = ", ".join(f"c{place}" for place in range(width))
    last = stage.rows(f"SELECT line, {cells} FROM {sheet.relation} ORDER BY line DESC LIMIT {LAST_ROWS}")[::-1]
    rows: list[list[str]] = []
    lines: list[int] = []
    for line, *row in last:
        here = int(str(line))
        if lines and here > lines[-1] + 1:
            rows.append([])
            lines.append(here - 1)
        rows.append([str(cell or "") for cell in row])
        lines.append(here)
    count = headers.notes_after(rows, width)
    if not count or count >= len(rows):
        return 0
    return stage.take_out(sheet, f"line >= {lines[-count]}", "note")


def _kept(stage: Stage, sheet: Sheet, chosen: Mapping[str, ColumnChoice]) -> tuple[list[int], list[Doubt]]:
    """Positions of the columns to keep: not those the agent drops, nor those without a name and a value."""
    counts = ", ".join(f"count(c{place})" for place in range(len(sheet.names)))
    filled = stage.rows(f"SELECT {counts} FROM {sheet.relation}")[0]
    empty = [place for place, name in enumerate(sheet.names) if not name and not filled[place]]
    kept = [p for p, name in enumerate(sheet.names) if p not in empty and not chosen.get(name, ColumnChoice()).drop]
    return kept or [0], [Doubt("empty_columns", {"columns": len(empty)})] if empty else []


def _mark(sheet: Sheet, seen: Sequence[Seen], choices: ReadingChoices) -> Mark:
    if choices.decimal:
        return Mark(choices.decimal, chosen=True)
    return Mark(sheet.decimal or column_types.decimal_mark([column.shapes for column in seen]))


def _settle(stage: Stage, sheet: Sheet, column: Seen, mark: Mark) -> None:
    if column.place == sheet.geometry:
        column.form = column_types.Form(ColumnType.GEOMETRY)
        return
    if not column.name:
        column.doubts.append(Doubt("no_name", {"field": column.field}))
    elif sheet.names.count(column.name) > 1:
        column.doubts.append(Doubt("duplicate_name", {"name": column.name, "field": column.field}))
    columns.settle(stage, column, mark, sheet.declared.get(column.place))
    for finding in columns.count_personal(stage, column):
        if finding.is_what_the_column_is:
            column.meaning = column.taken_for(finding.kind)
        column.doubts.append(Doubt("personal_data", {"kind": finding.kind, "values": finding.values}))


def _write(stage: Stage, sheet: Sheet, seen: Sequence[Seen], mapped: places.Mapped, output: Output) -> None:
    values = [f"{column.expression()} AS {_name(column.field)}" for column in seen]
    target = quoted(str(output.folder / output.parquet))
    # One thread: with more, DuckDB 2.0 may write row groups out of order, and the order of rows is part of the file.
    stage.connection.execute("SET threads = 1")
    stage.connection.execute(
        f"COPY (SELECT {', '.join([*values, *mapped.expressions])} FROM {sheet.relation} {mapped.joined}) TO {target} "
        f"(FORMAT parquet, COMPRESSION zstd, COMPRESSION_LEVEL 3, ROW_GROUP_SIZE {ROW_GROUP}, PARQUET_VERSION v2)"
    )
    stage.connection.execute("SET threads = 2")


def _name(field: str) -> str:
    return f'"{field}"'


def _write_unfit(stage: Stage, sheet: Sheet, seen: Sequence[Seen], output: Output) -> int:
    """List what is not in the table as it was in the file: line, column, value, reason. Gives how many rows."""
    found = list(sheet.unfit)
    for column in seen:
        if (column.form.type in forms.REASONS and column.guarded) or column.form.type in (
            ColumnType.DATE,
            ColumnType.DATETIME,
        ):
            found += _unfit_values(stage, sheet, column)
    if found:
        with (output.folder / output.unfit).open("w", encoding="utf-8-sig", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(("line", "column", "value", "reason"))
            writer.writerows(
                (each.line, each.column, _harmless(each.value), each.reason) for each in sorted(found, key=_by_line)
            )
    return len({each.line for each in found})


def _by_line(unfit: Unfit) -> tuple[int, str]:
    return unfit.line, unfit.column


def _harmless(value: str) -> str:
    """A value that no spreadsheet takes for a formula."""
    return f"'{value}" if value.startswith(FORMULA) and not headers.is_value(value) else value


def _unfit_values(stage: Stage, sheet: Sheet, column: Seen) -> list[Unfit]:
    value = f"c{column.place}"
    found = stage.rows(
        f"SELECT line, {value} FROM {sheet.relation} WHERE {value} IN (SELECT v FROM {column.values} "
        f"WHERE NOT {is_void('v')} AND ({column.typed('v')}) IS NULL) ORDER BY line"
    )
    reason = forms.REASONS[column.form.type]
    return [Unfit(int(str(line)), column.name or column.field, str(text), reason) for line, text in found]


def _with_languages(understood: Sequence[ColumnUnderstanding]) -> tuple[ColumnUnderstanding, ...]:
    languages = meanings.languages_of([column.name for column in understood if column.type is ColumnType.TEXT])
    return tuple(replace(column, language=languages.get(column.name, "")) for column in understood)
