"""The part of a text that shows the words asked for, cut into pieces: plain, and found."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from perron.kernel.folding import fold

LENGTH: Final = 220
BEFORE: Final = 60
SHORTEST_STEM: Final = 4


@dataclass(frozen=True, slots=True)
class Piece:
    """Some words of an excerpt; `found` when they are what was asked for."""

    words: str
    found: bool = False


class _Letters(dict[int, str]):
    """Each letter folded to one letter, so that places in the folded text are places in the text; filled as met."""

    def __missing__(self, letter: int) -> str:
        self[letter] = folded = (fold(chr(letter)) or " ")[0]
        return folded


_LETTERS: Final = _Letters()


def excerpt(text: str, asked: tuple[str, ...]) -> tuple[Piece, ...]:
    """About 220 characters around the first word asked for, or from the start; found words are pieces apart."""
    text = " ".join(text.split())
    pattern = _pattern(asked) if asked else None
    folded = text.translate(_LETTERS) if pattern else ""
    first = pattern.search(folded) if pattern else None
    start = text.find(" ", max(0, first.start() - BEFORE)) + 1 if first and first.start() > BEFORE else 0
    end = len(text) if len(text) <= start + LENGTH else text.rfind(" ", start, start + LENGTH) + 1 or start + LENGTH
    pieces = [Piece("… ")] if start else []
    at = start
    for match in pattern.finditer(folded, start, end) if pattern and first else ():
        pieces += [Piece(text[at : match.start()])] if match.start() > at else []
        pieces.append(Piece(text[match.start() : match.end()], found=True))
        at = match.end()
    rest = text[at:end].rstrip() if end < len(text) else text[at:end]
    return (*pieces, *([Piece(rest)] if rest else []), *([Piece(" …")] if end < len(text) else []))


@lru_cache(maxsize=1000)
def _pattern(asked: tuple[str, ...]) -> re.Pattern[str]:
    """Words that begin like one asked for, as far as stems go."""
    ways = (
        re.escape(word[: max(SHORTEST_STEM, len(word) - 2)]) + r"[^\W_]*"
        if len(word) >= SHORTEST_STEM
        else re.escape(word)
        for word in asked
    )
    return re.compile(rf"(?<![^\W_])(?:{'|'.join(ways)})(?![^\W_])")
