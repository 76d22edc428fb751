"""Separated text, in every disguise: one fast road for files that follow the rules, one patient road for the others."""

# ruff: noqa: S608 (the SQL is made of our own identifiers and of quoted literals)

from __future__ import annotations

import csv
import math
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import Final

import duckdb

from perron.bricks.catalogue.adapters.reading import encodings, headers, shapes
from perron.bricks.catalogue.adapters.reading.refusals import DamagedFile, EmptyFile, LineTooLong, NoSuchRow
from perron.bricks.catalogue.adapters.reading.stage import Numbered, Sheet, Stage, Unfit
from perron.bricks.catalogue.rules.understanding import Doubt, ReadingChoices

SEPARATORS: Final = (";", ",", "\t", "|")
SAMPLE_LINES: Final = 400
SAMPLE_SIZE: Final = 400_000
UNUSUAL_BLANKS: Final = (b"\xc2\xa0", b"\xe2\x80", b"\xef\xbb\xbf")
LONGEST_RECORD: Final = 500  # lines: a quotation mark that stays open longer was never meant as one


@dataclass(slots=True)
class Text:
    """A text file, ready in UTF-8: its encoding as found, its separator, and its first records with their lines."""

    path: Path
    encoding: str
    separator: str
    first: list[Numbered]
    doubts: list[Doubt] = field(default_factory=list)


class _OpenQuote(Exception):
    """A record went on for too many lines: the quotation mark that opened it is an ordinary character."""


def prepare(stage: Stage, path: Path, choices: ReadingChoices) -> Text:
    """Find out the encoding and the separator of a text file, and have it in UTF-8."""
    encoding, doubts = (choices.encoding, ()) if choices.encoding else encodings.recognise(path)
    _check_lines(path, stage.limits.line)
    if encoding != "utf-8" or doubts or choices.encoding or _has_zero(path):
        text = stage.work / (stage.new_name("text") + ".csv")
        encodings.to_utf8(path, encoding, text, chosen=bool(choices.encoding))
        path = text
    sample = _sample(path)
    separator = choices.separator or _separator(sample)
    first = list(islice(_records(path, separator), SAMPLE_LINES))
    return Text(path, encoding.removesuffix("-sig"), separator, first, list(doubts))


def _has_zero(path: Path) -> bool:
    return any(b"\0" in chunk for chunk in encodings.chunks(path))


def _check_lines(path: Path, limit: int) -> None:
    """LineTooLong for a line without an end, before anything tries to hold it in memory."""
    length = 0
    for chunk in encodings.chunks(path):
        last = max(chunk.rfind(b"\n"), chunk.rfind(b"\r"))
        length = len(chunk) - last - 1 if last >= 0 else length + len(chunk)
        if length > limit:
            raise LineTooLong(limit=limit)


def _sample(path: Path) -> str:
    with path.open(encoding="utf-8", errors="replace", newline="") as file:
        return file.read(SAMPLE_SIZE).removeprefix("\ufeff")


def _separator(sample: str) -> str:
    """The separator that cuts the sample into the most regular rows."""
    cut = sample if len(sample) < SAMPLE_SIZE else sample[: max(sample.rfind("\n"), 1)]
    return max(SEPARATORS, key=lambda separator: _regularity(cut, separator))


def _regularity(sample: str, separator: str) -> float:
    if separator not in sample:
        return 0.0
    rows = [row for row in islice(csv.reader(sample.splitlines(), delimiter=separator), SAMPLE_LINES) if any(row)]
    widths = Counter(len(row) for row in rows if len(row) > 1)
    if not widths:
        return 0.0
    width, count = max(widths.items(), key=lambda item: item[1] * math.log(item[0] + 1))
    return count / len(rows) * math.log(width + 1)


def _lines(path: Path) -> Iterator[str]:
    r"""Lines with their ends, whatever ends they have: `\r\n`, `\n` or `\r`."""
    with path.open(encoding="utf-8", errors="replace", newline="") as file:
        first = True
        for line in file:
            yield line.removeprefix("\ufeff") if first else line
            first = False


def _records(path: Path, separator: str) -> Iterator[Numbered]:
    """The records of a file, each with the line it starts at. Quotation marks that never close are taken as they
    are.
    """
    try:
        yield from _strict_records(path, separator)
    except _OpenQuote as stop:
        yield from _literal_records(path, separator, after=int(str(stop)))


def _strict_records(path: Path, separator: str) -> Iterator[Numbered]:
    csv.field_size_limit(LONGEST_RECORD * 1_000_000)
    reader = csv.reader(_lines(path), delimiter=separator)
    start = 0
    for row in reader:
        if reader.line_num - start > LONGEST_RECORD:
            raise _OpenQuote(start)
        yield start + 1, row
        start = reader.line_num


