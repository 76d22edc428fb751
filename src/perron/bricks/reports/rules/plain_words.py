"""The words of a text that say something about a street."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from perron.kernel.folding import fold

_WORD: Final = re.compile(r"[^\W_]+")
# What says nothing about a street, in four languages.
_SMALL: Final = frozenset(
    """
    a an and at au aus aux avec bei chez dans das de dem den der des devant die du ein een eine en est et for gros
    grote heel het il im in is ist la le les ma met mijn mit mon my nous of on op ou par pas pour rue straat strasse
    street sur the there to tres un und une van very vom von voor vor was we wij with zeer zu zum zur
    """.split()  # noqa: SIM905  (sixty lines of one word each read worse)
)


def words_of(text: str) -> Iterator[str]:
    """The words that say something, folded, in order."""
    return (word for word in _WORD.findall(fold(text)) if word not in _SMALL and len(word) > 1)
