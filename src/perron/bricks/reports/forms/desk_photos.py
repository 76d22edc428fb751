"""What an agent types about a photo: what to cover, why it is hidden, why its original is opened."""

from __future__ import annotations

import json
from typing import ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from perron.kernel.web.acting import ActingForm

Cover = tuple[float, float, float, float]


class CoversForm(ActingForm):
    """Rectangles: [[left, top, width, height], …] in parts of the photo from 0 to 1, or percentages line by line."""

    covers = forms.CharField(
        label=_("Rectangles to paint over"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3, "spellcheck": "false"}),
        help_text=_(
            "One per line: left, top, width, height in per cent of the photo. “40 10 20 15” covers a face at the top."
        ),
    )

    def clean_covers(self) -> list[Cover]:
        """The rectangles, in parts of the photo."""
        typed = str(self.cleaned_data["covers"]).strip()
        if typed.startswith("["):
            return self._checked(self._read(typed))
        lines = [line.replace(",", " ").replace(";", " ").split() for line in typed.splitlines() if line.strip()]
        try:
            return self._checked([[float(part.rstrip("%")) / 100 for part in line] for line in lines])
        except ValueError as wrong:
            raise forms.ValidationError(_("Each line needs four numbers.")) from wrong

    def _read(self, typed: str) -> list[list[float]]:
        try:
            return [[float(part) for part in cover] for cover in json.loads(typed)]
        except (ValueError, TypeError) as wrong:
            raise forms.ValidationError(_("Each line needs four numbers.")) from wrong

    def _checked(self, covers: list[list[float]]) -> list[Cover]:
        if any(len(cover) != 4 or not all(0 <= part <= 1 for part in cover) for cover in covers):
            raise forms.ValidationError(_("Each line needs four numbers from 0 to 100."))
        return [(left, top, width, height) for left, top, width, height in covers]


class HidePhotoForm(ActingForm):
    """Why strangers should not see it."""

    FIELDS: ClassVar = {"reason_missing": "reason"}
    reason = forms.CharField(
        label=_("Why strangers should not see it"),
        max_length=1000,
        error_messages={"required": _("Write the reason in one or two sentences.")},
    )


class OriginalForm(ActingForm):
    """Why the uncovered photo has to be seen."""

    FIELDS: ClassVar = {"reason_missing": "justification"}
    justification = forms.CharField(
        label=_("Why you need the uncovered photo"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Your name, the hour and this sentence are kept in the log."),
        error_messages={"required": _("Write the reason in one or two sentences.")},
    )
