"""What all forms of a handbook share: texts in the authority's languages, and the edit that was seen."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Any, ClassVar, Final

from django import forms
from django.conf import settings
from django.forms import BoundField
from django.utils.text import format_lazy

from perron.bricks.reports.rules.handbook import Texts
from perron.bricks.reports.rules.handbook_changes import Part
from perron.bricks.reports.rules.handbook_writing import written_part
from perron.kernel.languages import LANGUAGES, Text
from perron.kernel.web.acting import ActingForm, with_edit_number

NAMES: Final = dict(settings.LANGUAGES)
Choices = Iterable[tuple[str, object]]
Words = Any  # str or a lazy string: the stubs know these by a private name


@dataclass(frozen=True, slots=True)
class Said:
    """A text that the form asks in each language."""

    name: str
    label: Words
    rows: int = 0  # 0: one line
    longest: int = 4000
    help: Words = ""


@dataclass(frozen=True, slots=True)
class InLanguages:
    """The fields of one text: those of the authority's languages first, the others folded away."""

    label: object
    first: list[BoundField]
    more: list[BoundField]
    is_open: bool


@dataclass(frozen=True, slots=True)
class Group:
    """What stands together on the page: names of texts and fields; folded until it holds something."""

    title: object
    names: tuple[str, ...]
    is_folded: bool = False


@dataclass(frozen=True, slots=True)
class Section:
    """A group with its fields, as it is shown."""

    title: object
    items: list[InLanguages | BoundField]
    is_folded: bool
    is_open: bool


class HandbookForm(ActingForm):
    """A part of a handbook. `SAID` lists its texts, `GROUPS` the order of the page."""

    SAID: ClassVar[tuple[Said, ...]] = ()
    NEEDED: ClassVar[frozenset[str]] = frozenset()  # names of the texts that must be said in one language at least
    GROUPS: ClassVar[tuple[Group, ...]] = ()

    edit_number = forms.IntegerField(widget=forms.HiddenInput)
    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(
        self,
        data: Any,  # noqa: ANN401  as Django hands it on
        *,
        part: Part | None,
        spoken: Iterable[str],
        edit_number: int,
        files: Any = None,  # noqa: ANN401  as Django hands them on
    ) -> None:
        self.part, self.spoken = part, tuple(code for code in spoken if code in LANGUAGES) or LANGUAGES
        super().__init__(data, files, initial=self._initial(edit_number))
        for said in self.SAID:
            self.fields |= {f"{said.name}_{code}": self._text_field(said, code) for code in LANGUAGES}

    def texts(self, name: str) -> Texts:
        """What was typed, per language; empty ones left out."""
        typed = {code: str(self.cleaned_data.get(f"{name}_{code}") or "").strip() for code in LANGUAGES}
        return {code: words for code, words in typed.items() if words}

    def sections(self) -> list[Section]:
        """The whole form as it is shown."""
        texts = {said.name: said for said in self.SAID}
        found = []
        for group in self.groups():
            items = [self._in_languages(texts[name]) if name in texts else self[name] for name in group.names]
            is_open = not group.is_folded or any(_is_filled(bound) for item in items for bound in _bounds(item))
            found.append(Section(group.title, items, group.is_folded, is_open))
        return found

    def groups(self) -> tuple[Group, ...]:
        """The order of the page; subclasses leave out what makes no sense here."""
        return self.GROUPS

    def clean(self) -> dict[str, Any]:  # Django's values
        """The texts that are needed are said in one language at least."""
        kept = super().clean() or self.cleaned_data
        for name in self.NEEDED:
            if not self.texts(name):
                self.add_error(f"{name}_{self.spoken[0]}", self.fields["edit_number"].error_messages["required"])
        return kept

    def edit_meant(self, now: Part | None, edit_number: int) -> int:
        """The edit to save upon: the newest, when nobody but us changed this part; else the one that was seen."""
        return edit_number if fingerprint(now) == self.cleaned_data["seen"] else self.cleaned_data["edit_number"]

    def save_over(self, now: Part | None, edit_number: int) -> None:
        """After somebody else saved the same part: saving again then means to replace it."""
        data = with_edit_number(self.data, edit_number)
        data["seen"] = fingerprint(now)
        self.data = data

    def _initial(self, edit_number: int) -> dict[str, object]:
        """What the fields hold at first; subclasses add theirs in `initial_of`."""
        start: dict[str, object] = {"edit_number": edit_number, "seen": fingerprint(self.part)}
        if self.part is None:
            return start
        for said in self.SAID:
            texts = getattr(self.part, said.name, None)
            start |= (
                {f"{said.name}_{code}": words for code, words in texts.items()} if isinstance(texts, Mapping) else {}
            )
        return start | self.initial_of(self.part)

    def initial_of(self, part: Part) -> dict[str, object]:  # noqa: ARG002  subclasses look at it
        """The other values of a part."""
        return {}

    def _text_field(self, said: Said, code: str) -> forms.CharField:
        is_only = self.spoken == (code,)
        attributes = {"lang": code}
        return forms.CharField(
            label=said.label if is_only else format_lazy("{} ({})", said.label, NAMES[code]),
            required=is_only and said.name in self.NEEDED and not self._is_said_elsewhere(said),
            max_length=said.longest,
            widget=forms.Textarea(attributes | {"rows": str(said.rows)}) if said.rows else forms.TextInput(attributes),
            help_text=said.help,
        )

    def _is_said_elsewhere(self, said: Said) -> bool:
        """Whether the part has this text in a language of others alone (an imported one)."""
        texts = getattr(self.part, said.name, None)
        return bool(texts) and self.spoken[0] not in (texts or {})

    def _in_languages(self, said: Said) -> InLanguages:
        first = [self[f"{said.name}_{code}"] for code in self.spoken]
        more = [self[f"{said.name}_{code}"] for code in LANGUAGES if code not in self.spoken]
        return InLanguages(said.label, first, more, any(bound.errors for bound in more))


def _bounds(item: InLanguages | BoundField) -> list[BoundField]:
    return [*item.first, *item.more] if isinstance(item, InLanguages) else [item]


def _is_filled(bound: BoundField) -> bool:
    """Whether it says anything that is not as usual, or is wrong."""
    return bool(bound.errors) or bool(bound.value() and bound.value() != bound.field.initial)


def fingerprint(part: Part | None) -> str:
    """A part as it was seen: the same words as long as nobody changed it."""
    if part is None:
        return ""
    return sha256(json.dumps(written_part(part), sort_keys=True).encode()).hexdigest()[:16]


def choices_of(words: Mapping[str, Text], empty: object = None) -> list[tuple[str, object]]:
    """Codes with their words, as a field's choices."""
    found: list[tuple[str, object]] = [(str(code), text) for code, text in words.items()]
    return found if empty is None else [("", empty), *found]


def lines_of(words: str) -> tuple[str, ...]:
    """What was typed between commas or on lines, each once."""
    parts = (part.strip() for part in words.replace("\n", ",").split(","))
    return tuple(dict.fromkeys(part for part in parts if part))
