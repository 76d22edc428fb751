"""What tells of a person: values that are valid personal identifiers, and when a column of them stops a publication.

Sources: national register number, royal decree of 3 April 1984 (97 minus the first nine digits modulo 97; a 2 is put
before them for those born from 2000); bis number, royal decree of 8 February 1991 (month raised by 20 or 40);
IBAN, ISO 13616 (modulo 97 equal to 1).
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from typing import Final

NATIONAL_NUMBER, IBAN, EMAIL, PHONE = "national_number", "iban", "email", "phone"
KINDS: Final = (NATIONAL_NUMBER, IBAN, EMAIL, PHONE)

# A mailbox of a desk, not of a person: its first word says so.
_ROLE_WORDS: Final = """
    info contact contacts mail email post poste admin administration administratie secretariat secretariaat
    sekretariat accueil onthaal empfang reception support help helpdesk service services dienst diensten
    office bureau communication communicatie kommunikation press presse pers webmaster noreply no-reply
    donotreply privacy dpo gdpr rgpd hello bonjour population bevolking urbanisme stedenbouw travaux werken
    environnement milieu leefmilieu etatcivil burgerzaken commune gemeente gemeinde ville stad stadt cpas ocmw
    sozialhilfezentrum police politie polizei bibliotheque bibliotheek bibliothek ecole school schule
    direction directie finances financien rh hr jobs sport sports culture cultuur jeunesse jeugd tourisme
    toerisme tourismus opendata data sales welcome reservation reservations team
"""
ROLES: Final = frozenset(_ROLE_WORDS.split())
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
    """A column that holds personal identifiers: of what kind, in how many of its values, in how many alone."""

    kind: str
    values: int
    filled: int
    whole: int = 0

    @property
    def is_what_the_column_is(self) -> bool:
        """Whether the column is one of such identifiers, not of texts that mention some."""
        return self.whole * 2 > self.filled


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
    """Whether a value is a Belgian mobile number. Land lines are left alone: those in public tables are of desks."""
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
# What may be one, also in the middle of a sentence. Each has a longest length: a long text takes linear time.
_IN_TEXT: Final = {
    NATIONAL_NUMBER: re.compile(r"(?<![\d.])\d{2}[. ]?\d{2}[. ]?\d{2}[- .]?\d{3}[. ]?\d{2}(?!\d)"),
    IBAN: re.compile(r"\b[A-Za-z]{2}\d{2}(?:[ .-]?[A-Za-z0-9]{4}){2,7}(?:[ .-]?[A-Za-z0-9]{1,3})?\b"),
    EMAIL: EMAIL_SHAPE,
    PHONE: re.compile(r"(?<![\d+])(?:(?:\+|00)32[ ./()-]{0,3}(?:\(0\))?|\(?0)4[5-9](?:[ ./()-]{0,2}\d){7}(?!\d)"),
}


def kind_of(value: str) -> str:
    """The kind of personal identifier a value is; "" when it is none."""
    return next((kind for kind, check in CHECKS.items() if check(value)), "")


def kinds_in(text: str) -> dict[str, bool]:
    """The kinds of personal identifiers in a text, and whether they are there for certain: a row of digits that passes
    for a national number may be chance, one written with its dots is not.
    """
    found: dict[str, bool] = {}
    for kind, shape in _IN_TEXT.items():
        for match in shape.finditer(text):
            written = _iban_in(match[0]) if kind == IBAN else match[0]
            if written and CHECKS[kind](written):
                found[kind] = found.get(kind, False) or kind != NATIONAL_NUMBER or not written.isdigit()
    return found


def _iban_in(written: str) -> str:
    """What was matched, cut to the length its country uses: the words after it are none of it."""
    compact = re.sub(r"[ .-]", "", written).upper()
    return compact[: _IBAN_LENGTHS.get(compact[:2], len(compact))]


@dataclass(slots=True)
class Tally:
    """Counts what tells of persons in the values of a column."""

    values: int = 0  # that hold anything personal
    _counts: Counter[str] = field(default_factory=Counter)
    _whole: Counter[str] = field(default_factory=Counter)
    _certain: set[str] = field(default_factory=set)

    def add(self, value: str, times: int) -> None:
        """A value that occurs so many times."""
        kinds = kinds_in(value)
        self.values += times if kinds else 0
        if whole := kind_of(value):
            self._whole[whole] += times
        for kind, is_certain in kinds.items():
            self._counts[kind] += times
            if is_certain:
                self._certain.add(kind)

    def findings(self, *, filled: int, named: bool) -> tuple[Finding, ...]:
        """What was found in a column with so many `filled` values, the kind found most first. `named`: its header
        announces national numbers.
        """
        made = (
            finding(
                kind,
                values=count,
                filled=filled,
                certain=kind in self._certain or named,
                whole=self._whole[kind],
            )
            for kind, count in self._counts.most_common()
        )
        return tuple(each for each in made if each)


def finding(kind: str, *, values: int, filled: int, certain: bool = False, whole: int = 0) -> Finding | None:
    """What is found in a column where `values` of the `filled` ones hold valid identifiers of a kind, `whole` of them
    nothing else.

    A row of digits passes for a national number by chance: once in a thousand, its date included. So a few among many
    values prove nothing, unless the header says so or they are written with their dots (`certain`). An IBAN, a private
    e-mail or a mobile number is never chance: one is enough.
    """
    if not values:
        return None
    by_chance = kind == NATIONAL_NUMBER and not certain and values < max(3, filled * 0.2)
    return None if by_chance else Finding(kind, values, filled, whole)
