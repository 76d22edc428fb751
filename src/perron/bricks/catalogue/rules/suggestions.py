"""What a file already says about itself: a first title, themes, place, period, languages and frequency for the form.

Suggestions are shown to the agent, who decides; nothing here is ever published unseen.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from typing import Final

from perron.bricks.catalogue.rules.description import Description
from perron.bricks.catalogue.rules.understanding import ColumnUnderstanding, Understanding
from perron.kernel.contract import ColumnType

MOST_THEMES: Final = 2
FIRST_YEAR: Final = 1830
LAST_YEAR: Final = 2100

THEME_WORDS: Final[Mapping[str, tuple[str, ...]]] = {
    "AGRI": ("agri", "landbouw", "boer", "ferme", "visserij", "peche", "aliment", "landwirtschaft", "voeding"),
    "ECON": ("subsid", "subvention", "budget", "begroting", "econom", "ondernem", "entrepris", "taxe", "belasting"),
    "EDUC": ("ecole", "school", "schule", "creche", "cultur", "musee", "museum", "sport", "bibliothe", "onderwijs"),
    "ENER": ("energ", "electric", "elektr", "gaz", "gas", "verbruik", "consommation", "premie", "solair", "zonne"),
    "ENVI": (
        "environnement",
        "milieu",
        "dechet",
        "afval",
        "eau",
        "water",
        "parc",
        "park",
        "boom",
        "bomen",
        "arbre",
        "lucht",
    ),
    "GOVE": ("conseil", "raad", "college", "decision", "besluit", "election", "verkiezing", "marche", "mandat", "wahl"),
    "HEAL": ("sante", "gezond", "gesund", "health", "hopital", "ziekenhuis", "medec", "covid", "pharma", "apothe"),
    "JUST": ("police", "politie", "polizei", "justice", "justitie", "crimin", "securite", "veiligheid", "accident"),
    "REGI": (
        "quartier",
        "wijk",
        "batiment",
        "gebouw",
        "bouw",
        "logement",
        "wonen",
        "urban",
        "permis",
        "vergunning",
        "vastgoed",
    ),
    "SOCI": (
        "population",
        "bevolking",
        "bevolkerung",
        "inwoner",
        "habitant",
        "social",
        "sociaal",
        "jeune",
        "age",
        "naissance",
    ),
    "TECH": ("wifi", "internet", "recherche", "onderzoek", "innovation", "techno"),
    "TRAN": (
        "parking",
        "velo",
        "fiets",
        "bus",
        "tram",
        "gare",
        "station",
        "halte",
        "arret",
        "poteau",
        "verkeer",
        "trafic",
    ),
}
LANGUAGE_WORDS: Final[Mapping[str, tuple[str, ...]]] = {
    "fr": (
        "nom",
        "rue",
        "commune",
        "annee",
        "date_de",
        "adresse",
        "nombre",
        "montant",
        "libelle",
        "du",
        "des",
        "par",
        "et",
    ),
    "nl": (
        "naam",
        "straat",
        "gemeente",
        "jaar",
        "datum",
        "adres",
        "aantal",
        "bedrag",
        "omschrijving",
        "per",
        "van",
        "en",
    ),
    "de": ("name", "strasse", "gemeinde", "jahr", "adresse", "anzahl", "betrag", "bezeichnung", "von", "und"),
    "en": ("street", "municipality", "year", "address", "number", "amount", "label", "of", "by", "and", "the"),
}
RHYTHMS: Final[Mapping[str, tuple[str, ...]]] = {
    "ANNUAL": ("annuel", "jaarlijks", "jahrlich", "annual", "yearly", "per-jaar", "par-an"),
    "QUARTERLY": ("trimestr", "kwartaal", "quartal", "quarter"),
    "MONTHLY": ("mensuel", "maandelijks", "monatlich", "monthly", "per-maand", "par-mois"),
    "DAILY": ("quotidien", "dagelijks", "taglich", "daily"),
}


def suggest(
    understanding: Understanding | None,
    *,
    name: str,
    languages: tuple[str, ...] = (),
    place: str = "",
    contact_email: str = "",
) -> Description:
    """A first record. `name` is the file's; `languages`, `place` and `contact_email` are the authority's own."""
    columns = [column for table in understanding.tables for column in table.columns] if understanding else []
    words = _words(name, (column.name for column in columns))
    language = guess_language(words, languages or ("fr", "nl", "de", "en"))
    start, end = period_of(columns, name)
    title = title_from(name)
    return Description(
        titles={language: title} if title else {},
        keywords={},
        themes=guess_themes(words),
        licence="CC-BY-4.0",
        frequency=guess_frequency(name, start, end),
        place=place,
        period_start=start,
        period_end=end,
        languages=languages_of(understanding, columns) or ((language,) if columns else ()),
        contact_email=contact_email,
    )


def with_titles(description: Description, titles: Mapping[str, str]) -> Description:
    """The same record under another title."""
    return replace(description, titles=dict(titles))


def title_from(name: str) -> str:
    """`TEC_poteaux-2013.shp.zip` becomes `TEC poteaux 2013`."""
    stem = re.sub(r"(\.[A-Za-z][A-Za-z0-9]{1,7})+$", "", name.rsplit("/", 1)[-1])
    words = re.sub(r"[_\s]+|(?<=[^\W\d])-|-(?=[^\W\d])", " ", stem)
    words = " ".join(words.split())
    return words[:1].upper() + words[1:]


def guess_language(words: Iterable[str], among: tuple[str, ...]) -> str:
    """The language whose small words are met most; the first of `among` when none is."""
    seen = list(words)
    points = {language: sum(word in LANGUAGE_WORDS.get(language, ()) for word in seen) for language in among}
    return max(among, key=lambda language: points[language])


def guess_themes(words: Iterable[str]) -> tuple[str, ...]:
    """At most two themes, by the words of the file's name and columns."""
    seen = list(words)
    points = {
        theme: sum(any(word.startswith(start) for start in starts) for word in seen)
        for theme, starts in THEME_WORDS.items()
    }
    best = sorted((theme for theme in points if points[theme]), key=lambda theme: -points[theme])
    return tuple(best[:MOST_THEMES])


