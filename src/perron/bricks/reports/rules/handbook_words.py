"""A handbook in words: service levels, rules as sentences, and the values that differ between two versions."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from perron.bricks.reports.rules import labels
from perron.bricks.reports.rules.handbook import (
    Audience,
    Handbook,
    Letters,
    Moderate,
    Photos,
    ServiceLevel,
    Then,
    Unit,
    When,
)
from perron.bricks.reports.rules.handbook_changes import Kind
from perron.bricks.reports.rules.handbook_differences import How
from perron.bricks.reports.rules.handbook_problems import PLACES
from perron.kernel.languages import Text, pick

NameOf = Callable[[str], str]

UNITS: Final[Mapping[str, Text]] = {
    Unit.WORKING_DAYS: Text(fr="jours ouvrables", nl="werkdagen", de="Arbeitstage", en="working days"),
    Unit.CALENDAR_DAYS: Text(fr="jours calendrier", nl="kalenderdagen", de="Kalendertage", en="calendar days"),
    Unit.HOURS: Text(fr="heures", nl="uren", de="Stunden", en="hours"),
}
ONE_OF: Final[Mapping[str, Text]] = {
    Unit.WORKING_DAYS: Text(fr="jour ouvrable", nl="werkdag", de="Arbeitstag", en="working day"),
    Unit.CALENDAR_DAYS: Text(fr="jour calendrier", nl="kalenderdag", de="Kalendertag", en="calendar day"),
    Unit.HOURS: Text(fr="heure", nl="uur", de="Stunde", en="hour"),
}
AUDIENCES: Final[Mapping[str, Text]] = {
    Audience.PUBLIC: Text(fr="Tout le monde", nl="Iedereen", de="Alle", en="Everybody"),
    Audience.STAFF: Text(fr="Le personnel seulement", nl="Alleen personeel", de="Nur Personal", en="Staff only"),
}
PHOTOS: Final[Mapping[str, Text]] = {
    Photos.PUBLIC: Text(fr="Visibles tout de suite", nl="Meteen zichtbaar", de="Sofort sichtbar", en="Seen at once"),
    Photos.MODERATED: Text(
        fr="Visibles après un regard", nl="Zichtbaar na nazicht", de="Sichtbar nach Prüfung", en="Seen after a look"
    ),
    Photos.PRIVATE: Text(
        fr="Pour le service seulement", nl="Alleen voor de dienst", de="Nur für den Dienst", en="For the service only"
    ),
}
MODERATE: Final[Mapping[str, Text]] = {
    Moderate.AFTER: Text(
        fr="Publier tout de suite, regarder après",
        nl="Meteen publiceren, achteraf nakijken",
        de="Sofort veröffentlichen, danach prüfen",
        en="Publish at once, look afterwards",
    ),
    Moderate.BEFORE: Text(
        fr="Regarder avant de publier",
        nl="Nakijken voor publicatie",
        de="Vor der Veröffentlichung prüfen",
        en="Look before publishing",
    ),
}
LETTERS: Final[Mapping[str, Text]] = {
    Letters.AT_ONCE: Text(
        fr="À chaque nouveau signalement",
        nl="Bij elke nieuwe melding",
        de="Bei jeder neuen Meldung",
        en="For each new report",
    ),
    Letters.DAILY: Text(
        fr="Une par jour, le matin", nl="Eén per dag, ’s morgens", de="Täglich, am Morgen", en="Once a day, at morning"
    ),
    Letters.NEVER: Text(fr="Jamais", nl="Nooit", de="Nie", en="Never"),
}
WEEKDAYS: Final[Mapping[str, Text]] = {
    "1": Text(fr="lundi", nl="maandag", de="Montag", en="Monday"),
    "2": Text(fr="mardi", nl="dinsdag", de="Dienstag", en="Tuesday"),
    "3": Text(fr="mercredi", nl="woensdag", de="Mittwoch", en="Wednesday"),
    "4": Text(fr="jeudi", nl="donderdag", de="Donnerstag", en="Thursday"),
    "5": Text(fr="vendredi", nl="vrijdag", de="Freitag", en="Friday"),
    "6": Text(fr="samedi", nl="zaterdag", de="Samstag", en="Saturday"),
    "7": Text(fr="dimanche", nl="zondag", de="Sonntag", en="Sunday"),
}
KINDS: Final[Mapping[str, Text]] = {
    Kind.CATEGORIES: Text(fr="Catégorie", nl="Categorie", de="Kategorie", en="Category"),
    Kind.TEAMS: Text(fr="Équipe", nl="Team", de="Team", en="Team"),
    Kind.RULES: Text(fr="Règle", nl="Regel", de="Regel", en="Rule"),
    Kind.TEMPLATES: Text(fr="Réponse type", nl="Standaardantwoord", de="Antwortvorlage", en="Reply template"),
    Kind.REFUSALS: Text(fr="Raison de refus", nl="Reden van weigering", de="Ablehnungsgrund", en="Refusal reason"),
    "quiet": Text(fr="Heures calmes", nl="Stille uren", de="Ruhezeiten", en="Quiet hours"),
    "holidays": Text(fr="Jours fermés", nl="Sluitingsdagen", de="Freie Tage", en="Closing days"),
    "settings": Text(fr="Réglages", nl="Instellingen", de="Einstellungen", en="Settings"),
}
HOWS: Final[Mapping[str, Text]] = {
    How.ADDED: Text(fr="ajoutée", nl="toegevoegd", de="hinzugefügt", en="added"),
    How.REMOVED: Text(fr="enlevée", nl="verwijderd", de="entfernt", en="removed"),
    How.CHANGED: Text(fr="modifiée", nl="gewijzigd", de="geändert", en="changed"),
    How.MOVED: Text(fr="autre ordre", nl="andere volgorde", de="andere Reihenfolge", en="another order"),
}
YES: Final = Text(fr="oui", nl="ja", de="ja", en="yes")
ALL_CASES: Final = Text(fr="Dans tous les cas", nl="In alle gevallen", de="In allen Fällen", en="In all cases")
TO_COMMUNE: Final = Text(
    fr="à la commune de l’endroit",
    nl="naar de gemeente van de plek",
    de="an die Gemeinde des Ortes",
    en="to the commune there",
)
TO_TEAM: Final = Text(fr="à l’équipe « %s »", nl="naar het team “%s”", de="an das Team „%s“", en="to the team “%s”")
TO_AUTHORITY: Final = Text(fr="à %s", nl="naar %s", de="an %s", en="to %s")
TO_OUTSIDE: Final = Text(
    fr="chez %s (pas sur ce site)",
    nl="bij %s (niet op deze site)",
    de="bei %s (nicht hier)",
    en="to %s (not on this site)",
)
CONDITIONS: Final[Mapping[str, Text]] = {
    "categories": Text(fr="Catégorie : %s", nl="Categorie: %s", de="Kategorie: %s", en="Category: %s"),
    "places": Text(fr="Commune : %s", nl="Gemeente: %s", de="Gemeinde: %s", en="Commune: %s"),
    "managers": Text(
        fr="Sol géré par : %s", nl="Grond beheerd door: %s", de="Boden verwaltet von: %s", en="Ground managed by: %s"
    ),
    "channels": Text(fr="Arrivé par : %s", nl="Binnengekomen via: %s", de="Eingegangen über: %s", en="Came by: %s"),
    "weekdays": Text(fr="Jour : %s", nl="Dag: %s", de="Tag: %s", en="Day: %s"),
    "hours": Text(fr="Heure : %s", nl="Uur: %s", de="Uhrzeit: %s", en="Time: %s"),
}
IN_AREA: Final = Text(
    fr="Dans la zone dessinée", nl="Binnen de getekende zone", de="Im gezeichneten Gebiet", en="Inside the drawn area"
)


@dataclass(frozen=True, slots=True)
class Names:
    """How codes are called: authorities by slug, communes by NIS code, categories and teams by the handbook."""

    authority: NameOf
    place: NameOf
    handbook: Handbook

    def category(self, code: str) -> str:
        """A category's name, its code when it is gone."""
        known = self.handbook.by_code.get(code)
        return pick(known.names).words if known else code

    def team(self, code: str) -> str:
        """A team's name, its code when it is gone."""
        known = self.handbook.team(code)
        return pick(known.names).words if known else code


