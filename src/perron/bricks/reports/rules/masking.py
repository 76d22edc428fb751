"""Words of citizens as strangers may read them: addresses, numbers of people, accounts, plates are masked by rule."""

from __future__ import annotations

import re
from typing import Final

from stdnum import iban, luhn
from stdnum.be import nn

MASK: Final = "…"
MOST_PIECES: Final = 16  # of a number that is written in pieces: a card has 16 digits
_EMAIL: Final = re.compile(r"[\w.+'-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63})+")
_BETWEEN: Final = r"\s./()\u2010-\u2015-"  # what people write between digits: hard spaces and all hyphens too
_NUMBERS: Final = re.compile(rf"(?<!\w)(?:\+|00)?\d[\d{_BETWEEN}]{{6,}}\d(?!\w)")
_PIECE: Final = re.compile(r"\+?\d+")
_DATE: Final = re.compile(r"\d{1,2}([./-])\d{1,2}\1(?:19|20)\d\d(?!\d)")
_IBAN: Final = re.compile(
    rf"\b[A-Z]{{2}}\d{{2}}(?:[{_BETWEEN}]?[A-Z0-9]{{4}}){{2,7}}(?:[{_BETWEEN}]?[A-Z0-9]{{1,3}})?\b", re.IGNORECASE
)
SHORTEST_IBAN: Final = 15
_PLATE: Final = re.compile(r"\b[1-9]-[A-Za-z]{3}-\d{3}\b|\b[1-9] ?[A-Z]{3} ?\d{3}\b")  # royal decree of 2010


def mask(words: str) -> str:
    """The same words without e-mail addresses, telephone and national numbers, bank accounts, cards and plates."""
    masked = _IBAN.sub(_masked_account, _EMAIL.sub(MASK, words))
    return _NUMBERS.sub(_masked_numbers, _PLATE.sub(MASK, masked))


def _masked_account(found: re.Match[str]) -> str:
    """Without the account at its start; a word may follow that was taken for the end of it."""
    written = found.group()
    for end in range(len(written), SHORTEST_IBAN - 1, -1):
        if written[end - 1].isalnum() and iban.is_valid(written[:end], check_country=False):
            return MASK + written[end:]
    return written


def _masked_numbers(found: re.Match[str]) -> str:
    """Without the numbers in it that are somebody's; a house number may stand right before one."""
    written, kept, at = found.group(), "", 0
    pieces = [(piece.start(), piece.end()) for piece in _PIECE.finditer(written)]
    first = 0
    while first < len(pieces):
        last = _end_of_personal(written, pieces, first)
        if last:
            kept, at = kept + written[at : pieces[first][0]] + MASK, pieces[last - 1][1]
        first = last or first + 1
    return kept + written[at:]


def _end_of_personal(written: str, pieces: list[tuple[int, int]], first: int) -> int:
    """After which piece the number ends that begins with this one; 0 when none of a person does."""
    start = pieces[first][0]
    for last in range(min(len(pieces), first + MOST_PIECES), first, -1):
        if _is_personal(written[start : pieces[last - 1][1]]):
            return last
    return 0


def _is_personal(written: str) -> bool:
    digits = re.sub(r"\D", "", written)
    if nn.is_valid(digits):  # checksum of the national register
        return True
    if _DATE.match(written):
        return False
    if written.startswith(("+", "00")):
        return 8 <= len(digits) <= 15  # E.164
    if digits.startswith("0"):
        return len(digits) in {9, 10}  # Belgian: nine digits with an area code, ten for mobile
    return len(digits) == 16 and luhn.is_valid(digits)  # a bank card
