"""What people say about a report that is there: me too, mended or not, an answer, and that it should not be public."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy

from perron.bricks.reports.forms.sending import PhotosField
from perron.bricks.reports.rules.sending import LONGEST_DESCRIPTION
from perron.kernel.web.acting import ActingForm

NOT_MENDED = [
    ("not_mended", gettext_lazy("Nothing was done")),
    ("badly_mended", gettext_lazy("It was done badly")),
    ("again", gettext_lazy("It is broken again")),
    ("other", gettext_lazy("Something else")),
]


class TrapForm(ActingForm):
    """A form for strangers: a trap stands where only programs fill it in."""

    homepage = forms.CharField(
        label=gettext_lazy("Leave this field empty"),
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "tabindex": "-1"}),
    )

    def clean_homepage(self) -> str:
        """Programs fill in every field."""
        if self.cleaned_data["homepage"]:
            raise forms.ValidationError(
                gettext_lazy("The field that must stay empty was filled in. Empty it, then send again."), code="trap"
            )
        return ""


class MeTooForm(TrapForm):
    """I have seen it too, and perhaps I want to hear of it."""

    FIELDS = {"not_an_address": "email"}

    email = forms.EmailField(
        label=gettext_lazy("Your e-mail address"),
        help_text=gettext_lazy("We write at each step. Without it you are counted, and stay unnamed."),
        required=False,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )


class FlagForm(TrapForm):
    """Why something should not be public."""

    why = forms.ChoiceField(
        label=gettext_lazy("What is wrong with it?"),
        choices=[
            ("private", gettext_lazy("It shows or names somebody: a face, a plate, a name, a number")),
            ("hateful", gettext_lazy("It insults or threatens somebody")),
            ("advertising", gettext_lazy("It is advertising")),
            ("other", gettext_lazy("Something else")),
        ],
        widget=forms.RadioSelect,
    )

    @property
    def reason(self) -> str:
        """What was chosen, in words, for those who look at it."""
        choices = self.fields["why"].choices  # type: ignore[attr-defined]  # a ChoiceField has them
        return str(dict(choices)[self.cleaned_data["why"]])


class PhotosForm(ActingForm):
    """Words with photos."""

    FIELDS = {
        "words_too_long": "words",
        "nothing_told": "words",
        "too_many_photos": "photos",
        "photo_is_heic": "photos",
        "photo_unreadable": "photos",
        "photo_is_video": "photos",
        "photo_too_large": "photos",
        "not_an_image": "photos",
        "too_many_pixels": "photos",
        "too_large": "photos",
    }

    words = forms.CharField(
        label=gettext_lazy("Your words"),
        required=False,
        max_length=LONGEST_DESCRIPTION,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    photos = PhotosField()
    covers = forms.CharField(required=False, max_length=20_000, widget=forms.HiddenInput)


class NotMendedForm(PhotosForm):
    """It is not mended, and why."""

    reason = forms.ChoiceField(label=gettext_lazy("What is not right?"), choices=NOT_MENDED, widget=forms.RadioSelect)
    field_order = ("reason", "words", "photos")
