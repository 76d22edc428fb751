"""What an agent types when she treats a report: one form per act, each giving the arguments of its action."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from perron.bricks.reports.forms.desk import choices_of
from perron.bricks.reports.forms.sending import READ, given_photos
from perron.bricks.reports.rules import labels
from perron.bricks.reports.rules.states import State
from perron.kernel.web.acting import ActingForm

LONGEST = 4000
Choices = Mapping[str, list[tuple[Any, Any]]]  # as Django takes them: also groups of choices


class TreatingForm(ActingForm):
    """A form of one act. `choices` are the desk's, by the names in CHOICES; `edit_number` says what the agent saw."""

    CHOICES: ClassVar[Mapping[str, str]] = {}
    edit_number = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, choices: Choices, **kwargs: Any) -> None:  # noqa: ANN401  Django's own
        super().__init__(*args, **kwargs)
        for field, name in self.CHOICES.items():
            self.fields[field].choices = choices[name]  # type: ignore[attr-defined]  # choice fields

    def act(self) -> dict[str, Any]:  # the arguments of each form's own action
        """The arguments of the action, as typed."""
        return {name: value for name, value in self.cleaned_data.items() if name != "edit_number"}


class WordlessForm(TreatingForm):
    """An act that needs no words."""


class ReasonForm(TreatingForm):
    """An act that needs a reason, which colleagues read."""

    FIELDS: ClassVar = {"reason_missing": "reason"}
    reason = forms.CharField(
        label=_("Reason"),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Write the reason in one or two sentences.")},
    )


class WordsForm(TreatingForm):
    """An act that is words."""

    FIELDS: ClassVar = {"nothing_told": "words"}
    words = forms.CharField(
        label=_("Words"),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": _("Write it first.")},
    )


class SeveralFiles(forms.ClearableFileInput):
    """An input for more than one file."""

    allow_multiple_selected = True


class PhotosField(forms.FileField):
    """Several photos; a list, empty when none was chosen."""

    widget = SeveralFiles

    def clean(self, data: Any, initial: Any = None) -> list[Any]:  # noqa: ANN401  Django's own
        """Each file by itself."""
        given = data if isinstance(data, (list, tuple)) else [data] if data else []
        return [super(PhotosField, self).clean(one, initial) for one in given]


class StateForm(TreatingForm):
    """Where the report stands now, and what is said about it to the people behind it."""

    FIELDS: ClassVar = {
        "date_missing": "planned_on",
        "reason_missing": "because",
        "not_from_here": "to",
        "nothing_told": "words",
    }
    CHOICES: ClassVar = {"to": "states", "template": "templates", "because": "refusals"}
    to = forms.ChoiceField(label=_("New state"), widget=forms.RadioSelect)
    planned_on = forms.DateField(
        label=_("On which day"), required=False, widget=forms.DateInput(attrs={"type": "date"})
    )
    because = forms.ChoiceField(label=_("Reason"), required=False)
    sent_to = forms.CharField(
        label=_("Whose it is"), required=False, max_length=60, help_text=_("Name the service that treats it.")
    )
    template = forms.ChoiceField(label=_("Start from a text"), required=False)
    words = forms.CharField(
        label=_("What the public reads"),
        required=False,
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 5}),
    )
    photos = PhotosField(
        label=_("Photos of what was done"), required=False, widget=SeveralFiles(attrs={"accept": READ})
    )
    covers = forms.CharField(required=False, max_length=20_000, widget=forms.HiddenInput)

    def __init__(self, *args: Any, texts: Mapping[str, str], reasons: Mapping[str, str], **kwargs: Any) -> None:  # noqa: ANN401  Django's own
        super().__init__(*args, **kwargs)
        self.texts, self.reasons = texts, reasons

    def clean(self) -> dict[str, Any]:  # Django's own
        """Without own words, those of the chosen text, or of the reason of a refusal."""
        typed = dict(super().clean() or {})
        refused = typed.get("to") == State.REFUSED
        start = self.texts.get(typed.get("template", ""), "")
        typed["words"] = (
            typed.get("words") or start or (self.reasons.get(typed.get("because", ""), "") if refused else "")
        )
        return typed

    def act(self) -> dict[str, Any]:
        """Only what belongs to the chosen state."""
        typed = self.cleaned_data
        to = State(typed["to"])
        because = {State.REFUSED: typed["because"], State.NOT_OURS: typed["sent_to"]}.get(to, "")
        return {
            "to": to,
            "words": typed["words"],
            "planned_on": typed["planned_on"] if to is State.PLANNED else None,
            "because": because,
            "photos": given_photos(typed["photos"] or [], typed["covers"]),
        }


