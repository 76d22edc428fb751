"""What an address in a citizen's words says beyond its town: enough to go there, or only where the town hall is."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from typing import Final

WORD: Final = re.compile(r"[^\W_]+")
ENOUGH_WORDS: Final = 4  # without a number: "in the park, beside the fountain"


def leads_there(words: str, town: Iterable[str]) -> bool:
    """Whether a street with a number, or some more words, are told beside the town. `town`: its names and codes."""
    known = {word for name in town for word in _words(name)}
    said = [word for word in _words(words) if word not in known]
    has_name = any(len(word) > 2 and word.isalpha() for word in said)
    has_number = any(word[0].isdigit() for word in said)
    return has_name and (has_number or len(said) >= ENOUGH_WORDS)


def _words(text: str) -> list[str]:
    flat = unicodedata.normalize("NFKD", text.casefold())
    return WORD.findall("".join(sign for sign in flat if not unicodedata.combining(sign)))
