"""What an agent corrects in what was understood of a file: of the file as a whole, and of each column in its place."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import ClassVar, Final

from django import forms
from django.utils.translation import gettext as now
from django.utils.translation import gettext_lazy as _

from perron.bricks.catalogue.forms.choosing import Choice, choices_of
from perron.bricks.catalogue.rules.labels import MEANINGS, TYPES
from perron.bricks.catalogue.rules.understanding import (
    NO_MEANING,
    ColumnChoice,
    ColumnUnderstanding,
    ReadingChoices,
    TableUnderstanding,
    Understanding,
)
from perron.kernel.contract import ColumnType
from perron.kernel.web.acting import ActingForm

AS_UNDERSTOOD: Final = ("", _("As we understood it"))
ENCODINGS: Final = ("utf-8", "cp1252", "iso-8859-1", "iso-8859-15", "utf-16", "cp850", "mac-roman")
SEPARATORS: Final = (
    (";", _("Semicolon ( ; )")),
    (",", _("Comma ( , )")),
    ("\t", _("Tab")),
    ("|", _("Bar ( | )")),
)
DECIMALS: Final = ((",", _("Comma: 3,14")), (".", _("Point: 3.14")))
TEXT_FORMATS: Final = frozenset({"csv", "zip", "gtfs"})
SHEET_FORMATS: Final = frozenset({"csv", "xlsx", "xls", "ods"})
FILE_FIELDS: Final[Mapping[str, frozenset[str]]] = {
    "encoding": TEXT_FORMATS,
    "separator": TEXT_FORMATS,
    "decimal": TEXT_FORMATS | SHEET_FORMATS,
    "header_row": SHEET_FORMATS,
    "without_header": SHEET_FORMATS,
}


class FileChoicesForm(ActingForm):
    """How to read the file as a whole. Only what its format leaves open is asked; `format_` is "" when unknown."""

    FIELDS: ClassVar = {"wrong_encoding": "encoding", "no_such_row": "header_row"}

    attempt = forms.IntegerField(widget=forms.HiddenInput)
    encoding = forms.ChoiceField(
        label=_("Encoding of the letters"),
        required=False,
        choices=[AS_UNDERSTOOD, *((name, name) for name in ENCODINGS)],
        help_text=_("Change it when accents look wrong."),
    )
    separator = forms.ChoiceField(
        label=_("Between two columns stands"), required=False, choices=[AS_UNDERSTOOD, *SEPARATORS]
    )
    decimal = forms.ChoiceField(label=_("Decimal mark"), required=False, choices=[AS_UNDERSTOOD, *DECIMALS])
    header_row = forms.IntegerField(
        label=_("Line with the names of the columns"),
        required=False,
        min_value=1,
        help_text=_("Counted from 1. Leave it empty to let us find it."),
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
    )
    without_header = forms.BooleanField(label=_("No line has the names of the columns"), required=False)

    def __init__(
        self, data: Mapping[str, object] | None, *, before: ReadingChoices, attempt: int, format_: str = ""
    ) -> None:
        first = {name: getattr(before, name) for name in ("encoding", "separator", "decimal")} | {
            "attempt": attempt,
            "header_row": before.header_row if before.header_row > 0 else None,
            "without_header": before.header_row < 0,
        }
        super().__init__(data, initial=first)
        self.before, self.latest = before, attempt
        for name, formats in FILE_FIELDS.items():
            if format_ and format_ not in formats:
                del self.fields[name]

    def clean_attempt(self) -> int:
        """A form made from an earlier reading says nothing about the columns of the latest."""
        attempt: int = self.cleaned_data["attempt"]
        if attempt != self.latest:
            raise forms.ValidationError(
                now("The file was read again in the meantime. Look at what was understood now, then correct it.")
            )
        return attempt

    def choices(self) -> ReadingChoices:
        """What to read again with: what was chosen now, over what was chosen before."""
        kept = self.cleaned_data
        return replace(
            self.before,
            encoding=kept.get("encoding", ""),
            separator=kept.get("separator", ""),
            decimal=kept.get("decimal", ""),
            header_row=-1 if kept.get("without_header") else kept.get("header_row") or 0,
        )


class ColumnChoiceForm(forms.Form):
    """How to read one column."""

    type = forms.ChoiceField(label=_("Type"))
    meaning = forms.ChoiceField(label=_("Meaning"), required=False)
    field = forms.SlugField(
        label=_("Short name"),
        max_length=60,
        required=False,
        help_text=_("In downloads and in the API: letters without accents, figures, underscores."),
    )
    drop = forms.BooleanField(label=_("Leave this column out"), required=False)

    def __init__(self, data: Mapping[str, object] | None, *, column: ColumnUnderstanding, prefix: str) -> None:
        initial = {"type": column.type.value, "meaning": column.meaning, "field": column.field}
        super().__init__(data, initial=initial, prefix=prefix, auto_id="%s")
        self.column = column
        is_shape = column.type is ColumnType.GEOMETRY
        types = {code: word for code, word in TYPES.items() if (code == ColumnType.GEOMETRY) is is_shape}
        nothing: Choice = (NO_MEANING if column.meaning else "", _("Nothing in particular"))
        self._offer("type", choices_of(types))
        self._offer("meaning", choices_of(MEANINGS, nothing))

    def choice(self, before: ColumnChoice) -> ColumnChoice:
        """What differs from what was understood, with what was chosen before."""
        sent, column = self.cleaned_data, self.column
        return ColumnChoice(
            type=before.type if sent["type"] == column.type else sent["type"],
            meaning=before.meaning if sent["meaning"] == column.meaning else sent["meaning"],
            field=before.field if sent["field"] in ("", column.field) else sent["field"],
            drop=sent["drop"] or self.is_dropped_at_once,
        )

    @property
    def is_dropped_at_once(self) -> bool:
        """Whether the agent pressed "leave this column out", beside the column itself."""
        return self.data.get("drop") == self.prefix if self.is_bound else False

    def _offer(self, name: str, choices: list[Choice]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = choices


@dataclass(frozen=True, slots=True)
class TableForms:
    """The forms of one table's columns."""

    table: TableUnderstanding
    columns: tuple[ColumnChoiceForm, ...]