def level_in_words(level: ServiceLevel | None) -> str:
    """As in "10 working days"; empty without a promise."""
    if level is None:
        return ""
    return f"{level.amount} {(ONE_OF if level.amount == 1 else UNITS)[level.unit]}"


def conditions_in_words(when: When, names: Names) -> list[str]:
    """What a rule asks, one line each; "in all cases" when it asks nothing."""
    said = {
        "categories": [names.category(code) for code in when.categories],
        "places": [names.place(code) for code in when.places],
        "managers": [names.authority(slug) for slug in when.managers],
        "channels": [labels.label(labels.CHANNELS, code) for code in when.channels],
        "weekdays": [str(WEEKDAYS[str(day)]) for day in when.weekdays],
        "hours": [f"{when.hours[0]:%H:%M}–{when.hours[1]:%H:%M}"] if when.hours else [],
    }
    lines = [str(CONDITIONS[name]) % ", ".join(words) for name, words in said.items() if words]
    return ([*lines, str(IN_AREA)] if when.area else lines) or [str(ALL_CASES)]


def destination_in_words(then: Then, names: Names) -> str:
    """Where a rule leads."""
    if then.commune:
        return str(TO_COMMUNE)
    if then.outside:
        return str(TO_OUTSIDE) % pick(then.outside.names).words
    if then.authority:
        return str(TO_AUTHORITY) % names.authority(then.authority)
    return str(TO_TEAM) % names.team(then.team)


