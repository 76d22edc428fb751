"""The forms of a handbook as a whole: opening, quiet hours and numbers, another's tree, going live."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from typing import Any, Final

from django import forms
from django.conf import settings as site
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from perron.bricks.reports.forms.handbook import choices_of, lines_of
from perron.bricks.reports.rules.handbook import Handbook, Moderate, QuietHours, Settings
from perron.bricks.reports.rules.handbook_problems import HandbookWrong
from perron.bricks.reports.rules.handbook_words import MODERATE
from perron.bricks.reports.rules.importing import NotATree, read_tree
from perron.kernel.actors import Actor
from perron.kernel.web.acting import ActingForm

LARGEST: Final = 5_000_000  # bytes
TIME: Final = {"type": "time"}


class OpenForm(ActingForm):
    """Begin to take reports."""

    with_terms = forms.BooleanField(
        label=_("Promise the usual terms"),
        required=False,
        initial=True,
        help_text=_("For example: a pothole within 10 working days. Without it nothing is promised until you decide."),
    )


class SettingsForm(ActingForm):
    """Quiet hours, closing days, and the numbers of the whole handbook."""

    edit_number = forms.IntegerField(widget=forms.HiddenInput)
    since = forms.TimeField(label=_("No letters from"), required=False, widget=forms.TimeInput(TIME, "%H:%M"))
    until = forms.TimeField(
        label=_("until"),
        required=False,
        widget=forms.TimeInput(TIME, "%H:%M"),
        help_text=_("Letters to citizens wait until then. Leave both empty to send them at any hour."),
    )
    holidays = forms.CharField(
        label=_("Closing days beside the ten legal holidays"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("One date per line, as in 2026-09-27. They are no working days when terms are counted."),
    )
    moderate = forms.ChoiceField(label=_("Looking at reports"), choices=lambda: choices_of(MODERATE))
    blocked_words = forms.CharField(
        label=_("Words that hold a report back until somebody has looked"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Separate them by commas or lines."),
    )
    reopen_days = forms.IntegerField(label=_("Days in which a sender may reopen a report"), min_value=0, max_value=3650)
    verdict_days = forms.IntegerField(
        label=_("Days in which a sender may say whether it is mended"), min_value=1, max_value=3650
    )
    identity_kept_days = forms.IntegerField(
        label=_("Days after closing until we forget who reported"), min_value=30, max_value=1826
    )
    duplicate_metres = forms.IntegerField(
        label=_("Metres within which duplicates are proposed"), min_value=0, max_value=500
    )

    def __init__(self, data: Any, *, handbook: Handbook, edit_number: int) -> None:  # noqa: ANN401  as Django hands it on
        said, quiet = handbook.settings, handbook.quiet
        super().__init__(
            data,
            initial={
                "edit_number": edit_number,
                "since": quiet.since if quiet else None,
                "until": quiet.until if quiet else None,
                "holidays": "\n".join(day.isoformat() for day in sorted(handbook.holidays)),
                "moderate": said.moderate,
                "blocked_words": ", ".join(said.blocked_words),
                "reopen_days": said.reopen_days,
                "verdict_days": said.verdict_days,
                "identity_kept_days": said.identity_kept_days,
                "duplicate_metres": said.duplicate_metres,
            },
        )

    def clean_holidays(self) -> tuple[date, ...]:
        """Dates, each once."""
        found = []
        for line in lines_of(self.cleaned_data["holidays"]):
            try:
                found.append(date.fromisoformat(line))
            except ValueError:
                words = _("“%(line)s” is no date: write it as in 2026-09-27.")
                raise forms.ValidationError(words, params={"line": line}) from None
        return tuple(sorted(found))

    def clean(self) -> dict[str, Any]:  # Django's values
        """Quiet hours have both ends."""
        kept = super().clean() or self.cleaned_data
        if (kept.get("since") is None) != (kept.get("until") is None):
            self.add_error("until", _("Say both, or neither."))
        return kept

    def changed(self, handbook: Handbook) -> Handbook:
        """The handbook with what was typed."""
        kept = self.cleaned_data
        return replace(
            handbook,
            quiet=QuietHours(kept["since"], kept["until"]) if kept["since"] is not None else None,
            holidays=kept["holidays"],
            settings=Settings(
                reopen_days=kept["reopen_days"],
                verdict_days=kept["verdict_days"],
                identity_kept_days=kept["identity_kept_days"],
                moderate=Moderate(kept["moderate"]),
                duplicate_metres=kept["duplicate_metres"],
                blocked_words=lines_of(kept["blocked_words"]),
            ),
        )


class ImportForm(ActingForm):
    """A category tree from a file, in place of the categories that are there."""

    edit_number = forms.IntegerField(widget=forms.HiddenInput)
    file = forms.FileField(
        label=_("File"),
        help_text=_("JSON: a handbook of this software, FixMyStreet Brussels, Signalen, or an Open311 service list."),
    )
    language = forms.ChoiceField(
        label=_("Language of the names, where the file does not say it"), choices=site.LANGUAGES
    )

    def clean(self) -> dict[str, Any]:  # Django's values
        """A tree that is known, without problems."""
        kept = super().clean() or self.cleaned_data
        given = kept.get("file")
        if not isinstance(given, UploadedFile):
            return kept
        try:
            if (given.size or 0) > LARGEST:
                raise NotATree
            kept["handbook"] = read_tree(json.loads(given.read()), kept.get("language") or "fr")
        except HandbookWrong as wrong:
            for problem in wrong.problems[:10]:
                self.add_error("file", str(problem))
        except (NotATree, ValueError):
            self.add_error("file", _("This is none of the files that can be read here."))
        return kept

    def changed(self, handbook: Handbook) -> Handbook:
        """A whole handbook replaces all; a tree replaces the categories, and rules about others go."""
        found: Handbook = self.cleaned_data["handbook"]
        if found.teams or found.rules or found.templates:
            return found
        codes = set(found.by_code)
        rules = tuple(rule for rule in handbook.rules if set(rule.when.categories) <= codes)
        return replace(handbook, categories=found.categories, rules=rules)


class LiveForm(ActingForm):
    """What changed, in a sentence for colleagues."""

    edit_number = forms.IntegerField(widget=forms.HiddenInput)
    note = forms.CharField(label=_("What changes, in a sentence for your colleagues"), required=False, max_length=300)


class MemberForm(ActingForm):
    """Somebody of the staff, for a team."""

    member = forms.ChoiceField(label=_("Colleague"))

    def __init__(self, data: Any, *, people: list[Actor]) -> None:  # noqa: ANN401  as Django hands it on
        super().__init__(data)
        self.people = {str(person.pk): person for person in people}
        self.fields["member"].choices = [(pk, person.name or person.email) for pk, person in self.people.items()]  # type: ignore[attr-defined]  # a choice field

    def person(self) -> Actor:
        """Who was chosen."""
        return self.people[self.cleaned_data["member"]]


class AwayForm(forms.Form):
    """Until when somebody is away; empty for back."""

    until = forms.DateField(
        label=_("Away until"), required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