class AssignForm(TreatingForm):
    """Who treats it."""

    FIELDS: ClassVar = {"not_in_the_team": "assignee", "nobody_there": "team"}
    CHOICES: ClassVar = {"team": "teams", "assignee": "people"}
    team = forms.ChoiceField(label=_("Team"), required=False)
    assignee = forms.ChoiceField(label=_("Person"), required=False)


class FairForm(TreatingForm):
    """A team, of which whoever has the least to do gets it."""

    FIELDS: ClassVar = {"not_in_the_team": "team", "nobody_there": "team"}
    CHOICES: ClassVar = {"team": "teams"}
    team = forms.ChoiceField(label=_("Team"))


class CategoryForm(TreatingForm):
    """What it is about, corrected."""

    FIELDS: ClassVar = {"category_gone": "category"}
    CHOICES: ClassVar = {"category": "categories"}
    category = forms.ChoiceField(label=_("Category"))
    words = forms.CharField(
        label=_("What the public reads"), required=False, max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 2})
    )


class PriorityForm(TreatingForm):
    """How urgent it is."""

    priority = forms.TypedChoiceField(
        label=_("Priority"),
        coerce=int,
        choices=lambda: choices_of(labels.PRIORITIES),
        widget=forms.RadioSelect,
    )


class MoveForm(TreatingForm):
    """Where it is, corrected. Degrees, WGS 84."""

    FIELDS: ClassVar = {"outside_belgium": "lat"}
    address = forms.CharField(label=_("Address, or how to find it"), required=False, max_length=300)
    lat = forms.FloatField(label=_("Latitude"), min_value=-90, max_value=90)
    lon = forms.FloatField(label=_("Longitude"), min_value=-180, max_value=180)
    by = forms.CharField(required=False, widget=forms.HiddenInput)

    def act(self) -> dict[str, Any]:
        """The point, by its names elsewhere."""
        typed = self.cleaned_data
        return {"longitude": typed["lon"], "latitude": typed["lat"], "address": typed["address"]}


class OtherReportForm(TreatingForm):
    """Another report of the same desk, by its code."""

    FIELDS: ClassVar = {"not_the_same": "other", "not_found": "other"}
    other = forms.CharField(
        label=_("Code of the other report"),
        max_length=12,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
        error_messages={"required": _("Type the code of the other report.")},
    )

    def clean_other(self) -> str:
        """As codes are written."""
        return str(self.cleaned_data["other"]).strip().upper()


class SplitForm(TreatingForm):
    """Several things that were told in one report: each becomes its own."""

    CHOICES: ClassVar = {"category_1": "categories", "category_2": "more_categories"}
    category_1 = forms.ChoiceField(label=_("Category of the new report"))
    words_1 = forms.CharField(label=_("What it is about"), max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 2}))
    category_2 = forms.ChoiceField(label=_("Category of a second one"), required=False)
    words_2 = forms.CharField(
        label=_("What it is about"), required=False, max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 2})
    )

    def parts(self) -> list[tuple[str, str]]:
        """Category and words of each part."""
        pairs = [(self.cleaned_data[f"category_{number}"], self.cleaned_data[f"words_{number}"]) for number in (1, 2)]
        return [(category, words) for category, words in pairs if category]


class OfferForm(TreatingForm):
    """To whom it is offered, and why."""

    FIELDS: ClassVar = {"reason_missing": "reason", "to_itself": "to", "not_served_here": "to"}
    CHOICES: ClassVar = {"to": "authorities"}
    to = forms.ChoiceField(label=_("Authority"))
    reason = forms.CharField(
        label=_("Why it is theirs"),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("The other authority and whoever reported it read this."),
        error_messages={"required": _("Write the reason in one or two sentences.")},
    )
