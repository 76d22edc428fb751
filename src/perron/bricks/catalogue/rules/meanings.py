"""What the values of a column mean, beyond their type: codes of places and enterprises, coordinates, languages, money.

A meaning needs values that bear it out; the header alone proves nothing, values alone suffice only where a check
digit does.
Sources: enterprise number, royal decree of 24 June 2003 (ten digits, the last two are 97 minus the first eight modulo
97,
a 0 or 1 in front); establishment unit, same decree (a 2 to 8 in front); NIS code, royal decree of 28 November 1963 and
Statbel's REFNIS (five digits).
"""

from __future__ import annotations

import itertools
import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from perron.bricks.catalogue.rules import personal
from perron.bricks.catalogue.rules.column_types import Shapes
from perron.kernel.contract import ColumnType

NIS_CODE, POSTAL_CODE = "nis_code", "postal_code"
ENTERPRISE_NUMBER, ESTABLISHMENT_UNIT = "enterprise_number", "establishment_unit"
LONGITUDE, LATITUDE, COORDINATES = "longitude", "latitude", "coordinates"
LAMBERT_72_X, LAMBERT_72_Y, LAMBERT_2008_X, LAMBERT_2008_Y = (
    "lambert72_x",
    "lambert72_y",
    "lambert2008_x",
    "lambert2008_y",
)
YEAR, PERCENTAGE, AMOUNT, URL = "year", "percentage", "amount", "url"
NATIONAL_NUMBER, IBAN, EMAIL, PHONE = personal.NATIONAL_NUMBER, personal.IBAN, personal.EMAIL, personal.PHONE
CODES: Final = (NIS_CODE, POSTAL_CODE, ENTERPRISE_NUMBER, ESTABLISHMENT_UNIT, NATIONAL_NUMBER, IBAN, PHONE, EMAIL)
MEANINGS: Final = (
    *CODES, URL, LONGITUDE, LATITUDE, COORDINATES, LAMBERT_72_X, LAMBERT_72_Y, LAMBERT_2008_X, LAMBERT_2008_Y, YEAR,
    PERCENTAGE, AMOUNT,
)  # fmt: skip
ALMOST_ALL: Final = 0.9
TRUSTED: Final = 20  # valid values that are no coincidence, whatever the header

WORDS: Final[Mapping[str, frozenset[str]]] = {
    meaning: frozenset(words.split())
    for meaning, words in {
        NIS_CODE: "nis niscode refnis ins codeins codenis rfns nisnr nisnummer",
        POSTAL_CODE: "cp postcode postal postcodes zip zipcode plz codepostal postnummer postleitzahl postalcode",
        ENTERPRISE_NUMBER: (
            "bce kbo ondernemingsnummer enterprise entreprise tva btw vat kbonummer unternehmensnummer onderneming mwst"
        ),
        ESTABLISHMENT_UNIT: (
            "vestigingseenheid vestiging etablissement establishment vestigingsnummer niederlassungseinheit"
        ),
        NATIONAL_NUMBER: (
            "rijksregisternummer rijksregister niss insz rrn nrn registre nationalregisternummer bis registernummer"
        ),
        PHONE: "tel telephone telefoon telefon phone gsm mobile mobiel portable telefoonnummer handy fax",
        LONGITUDE: "lon lng long longitude lengtegraad langengrad",
        LATITUDE: "lat latitude breedtegraad breitengrad",
        YEAR: "annee jaar year jahr an anno exercice boekjaar jaartal",
        PERCENTAGE: "pct percent percentage pourcentage prozent procent taux",
        AMOUNT: (
            "montant bedrag betrag amount prix prijs preis budget eur euro euros cout kost kosten subside toelage "
            "octroye"
        ),
        "x": "x easting xcoord coordx xlambert lambertx x72 xl72 xcoordinaat",
        "y": "y northing ycoord coordy ylambert lamberty y72 yl72 ycoordinaat",
    }.items()
}
LANGUAGE_WORDS: Final = {
    **dict.fromkeys(("fr", "fra", "french", "francais"), "fr"),
    **dict.fromkeys(("nl", "nld", "dutch", "nederlands", "neerlandais"), "nl"),
    **dict.fromkeys(("de", "deu", "ger", "german", "deutsch", "allemand"), "de"),
    **dict.fromkeys(("en", "eng", "english", "anglais", "engels"), "en"),
}
SAYS_LANGUAGE: Final = {
    "fr": frozenset(
        [
            "nom",
            "commune",
            "annee",
            "adresse",
            "rue",
            "montant",
            "libelle",
            "numero",
            "quartier",
            "ville",
            "description",
            "objet",
            "beneficiaire",
            "code",
        ]
    ),
    "nl": frozenset(
        [
            "naam",
            "gemeente",
            "jaar",
            "adres",
            "straat",
            "bedrag",
            "omschrijving",
            "nummer",
            "wijk",
            "stad",
            "aantal",
            "oppervlakte",
            "postcode",
            "provincie",
        ]
    ),
    "de": frozenset(
        [
            "name",
            "gemeinde",
            "jahr",
            "adresse",
            "strasse",
            "betrag",
            "beschreibung",
            "anzahl",
            "stadt",
            "bezirk",
            "ort",
            "plz",
            "bezeichnung",
        ]
    ),
    "en": frozenset(
        [
            "name",
            "municipality",
            "year",
            "address",
            "street",
            "amount",
            "label",
            "number",
            "district",
            "city",
            "description",
        ]
    ),
}
_LAMBERT_72: Final = ((20_000, 300_000), (15_000, 250_000))
_DEGREES: Final = ((-180, 180), (-90, 90))
_LAMBERT_2008: Final = ((515_000, 805_000), (515_000, 755_000))


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of a column once typed. `low` and `high` are of numbers; `distinct` counts different values."""

    name: str
    type: ColumnType
    shapes: Shapes
    distinct: int = 0
    low: float | None = None
    high: float | None = None


def words_of(name: str) -> tuple[str, ...]:
    """The words of a header: `CD_REFNIS`, `codePostal` and `NIS5` give (cd, refnis), (code, postal) and (nis, 5)."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    parts = re.findall(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+", plain)
    return tuple(part.lower() for part in parts)


