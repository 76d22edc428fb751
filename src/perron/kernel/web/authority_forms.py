"""The forms of an authority's administration."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from perron.kernel.authority_actions import Contact
from perron.kernel.contract import Role
from perron.kernel.languages import LANGUAGES
from perron.kernel.staff import ROLE_CHOICES


class NamesForm(forms.Form):
    """An authority's name in each language, and the languages it speaks."""

    name_fr = forms.CharField(label=_("Name in French"), max_length=200, required=False)
    name_nl = forms.CharField(label=_("Name in Dutch"), max_length=200, required=False)
    name_de = forms.CharField(label=_("Name in German"), max_length=200, required=False)
    name_en = forms.CharField(label=_("Name in English"), max_length=200, required=False)
    first_language = forms.ChoiceField(label=_("First language"), choices=settings.LANGUAGES)
    languages = forms.MultipleChoiceField(
        label=_("Languages in which you serve people"),
        choices=settings.LANGUAGES,
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )

    def names(self) -> Mapping[str, str]:
        """The names that were typed, per language."""
        return {language: self.cleaned_data[f"name_{language}"] for language in LANGUAGES}

    def spoken(self) -> tuple[str, ...]:
        """The languages, the first one first."""
        return (self.cleaned_data["first_language"], *self.cleaned_data["languages"])

    def clean(self) -> dict[str, Any]:  # Django's values
        """One name at least."""
        if not any(self.cleaned_data.get(f"name_{language}") for language in LANGUAGES):
            raise forms.ValidationError(_("Give a name in at least one language."))
        return self.cleaned_data


class ContactForm(forms.Form):
    """How people reach the authority."""

    email = forms.EmailField(label=_("E-mail address"), required=False)
    phone = forms.CharField(label=_("Telephone"), max_length=30, required=False)
    website = forms.URLField(label=_("Website"), required=False, assume_scheme="https")
    postal_address = forms.CharField(label=_("Postal address"), max_length=300, required=False)

    def contact(self) -> Contact:
        """The contact that was typed."""
        return Contact(**self.cleaned_data)


class ColoursForm(forms.Form):
    """The authority's colour."""

    accent = forms.RegexField(
        r"^#[0-9a-fA-F]{6}$",
        label=_("Accent colour"),
        required=False,
        help_text=_(
            "Where this colour would be hard to read, pages use a darker or lighter shade of it by themselves."
        ),
        error_messages={"invalid": _("Write the colour as # and six digits or letters from a to f, such as #0b5a6f.")},
        widget=forms.TextInput(attrs={"placeholder": "#0b5a6f"}),
    )


class HostForm(forms.Form):
    """A host name under which the authority is served."""

    host = forms.CharField(label=_("Host name"), max_length=253, help_text=_("For example data.example.org"))


class InviteForm(forms.Form):
    """An address to invite, with a role."""

    email = forms.EmailField(label=_("E-mail address"))
    role = forms.ChoiceField(label=_("Role"), choices=ROLE_CHOICES, initial=Role.AGENT.value)


class RoleForm(forms.Form):
    """Another role for somebody."""

    role = forms.ChoiceField(label=_("Role"), choices=ROLE_CHOICES)
