"""What an agent tells of a stop of her round."""

from __future__ import annotations

from typing import ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from perron.bricks.reports.forms.treating import PhotosField, SeveralFiles
from perron.bricks.reports.rules.round import FOUND
from perron.bricks.reports.rules.sending import GivenPhoto
from perron.kernel.web.acting import ActingForm


class RoundForm(ActingForm):
    """One stop. `key` is of the phone: the same act sent twice is done once."""

    FIELDS: ClassVar = {
        "too_many_photos": "photos",
        "photo_is_heic": "photos",
        "photo_is_video": "photos",
        "photo_too_large": "photos",
        "photo_unreadable": "photos",
    }
    found = forms.ChoiceField(choices=lambda: [(str(found), words) for found, words in FOUND.items()])
    words = forms.CharField(
        label=_("In words"), required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 2})
    )
    photos = PhotosField(
        label=_("Photos"),
        required=False,
        widget=SeveralFiles(attrs={"accept": "image/*"}),
    )
    key = forms.UUIDField(widget=forms.HiddenInput)

    def given_photos(self) -> tuple[GivenPhoto, ...]:
        """The photos, for the action."""
        return tuple(GivenPhoto(file.file, file.name) for file in self.cleaned_data["photos"] or [])
