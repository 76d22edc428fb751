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
    if question.datatype in {Datatype.SINGLE, Datatype.MULTI}:
        return _choice(question, choices)
    match question.datatype:
        case Datatype.NUMBER:
            return forms.DecimalField(widget=forms.NumberInput(attrs={"step": "any"}))
        case Datatype.DATETIME:
            return forms.DateTimeField(widget=forms.DateTimeInput(attrs={"type": "datetime-local"}))
        case Datatype.TEXT:
            return forms.CharField(max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 3}))
    return forms.CharField(max_length=LONGEST)


def _choice(question: Question, choices: list[tuple[str, str]]) -> forms.Field:
    """Few answers are all shown; of many, a list that opens. What need not be answered can be left unsaid."""
    if question.datatype is Datatype.MULTI:
        return forms.MultipleChoiceField(choices=choices, widget=forms.CheckboxSelectMultiple)
    if len(choices) > FEW:
        return forms.ChoiceField(choices=[("", "—"), *choices])
    offered = choices if question.required else [("", "—"), *choices]
    return forms.ChoiceField(choices=offered, widget=forms.RadioSelect)
