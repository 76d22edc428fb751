"""Words of citizens as strangers may read them: addresses, telephone and national numbers are masked by rule."""

from __future__ import annotations

import re
from typing import Final

from stdnum import iban, luhn
from stdnum.be import nn

MASK: Final = "…"
_EMAIL: Final = re.compile(r"[\w.+'-]+@[\w-]+(?:\.[\w-]+)+")
_NUMBERS: Final = re.compile(r"(?<![\w])(?:\+|00)?\d[\d ./()-]{6,}\d(?![\w])")
_IBAN: Final = re.compile(r"\b[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){2,7}(?: ?[A-Z0-9]{1,3})?\b")


def mask(words: str) -> str:
    """The same words without e-mail addresses, telephone numbers, national numbers, bank accounts and cards."""
    masked = _EMAIL.sub(MASK, words)
    masked = _IBAN.sub(
        lambda found: MASK if iban.is_valid(found.group(), check_country=False) else found.group(), masked
    )
    return _NUMBERS.sub(_masked_number, masked)


def _masked_number(found: re.Match[str]) -> str:
    return MASK if _is_personal(found.group()) else found.group()


def _is_personal(written: str) -> bool:
    digits = re.sub(r"\D", "", written)
    if nn.is_valid(digits):  # checksum of the national register
        return True
    if written.startswith(("+", "00")):
        return 8 <= len(digits) <= 15  # E.164
    if digits.startswith("0"):
        return len(digits) in {9, 10}  # Belgian: nine digits with an area code, ten for mobile
    return len(digits) == 16 and luhn.is_valid(digits)  # a bank card
