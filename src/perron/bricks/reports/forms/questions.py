"""A field for a question of a category, by the datatypes of Open311."""

from __future__ import annotations

from typing import Final

from django import forms

from perron.bricks.reports.rules.handbook import Datatype, Question
from perron.kernel.languages import pick

FEW: Final = 6  # choices that are all shown at once
LONGEST: Final = 1_000  # characters of an answer


def field_of(question: Question) -> forms.Field:
    """The field, in the reader's language. Source of the types: Open311 GeoReport v2, GET Service Definition."""
    made = _field(question, [(value.key, pick(value.names).words) for value in question.values])
    made.label = pick(question.names).words
    made.help_text = pick(question.help).words if question.help else ""
    made.required = made.widget.is_required = question.required
    return made


def _field(question: Question, choices: list[tuple[str, str]]) -> forms.Field:
    unsaid = ("", "—")
    match question.datatype:
        case Datatype.NUMBER:
            return forms.DecimalField(widget=forms.NumberInput(attrs={"step": "any"}))
        case Datatype.DATETIME:
            return forms.DateTimeField(widget=forms.DateTimeInput(attrs={"type": "datetime-local"}))
        case Datatype.TEXT:
            return forms.CharField(max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 3}))
        case Datatype.MULTI:
            return forms.MultipleChoiceField(choices=choices, widget=forms.CheckboxSelectMultiple)
        case Datatype.SINGLE if len(choices) <= FEW:
            offered = choices if question.required else [unsaid, *choices]
            return forms.ChoiceField(choices=offered, widget=forms.RadioSelect)
        case Datatype.SINGLE:
            return forms.ChoiceField(choices=[unsaid, *choices])
    return forms.CharField(max_length=LONGEST)
