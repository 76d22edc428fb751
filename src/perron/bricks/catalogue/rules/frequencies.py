"""How often data change: the frequency list of the EU, most often first, and when a dataset is late by its own promise.

Source: Publications Office of the EU, authority table "frequency" (CC BY 4.0).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from perron.kernel.languages import Text

EU: Final = "http://publications.europa.eu/resource/authority/frequency/"
GRACE: Final = 1.5  # late after one and a half of its own periods


@dataclass(frozen=True, slots=True)
class Frequency:
    """One rhythm: `days` is the longest time between two editions, None when nothing is promised."""

    code: str
    title: Text
    days: int | None = None
    is_usual: bool = False  # offered first in forms


FREQUENCIES: Final[Mapping[str, Frequency]] = {
    frequency.code: frequency
    for frequency in (
        Frequency(
            "CONT", Text(fr="Continuel", nl="Voortdurend", de="Kontinuierlich", en="Continuous"), 1, is_usual=True
        ),
        Frequency(
            "UPDATE_CONT",
            Text(
                fr="Mise à jour continuelle",
                nl="Voortdurend geactualiseerd",
                de="Ständige Aktualisierung",
                en="Continuously updated",
            ),
            1,
        ),
        Frequency(
            "DAILY_2", Text(fr="Deux fois par jour", nl="Tweemaal per dag", de="Zweimal täglich", en="Twice a day"), 1
        ),
        Frequency("DAILY", Text(fr="Quotidien", nl="Dagelijks", de="Täglich", en="Daily"), 1, is_usual=True),
        Frequency(
            "WEEKLY_3",
            Text(fr="Trois fois par semaine", nl="Drie keer per week", de="Dreimal in Woche", en="Three times a week"),
            3,
        ),
        Frequency(
            "WEEKLY_2", Text(fr="Bihebdomadaire", nl="Twee keer per week", de="Zweimal in Woche", en="Semiweekly"), 4
        ),
        Frequency("WEEKLY", Text(fr="Hebdomadaire", nl="Wekelijks", de="Wöchentlich", en="Weekly"), 7, is_usual=True),
        Frequency(
            "BIWEEKLY", Text(fr="Tous les quinze jours", nl="Veertiendaags", de="Zweiwöchentlich", en="Biweekly"), 14
        ),
        Frequency(
            "MONTHLY_3",
            Text(fr="Trois fois par mois", nl="Drie keer per maand", de="Dreimal im Monat", en="Three times a month"),
            11,
        ),
        Frequency(
            "MONTHLY_2", Text(fr="Bimensuel", nl="Twee keer per maand", de="Zweimal im Monat", en="Semimonthly"), 16
        ),
        Frequency("MONTHLY", Text(fr="Mensuel", nl="Maandelijks", de="Monatlich", en="Monthly"), 31, is_usual=True),
        Frequency("BIMONTHLY", Text(fr="Bimestriel", nl="Tweemaandelijks", de="Zweimonatlich", en="Bimonthly"), 62),
        Frequency(
            "QUARTERLY",
            Text(fr="Trimestriel", nl="Driemaandelijks", de="Vierteljährlich", en="Quarterly"),
            92,
            is_usual=True,
        ),
        Frequency(
            "ANNUAL_3",
            Text(fr="Trois fois par an", nl="Drie keer per jaar", de="Dreimal im Jahr", en="Three times a year"),
            123,
        ),
        Frequency(
            "ANNUAL_2",
            Text(fr="Semestriel", nl="Halfjaarlijks", de="Halbjährlich", en="Semiannual"),
            184,
            is_usual=True,
        ),
        Frequency("ANNUAL", Text(fr="Annuel", nl="Jaarlijks", de="Jährlich", en="Annual"), 366, is_usual=True),
        Frequency("BIENNIAL", Text(fr="Biennal", nl="Tweejaarlijks", de="Zweijährlich", en="Biennial"), 731),
        Frequency("TRIENNIAL", Text(fr="Triennal", nl="Driejaarlijks", de="Dreijährlich", en="Triennial"), 1096),
        Frequency("IRREG", Text(fr="Irrégulier", nl="Onregelmatig", de="Unregelmäßig", en="Irregular"), is_usual=True),
        Frequency("NEVER", Text(fr="Jamais", nl="Nooit", de="Niemals", en="Never"), is_usual=True),
        Frequency("OTHER", Text(fr="Autre", nl="Overige", de="Anderer", en="Other")),
        Frequency("UNKNOWN", Text(fr="Inconnu", nl="Onbekend", de="Unbekannt", en="Unknown")),
    )
}


def frequency_uri(code: str) -> str:
    """The address of a frequency, as cited in DCAT-AP records."""
    return EU + code


def is_late(code: str, *, last_edition: date, today: date) -> bool:
    """Whether the next edition should be there by now, by the dataset's own promise."""
    frequency = FREQUENCIES.get(code)
    if frequency is None or frequency.days is None:
        return False
    return today - last_edition > timedelta(days=frequency.days * GRACE)