def says(name: str, meaning: str) -> bool:
    """Whether a header announces a meaning."""
    words = words_of(name)
    joined = {f"{first}{second}" for first, second in itertools.pairwise(words)}
    return bool(WORDS[meaning] & ({*words} | joined))


def is_enterprise_number(value: str) -> bool:
    """Whether a value is a valid enterprise number; nine digits are taken for one whose first zero was lost."""
    digits = re.sub(r"\D", "", value).zfill(10)
    return len(digits) == 10 and digits[0] in "01" and int(digits) > 0 and 97 - int(digits[:8]) % 97 == int(digits[8:])


def is_establishment_unit(value: str) -> bool:
    """Whether a value is a valid establishment unit number."""
    digits = re.sub(r"\D", "", value)
    return len(digits) == 10 and digits[0] in "2345678" and 97 - int(digits[:8]) % 97 == int(digits[8:])


def needs_values(name: str, shapes: Shapes) -> bool:
    """Whether values must be looked at to know if a column is a code with check digits."""
    likely = shapes.of("nn", "kbo", "iban", "at", "phone", "int:9", "int:10", "int:11", "zero:10", "zero:11", "zero:9")
    return likely >= 0.5 * shapes.filled > 0


def code(name: str, shapes: Shapes, values: Sequence[str]) -> str:
    """The meaning of a column whose values are codes, so text whatever their digits; "" when they are not.

    `values` are different values of the column, for those that `needs_values`.
    """
    filled = shapes.filled
    if not filled:
        return ""
    if says(name, NIS_CODE) and shapes.of("int:5", "int:4", "zero:5") >= ALMOST_ALL * filled:
        return NIS_CODE
    if says(name, POSTAL_CODE) and shapes.of("int:4", "int:5", "zero:4", "zero:5") >= ALMOST_ALL * filled:
        return POSTAL_CODE
    return _checked(name, shapes, values) if values else ""


