"""What visitors send to the publisher of a dataset: a question or a need, or what they made with the data."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from perron.bricks.catalogue.forms.choosing import choices_of
from perron.bricks.catalogue.rules.labels import REUSE_KINDS
from perron.bricks.catalogue.rules.states import QuestionKind, ReuseKind
from perron.kernel.web.acting import ActingForm

LONGEST = 4_000  # characters


class VisitorForm(ActingForm):
    """Whoever has no account leaves an e-mail address for the answer. A trap stands where only programs fill it in."""

    FIELDS = {"reply_address_missing": "author_email"}

    author_name = forms.CharField(
        label=gettext_lazy("Your name"),
        max_length=120,
        required=False,
        help_text=gettext_lazy("Shown beside what you write. Leave it empty to stay unnamed."),
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    author_email = forms.EmailField(
        label=gettext_lazy("Your e-mail address"),
        help_text=gettext_lazy("To send you the answer. It is not shown to anyone."),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    homepage = forms.CharField(
        label=gettext_lazy("Leave this field empty"),
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "tabindex": "-1"}),
    )

    def __init__(self, *args: Any, has_account: bool, **kwargs: Any) -> None:  # noqa: ANN401  Django's own arguments
        super().__init__(*args, **kwargs)
        if has_account:
            del self.fields["author_email"]

    @property
    def seen(self) -> list[forms.BoundField]:
        """The fields that people see."""
        return [field for field in self if field.name != "homepage"]

    def clean(self) -> dict[str, Any]:  # what each field makes of what was typed
        """Programs fill in every field."""
        cleaned = super().clean() or {}
        if cleaned.get("homepage"):
            self.add_error(None, _("The field that must stay empty was filled in. Empty it, then send again."))
        return cleaned


class AskForm(VisitorForm):
    """A question about a dataset, or a need that it does not meet yet."""

    FIELDS = {**VisitorForm.FIELDS, "words_missing": "words"}
    field_order = ("kind", "words")

    kind = forms.ChoiceField(
        label=gettext_lazy("What is it about?"),
        choices=[
            (QuestionKind.QUESTION, gettext_lazy("I have a question about these data")),
            (QuestionKind.NEED, gettext_lazy("I would need something that is not here")),
        ],
        widget=forms.RadioSelect,
        initial=QuestionKind.QUESTION,
    )
    words = forms.CharField(
        label=gettext_lazy("Your words"),
        max_length=LONGEST,
        help_text=gettext_lazy("Question and answer are public. Leave out what is private."),
        widget=forms.Textarea(attrs={"rows": 6}),
    )


class ReuseForm(VisitorForm):
    """Something made with the data."""

    FIELDS = {
        **VisitorForm.FIELDS,
        "words_missing": "title",
        "only_web_addresses": "url",
        "already_listed": "url",
        "unknown_code": "kind",
    }
    field_order = ("title", "url", "kind", "description")

    title = forms.CharField(label=gettext_lazy("What did you make?"), max_length=200)
    url = forms.URLField(
        label=gettext_lazy("Where can it be seen?"),
        max_length=500,
        assume_scheme="https",
        help_text=gettext_lazy("An address that starts with https://"),
    )
    kind = forms.ChoiceField(
        label=gettext_lazy("What kind of thing is it?"),
        choices=choices_of(REUSE_KINDS),
        initial=ReuseKind.APPLICATION,
    )
    description = forms.CharField(
        label=gettext_lazy("What does it show or do?"),
        max_length=LONGEST,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
