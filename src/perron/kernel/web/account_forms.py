"""The forms of "My account"."""

from __future__ import annotations

from typing import Any

from allauth.mfa.webauthn.forms import AddWebAuthnForm
from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from perron.kernel import address_proof
from perron.kernel.actors import Actor


class ProfileForm(forms.Form):
    """How a person is called, and in which language she reads."""

    name = forms.CharField(
        label=_("Name"),
        max_length=150,
        required=False,
        help_text=_("As you want to be called. Shown to the authorities you deal with."),
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    language = forms.ChoiceField(
        label=_("Language"),
        choices=[("", _("As my browser says")), *settings.LANGUAGES],
        required=False,
        help_text=_("For our messages to you, and when you come without choosing a language."),
    )


class AddPasskeyForm(AddWebAuthnForm):  # type: ignore[misc]  # django-allauth has no types
    """A new key is a passkey, good for signing in without a password, unless its owner says otherwise."""

    def __init__(self, *args: object, **kwargs: Any) -> None:  # noqa: ANN401  handed on as they came
        kwargs["initial"] = {"passwordless": True} | (kwargs.get("initial") or {})
        super().__init__(*args, **kwargs)


class CodeForm(forms.Form):
    """The code that was sent to the address of an account."""

    code = forms.CharField(
        label=_("Code from the e-mail"),
        max_length=20,
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "autocapitalize": "characters"}),
    )

    def __init__(self, *args: object, actor: Actor, **kwargs: object) -> None:
        self.actor = actor
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # handed on as they came

    def clean_code(self) -> str:
        """It has to be the newest one."""
        typed = str(self.cleaned_data["code"])
        if not address_proof.is_right(self.actor, typed):
            raise forms.ValidationError(_("This is not the code that we sent last, or it is too old."))
        return typed


class EraseForm(forms.Form):
    """A last look before an account is erased."""

    email = forms.EmailField(label=_("Type your e-mail address to confirm"))

    def __init__(self, *args: object, actor: Actor, **kwargs: object) -> None:
        self.actor = actor
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # handed on as they came

    def clean_email(self) -> str:
        """It has to be the account's own."""
        typed = str(self.cleaned_data["email"]).lower()
        if typed != self.actor.email:
            raise forms.ValidationError(_("This is not the address of this account."))
        return typed