def _checked(name: str, shapes: Shapes, values: Sequence[str]) -> str:
    checks: tuple[tuple[str, Callable[[str], bool]], ...] = (
        (NATIONAL_NUMBER, personal.is_national_number),
        (ENTERPRISE_NUMBER, is_enterprise_number),
        (ESTABLISHMENT_UNIT, is_establishment_unit),
        (IBAN, personal.is_iban),
        (EMAIL, lambda value: bool(personal.EMAIL_SHAPE.fullmatch(value))),
    )
    for meaning, check in checks:
        valid = sum(map(check, values))
        announced = meaning in (IBAN, EMAIL) or says(name, meaning) or shapes.of("nn", "kbo") > 0.5 * shapes.filled
        if valid >= ALMOST_ALL * len(values) and (announced or valid >= TRUSTED):
            return meaning
    is_phone = shapes.of("phone") >= ALMOST_ALL * shapes.filled or says(name, PHONE)
    return PHONE if is_phone and shapes.of("phone", "zero:9", "zero:10", "int:") >= 0.8 * shapes.filled else ""


def of_column(facts: Facts) -> str:
    """The meaning of a column that is no code, from its type, header and extremes; "" when none is recognised."""
    shapes, filled = facts.shapes, facts.shapes.filled
    if facts.type is ColumnType.TEXT:
        if filled and shapes.of("url") >= ALMOST_ALL * filled:
            return URL
        return COORDINATES if shapes.of("pair") >= 0.6 * filled > 0 else ""
    if facts.type not in (ColumnType.INTEGER, ColumnType.DECIMAL) or facts.low is None or facts.high is None:
        return ""
    return _of_number(facts, facts.low, facts.high)


def _of_number(facts: Facts, low: float, high: float) -> str:
    if (
        facts.type is ColumnType.INTEGER
        and low >= 1800
        and high <= 2100
        and (says(facts.name, YEAR) or 1 < facts.distinct <= 60)
    ):
        return YEAR
    if says(facts.name, LONGITUDE) and low >= -180 and high <= 180:
        return LONGITUDE
    if says(facts.name, LATITUDE) and low >= -90 and high <= 90:
        return LATITUDE
    if facts.shapes.signs.get("%") or says(facts.name, PERCENTAGE) or "%" in facts.name:
        return PERCENTAGE
    if facts.shapes.signs.get("€") or says(facts.name, AMOUNT) or "€" in facts.name:
        return AMOUNT
    return ""


def eastings(columns: Sequence[Facts]) -> tuple[int, int, str] | None:
    """The positions of an easting and a northing (x, y) among columns, and their system: "72" or "2008" for Lambert, ""
    for degrees; None when there is no such pair.
    """
    found = {
        axis: [p for p, facts in enumerate(columns) if says(facts.name, axis) and facts.low is not None]
        for axis in "xy"
    }
    if len(found["x"]) != 1 or len(found["y"]) != 1:
        return None
    x, y = found["x"][0], found["y"][0]
    for system, limits in (("72", _LAMBERT_72), ("2008", _LAMBERT_2008), ("", _DEGREES)):
        if all(
            low <= (facts.low or 0) and (facts.high or 0) <= high
            for facts, (low, high) in zip((columns[x], columns[y]), limits, strict=True)
        ):
            return None if system == "" and ColumnType.INTEGER in (columns[x].type, columns[y].type) else (x, y, system)
    return None


def are_swapped(longitude: Facts, latitude: Facts) -> bool:
    """Whether a longitude and a latitude bear each other's name, as only Belgium's narrow box can tell."""
    return all(
        facts.low is not None and facts.high is not None and low <= facts.low and facts.high <= high
        for facts, low, high in ((longitude, 49.0, 52.0), (latitude, 2.0, 7.0))
    )


def language_of(name: str) -> str:
    """The language a header says its texts are in: `nom_fr`, `TX_DESCR_NL`; "" when it says none."""
    words = words_of(name)
    return LANGUAGE_WORDS.get(words[-1], LANGUAGE_WORDS.get(words[0], "")) if len(words) > 1 else ""


def languages_of(names: Sequence[str]) -> dict[str, str]:
    """Headers of language twins, each with its language: only where two languages or more show up in the table."""
    found = {name: language for name in names if (language := language_of(name))}
    return found if len(set(found.values())) > 1 else {}


def languages_of_headers(names: Sequence[str]) -> tuple[str, ...]:
    """The languages that headers are written in, most likely first."""
    words = {word for name in names for word in words_of(name)}
    scores = {language: len(words & known) for language, known in SAYS_LANGUAGE.items()}
    best = max(scores.values(), default=0)
    return tuple(language for language, score in scores.items() if score and score == best)[:2]
