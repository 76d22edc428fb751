"""What tells of a person: values that are valid personal identifiers, and when a column of them stops a publication.

Sources: national register number, royal decree of 3 April 1984 (97 minus the first nine digits modulo 97; a 2 is put
before them for those born from 2000); bis number, royal decree of 8 February 1991 (month raised by 20 or 40);
IBAN, ISO 13616 (modulo 97 equal to 1).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

NATIONAL_NUMBER, IBAN, EMAIL, PHONE = "national_number", "iban", "email", "phone"
KINDS: Final = (NATIONAL_NUMBER, IBAN, EMAIL, PHONE)

# A mailbox of a desk, not of a person: its first word says so.
ROLES: Final = frozenset(
    [
        "info",
        "contact",
        "contacts",
        "mail",
        "email",
        "post",
        "poste",
        "admin",
        "administration",
        "administratie",
        "secretariat",
        "secretariaat",
        "sekretariat",
        "accueil",
        "onthaal",
        "empfang",
        "reception",
        "support",
        "help",
        "helpdesk",
        "service",
        "services",
        "dienst",
        "diensten",
        "office",
        "bureau",
        "communication",
        "communicatie",
        "kommunikation",
        "press",
        "presse",
        "pers",
        "webmaster",
        "noreply",
        "no-reply",
        "donotreply",
        "privacy",
        "dpo",
        "gdpr",
        "rgpd",
        "hello",
        "bonjour",
        "population",
        "bevolking",
        "urbanisme",
        "stedenbouw",
        "travaux",
        "werken",
        "environnement",
        "milieu",
        "leefmilieu",
        "etatcivil",
        "burgerzaken",
        "commune",
        "gemeente",
        "gemeinde",
        "ville",
        "stad",
        "stadt",
        "cpas",
        "ocmw",
        "sozialhilfezentrum",
        "police",
        "politie",
        "polizei",
        "bibliotheque",
        "bibliotheek",
        "bibliothek",
        "ecole",
        "school",
        "schule",
        "direction",
        "directie",
        "finances",
        "financien",
        "rh",
        "hr",
        "jobs",
        "sport",
        "sports",
        "culture",
        "cultuur",
        "jeunesse",
        "jeugd",
        "tourisme",
        "toerisme",
        "tourismus",
        "opendata",
        "data",
        "sales",
        "welcome",
        "reservation",
        "reservations",
        "team",
    ]
)
EMAIL_SHAPE: Final = re.compile(r"[\w.+%'-]{1,64}@[\w-]+(?:\.[\w-]+)+")
_IBAN_LENGTHS: Final = {
    "BE": 16,
    "NL": 18,
    "DE": 22,
    "FR": 27,
    "LU": 20,
    "GB": 22,
    "ES": 24,
    "IT": 27,
    "PT": 25,
    "AT": 20,
    "CH": 21,
}
_LANDLINES_SHARED: Final = ("0800", "0900", "0901", "0902", "0903", "078", "070")


@dataclass(frozen=True, slots=True)
class Finding:
    """A column that holds personal identifiers: of what kind, in how many of its values."""

    kind: str
    values: int
    filled: int


def is_national_number(value: str) -> bool:
    """Whether a value is a valid Belgian national register number or bis number, written with or without dots."""
    if not re.fullmatch(r"\d{2}[. ]?\d{2}[. ]?\d{2}[- .]?\d{3}[. ]?\d{2}", value):
        return False
    digits = re.sub(r"\D", "", value)
    month, day = int(digits[2:4]) % 20, int(digits[4:6])
    if month > 12 or int(digits[2:4]) >= 60 or day > 31:
        return False
    check = int(digits[9:])
    return check in (97 - int(digits[:9]) % 97, 97 - int("2" + digits[:9]) % 97)


def is_iban(value: str) -> bool:
    """Whether a value is a valid IBAN, written with or without spaces."""
    compact = re.sub(r"[\s.-]", "", value).upper()
    if not re.fullmatch(r"[A-Z]{2}\d{2}[A-Z0-9]{11,30}", compact):
        return False
    if len(compact) != _IBAN_LENGTHS.get(compact[:2], len(compact)):
        return False
    return int("".join(str(int(letter, 36)) for letter in compact[4:] + compact[:4])) % 97 == 1


def is_private_email(value: str) -> bool:
    """Whether a value is, or holds, an e-mail address that is not a desk's mailbox (`info@`, `secretariat.ecole@`)."""
    return any(not is_role_mailbox(address) for address in EMAIL_SHAPE.findall(value))


def is_role_mailbox(address: str) -> bool:
    """Whether an e-mail address is a desk's: one of its words before the `@` is a role."""
    local = address.split("@", 1)[0].lower()
    return local in ROLES or any(word in ROLES for word in re.split(r"[._+\-\d]+", local))


def is_private_phone(value: str) -> bool:
    """Whether a value is a Belgian mobile number (those of desks are land lines), or a foreign number in full."""
    digits = re.sub(r"[^\d+]", "", value)
    if digits.startswith("00"):
        digits = "+" + digits[2:]
    if digits.startswith("+32"):
        digits = "0" + digits[3:].removeprefix("0")
    if digits.startswith(_LANDLINES_SHARED):
        return False
    return bool(re.fullmatch(r"04[5-9]\d{7}", digits))


CHECKS: Final = {
    NATIONAL_NUMBER: is_national_number,
    IBAN: is_iban,
    EMAIL: is_private_email,
    PHONE: is_private_phone,
}


def kind_of(value: str) -> str:
    """The kind of personal identifier a value is; "" when it is none."""
    return next((kind for kind, check in CHECKS.items() if check(value)), "")


def finding(kind: str, *, values: int, filled: int, named: bool = False) -> Finding | None:
    """What is found in a column where `values` of the `filled` ones are valid identifiers of a kind.

    `named`: the header itself announces such a kind. A chance number passes a modulo 97 once in about fifty (birth date
    included, once in a thousand), so a few national numbers among many values prove nothing, unless the header says so;
    an IBAN, a private e-mail or a mobile number is never chance: one is enough.
    """
    if not values:
        return None
    by_chance = kind == NATIONAL_NUMBER and not named and values < max(3, filled * 0.2)
    return None if by_chance else Finding(kind, values, filled)
