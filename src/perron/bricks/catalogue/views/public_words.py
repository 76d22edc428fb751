"""Words of the public pages for what the rules name by codes: facets, quality, kinds, access, licences."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Words = Mapping[str, Promise | str]

FACET_TITLES: Final[Words] = {
    "publisher": _("Publisher"),
    "theme": _("Theme"),
    "place": _("Place and what lies in it"),
    "format": _("Format"),
    "licence": _("Licence"),
    "frequency": _("How often it changes"),
    "quality": _("Quality"),
    "high_value": _("High-value data (EU)"),
}
BANDS: Final[Words] = {"good": _("Good quality"), "fair": _("Fair quality"), "poor": _("Poor quality")}
TONES: Final[Mapping[str, str]] = {"good": "good", "fair": "warn", "poor": "bad"}
LACKING: Final[Words] = {
    "data": _("There are no data yet."),
    "licence": _("It does not say under which licence it may be used."),
    "description": _("Its description is short or missing."),
    "tables": _("There is no table to explore, only documents."),
    "columns": _("Not every column is explained."),
    "contact": _("It names nobody to ask."),
    "themes": _("It has no theme."),
    "open_licence": _("Its licence sets conditions that not everyone can meet."),
    "up_to_date": _("It may be out of date, or promises no rhythm."),
    "frequency": _("It does not say how often it changes."),
    "place": _("It does not say which place it is about."),
    "period": _("It does not say which period it covers."),
    "languages": _("Its title is not in all languages."),
    "keywords": _("It has few keywords."),
    "clean_rows": _("Some rows of the file did not fit and are left out."),
}
ACCESS: Final[Words] = {
    "restricted": _("The description is public, the data are for some people only. Ask the publisher."),
    "non_public": _("The description is public, the data are not. Ask the publisher why."),
}
FREE: Final = _("You may use these data for anything, also commercially.")
NAMED: Final = _("You may use these data for anything, also commercially, as long as you name the source.")
ALIKE: Final = _(
    "You may use these data for anything, as long as you name the source and share what you make of them alike."
)
CONDITIONS: Final[Words] = {
    "CC-BY-SA-4.0": ALIKE,
    "ODBL-1.0": ALIKE,
    "FEE": _("You may use these data against payment of a fee."),
    "CC-BY-NC-4.0": _("You may use these data if you name the source, but not commercially."),
    "OTHER": _("There are conditions: read them before you use these data."),
    "": _("The publisher has not said under which conditions you may use these data. Ask."),
}
