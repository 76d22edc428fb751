"""Answers to the people who use the data."""

from __future__ import annotations

from typing import ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from perron.kernel.web.acting import ActingForm


class AnswerForm(ActingForm):
    """A public answer."""

    FIELDS: ClassVar = {"words_missing": "answer"}
    answer = forms.CharField(
        label=_("Your answer"),
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("Everybody can read it; the person who asked is told."),
        error_messages={"required": _("Write your answer first.")},
    )
