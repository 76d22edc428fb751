"""Where the header of a table is, among titles, blank lines and several rows of headings, and what follows the
table.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median
from typing import Final

from perron.bricks.catalogue.adapters.reading.shapes import VOID
from perron.bricks.catalogue.rules.understanding import Doubt

Row = Sequence[str]
LOOK_AT: Final = 200  # rows
HIGHEST: Final = 60  # a header does not come after this many rows
_NUMBER: Final = re.compile(r"[-+]?[€$ ]*\d[\d.,' \u00a0\u202f]*\s?[€%]?|[-+]?\d+([.,]\d+)?[eE][-+]?\d+")
_MOMENT: Final = re.compile(r"\d{1,4}[/.-]\d{1,2}[/.-]\d{1,4}([ T].*)?|\d{1,2}:\d{2}(:\d{2})?")
_PERIOD: Final = re.compile(r"(18|19|20)\d{2}([-/ ]?(0[1-9]|1[0-2]|[QT][1-4]))?")
_NOTE: Final = re.compile(
    r"\s*(\*|\(\d\)|\d\)|\d{1,2}\.$|source|bron|quelle|note|nota|remarque|opmerking|anmerkung|bemerkung|disclaimer|©|copyright|légende|legende)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Header:
    """`first` and `last`: indices of the header's rows (last = -1: none, names were made); `body`: index of the first
    row after.
    """

    first: int
    last: int
    names: tuple[str, ...]
    doubts: tuple[Doubt, ...] = ()

    @property
    def body(self) -> int:
        """Index of the first row of data."""
        return self.last + 1 if self.last >= 0 else self.first


def filled(row: Row) -> int:
    """How many cells of a row hold something."""
    return sum(1 for cell in row if cell.strip())


def is_value(cell: str) -> bool:
    """Whether a cell looks like a number, date or time: data rather than a heading. Years and months may be
    headings.
    """
    text = cell.strip()
    return bool(_NUMBER.fullmatch(text) or _MOMENT.fullmatch(text)) and not _PERIOD.fullmatch(text)


def find(rows: Sequence[Row], *, chosen: int | None = None, merged_until: int | None = None) -> Header:
    """The header of a table, from its first rows. `chosen`: index that the agent gave, -1 for none;
    `merged_until`: index of the last row that a merged cell of the header reaches, -1 for none, None where nothing
    merges.
    """
    width = max((_reach(row) for row in rows), default=0)
    if chosen is not None:
        return _none(rows, width) if chosen < 0 else Header(chosen, chosen, _names(rows[chosen : chosen + 1], width))
    first = _first(rows, merges=merged_until is not None)
    below = [*rows[max(first or 0, merged_until or 0) + 1 :]]
    if merged_until is not None and first is not None:  # a heading merged over several rows is said in each of them
        below = [row for row in below if row != rows[first]]
    if first is None or _is_data(rows[first], below):
        return _none(rows, width)
    last = _last(rows, first, max(merged_until if merged_until is not None else -1, first))
    doubts = (Doubt("lines_above_header", {"lines": first}),) if any(filled(row) for row in rows[:first]) else ()
    if last > first:
        doubts = (*doubts, Doubt("several_header_rows", {"rows": last - first + 1}))
    return Header(first, last, _names(rows[first : last + 1], width), doubts)


def _reach(row: Row) -> int:
    return max((place for place, cell in enumerate(row, start=1) if cell.strip()), default=0)


def _none(rows: Sequence[Row], width: int) -> Header:
    first = next((index for index, row in enumerate(rows) if filled(row)), 0)
    return Header(first, -1, ("",) * width, (Doubt("no_header"),))


def _first(rows: Sequence[Row], *, merges: bool) -> int | None:
    """The first row as full as those that follow: titles above are emptier."""
    for index, row in enumerate(rows[:HIGHEST]):
        count = filled(row)
        if not count:
            continue
        below = [filled(other) for other in rows[index + 1 : index + 60] if filled(other)]
        usual = median(below) if below else count
        widest = max(below, default=count)
        alone = merges and count > 2 and len({cell.strip() for cell in row if cell.strip()}) == 1  # a merged title
        if not alone and count >= max(0.5 * usual, min(2, widest)) and count >= 0.34 * widest:
            return index
    return next((index for index, row in enumerate(rows[:HIGHEST]) if filled(row)), None)


def _kinds(row: Row) -> tuple[str, ...]:
    return tuple("value" if is_value(cell) else "text" if cell.strip() else "" for cell in row)


def _is_data(row: Row, below: Sequence[Row]) -> bool:
    """Whether the row that should be the header is data itself."""
    following = next((other for other in below if filled(other)), None)
    values = sum(is_value(cell) for cell in row)
    if following is None:
        return values > 0.5 * filled(row)
    if [cell.strip() for cell in row] == [cell.strip() for cell in following]:
        return True
    return values > 0.5 * filled(row) or (values > 0 and _kinds(row) == _kinds(following))


def _last(rows: Sequence[Row], first: int, last: int) -> int:
    """The last row of the header: it goes on while rows of words stand above columns of numbers, or name the
    nameless.
    """
    while last + 1 < len(rows) and last - first < 6:
        body = [row for row in rows[last + 2 : last + 14] if filled(row) > 1]
        if not body or not _is_heading(rows[last + 1], _names(rows[first : last + 1], len(rows[last + 1])), body):
            break
        last += 1
    return last


def _is_heading(row: Row, names: Sequence[str], body: Sequence[Row]) -> bool:
    words = [place for place, cell in enumerate(row) if cell.strip()]
    if len(words) < 2 or any(is_value(row[place]) for place in words):
        return False
    if all(not names[place] for place in words):
        return True
    above_numbers = [
        row[place].strip()
        for place in words
        if sum(is_value(other[place]) for other in body if place < len(other)) > 0.5 * len(body)
    ]
    # A first row of data may say "12A" or "n.d." where numbers follow: that is no heading.
    is_said = not any(re.search(r"\d", word) or word.lower() in VOID for word in above_numbers)
    return is_said and len(above_numbers) >= max(2, 0.5 * len(words))


def _names(rows: Sequence[Row], width: int) -> tuple[str, ...]:
    """One name per column: its headings from top to bottom, each said once, line breaks as spaces."""
    names: list[str] = []
    for place in range(width):
        words = [" ".join(row[place].split()) for row in rows if place < len(row)]
        names.append(" ".join(dict.fromkeys(word for word in words if word)))
    return tuple(names)


def notes_after(rows: Sequence[Row], width: int) -> int:
    """How many of the last rows are no data but notes: far emptier than the table, after a blank row or worded as a
    note.
    """
    if width < 3:
        return 0
    usual = median([filled(row) for row in rows if filled(row)] or [0])
    most = 2 if usual >= 4 or width >= 5 else 1
    count = 0
    for row in reversed(rows):
        if filled(row) > most or not (is_value_free(row) or _starts_note(row)):
            break
        count += 1
    tail = rows[len(rows) - count :]
    # Emptier rows can also be headings inside the table: only from the first sure note on are they notes.
    sure = next(
        (index for index, row in enumerate(tail) if not filled(row) or _starts_note(row) or len("".join(row)) > 60),
        None,
    )
    return 0 if sure is None or not any(filled(row) for row in tail[sure:]) else len(tail) - sure


def is_value_free(row: Row) -> bool:
    """Whether no cell of a row is a number or date."""
    return not any(is_value(cell) for cell in row)


def _starts_note(row: Row) -> bool:
    text = next((cell for cell in row if cell.strip()), "")
    return bool(_NOTE.match(text)) or text.rstrip().endswith(":")
