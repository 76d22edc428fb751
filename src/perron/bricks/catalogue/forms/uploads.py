"""A file or an address, to be read."""

from __future__ import annotations

from typing import ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from perron.kernel.web.acting import ActingForm


class FileForm(ActingForm):
    """A file from the agent's computer."""

    FIELDS: ClassVar = {"too_large": "file"}
    file = forms.FileField(
        label=_("File"),
        error_messages={
            "required": _("Choose a file first."),
            "missing": _("Choose a file first."),
            "empty": _("This file is empty. Check that it was saved completely."),
        },
    )


class PartForm(ActingForm):
    """A large file that came in pieces before its form."""

    part = forms.CharField(max_length=1000)


class LinkForm(ActingForm):
    """An address from which the file is fetched."""

    FIELDS: ClassVar = {"only_web_addresses": "url"}
    url = forms.URLField(
        label=_("Address of the file"),
        max_length=2000,
        assume_scheme="https",
        widget=forms.URLInput(attrs={"placeholder": "https://", "inputmode": "url", "autocomplete": "url"}),
        error_messages={
            "required": _("Give the address of the file."),
            "invalid": _("This is not an address on the web. It starts with https:// or http://."),
        },
    )
