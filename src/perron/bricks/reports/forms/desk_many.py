"""The same act on many reports: which ones, and what is needed for the act."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from perron.bricks.reports.forms.desk import choices_of
from perron.bricks.reports.forms.treating import LONGEST, TreatingForm
from perron.bricks.reports.rules import labels


class ManyStatesForm(TreatingForm):
    """One state for all."""

    CHOICES: ClassVar = {"to": "states", "template": "templates", "because": "refusals"}
    to = forms.ChoiceField(label=_("New state"))
    planned_on = forms.DateField(
        label=_("On which day"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}),
        help_text=_("For “Planned”."),
    )
    because = forms.ChoiceField(label=_("Reason"), required=False, help_text=_("For “Refused”."))
    template = forms.ChoiceField(
        label=_("Text"), required=False, help_text=_("Each person reads it in her own language.")
    )
    words = forms.CharField(
        label=_("Or your own words, the same for all"),
        required=False,
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 4}),
    )


class ManyAssignForm(TreatingForm):
    """One team or person for all, or each to whoever has least to do."""

    CHOICES: ClassVar = {"team": "teams", "assignee": "people"}
    team = forms.ChoiceField(label=_("Team"), required=False)
    assignee = forms.ChoiceField(label=_("Person"), required=False)
    fairly = forms.BooleanField(label=_("Each one to whoever of the team has least to do"), required=False)

    def clean(self) -> dict[str, Any]:  # Django's own
        """A fair share needs a team."""
        typed = dict(super().clean() or {})
        if typed.get("fairly") and not typed.get("team"):
            self.add_error("team", _("Choose the team that shares them."))
        return typed


class ManyPrioritiesForm(TreatingForm):
    """One priority for all."""

    priority = forms.TypedChoiceField(
        label=_("Priority"), coerce=int, choices=lambda: choices_of(labels.PRIORITIES), widget=forms.RadioSelect
    )


class ManyMergeForm(TreatingForm):
    """The one that stays; all others are merged into it."""

    CHOICES: ClassVar = {"into": "reports"}
    into = forms.ChoiceField(label=_("The report that stays"), widget=forms.RadioSelect)