class ReadingForm(FileChoicesForm):
    """Everything that an agent corrects, on one page: the file, which tables to keep, each column, what comes back."""

    tables = forms.MultipleChoiceField(label=_("Tables to keep"), required=False, widget=forms.CheckboxSelectMultiple)
    all_tables = forms.BooleanField(label=_("Read the tables that were left out, too"), required=False)
    back = forms.MultipleChoiceField(
        label=_("Columns that were left out: take back"), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(
        self, data: Mapping[str, object] | None, *, understood: Understanding, before: ReadingChoices, attempt: int
    ) -> None:
        super().__init__(data, before=before, attempt=attempt, format_=understood.format)
        names = [table.name for table in understood.tables]
        self.initial["tables"] = names
        self.table_forms = tuple(self._forms_of(data, number, table) for number, table in enumerate(understood.tables))
        self.dropped = _dropped(before)
        self._choose_among("tables", [(name, name) for name in names] if len(names) > 1 else [])
        self._choose_among("back", [(f"{number}", name) for number, (_table, name) in enumerate(self.dropped)])
        if not before.tables:
            del self.fields["all_tables"]

    def is_valid(self) -> bool:
        """The file's choices and each column's."""
        columns = [column.is_valid() for column in self.column_forms()]
        return super().is_valid() and all(columns)

    def column_forms(self) -> Iterator[ColumnChoiceForm]:
        """The forms of all columns."""
        return (column for table in self.table_forms for column in table.columns)

    def choices(self) -> ReadingChoices:
        """What to read again with: what was chosen now, over what was chosen before."""
        columns = {table: dict(chosen) for table, chosen in self.before.columns.items()}
        for number in self.cleaned_data.get("back", ()):
            table, name = self.dropped[int(number)]
            columns[table].pop(name)
        for forms_of in self.table_forms:
            of_table = columns.setdefault(forms_of.table.name, {})
            for form in forms_of.columns:
                of_table[form.column.name] = form.choice(of_table.get(form.column.name, ColumnChoice()))
        said = {table: _said(chosen) for table, chosen in columns.items()}
        columns_said = {table: chosen for table, chosen in said.items() if chosen}
        return replace(super().choices(), tables=self._tables(), columns=columns_said)

    def _tables(self) -> tuple[str, ...]:
        """Names of the tables to keep; none means all."""
        if self.cleaned_data.get("all_tables"):
            return ()
        kept = tuple(self.cleaned_data.get("tables", ()))
        if not kept or (len(kept) == len(self.table_forms) and not self.before.tables):
            return self.before.tables
        return kept

    def _forms_of(self, data: Mapping[str, object] | None, number: int, table: TableUnderstanding) -> TableForms:
        made = (
            ColumnChoiceForm(data, column=column, prefix=f"t{number}c{place}")
            for place, column in enumerate(table.columns)
        )
        return TableForms(table, tuple(made))

    def _choose_among(self, name: str, choices: list[tuple[str, str]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.MultipleChoiceField)
        field.choices = choices
        if not choices:
            del self.fields[name]


def _dropped(choices: ReadingChoices) -> list[tuple[str, str]]:
    """Table and header of each column that was left out."""
    return [
        (table, name) for table, columns in choices.columns.items() for name, choice in columns.items() if choice.drop
    ]


def _said(columns: Mapping[str, ColumnChoice]) -> dict[str, ColumnChoice]:
    """The columns about which something was chosen."""
    return {name: choice for name, choice in columns.items() if choice != ColumnChoice()}
