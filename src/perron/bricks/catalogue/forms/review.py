"""The words that a step needs: a reason, a law, another address."""

from __future__ import annotations

from typing import ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from perron.kernel.web.acting import ActingForm


class StepForm(ActingForm):
    """A step that needs no words: only a button."""


class ReasonForm(ActingForm):
    """A step that needs a reason."""

    FIELDS: ClassVar = {"reason_missing": "reason"}
    reason = forms.CharField(
        label=_("Reason"),
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": _("Write the reason in one or two sentences.")},
    )


class JustificationForm(ActingForm):
    """Why a column with personal data is public all the same."""

    FIELDS: ClassVar = {"reason_missing": "reason"}
    reason = forms.CharField(
        label=_("Why these data must be public"),
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Everybody can read it."),
        error_messages={"required": _("Write the reason in one or two sentences.")},
    )
    legal_basis = forms.CharField(
        label=_("Law that asks for it"),
        max_length=300,
        help_text=_("Title, date and article."),
        error_messages={"required": _("Name the law.")},
    )


class AddressForm(ActingForm):
    """Another address for a dataset."""

    FIELDS: ClassVar = {"address_taken": "slug", "address_not_plain": "slug"}
    slug = forms.CharField(
        label=_("Last part of the address"),
        max_length=120,
        help_text=_("Small letters without accents, figures and hyphens. Links to the old address go on to work."),
    )
