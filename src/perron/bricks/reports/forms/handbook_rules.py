"""The form of a routing rule: choices, never a document. An area is drawn elsewhere and given as a file."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any, Final

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from perron.bricks.reports.forms.handbook import Choices, Group, HandbookForm, Said, choices_of
from perron.bricks.reports.rules import labels
from perron.bricks.reports.rules.handbook import Outside, RoutingRule, Then, When
from perron.bricks.reports.rules.handbook_changes import Part, new_code
from perron.bricks.reports.rules.handbook_words import WEEKDAYS
from perron.bricks.reports.rules.managed import FieldNames, NotLoadable, places_given, together

LARGEST_AREA: Final = 2_000_000  # bytes
WAYS: Final = (
    ("team", _("To a team of ours")),
    ("commune", _("To the commune of the place")),
    ("authority", _("To another authority of this site")),
    ("outside", _("To somebody who is not on this site")),
)


class RuleForm(HandbookForm):
    """When this is so, then it goes there."""

    SAID = (
        Said("why", _("Why, as the sender reads it"), rows=2, longest=500),
        Said("outside", _("Name of whoever treats it"), longest=200),
    )
    GROUPS = (
        Group(_("Which reports"), ("categories", "places", "managers", "channels")),
        Group(_("At which hours"), ("weekdays", "since", "until"), is_folded=True),
        Group(_("Inside an area"), ("area", "keep_area"), is_folded=True),
        Group(_("Where they go"), ("way", "team", "authority", "category")),
        Group(_("Somebody who is not on this site"), ("outside", "url", "phone", "email"), is_folded=True),
        Group(_("Why"), ("why",)),
    )
    categories = forms.MultipleChoiceField(
        label=_("Categories"),
        required=False,
        widget=forms.SelectMultiple(attrs={"size": 10}),
        help_text=_("A group stands for all that is in it. Choose none for all."),
    )
    places = forms.MultipleChoiceField(
        label=_("Communes"), required=False, widget=forms.SelectMultiple(attrs={"size": 6})
    )
    managers = forms.MultipleChoiceField(
        label=_("Managers of the road or area"), required=False, widget=forms.CheckboxSelectMultiple
    )
    channels = forms.MultipleChoiceField(
        label=_("Came by"),
        required=False,
        choices=lambda: choices_of(labels.CHANNELS),
        widget=forms.CheckboxSelectMultiple,
    )
    weekdays = forms.MultipleChoiceField(
        label=_("Days"), required=False, choices=lambda: choices_of(WEEKDAYS), widget=forms.CheckboxSelectMultiple
    )
    since = forms.TimeField(
        label=_("From"), required=False, widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
    )
    until = forms.TimeField(
        label=_("Until"),
        required=False,
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        help_text=_("Earlier than “from” means over midnight."),
    )
    area = forms.FileField(
        label=_("File with the area"),
        required=False,
        help_text=_("A GeoJSON file with one or more areas, as mapping programs write it."),
    )
    keep_area = forms.BooleanField(label=_("Keep the area that is there"), required=False)
    way = forms.ChoiceField(label=_("Where they go"), choices=WAYS, widget=forms.RadioSelect)
    team = forms.ChoiceField(label=_("Team"), required=False)
    authority = forms.ChoiceField(label=_("Authority"), required=False)
    category = forms.ChoiceField(
        label=_("As which of their categories"),
        required=False,
        help_text=_("Only if theirs is called otherwise than ours."),
    )
    url = forms.URLField(label=_("Web address"), required=False, assume_scheme="https")
    phone = forms.CharField(label=_("Telephone"), required=False, max_length=40)
    email = forms.EmailField(label=_("E-mail address"), required=False)

    def __init__(
        self,
        data: Any,  # noqa: ANN401  as Django hands it on
        files: Any,  # noqa: ANN401  as Django hands it on
        *,
        part: RoutingRule | None,
        spoken: Iterable[str],
        edit_number: int,
        choices: Mapping[str, Choices],
    ) -> None:
        super().__init__(data, part=part, spoken=spoken, edit_number=edit_number, files=files)
        for name, values in choices.items():
            self.fields[name].choices = list(values)  # type: ignore[attr-defined]  # choice fields
        if part is None or part.when.area is None:
            del self.fields["keep_area"]

    def groups(self) -> tuple[Group, ...]:
        """Without what nothing can be chosen for here."""
        gone = {name for name in ("places", "managers") if not self.fields[name].choices}  # type: ignore[attr-defined]  # choice fields
        gone |= set() if "keep_area" in self.fields else {"keep_area"}
        left = ((group, tuple(name for name in group.names if name not in gone)) for group in self.GROUPS)
        return tuple(Group(group.title, names, group.is_folded) for group, names in left)

    def initial_of(self, part: Part) -> dict[str, object]:
        """The rule as it is."""
        assert isinstance(part, RoutingRule)
        when, then = part.when, part.then
        outside = then.outside
        return {
            "categories": when.categories,
            "places": when.places,
            "managers": when.managers,
            "channels": when.channels,
            "weekdays": [str(day) for day in when.weekdays],
            "since": when.hours[0] if when.hours else None,
            "until": when.hours[1] if when.hours else None,
            "keep_area": when.area is not None,
            "way": way_of(then),
            "team": then.team,
            "authority": then.authority,
            "category": then.category,
            **({"url": outside.url, "phone": outside.phone, "email": outside.email} if outside else {}),
            **{f"outside_{code}": words for code, words in (outside.names if outside else {}).items()},
        }

    def clean_area(self) -> Mapping[str, object] | None:
        """The areas of the file as one polygon; what was there when no file was given and it is kept."""
        given = self.cleaned_data.get("area")
        if not isinstance(given, UploadedFile):
            return None
        if (given.size or 0) > LARGEST_AREA:
            raise forms.ValidationError(_("This file is too large: draw the area with fewer points."))
        area = _area_of(given.read())
        if area is None:
            raise forms.ValidationError(_("There is no area in this file that can be read."))
        return area

    def clean(self) -> dict[str, Any]:  # Django's values
        """What the chosen way needs is there; hours have both ends."""
        kept = super().clean()
        missing = _("Choose one.")
        if kept.get("way") in ("team", "authority") and not kept.get(kept["way"]):
            self.add_error(kept["way"], missing)
        if kept.get("way") == "outside" and not self.texts("outside"):
            self.add_error(f"outside_{self.spoken[0]}", _("Say who it is."))
        if (kept.get("since") is None) != (kept.get("until") is None):
            self.add_error("until", _("Say both, or neither."))
        return kept

    def rule(self, taken: Iterable[str]) -> RoutingRule:
        """What was typed."""
        kept, why = self.cleaned_data, self.texts("why")
        hours = (kept["since"], kept["until"]) if kept["since"] is not None else None
        when = When(
            categories=tuple(kept["categories"]),
            places=tuple(kept["places"]),
            managers=tuple(kept["managers"]),
            area=kept["area"] or self._kept_area(),
            channels=tuple(kept["channels"]),
            weekdays=tuple(int(day) for day in kept["weekdays"]),
            hours=hours,
        )
        names = why or {"en": f"rule {kept['way']}"}
        return RoutingRule(self.part.code if self.part else new_code(names, taken), when, self._then(), why)

    def _kept_area(self) -> Mapping[str, object] | None:
        is_kept = isinstance(self.part, RoutingRule) and self.cleaned_data.get("keep_area")
        return self.part.when.area if is_kept and isinstance(self.part, RoutingRule) else None

    def _then(self) -> Then:
        kept = self.cleaned_data
        if kept["way"] == "team":
            return Then(team=kept["team"])
        if kept["way"] == "outside":
            return Then(outside=Outside(self.texts("outside"), kept["url"], kept["phone"], kept["email"]))
        if kept["way"] == "commune":
            return Then(commune=True, category=kept["category"])
        return Then(authority=kept["authority"], category=kept["category"])


def way_of(then: Then) -> str:
    """Which of the four ways a rule goes."""
    if then.commune:
        return "commune"
    if then.outside:
        return "outside"
    return "authority" if then.authority else "team"


def _area_of(octets: bytes) -> Mapping[str, object] | None:
    """All polygons of a GeoJSON file as one; None when there are none."""
    try:
        document = json.loads(octets)
        if isinstance(document, dict) and document.get("type") == "Feature":
            document = {"type": "FeatureCollection", "features": [document]}
        elif isinstance(document, dict) and document.get("type") in ("Polygon", "MultiPolygon"):
            bare = {"type": "Feature", "properties": {}, "geometry": document}
            document = {"type": "FeatureCollection", "features": [bare]}
        areas = list(places_given(document, "area", FieldNames(), [])) if isinstance(document, dict) else []
    except (ValueError, NotLoadable):
        return None
    return together(areas) if areas else None