def _literal_records(path: Path, separator: str, *, after: int) -> Iterator[Numbered]:
    for number, line in enumerate(_lines(path), start=1):
        if number > after:
            cells = line.rstrip("\r\n").split(separator)
            yield (
                number,
                [
                    cell[1:-1].replace('""', '"') if len(cell) > 1 and cell[0] == cell[-1] == '"' else cell
                    for cell in cells
                ],
            )


def read(stage: Stage, text: Text, name: str, choices: ReadingChoices) -> Sheet:
    """Put a separated text on the stage."""
    rows = [row for _, row in text.first]
    if not any(headers.filled(row) for row in rows):
        raise EmptyFile
    header = headers.find(rows, chosen=_chosen(text, choices))
    width = _width(rows[header.first :], header)
    stage.check_width(width)
    names = (*header.names, *("",) * width)[:width]
    sheet = Sheet(name, "", names, doubts=[*header.doubts])
    sheet.header_row = text.first[header.last][0] if header.last >= 0 else 0
    start = text.first[header.body][0] if header.body < len(text.first) else text.first[-1][0] + 1
    _note_lines_above(sheet, text.first[: header.first])
    relation = _fast(stage, text, width, skip=start - 1)
    sheet.relation = relation or _patient(stage, text, sheet, width, start)
    return sheet


def _chosen(text: Text, choices: ReadingChoices) -> int | None:
    """The index, among the first records, of the header row that the agent chose."""
    if not choices.header_row:
        return None
    if choices.header_row < 0:
        return -1
    index = next((index for index, (line, _) in enumerate(text.first) if line == choices.header_row), None)
    if index is None:
        raise NoSuchRow(row=choices.header_row)
    return index


def _width(rows: Sequence[Sequence[str]], header: headers.Header) -> int:
    """How many columns: as the header has, or as the body usually has when that is wider."""
    widths = Counter(
        max((place for place, cell in enumerate(row, 1) if cell.strip()), default=0)
        for row in rows[1:]
        if headers.filled(row)
    )
    usual = max((width for width, count in widths.items() if count >= 0.02 * len(rows)), default=0)
    named = max((place for place, name in enumerate(header.names, 1) if name), default=0)
    return max(named, usual if named else max(usual, len(header.names)), 1)


def _note_lines_above(sheet: Sheet, lines: Sequence[Numbered]) -> None:
    sheet.unfit += [
        Unfit(line, "", " | ".join(cell for cell in row if cell.strip()), "above_header")
        for line, row in lines
        if headers.filled(row)
    ]


def _fast(stage: Stage, text: Text, width: int, *, skip: int) -> str:
    """The fast road: DuckDB parses strictly. "" when the file breaks a rule, or when its rows are not its lines."""
    lines, blanks = _lines_and_blanks(text)
    if any(len(row) != width for line, row in text.first if line > skip):
        return ""
    try:
        relation = stage.load_plain(text.path, separator=text.separator, width=width, skip=skip, blanks=blanks)
    except duckdb.OutOfMemoryException:
        raise
    except duckdb.Error:
        return ""
    if stage.number(f"SELECT count(*) FROM {relation}") == lines - skip:
        return relation
    stage.connection.execute(f"DROP TABLE {relation}")
    return ""


def _lines_and_blanks(text: Text) -> tuple[int, str]:
    """How many lines a file has, and the blanks that may stand around its values: mostly plain spaces, quickly
    trimmed.
    """
    lines, last, unusual = 0, b"", False
    tab = () if text.separator == "\t" else (b"\t",)
    for chunk in encodings.chunks(text.path):
        lines += chunk.count(b"\n")
        last = chunk[-1:]
        unusual = unusual or any(blank in chunk for blank in (*UNUSUAL_BLANKS, *tab))
    return lines + (last != b"\n"), shapes.BLANKS if unusual else " "


def _patient(stage: Stage, text: Text, sheet: Sheet, width: int, start: int) -> str:
    """The patient road: every row is taken; those with too few or too many cells are listed."""
    try:
        return stage.load_rows(_evened(text, sheet, width, start), width)
    except csv.Error as error:
        raise DamagedFile(format="CSV", reason=str(error)) from error


def _evened(text: Text, sheet: Sheet, width: int, start: int) -> Iterator[Numbered]:
    last_name = next((name for name in reversed(sheet.names) if name), "")
    for line, row in _records(text.path, text.separator):
        if line < start or not any(cell.strip() for cell in row):
            continue
        if len(row) > width and any(cell.strip() for cell in row[width:]):
            sheet.unfit.append(Unfit(line, "", text.separator.join(row[width:]), "too_many_cells"))
        elif len(row) < width and len(row) > 1 and width > 2 and last_name:
            sheet.unfit.append(Unfit(line, "", text.separator.join(row), "too_few_cells"))
        yield line, [*row[:width], *[""] * (width - len(row))]
