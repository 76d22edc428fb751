"""What a contractor answers by her link, and what an agent types to give her the work."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from perron.bricks.reports.forms.sending import PhotosField
from perron.bricks.reports.forms.treating import LONGEST, TreatingForm
from perron.bricks.reports.forms.voices import PhotosForm
from perron.kernel.languages import LANGUAGES
from perron.kernel.web.acting import ActingForm

OWN_NAMES: dict[str, str] = {"fr": "Français", "nl": "Nederlands", "de": "Deutsch", "en": "English"}


class ForwardForm(TreatingForm):
    """To whom the work goes, in which language, until when."""

    FIELDS: ClassVar = {"no_work_address": "to_email"}
    to_name = forms.CharField(label=_("Name of the firm"), max_length=120)
    to_email = forms.EmailField(label=_("Its e-mail address"))
    language = forms.ChoiceField(label=_("Language"), choices=[(tag, OWN_NAMES[tag]) for tag in LANGUAGES])
    note = forms.CharField(
        label=_("What to do"),
        required=False,
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("The firm reads this. Who reported it is never shown to it."),
    )
    days = forms.TypedChoiceField(
        label=_("The link works for"),
        coerce=int,
        initial=30,
        choices=[(7, _("7 days")), (30, _("30 days")), (90, _("90 days"))],
    )


class ConfirmForm(TreatingForm):
    """It is done indeed."""

    words = forms.CharField(
        label=_("What the public reads"), required=False, max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 3})
    )


class AnswerWorkForm(ActingForm):
    """A question, or the reason for not doing it."""

    FIELDS: ClassVar = {"nothing_told": "words"}
    words = forms.CharField(label=_("Your words"), max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 3}))


class DoneWorkForm(PhotosForm):
    """It is done: photos and words."""

    photos = PhotosField()

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401  Django's own
        super().__init__(*args, **kwargs)
        self.fields["words"].label = _("What you did")
        self.fields["photos"].label = _("Photos of the result")
