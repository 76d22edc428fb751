"""The shape of a note that comes in."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _


class NoteForm(forms.Form):
    """One line, in the writer's language."""

    words = forms.CharField(label=_("Your note"), max_length=2000)
