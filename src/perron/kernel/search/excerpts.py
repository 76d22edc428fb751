"""The part of a text that shows the words asked for, cut into pieces: plain, and found."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from perron.kernel.search.words import WORD, fold

LENGTH: Final = 220
BEFORE: Final = 60
SHORTEST_STEM: Final = 4


@dataclass(frozen=True, slots=True)
class Piece:
    """Some words of an excerpt; `found` when they are what was asked for."""

    words: str
    found: bool = False


def excerpt(text: str, asked: list[str]) -> tuple[Piece, ...]:
    """About 220 characters around the first word asked for, or from the start; the found words are pieces of their own."""
    text = " ".join(text.split())
    found = [match.span() for match in WORD.finditer(text) if _is_asked(fold(match[0]), asked)] if asked else []
    start = _word_start(text, max(0, found[0][0] - BEFORE)) if found else 0
    end = len(text) if len(text) <= start + LENGTH else text.rfind(" ", start, start + LENGTH) + 1 or start + LENGTH
    pieces = [Piece("… ")] if start else []
    at = start
    for left, right in found:
        if start <= left and right <= end:
            pieces += [Piece(text[at:left])] if left > at else []
            pieces.append(Piece(text[left:right], found=True))
            at = right
    if at < end:
        pieces.append(Piece(text[at:end].rstrip() if end < len(text) else text[at:end]))
    return (*pieces, Piece(" …")) if end < len(text) else tuple(pieces)


def _is_asked(word: str, asked: list[str]) -> bool:
    """Whether the word begins like one asked for, as far as stems go."""
    return any(word == one or (len(one) >= SHORTEST_STEM and word.startswith(one[: max(SHORTEST_STEM, len(one) - 2)])) for one in asked)


def _word_start(text: str, at: int) -> int:
    return text.find(" ", at) + 1 if at else 0
