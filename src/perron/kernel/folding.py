"""Words as they are compared, by the search, the places and the rules of bricks: no case, accents or ligatures."""

from __future__ import annotations

import unicodedata
from typing import Final

NOT_EUROPEAN: Final = 0x2E80  # the first letter of the east, of which there are too many to keep


class _Letters(dict[int, str]):
    """What becomes of each letter: its parts without accents. Those of Europe are kept once met."""

    def __missing__(self, letter: int) -> str:
        parts = unicodedata.normalize("NFKD", chr(letter))
        plain = "".join(part for part in parts if not unicodedata.combining(part))
        if letter < NOT_EUROPEAN:
            self[letter] = plain
        return plain


_LETTERS: Final = _Letters(str.maketrans({"œ": "oe", "æ": "ae", "ß": "ss", "ø": "o", "ł": "l", "đ": "d"}))


def fold(text: str) -> str:
    """Lower case, without accents or ligatures."""
    return text.casefold().translate(_LETTERS)
