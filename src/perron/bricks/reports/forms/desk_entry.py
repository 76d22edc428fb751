"""What an agent types while somebody stands at the counter or is on the phone."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from perron.bricks.reports.forms.questions import field_of
from perron.bricks.reports.forms.sending import READ, given_photos
from perron.bricks.reports.forms.treating import PhotosField, SeveralFiles
from perron.bricks.reports.rules import labels
from perron.bricks.reports.rules.handbook import Question
from perron.bricks.reports.rules.sending import (
    LONGEST_DESCRIPTION,
    Channel,
    GivenReporter,
    NewReport,
    PositionBy,
)
from perron.kernel.web.acting import ActingForm

FROM = (Channel.PHONE, Channel.COUNTER, Channel.FIELD)
LANGUAGES = (("fr", "Français"), ("nl", "Nederlands"), ("de", "Deutsch"), ("en", "English"))


class EntryForm(ActingForm):
    """One report, typed for somebody else. Questions of the category have names that begin with `q_`."""

    FIELDS: ClassVar = {
        "category_gone": "category",
        "outside_belgium": "lat",
        "words_too_long": "description",
        "nothing_told": "description",
        "not_an_address": "email",
        "too_many_photos": "photos",
        "photo_is_heic": "photos",
        "photo_is_video": "photos",
        "photo_too_large": "photos",
        "photo_unreadable": "photos",
        "emergency_first": "called",
    }
    channel = forms.ChoiceField(
        label=_("How they came"),
        widget=forms.RadioSelect,
        initial=Channel.PHONE,
        choices=lambda: [(channel.value, labels.CHANNELS[channel]) for channel in FROM],
    )
    category = forms.ChoiceField(label=_("Category"), error_messages={"required": _("Choose what it is about.")})
    address = forms.CharField(
        label=_("Address, or how to find it"),
        max_length=300,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    lat = forms.FloatField(
        label=_("Latitude"),
        min_value=-90,
        max_value=90,
        widget=forms.NumberInput(attrs={"step": "any", "inputmode": "decimal"}),
        error_messages={"required": _("Point out the place on the map, or type its coordinates.")},
    )
    lon = forms.FloatField(
        label=_("Longitude"),
        min_value=-180,
        max_value=180,
        widget=forms.NumberInput(attrs={"step": "any", "inputmode": "decimal"}),
        error_messages={"required": _("Point out the place on the map, or type its coordinates.")},
    )
    by = forms.CharField(required=False, widget=forms.HiddenInput)
    description = forms.CharField(
        label=_("What they say"),
        required=False,
        max_length=LONGEST_DESCRIPTION,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Everybody can read it: no names, plates or telephone numbers here."),
    )
    photos = PhotosField(label=_("Photos"), required=False, widget=SeveralFiles(attrs={"accept": READ}))
    covers = forms.CharField(required=False, max_length=20_000, widget=forms.HiddenInput)
    called = forms.BooleanField(label=_("The emergency services have been called"), required=False)
    name = forms.CharField(label=_("Their name"), required=False, max_length=120)
    phone = forms.CharField(
        label=_("Their telephone number"), required=False, max_length=30, widget=forms.TextInput(attrs={"type": "tel"})
    )
    email = forms.EmailField(
        label=_("Their e-mail address"), required=False, help_text=_("They hear of every step by e-mail.")
    )
    language = forms.ChoiceField(label=_("Their language"), choices=LANGUAGES)
    sent_key = forms.UUIDField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, categories: Sequence[Any], questions: Sequence[Question], **kwargs: Any) -> None:  # noqa: ANN401  Django's own
        super().__init__(*args, **kwargs)
        self.questions = tuple(questions)
        self.fields["category"].choices = [("", _("Choose…")), *categories]  # type: ignore[attr-defined]  # a choice
        for question in self.questions:
            self.fields[f"q_{question.code}"] = field_of(question)

    @property
    def asked(self) -> list[forms.BoundField]:
        """The questions of the chosen category."""
        return [self[f"q_{question.code}"] for question in self.questions]

    def new_report(self, authority: str) -> NewReport:
        """What was told, for the action; `authority` is a slug."""
        typed = self.cleaned_data
        by = typed["by"]
        return NewReport(
            longitude=typed["lon"],
            latitude=typed["lat"],
            category=typed["category"],
            authority=authority,
            language=typed["language"],
            description=typed["description"].strip(),
            address=typed["address"],
            position_by=PositionBy(by) if by in set(PositionBy) else PositionBy.MAP,
            answers={question.code: self._answer(question) for question in self.questions},
            photos=given_photos(typed["photos"] or [], typed["covers"]),
            reporter=GivenReporter(name=typed["name"], email=typed["email"], phone=typed["phone"]),
            channel=Channel(typed["channel"]),
            sent_key=typed["sent_key"] if isinstance(typed["sent_key"], UUID) else None,
            emergency_called=typed["called"],
        )

    def _answer(self, question: Question) -> str | list[str]:
        value = self.cleaned_data[f"q_{question.code}"]
        if isinstance(value, list):
            return [str(one) for one in value]
        return "" if value is None else value.isoformat() if hasattr(value, "isoformat") else str(value)
