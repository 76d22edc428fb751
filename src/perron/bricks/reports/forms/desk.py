"""What narrows the list on the desk: read from the address, so that it can be kept, shared and gone back to."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from perron.bricks.reports.forms.widgets import PlainSelect, PlainSelectMultiple
from perron.bricks.reports.rules import labels
from perron.bricks.reports.rules.desk import DeskQuestion, Sort, View
from perron.bricks.reports.rules.desk_words import SORTS
from perron.kernel.languages import Text
from perron.kernel.web.acting import ActingForm

NOBODY = "0"
Choices = Iterable[tuple[str, object]]


def choices_of(words: Mapping[str, Text], empty: object = None) -> list[tuple[str, object]]:
    """Codes with their words, as a field's choices; with `empty` first for "any"."""
    found: list[tuple[str, object]] = [(str(code), text) for code, text in words.items()]
    return found if empty is None else [("", empty), *found]


class FilterForm(forms.Form):
    """The question in the address. What it does not understand narrows nothing: an old link still opens."""

    words = forms.CharField(label=_("Words, address or code"), required=False, max_length=200)
    category = forms.MultipleChoiceField(label=_("Category"), required=False, widget=PlainSelectMultiple)
    team = forms.MultipleChoiceField(label=_("Team"), required=False, widget=PlainSelectMultiple)
    assignee = forms.ChoiceField(label=_("Person"), required=False, widget=PlainSelect)
    place = forms.ChoiceField(label=_("Commune"), required=False, widget=PlainSelect)
    state = forms.MultipleChoiceField(
        label=_("State"), required=False, widget=PlainSelectMultiple, choices=lambda: choices_of(labels.STATES)
    )
    channel = forms.ChoiceField(
        label=_("Came by"),
        required=False,
        widget=PlainSelect,
        choices=lambda: choices_of(labels.CHANNELS, _("Any way")),
    )
    priority = forms.ChoiceField(
        label=_("Priority"), required=False, widget=PlainSelect, choices=lambda: choices_of(labels.PRIORITIES, _("Any"))
    )
    since = forms.DateField(label=_("Sent from"), required=False, widget=forms.DateInput(attrs={"type": "date"}))
    until = forms.DateField(label=_("Sent until"), required=False, widget=forms.DateInput(attrs={"type": "date"}))
    photo = forms.BooleanField(label=_("With a photo"), required=False)
    sort = forms.ChoiceField(label=_("Order"), required=False, widget=PlainSelect, choices=lambda: choices_of(SORTS))

    def __init__(self, data: Any, *, categories: Choices, teams: Choices, people: Choices, places: Choices) -> None:  # noqa: ANN401  a query
        super().__init__(data, auto_id="filter_%s")
        choices = {
            "category": list(categories),
            "team": list(teams),
            "assignee": [("", _("Anybody")), (NOBODY, _("Nobody")), *people],
            "place": [("", _("All")), *places],
        }
        for name, values in choices.items():
            self.fields[name].choices = values  # type: ignore[attr-defined]  # choice fields

    def question(self) -> DeskQuestion:
        """What is asked, as far as it is understood."""
        self.is_valid()
        right = self.cleaned_data
        view, sort = self.data.get("view", ""), right.get("sort")
        assignee = right.get("assignee")
        return DeskQuestion(
            view=View(view) if view in tuple(View) else View.OPEN,
            words=right.get("words", ""),
            categories=tuple(right.get("category", ())),
            teams=tuple(right.get("team", ())),
            states=tuple(right.get("state", ())),
            assignee=int(assignee) if assignee else None,
            place=right.get("place", ""),
            channel=right.get("channel", ""),
            priority=int(right["priority"]) if right.get("priority") else None,
            since=right.get("since"),
            until=right.get("until"),
            with_photo=right.get("photo", False),
            sort=Sort(sort) if sort else Sort.CHANGED if view in (View.CLOSED, View.ALL) else Sort.DUE,
            after=self.data.get("after", "")[:60],
            before=self.data.get("before", "")[:60],
        )


class SaveViewForm(ActingForm):
    """A name for a question."""

    name = forms.CharField(label=_("Name"), max_length=80, error_messages={"required": _("Give it a name.")})
    is_shared = forms.BooleanField(label=_("Show it to my colleagues too"), required=False)
    question = forms.CharField(required=False, max_length=1000, widget=forms.HiddenInput)


class AwayForm(ActingForm):
    """Until when a colleague is away; an empty date: she is there."""

    away_until = forms.DateField(label=_("Away until"), required=False, widget=forms.DateInput(attrs={"type": "date"}))
