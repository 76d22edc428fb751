"""What somebody tells who reports: where it is, and all the rest. The first is in the address, the rest never is."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import isfinite
from typing import Any, BinaryIO, ClassVar, cast
from uuid import UUID

from django import forms
from django.core.files import File
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from perron.bricks.reports.forms.questions import field_of
from perron.bricks.reports.rules.handbook import Question
from perron.bricks.reports.rules.sending import LONGEST_DESCRIPTION, GivenPhoto, GivenReporter, NewReport, PositionBy
from perron.kernel.web.acting import ActingForm

READ = "image/jpeg,image/png,image/webp"  # telephones turn their own formats into these when asked so
Covers = tuple[tuple[float, float, float, float], ...]


class WhereForm(ActingForm):
    """Where it is: a point, or words that hold the name or the postal code of a commune."""

    FIELDS: ClassVar[Mapping[str, str]] = {"outside_belgium": "place"}

    place = forms.CharField(
        label=gettext_lazy("Street, number and town"),
        help_text=gettext_lazy("With the postal code or the name of the town. Say what is beside it, too."),
        required=False,
        max_length=300,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    lat = forms.FloatField(
        label=gettext_lazy("Latitude"),
        required=False,
        min_value=-90,
        max_value=90,
        widget=forms.NumberInput(attrs={"step": "any", "inputmode": "decimal"}),
    )
    lon = forms.FloatField(
        label=gettext_lazy("Longitude"),
        required=False,
        min_value=-180,
        max_value=180,
        widget=forms.NumberInput(attrs={"step": "any", "inputmode": "decimal"}),
    )
    by = forms.CharField(required=False, widget=forms.HiddenInput)
    pin = forms.BooleanField(required=False, widget=forms.HiddenInput)  # the browser can show a map
    as_written = forms.BooleanField(
        label=gettext_lazy("I cannot point it out: my words say where it is"),
        required=False,
    )

    def clean_by(self) -> str:
        """How the point was found; a point that nobody explains was put on the map."""
        by = self.cleaned_data["by"]
        return by if by in set(PositionBy) else PositionBy.MAP

    @property
    def point(self) -> tuple[float, float] | None:
        """Longitude and latitude, when both were told."""
        lon, lat = self.cleaned_data.get("lon"), self.cleaned_data.get("lat")
        return None if lon is None or lat is None else (lon, lat)


class ManyFilesInput(forms.FileInput):
    """An input for several files."""

    allow_multiple_selected = True


class PhotosField(forms.Field):
    """Photos, as many as were sent; what they are is looked at where they are kept. Its value: a list of files."""

    widget = ManyFilesInput

    def __init__(self) -> None:
        super().__init__(label=gettext_lazy("Photos"), required=False, widget=ManyFilesInput(attrs={"accept": READ}))

    def to_python(self, value: Sequence[File[bytes]] | None) -> list[File[bytes]]:
        """The files that hold something."""
        return [file for file in value or () if file.size]


@dataclass(frozen=True, slots=True)
class Told:
    """What is known before the form: whose categories (a slug), which one, what it asks.

    Without a category (it was abolished meanwhile, or there was no network) one of `choices` is chosen in the form.
    """

    authority: str
    category: str = ""
    questions: Sequence[Question] = ()
    choices: Sequence[tuple[str, str]] = ()


class SendForm(ActingForm):
    """The report itself. Questions of the category have names that begin with `q_`."""

    FIELDS: ClassVar[Mapping[str, str]] = {
        "category_gone": "category",
        "words_too_long": "description",
        "nothing_told": "description",
        "not_an_address": "email",
        "too_many_photos": "photos",
        "photo_is_heic": "photos",
        "photo_unreadable": "photos",
        "photo_is_video": "photos",
        "photo_too_large": "photos",
        "photo_has_too_many_pixels": "photos",
        "not_an_image": "photos",
        "too_many_pixels": "photos",
        "too_large": "photos",
    }

    lon = forms.FloatField(min_value=-180, max_value=180, widget=forms.HiddenInput)
    lat = forms.FloatField(min_value=-90, max_value=90, widget=forms.HiddenInput)
    by = forms.CharField(required=False, widget=forms.HiddenInput)
    place = forms.CharField(required=False, max_length=300, widget=forms.HiddenInput)
    sent_key = forms.UUIDField(required=False, widget=forms.HiddenInput)
    called = forms.BooleanField(required=False, widget=forms.HiddenInput)
    category = forms.ChoiceField(label=gettext_lazy("What is it about?"), widget=forms.HiddenInput)
    description = forms.CharField(
        label=gettext_lazy("What is wrong?"),
        help_text=gettext_lazy("Everybody can read it. Leave out names, plates and telephone numbers."),
        required=False,
        max_length=LONGEST_DESCRIPTION,
        widget=forms.Textarea(attrs={"rows": 4, "data-words": ""}),
    )
    photos = PhotosField()
    covers = forms.CharField(required=False, max_length=20_000, widget=forms.HiddenInput)
    email = forms.EmailField(
        label=gettext_lazy("Your e-mail address"),
        help_text=gettext_lazy("We write at each step, in your language. Without it you stay unnamed."),
        required=False,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    name = forms.CharField(
        label=gettext_lazy("Your name"),
        required=False,
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    phone = forms.CharField(
        label=gettext_lazy("Your telephone number"),
        help_text=gettext_lazy("Only if they may call you about it."),
        required=False,
        max_length=30,
        widget=forms.TextInput(attrs={"autocomplete": "tel", "inputmode": "tel"}),
    )
    with_account = forms.BooleanField(label=gettext_lazy("Send it with my account"), required=False)
    homepage = forms.CharField(
        label=gettext_lazy("Leave this field empty"),
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "tabindex": "-1"}),
    )
    work = forms.CharField(required=False, max_length=300, widget=forms.HiddenInput)

    def __init__(self, *args: Any, told: Told, has_account: bool, **kwargs: Any) -> None:  # noqa: ANN401  Django's own
        super().__init__(*args, **kwargs)
        self.told = told
        for question in told.questions:
            self.fields[f"q_{question.code}"] = field_of(question)
        self._offer(told)
        if not has_account:
            del self.fields["with_account"]

    def _offer(self, told: Told) -> None:
        category = self.fields["category"]
        if not isinstance(category, forms.ChoiceField):
            raise TypeError(category)
        category.choices = [(told.category, told.category)] if told.category else [("", "—"), *told.choices]
        category.initial = told.category
        category.error_messages["invalid_choice"] = _(
            "This category does not exist any more. Choose another one; all that you typed is kept."
        )
        if not told.category:
            category.widget = forms.Select(choices=category.choices)

    @property
    def asked(self) -> list[forms.BoundField]:
        """The questions of the category."""
        return [self[f"q_{question.code}"] for question in self.told.questions]

    def clean_homepage(self) -> str:
        """Programs fill in every field."""
        if self.cleaned_data["homepage"]:
            raise forms.ValidationError(
                _("The field that must stay empty was filled in. Empty it, then send again."), code="trap"
            )
        return ""

    def new_report(self, language: str) -> NewReport:
        """What was told, for the action."""
        told = self.cleaned_data
        by = told["by"]
        return NewReport(
            longitude=told["lon"],
            latitude=told["lat"],
            category=told["category"],
            authority=self.told.authority,
            language=language,
            description=told["description"].strip(),
            address=told["place"],
            position_by=PositionBy(by) if by in set(PositionBy) else PositionBy.MAP,
            answers={question.code: self._answer(question) for question in self.told.questions},
            photos=given_photos(told["photos"], told["covers"]),
            reporter=GivenReporter(name=told["name"], email=told["email"], phone=told["phone"]),
            sent_key=told["sent_key"] if isinstance(told["sent_key"], UUID) else None,
            emergency_called=bool(told.get("called")),
        )

    def _answer(self, question: Question) -> str | list[str]:
        value = self.cleaned_data[f"q_{question.code}"]
        if isinstance(value, list):
            return [str(one) for one in value]
        return "" if value is None else value.isoformat() if hasattr(value, "isoformat") else str(value)


def given_photos(files: Sequence[File[bytes]], written: str) -> tuple[GivenPhoto, ...]:
    """Photos with what to cover on each, for the action. `written` as in `covers_of`."""
    covers = covers_of(written)
    return tuple(
        GivenPhoto(cast("BinaryIO", file.file), file.name or "photo", covers[at] if at < len(covers) else ())  # bytes
        for at, file in enumerate(files)
    )


def covers_of(written: str) -> list[Covers]:
    """What to cover on each photo, as the browser wrote it: [[[left, top, width, height], …], …]; odd ones left out."""
    try:
        read = json.loads(written or "[]")
    except ValueError:
        return []
    return [_rectangles(one) for one in read] if isinstance(read, list) else []


def _rectangles(read: object) -> Covers:
    lines = read if isinstance(read, list) else []
    return tuple((line[0], line[1], line[2], line[3]) for line in lines if _is_rectangle(line))


def _is_rectangle(line: object) -> bool:
    return (
        isinstance(line, list)
        and len(line) == 4
        and all(isinstance(part, int | float) and isfinite(part) and 0 <= part <= 1 for part in line)
    )
