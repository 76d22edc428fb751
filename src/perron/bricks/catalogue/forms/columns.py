"""The dictionary of a table: title, description, unit and meaning of each column, per language."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from perron.bricks.catalogue.forms.choosing import choices_of
from perron.bricks.catalogue.rules.dictionary import ColumnEntry, ColumnWords
from perron.bricks.catalogue.rules.labels import MEANINGS
from perron.kernel.web.acting import ActingForm, with_edit_number


class ColumnWordsForm(forms.Form):
    """The words of one column."""

    unit = forms.CharField(label=_("Unit"), required=False, max_length=40, help_text=_("For example: m², km/h, €"))
    meaning = forms.ChoiceField(
        label=_("Meaning"),
        required=False,
        choices=lambda: choices_of(MEANINGS, ("", _("Nothing in particular"))),
    )

    def __init__(
        self, data: Mapping[str, Any] | None, *, entry: ColumnEntry, spoken: Iterable[str], prefix: str
    ) -> None:
        self.entry, self.spoken = entry, tuple(spoken)
        initial = {"unit": entry.unit, "meaning": entry.meaning}
        for code in self.spoken:
            initial |= {f"title_{code}": entry.titles.get(code, ""), f"said_{code}": entry.descriptions.get(code, "")}
        super().__init__(data, initial=initial, prefix=prefix, auto_id="%s")
        languages: dict[str, forms.Field] = {}
        for code in self.spoken:
            languages |= _of_language(code)
        self.fields = {**languages, **self.fields}

    def words(self) -> ColumnWords:
        """What was typed; words in other languages are kept."""
        kept = self.cleaned_data
        return ColumnWords(
            titles=_merged(self.entry.titles, {code: kept[f"title_{code}"] for code in self.spoken}),
            descriptions=_merged(self.entry.descriptions, {code: kept[f"said_{code}"] for code in self.spoken}),
            unit=kept["unit"].strip(),
            meaning=kept["meaning"],
        )


class DictionaryForm(ActingForm):
    """All columns of a table."""

    edit_number = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(
        self, data: Mapping[str, Any] | None, *, entries: Iterable[ColumnEntry], spoken: Iterable[str], edit_number: int
    ) -> None:
        super().__init__(data, initial={"edit_number": edit_number})
        languages = tuple(spoken)
        self.columns = [
            ColumnWordsForm(data, entry=entry, spoken=languages, prefix=f"c{place}")
            for place, entry in enumerate(entries)
        ]

    def is_valid(self) -> bool:
        """Every column."""
        columns = [column.is_valid() for column in self.columns]
        return super().is_valid() and all(columns)

    def words(self) -> dict[str, ColumnWords]:
        """What was typed, by field; columns that were left as they are do not count."""
        return {column.entry.field: column.words() for column in self.columns if column.has_changed()}

    def save_over(self, edit_number: int) -> None:
        """After somebody else saved: what was typed stays, and saving again means it."""
        self.data = with_edit_number(self.data, edit_number)


def _of_language(code: str) -> dict[str, forms.Field]:
    lang = {"lang": code}
    return {
        f"title_{code}": forms.CharField(
            label=format_lazy("{} ({})", _("Title"), code),
            required=False,
            max_length=200,
            widget=forms.TextInput(attrs=lang),
        ),
        f"said_{code}": forms.CharField(
            label=format_lazy("{} ({})", _("Description"), code),
            required=False,
            widget=forms.Textarea(attrs={"rows": 2, **lang}),
        ),
    }


def _merged(kept: Mapping[str, str], typed: Mapping[str, str]) -> dict[str, str]:
    merged = {**kept, **{code: words.strip() for code, words in typed.items()}}
    return {code: words for code, words in merged.items() if words}
