"""What an administrator types about other systems: a key's name, an address that hears, the tool that is kept."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar, Final

from django import forms
from django.utils.translation import gettext_lazy as _

from perron.bricks.reports.actions.connections import BY_EMAIL, BY_OPEN311, ToTool
from perron.bricks.reports.adapters.open311 import TheirService
from perron.bricks.reports.queries.others import Connection
from perron.bricks.reports.rules.webhooks import EVENTS
from perron.kernel.web.acting import ActingForm

EVENT_NAMES: Final = {
    "report_sent": _("A report came in"),
    "report_changed": _("A report was treated"),
    "report_closed": _("A report was closed"),
    "report_reopened": _("A report was reopened"),
    "report_hidden": _("A report was taken from the public"),
    "report_transferred": _("A report came from another authority"),
    "report_mended": _("Who reported it says that it is mended"),
}
MOST_SHOWN: Final = 300  # categories of the other system that are offered


class KeyForm(ActingForm):
    """A key's name."""

    name = forms.CharField(
        label=_("Which program is it for?"),
        max_length=120,
        help_text=_("Its name, so that you know later which key is whose."),
    )


class WebhookForm(ActingForm):
    """An address, and what it hears."""

    FIELDS: ClassVar = {"not_a_web_address": "url", "private_address": "url"}
    url = forms.URLField(label=_("Address"), max_length=500, assume_scheme="https")
    names = forms.MultipleChoiceField(
        label=_("What it hears"),
        choices=[(name, EVENT_NAMES[name]) for name in EVENTS],
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Choose none, and it hears all."),
    )


class ToolForm(ActingForm):
    """The tool that the authority keeps."""

    kind = forms.ChoiceField(
        label=_("How reports go there"),
        choices=[(BY_OPEN311, _("Open311 (GeoReport v2)")), (BY_EMAIL, _("A letter by e-mail for each"))],
        widget=forms.RadioSelect,
    )
    url = forms.URLField(
        label=_("Address of the Open311 interface"),
        max_length=500,
        required=False,
        assume_scheme="https",
        help_text=_("What comes before “/services.xml”."),
    )
    jurisdiction = forms.CharField(label=_("jurisdiction_id, if it asks for one"), max_length=120, required=False)
    api_key = forms.CharField(
        label=_("api_key"),
        max_length=200,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
        help_text=_("Leave it empty to keep the one that is there."),
    )
    email = forms.EmailField(label=_("E-mail address of the office"), required=False)
    is_active = forms.BooleanField(label=_("New reports go there"), required=False)

    def __init__(self, data: object, *, connection: Connection | None) -> None:
        initial: dict[str, object] = {"kind": BY_OPEN311, "is_active": True}
        if connection:
            names = ("kind", "url", "jurisdiction", "email", "is_active")
            initial = {name: getattr(connection, name) for name in names}
        super().__init__(data, initial=initial)  # type: ignore[arg-type]  # what a view was sent
        self._key = connection.api_key if connection else ""

    def clean(self) -> dict[str, object]:
        """The address that the chosen way needs."""
        cleaned = super().clean() or {}
        if cleaned.get("kind") == BY_OPEN311 and not cleaned.get("url") and "url" not in self.errors:
            self.add_error("url", _("This way needs an address."))
        if cleaned.get("kind") == BY_EMAIL and not cleaned.get("email") and "email" not in self.errors:
            self.add_error("email", _("This way needs an address."))
        return cleaned

    def tool(self) -> ToTool:
        """What was typed."""
        given = self.cleaned_data
        return ToTool(
            kind=given["kind"],
            url=given["url"],
            jurisdiction=given["jurisdiction"],
            api_key=given["api_key"] or self._key,
            email=given["email"],
            is_active=given["is_active"],
        )


class CategoriesForm(ActingForm):
    """Which of theirs each of ours is; a choice where we know theirs, else a code to type."""

    def __init__(
        self,
        data: object,
        *,
        ours: Sequence[tuple[str, str]],
        theirs: Sequence[TheirService],
        mapped: dict[str, str],
    ) -> None:
        super().__init__(data)  # type: ignore[arg-type]  # what a view was sent
        codes = {one.code for one in theirs}
        choices = [(one.code, f"{one.name} ({one.code})") for one in theirs[:MOST_SHOWN]]
        self.ours = [code for code, _name in ours]
        for code, name in ours:
            now = mapped.get(code, "")
            gone = [(now, now)] if now and now not in codes else []
            self.fields[f"c-{code}"] = (
                forms.ChoiceField(
                    label=name,
                    choices=[("", _("As “other”")), *gone, *choices],
                    required=False,
                    initial=now or (code if code in codes else ""),
                )
                if theirs
                else forms.CharField(label=name, max_length=120, required=False, initial=now)
            )

    def services(self) -> dict[str, str]:
        """Our code and theirs, where one was chosen."""
        return {code: chosen for code in self.ours if (chosen := str(self.cleaned_data[f"c-{code}"]).strip())}
