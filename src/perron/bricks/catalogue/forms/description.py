"""The description of a dataset, in up to four languages, as one form."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from datetime import date
from typing import Any, Final

from django import forms
from django.conf import settings
from django.forms import BoundField
from django.utils.text import format_lazy
from django.utils.translation import gettext as now
from django.utils.translation import gettext_lazy as _

from perron.bricks.catalogue.forms.choosing import Choice, choices_of
from perron.bricks.catalogue.rules import frequencies, high_value, licences, themes
from perron.bricks.catalogue.rules.description import Description
from perron.bricks.catalogue.rules.labels import ACCESS
from perron.kernel import places
from perron.kernel.languages import LANGUAGES
from perron.kernel.web.acting import ActingForm, with_edit_number

NAMES: Final = dict(settings.LANGUAGES)
SINGLE: Final = tuple(
    known.name for known in fields(Description) if known.name not in ("titles", "descriptions", "keywords", "place")
)


def _frequencies() -> list[Choice]:
    """The usual ones first."""
    ordered = sorted(frequencies.FREQUENCIES.values(), key=lambda one: not one.is_usual)
    return choices_of({one.code: one.title for one in ordered}, ("", _("Not said")))


@dataclass(frozen=True, slots=True)
class LanguageFields:
    """The fields of one language, with what a machine translated into it, if anything."""

    code: str
    name: str
    title: BoundField
    description: BoundField
    keywords: BoundField
    machine_title: str
    machine_description: str
    is_open: bool


@dataclass(frozen=True, slots=True)
class Disagreement:
    """A part of the description that somebody else changed in the meantime: as it is saved now, and as typed here."""

    label: str
    saved: str
    typed: str


class DescriptionForm(ActingForm):
    """Title, description and keywords per language; what it is about; what is allowed; whom to ask."""

    needed_later = frozenset({"themes", "licence", "contact_email"})  # a draft may do without

    edit_number = forms.IntegerField(widget=forms.HiddenInput)
    themes = forms.MultipleChoiceField(
        label=_("Themes"),
        required=False,
        choices=lambda: choices_of(themes.THEMES),
        widget=forms.CheckboxSelectMultiple,
    )
    licence = forms.ChoiceField(
        label=_("Licence"),
        required=False,
        choices=lambda: choices_of({code: licence.title for code, licence in licences.LICENCES.items()}),
        widget=forms.RadioSelect,
    )
    licence_reason = forms.CharField(
        label=_("Why conditions are needed"),
        required=False,
        help_text=_("Only for a fee or other conditions. Everybody can read it."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    licence_url = forms.URLField(
        label=_("Address of the licence's text"),
        required=False,
        assume_scheme="https",
        help_text=_("Only for another licence."),
    )
    access = forms.ChoiceField(
        label=_("Who may have the data"), choices=lambda: choices_of(ACCESS), widget=forms.RadioSelect
    )
    frequency = forms.ChoiceField(label=_("How often the data change"), required=False, choices=_frequencies)
    place_words = forms.CharField(
        label=_("Place that the data are about"),
        required=False,
        max_length=120,
        help_text=_("Name, postal code or NIS code of a commune, province or region."),
    )
    period_start = forms.DateField(
        label=_("From"), required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    period_end = forms.DateField(
        label=_("Until"), required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    languages = forms.MultipleChoiceField(
        label=_("Languages of the data"),
        required=False,
        choices=settings.LANGUAGES,
        widget=forms.CheckboxSelectMultiple,
    )
    contact_name = forms.CharField(label=_("Service to ask"), required=False, max_length=200)
    contact_email = forms.EmailField(label=_("E-mail address for questions"), required=False)
    contact_url = forms.URLField(label=_("Page for questions"), required=False, max_length=500, assume_scheme="https")
    high_value = forms.ChoiceField(
        label=_("High-value category"),
        required=False,
        choices=lambda: choices_of(high_value.CATEGORIES, ("", _("None"))),
        help_text=_(
            "One of the six categories of the European regulation (EU) 2023/138: those data are free and have an API."
        ),
    )

    def __init__(
        self, data: Mapping[str, Any] | None, *, saved: Description, edit_number: int, spoken: Iterable[str]
    ) -> None:
        self.saved, self.spoken = saved, tuple(spoken)
        super().__init__(data, initial=_initial(saved, edit_number))
        for code in LANGUAGES:
            self.fields |= _language_fields(code)
        self.needed_later |= {f"{part}_{code}" for part in ("title", "description") for code in self.spoken[:1]}
        self.found: list[places.FoundPlace] = []
        self.disagreements: list[Disagreement] = []

    def by_language(self) -> list[LanguageFields]:
        """The fields of each language: those of the authority first, and open."""
        ordered = sorted(LANGUAGES, key=lambda code: self.spoken.index(code) if code in self.spoken else len(LANGUAGES))
        return [self._language(code) for code in ordered]

    def clean(self) -> dict[str, Any]:  # Django's values
        """A place that exists, and a period in order."""
        kept = super().clean() or self.cleaned_data
        self._find_place(kept)
        start, end = kept.get("period_start"), kept.get("period_end")
        if isinstance(start, date) and isinstance(end, date) and end < start:
            self.add_error("period_end", now("The period ends before it starts."))
        return kept

    def description(self) -> Description:
        """What was typed, as a plain value."""
        kept = self.cleaned_data
        single = {name: kept[name] for name in SINGLE}
        single["themes"], single["languages"] = tuple(kept["themes"]), tuple(kept["languages"])
        return Description(
            titles={code: kept[f"title_{code}"] for code in LANGUAGES},
            descriptions={code: kept[f"description_{code}"] for code in LANGUAGES},
            keywords={code: _words(kept[f"keywords_{code}"]) for code in LANGUAGES},
            place=kept["place"],
            **single,
        )

    def show_both(self, fresh: Description, edit_number: int) -> None:
        """After somebody else saved: list where it differs from what was typed here; saving again then means it."""
        before, typed, after = (_initial(one, 0) for one in (self.saved, self.description(), fresh))
        self.disagreements = [
            Disagreement(str(self.fields[name].label), _said(after.get(name)), _said(typed.get(name)))
            for name in self.fields
            if name in after and after.get(name) != before.get(name) and after.get(name) != typed.get(name)
        ]
        self.data = with_edit_number(self.data, edit_number)

    def _language(self, code: str) -> LanguageFields:
        of_code = [name for name in self.fields if name.endswith(f"_{code}")]
        is_filled = any(self[name].value() for name in of_code) or any(name in self.errors for name in of_code)
        return LanguageFields(
            code,
            str(NAMES[code]),
            self[f"title_{code}"],
            self[f"description_{code}"],
            self[f"keywords_{code}"],
            _machine(self.saved.titles, code),
            _machine(self.saved.descriptions, code),
            is_open=code in self.spoken or is_filled,
        )

    def _find_place(self, kept: dict[str, Any]) -> None:
        words = (kept.get("place_words") or "").strip()
        kept["place"] = ""
        if not words:
            return
        known = words.rpartition("(")[2].rstrip(") ")
        if exact := places.places([known]) or places.places([words]):
            kept["place"] = exact[0].nis
            return
        self.found = places.find_places(words)
        if len(self.found) == 1 or (self.found and self.found[0].name.casefold() == words.casefold()):
            kept["place"] = self.found[0].nis
        elif self.found:
            self.add_error(
                "place_words",
                now("Several places have this name. Write one of these: %(names)s.") % {"names": _listed(self.found)},
            )
        else:
            self.add_error("place_words", now("We know no place of this name. Try its postal code."))


def place_words(nis: str) -> str:
    """A place as the form shows and understands it: `Name (code)`."""
    found = places.places([nis]) if nis else []
    return f"{found[0].name} ({nis})" if found else nis


def _initial(saved: Description, edit_number: int) -> dict[str, Any]:  # each field has its own type
    values: dict[str, Any] = {name: getattr(saved, name) for name in SINGLE}
    values |= {"themes": list(saved.themes), "languages": list(saved.languages)}
    values |= {"edit_number": edit_number, "place_words": place_words(saved.place)}
    for code in LANGUAGES:
        values[f"title_{code}"] = saved.titles.get(code, "")
        values[f"description_{code}"] = saved.descriptions.get(code, "")
        values[f"keywords_{code}"] = ", ".join(saved.keywords.get(code, ()))
    return values


def _language_fields(code: str) -> dict[str, forms.Field]:
    """Fields of one language; they carry its tag, so that spelling is checked and read aloud in it."""
    lang = {"lang": code}
    return {
        f"title_{code}": forms.CharField(
            label=format_lazy("{} ({})", _("Title"), code),
            required=False,
            max_length=300,
            widget=forms.TextInput(attrs=lang),
        ),
        f"description_{code}": forms.CharField(
            label=format_lazy("{} ({})", _("Description"), code),
            required=False,
            widget=forms.Textarea(attrs={"rows": 4, **lang}),
        ),
        f"keywords_{code}": forms.CharField(
            label=format_lazy("{} ({})", _("Keywords"), code),
            required=False,
            widget=forms.TextInput(attrs=lang),
            help_text=_("Separated by commas."),
        ),
    }


def _machine(texts: Mapping[str, str], code: str) -> str:
    return next((words for tag, words in texts.items() if tag.startswith(f"{code}-t-")), "")


def _words(typed: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(word.strip() for word in typed.split(",") if word.strip()))


def _said(value: object) -> str:
    return ", ".join(map(str, value)) if isinstance(value, (list, tuple)) else str(value or "—")


def _listed(found: Iterable[places.FoundPlace]) -> str:
    return ", ".join(f"{one.name} ({one.nis})" for one in list(found)[:8])