def period_of(columns: Iterable[ColumnUnderstanding], name: str) -> tuple[date | None, date | None]:
    """From the dates in the columns, else from columns of years, else from years in the file's name."""
    listed = list(columns)
    days = [
        day for column in listed if column.type in (ColumnType.DATE, ColumnType.DATETIME) for day in _extremes(column)
    ]
    if days:
        return min(days), max(days)
    years = [year for column in listed if _is_year(column) for year in (column.minimum, column.maximum)]
    found = [int(year) for year in years if year] or [
        int(year) for year in re.findall(r"(?<!\d)(?:19|20)\d\d(?!\d)", name)
    ]
    return (date(min(found), 1, 1), date(max(found), 12, 31)) if found else (None, None)


def guess_frequency(name: str, start: date | None, end: date | None) -> str:
    """By words in the file's name; a name or period of one whole year means every year; "" when nothing tells."""
    plain = _plain(name)
    for code, hints in RHYTHMS.items():
        if any(hint in plain for hint in hints):
            return code
    one_year = start is not None and (start, end) == (date(start.year, 1, 1), date(start.year, 12, 31))
    return "ANNUAL" if one_year else ""


def languages_of(understanding: Understanding | None, columns: Iterable[ColumnUnderstanding]) -> tuple[str, ...]:
    """The languages of the values: of the file as understood, else of its language twins."""
    if understanding and understanding.languages:
        return understanding.languages
    return tuple(dict.fromkeys(column.language for column in columns if column.language))


def _words(name: str, headers: Iterable[str]) -> list[str]:
    return [word for text in (name, *headers) for word in re.findall(r"[a-z]+", _plain(text))]


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()


def _is_year(column: ColumnUnderstanding) -> bool:
    if column.type is not ColumnType.INTEGER or not column.minimum or not column.maximum:
        return False
    if not re.search(r"jaar|annee|année|jahr|year", column.name, re.IGNORECASE):
        return False
    return FIRST_YEAR <= int(column.minimum) <= int(column.maximum) <= LAST_YEAR


def _extremes(column: ColumnUnderstanding) -> list[date]:
    written = [text[:10] for text in (column.minimum, column.maximum) if text]
    return [day for day in map(_day, written) if day]


def _day(text: str) -> date | None:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None  # a value as written that is no day has no say in the period
    return day if FIRST_YEAR <= day.year <= LAST_YEAR else None
