"""Workbooks (xlsx, xls, ods): one table per sheet, merged cells filled, headings of several rows joined."""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Iterator, Sequence
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Final

import python_calamine

from perron.bricks.catalogue.adapters.reading import headers, markup
from perron.bricks.catalogue.adapters.reading.refusals import (
    DamagedFile,
    FileTooBigToRead,
    NoSuchRow,
    PasswordProtected,
    TooManyColumns,
)
from perron.bricks.catalogue.adapters.reading.stage import Numbered, Sheet, Stage, Unfit
from perron.bricks.catalogue.rules.understanding import Doubt, ReadingChoices

Cell = int | float | str | bool | time | date | datetime | timedelta
Range = tuple[tuple[int, int], tuple[int, int]]
LARGEST_MERGE: Final = 100_000  # cells
LONGEST_HEADER: Final = 7  # rows


def read(stage: Stage, path: Path, format_: str, choices: ReadingChoices) -> tuple[list[Sheet], list[Doubt]]:
    """Put every sheet that is a table on the stage; those that are not are named in a doubt."""
    sheets, doubts = [], []
    try:
        if format_ != "xls":
            markup.refuse_declarations_inside(path)
        workbook = python_calamine.load_workbook(str(path))
        for about in workbook.sheets_metadata:
            if about.typ != python_calamine.SheetTypeEnum.WorkSheet:
                continue
            source = workbook.get_sheet_by_name(about.name)
            sheet = _sheet(stage, source, about.name, choices)
            if sheet is not None:
                hidden = about.visible != python_calamine.SheetVisibleEnum.Visible
                sheet.doubts += [Doubt("hidden_sheet")] if hidden else []
                sheets.append(sheet)
            elif source.height:
                doubts.append(Doubt("sheet_without_table", {"sheet": about.name, "words": _words(source)}))
    except python_calamine.PasswordError as error:
        raise PasswordProtected from error
    except (python_calamine.CalamineError, zipfile.BadZipFile, zlib.error, OSError, ValueError) as error:
        raise DamagedFile(format=format_.upper(), reason=str(error)[:500]) from error
    if sheets:
        return sheets, doubts
    return _only_sheet(stage, workbook), []


def _only_sheet(stage: Stage, workbook: python_calamine.CalamineWorkbook) -> list[Sheet]:
    """A workbook with nothing but one column is still a table."""
    for name in workbook.sheet_names:
        rows = _rows(workbook.get_sheet_by_name(name))
        if any(headers.filled(row) for row in rows):
            return [_staged(stage, name, rows, headers.find(rows, merged_until=-1))]
    return []


def _words(source: python_calamine.CalamineSheet) -> str:
    cells = (_text(cell) for row in source.to_python(nrows=20) for cell in row)
    return " ".join(cell for cell in cells if cell)[:500]


def _sheet(stage: Stage, source: python_calamine.CalamineSheet, name: str, choices: ReadingChoices) -> Sheet | None:
    if source.total_width > max(stage.limits.columns, 1) and source.width > stage.limits.columns:
        raise TooManyColumns(columns=source.width, limit=stage.limits.columns)
    if source.total_height * source.total_width > stage.limits.cells:
        raise FileTooBigToRead(limit=stage.limits.size // 1_000_000)
    rows = _rows(source)
    if max((headers.filled(row) for row in rows), default=0) < 2:
        return None
    chosen = choices.header_row - 1 if choices.header_row > 0 else (-1 if choices.header_row else None)
    if chosen is not None and chosen >= len(rows):
        raise NoSuchRow(row=choices.header_row)
    merges = source.merged_cell_ranges or []
    header = headers.find(rows[: headers.LOOK_AT], chosen=chosen, merged_until=-1)
    reach = [bottom for (top, _), (bottom, _) in merges if top == header.first and bottom - top < LONGEST_HEADER]
    if reach and chosen is None and header.last >= 0:
        header = headers.find(rows[: headers.LOOK_AT], merged_until=max(reach))
    sheet = _staged(stage, name, rows, header)
    sheet.doubts += [Doubt("merged_cells", {"cells": len(merges)})] if merges else []
    sheet.decimal = "." if _has_fractions(source) else ""
    return sheet


def _has_fractions(source: python_calamine.CalamineSheet) -> bool:
    """Whether numbers with decimals are kept as numbers: their text then has a decimal point."""
    return any(isinstance(cell, float) and not cell.is_integer() for row in source.iter_rows() for cell in row)


def _rows(source: python_calamine.CalamineSheet) -> list[list[str]]:
    rows = [[_text(cell) for cell in row] for row in source.to_python(skip_empty_area=False)]
    for (top, left), (bottom, right) in source.merged_cell_ranges or []:
        _fill(rows, top, left, bottom, right)
    return rows


def _fill(rows: list[list[str]], top: int, left: int, bottom: int, right: int) -> None:
    """Give all cells of a merged range the value that is seen in it."""
    if (bottom - top + 1) * (right - left + 1) > LARGEST_MERGE or top >= len(rows) or left >= len(rows[top]):
        return
    for row in rows[top : bottom + 1]:
        row[left : right + 1] = [rows[top][left]] * len(row[left : right + 1])


def _text(cell: Cell) -> str:
    match cell:
        case bool():
            return "true" if cell else "false"
        case float():
            return str(int(cell)) if cell.is_integer() and abs(cell) < 1e18 else repr(cell)
        case datetime():
            return cell.isoformat(" ", "seconds")
        case timedelta():
            minutes, seconds = divmod(int(cell.total_seconds()), 60)
            return f"{minutes // 60:02d}:{minutes % 60:02d}:{seconds:02d}"
        case date() | time():
            return cell.isoformat()
    return str(cell).replace("\0", "")


def _staged(stage: Stage, name: str, rows: Sequence[Sequence[str]], header: headers.Header) -> Sheet:
    width = max((place for row in rows[header.first :] for place, cell in enumerate(row, 1) if cell.strip()), default=1)
    names = (*header.names, *("",) * width)[:width]
    relation = stage.load_rows(_numbered(rows, header.body, width), width)
    sheet = Sheet(name, relation, names, header_row=header.last + 1, doubts=[*header.doubts])
    sheet.unfit += [
        Unfit(index + 1, "", " | ".join(cell for cell in row if cell.strip()), "above_header")
        for index, row in enumerate(rows[: header.first])
        if headers.filled(row)
    ]
    return sheet


def _numbered(rows: Sequence[Sequence[str]], start: int, width: int) -> Iterator[Numbered]:
    for index in range(start, len(rows)):
        if headers.filled(rows[index]):
            yield index + 1, [*rows[index][:width], *[""] * (width - len(rows[index]))]
