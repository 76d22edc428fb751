"""A new version, and the address from which versions come by themselves."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, ClassVar

from django import forms
from django.conf import settings
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from perron.bricks.catalogue.forms.choosing import choices_of
from perron.bricks.catalogue.rules.labels import EVERY
from perron.bricks.catalogue.rules.states import Every
from perron.kernel.web.acting import ActingForm


class ProposalForm(ActingForm):
    """What the agent says about a new version, in the languages of the authority."""

    keep_others = forms.BooleanField(
        label=_("Keep the published tables that this file does not have"), required=False, initial=True
    )

    def __init__(self, *args: Any, spoken: Iterable[str], **kwargs: Any) -> None:  # noqa: ANN401  Django's own
        super().__init__(*args, **kwargs)
        self.spoken = tuple(spoken)
        notes = {
            f"note_{code}": forms.CharField(
                label=format_lazy("{} ({})", _("What is new, for the readers"), dict(settings.LANGUAGES)[code]),
                required=False,
                max_length=1000,
                widget=forms.Textarea(attrs={"rows": 2, "lang": code}),
            )
            for code in self.spoken
        }
        self.fields = {**notes, **self.fields}

    def notes(self) -> dict[str, str]:
        """The notes that were written."""
        typed = {code: self.cleaned_data[f"note_{code}"].strip() for code in self.spoken}
        return {code: words for code, words in typed.items() if words}


class SourceForm(ActingForm):
    """An address to fetch by the clock."""

    FIELDS: ClassVar = {"only_web_addresses": "url"}
    url = forms.URLField(
        label=_("Address of the file"),
        max_length=2000,
        assume_scheme="https",
        widget=forms.URLInput(attrs={"placeholder": "https://", "inputmode": "url"}),
        error_messages={
            "required": _("Give the address of the file."),
            "invalid": _("This is not an address on the web. It starts with https:// or http://."),
        },
    )
    every = forms.ChoiceField(
        label=_("How often we look"), choices=lambda: choices_of(EVERY), widget=forms.RadioSelect, initial=Every.DAY
    )
    accept_alone = forms.BooleanField(
        label=_("Publish new data at once when the columns are the same"),
        required=False,
        initial=True,
        help_text=_("When columns change or personal data appear, an editor always decides."),
    )