def entry_in_words(name: str) -> str:
    """An entry of the document, as people call it."""
    outer, _, inner = name.partition(".")
    said = str(PLACES.get(outer, outer))
    return f"{said} ({PLACES.get(inner, inner)})" if inner else said


def value_in_words(name: str, value: object, names: Names) -> str:
    """A value of the document, as people read it; empty for what is not said."""
    if value is None or value == "":
        return ""
    if isinstance(value, bool):
        return str(YES)
    if isinstance(value, Mapping):
        return _mapping(name, value, names)
    if isinstance(value, list):
        return ", ".join(value_in_words(name, one, names) for one in value)
    return _word(name, str(value), names)


def _word(name: str, value: str, names: Names) -> str:
    by_name: dict[str, NameOf] = {
        "team": names.team,
        "parent": names.category,
        "replaced_by": names.category,
        "category": names.category,
        "categories": names.category,
        "authority": names.authority,
        "managers": names.authority,
        "places": names.place,
    }
    if name in by_name:
        return by_name[name](value)
    words: dict[str, Mapping[str, Text]] = {
        "audience": AUDIENCES,
        "photos": PHOTOS,
        "letters": LETTERS,
        "priority": labels.PRIORITIES,
        "unit": UNITS,
        "channels": labels.CHANNELS,
        "states": labels.STATES,
        "weekdays": WEEKDAYS,
        "moderate": MODERATE,
    }
    return labels.label(words.get(name, {}), value)


def _mapping(name: str, value: Mapping[object, object], names: Names) -> str:
    if name == "service_level":
        unit = str(value.get("unit", Unit.WORKING_DAYS))
        return level_in_words(ServiceLevel(int(str(value.get("amount", 1))), Unit(unit)))
    if name == "area":
        return str(IN_AREA)
    lines: Iterable[str] = (
        f"{entry_in_words(str(key))}: {value_in_words(str(key), one, names)}" for key, one in value.items()
    )
    return "; ".join(lines)
