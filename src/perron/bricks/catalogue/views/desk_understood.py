"""What was understood of a file, as the reading page shows it: figures, doubts as sentences, forms in place."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.utils.html import format_html
from django.utils.translation import gettext as _

from perron.bricks.catalogue.forms.reading import SEPARATORS, ColumnChoiceForm, ReadingForm, TableForms
from perron.bricks.catalogue.queries import previewing
from perron.bricks.catalogue.queries.desk import TableFile, Upload
from perron.bricks.catalogue.rules import labels, meanings
from perron.bricks.catalogue.rules.dictionary import ColumnEntry
from perron.bricks.catalogue.rules.understanding import ColumnUnderstanding, Doubt, TableUnderstanding, Understanding
from perron.bricks.catalogue.schemas.sentences import reason, sentence
from perron.kernel.contract import ColumnType
from perron.ui import words

MOST_PREVIEWS = 8
PLAIN = (meanings.YEAR, *meanings.CODES)  # numbers that are names: no thousands apart
NUMBERS = (ColumnType.INTEGER, ColumnType.DECIMAL)


@dataclass(frozen=True, slots=True)
class ColumnCard:
    """One column: what we think it is, what it holds, what we doubt, and the form to correct it."""

    column: ColumnUnderstanding
    form: ColumnChoiceForm
    type: str
    meaning: str
    filled: int  # percent
    minimum: str
    maximum: str
    examples: list[str]
    doubts: list[str]

    @property
    def is_open(self) -> bool:
        """Whether it wants to be looked at: personal data, values that do not fit, something typed wrong."""
        return bool(self.column.personal or self.column.unfit or self.form.errors)

    @property
    def needs_a_look(self) -> bool:
        """Whether there is anything to say about it."""
        return bool(self.doubts) or self.is_open


@dataclass(frozen=True, slots=True)
class TableCard:
    """One table: its first rows, its columns, and the rows that did not fit."""

    file: TableFile
    table: TableUnderstanding
    columns: list[ColumnCard]
    doubts: list[str]
    heads: list[dict[str, object]]
    rows: list[list[str]]
    unfit: list[list[str]]

    @property
    def personal(self) -> list[ColumnCard]:
        """Columns that stop a publication."""
        return [card for card in self.columns if card.column.personal]

    @property
    def is_open(self) -> bool:
        """Whether something in it was typed wrong."""
        return any(card.form.errors for card in self.columns)


@dataclass(frozen=True, slots=True)
class FileCard:
    """The whole file."""

    understood: Understanding
    facts: list[tuple[str, str]]
    doubts: list[str]
    tables: list[TableCard]

    @property
    def has_personal(self) -> bool:
        """Whether any column holds personal identifiers."""
        return any(card.personal for card in self.tables)


def understood_file(upload: Upload, form: ReadingForm) -> FileCard:
    """Everything that the reading page shows of a file that was read. Raises Unavailable."""
    understood = form_understood(upload)
    kept = list(upload.tables.all())
    tables = [
        _table(file, of_table, with_rows=number < MOST_PREVIEWS)
        for number, (file, of_table) in enumerate(zip(kept, form.table_forms, strict=True))
    ]
    return FileCard(understood, _facts(understood), list(map(sentence, understood.doubts)), tables)


def form_understood(upload: Upload) -> Understanding:
    """What was understood of a file whose state is `read`."""
    understood = upload.understood
    assert understood is not None
    return understood


def preview(file: TableFile) -> tuple[list[dict[str, object]], list[list[str]]]:
    """Heads and rows of the first rows, as `ui/table.html` takes them."""
    first = previewing.first_rows(file)
    heads = [{"title": entry.name or entry.field, "is_number": _is_number(entry)} for entry in first.columns]
    return heads, [[cell(value, entry) for value, entry in zip(row, first.columns, strict=True)] for row in first.rows]


def cell(value: object, entry: ColumnEntry) -> str:
    """A value as people write it in the reader's language; nothing for an empty one."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, (datetime, date)):
        return words.date(value, "moment" if isinstance(value, datetime) else "short")
    if isinstance(value, (int, float, Decimal)) and entry.meaning not in PLAIN:
        return words.number(value)
    text = str(value)
    return text if len(text) <= 120 else f"{text[:117]}…"


def _table(file: TableFile, of_table: TableForms, *, with_rows: bool) -> TableCard:
    heads, rows = preview(file) if with_rows else ([], [])
    return TableCard(
        file=file,
        table=of_table.table,
        columns=[_column(form, of_table.table) for form in of_table.columns],
        doubts=list(map(sentence, of_table.table.doubts)),
        heads=heads,
        rows=rows,
        unfit=[[*row[:-1], reason(row[-1])] for row in previewing.unfit_rows(file)[1:]],
    )


def _column(form: ColumnChoiceForm, table: TableUnderstanding) -> ColumnCard:
    column = form.column
    return ColumnCard(
        column=column,
        form=form,
        type=labels.label(labels.TYPES, column.type),
        meaning=labels.label(labels.MEANINGS, column.meaning) if column.meaning else "",
        filled=_percent(column.filled, table.row_count),
        minimum=_written(column.minimum, column),
        maximum=_written(column.maximum, column),
        examples=[_written(example, column) for example in column.examples],
        doubts=[sentence(doubt) for doubt in _said_once(column.doubts)],
    )


def _said_once(doubts: Sequence[Doubt]) -> list[Doubt]:
    """The doubts without the personal data, which the card says more loudly."""
    return [doubt for doubt in doubts if doubt.code != "personal_data"]


def _percent(filled: int, rows: int) -> int:
    """Never 100 when a value is missing, never 0 when there is one."""
    if not rows or filled in (0, rows):
        return 100 if rows and filled else 0
    return min(99, max(1, round(100 * filled / rows)))


def _written(value: str | None, column: ColumnUnderstanding) -> str:
    """A value kept as in the canonical CSV, as people write it."""
    if value is None:
        return ""
    if column.type in NUMBERS and column.meaning not in PLAIN:
        return words.number(Decimal(value))
    if column.type is ColumnType.DATE:
        return words.date(date.fromisoformat(value), "short")
    if column.type is ColumnType.BOOLEAN:
        return _("yes") if value == "true" else _("no")
    return value if len(value) <= 60 else f"{value[:57]}…"


def _is_number(entry: ColumnEntry) -> bool:
    return entry.type in NUMBERS and entry.meaning not in PLAIN


def _facts(understood: Understanding) -> list[tuple[str, str]]:
    """What kind of file it is."""
    separators = dict(SEPARATORS)
    separator = str(separators.get(understood.separator, understood.separator))
    rows = sum(table.row_count for table in understood.tables)
    return [
        (_("Format"), understood.format.upper()),
        (_("Size"), words.filesize(understood.size)),
        (_("Rows"), words.number(rows) if understood.tables else ""),
        (_("Encoding of the letters"), understood.encoding),
        (_("Between two columns stands"), separator),
        (_("Decimal mark"), format_html("<code>{}</code>", understood.decimal) if understood.decimal else ""),
    ]
