"""Spreadsheets of an answer: written row by row to disk, never held in memory, texts never become formulas or links."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal
from math import isfinite
from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    import xlsxwriter

ROWS: Final = 1_048_575  # below the header: the format's own limit
TEXT: Final = 32_767  # characters per cell: the format's own limit
EXACT: Final = 10**15  # a larger whole number would lose digits as a number of a spreadsheet
_OPTIONS: Final = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
    "nan_inf_to_errors": True,
}
FIRST_DAY: Final = date(1900, 3, 1)  # earlier days are wrong in the format, and are written as text


def write(path: Path, names: Sequence[str], batches: Iterable[Sequence[Sequence[object]]], scratch: Path) -> None:
    """Write a workbook with one sheet; when texts had to be cut, a second sheet says which cells."""
    import xlsxwriter  # noqa: PLC0415 - 12 MB that only spreadsheets need

    with xlsxwriter.Workbook(str(path), {**_OPTIONS, "tmpdir": str(scratch)}) as workbook:
        sheet = workbook.add_worksheet()
        day, moment = (workbook.add_format({"num_format": f}) for f in ("yyyy-mm-dd", "yyyy-mm-dd hh:mm:ss"))
        sheet.write_row(0, 0, names, workbook.add_format({"bold": True}))
        sheet.freeze_panes(1, 0)
        cut = []
        for number, cells in enumerate((cells for batch in batches for cells in batch), start=1):
            for column, cell in enumerate(cells):
                match plain(cell):
                    case None:
                        continue
                    case bool() as answer:
                        sheet.write_boolean(number, column, answer)
                    case datetime() as when:
                        sheet.write_datetime(number, column, when, moment)
                    case date() as when:
                        sheet.write_datetime(number, column, when, day)
                    case int() | float() | Decimal() as figure:
                        sheet.write_number(number, column, figure)
                    case text:
                        sheet.write_string(number, column, str(text)[:TEXT])
                        if len(str(text)) > TEXT:
                            cut.append((number + 1, names[column]))
        if cut:
            _tell(workbook, cut)


def plain(cell: object) -> object:
    """A cell as a spreadsheet can hold it: figures and days out of its range become text, what is no number nothing."""
    if isinstance(cell, int | Decimal) and not -EXACT < cell < EXACT:
        return str(cell)
    if isinstance(cell, float) and not isfinite(cell):
        return None
    if isinstance(cell, date) and (cell.date() if isinstance(cell, datetime) else cell) < FIRST_DAY:
        return cell.isoformat()
    return cell


def _tell(workbook: xlsxwriter.Workbook, cut: Sequence[tuple[int, str]]) -> None:
    sheet = workbook.add_worksheet("Notes")
    sheet.write_string(0, 0, f"Texts cut at {TEXT} characters, the most a cell can hold (row, column):")
    for line, (number, name) in enumerate(cut[:ROWS], start=1):
        sheet.write_number(line, 0, number)
        sheet.write_string(line, 1, name)
