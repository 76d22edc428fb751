"""Words as the index and the questions know them: lower case, no accents, none of the small words of four languages."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from perron.kernel.folding import fold

# PostgreSQL's snowball stemmers, built in everywhere, by language.
STEMMERS: Final = {"fr": "french", "nl": "dutch", "de": "german", "en": "english"}
WEIGHTS: Final = {"fr": "A", "nl": "B", "de": "C", "en": "D"}
LONGEST: Final = 60
WORD: Final = re.compile(r"[^\W_]+")
SMALL_WORDS: Final = frozenset(
    """
    a aan aber about als am an and are as at au auch auf aus aux avec be bei bij bin bis but by can ce ces cet
    cette d da dan dans das dass dat de dem den der des deze die dit door du durch een ein eine einem einen
    einer eines elle en er es est et eux for from fur had has hat have he her het hij his hoe how i ich if ihr
    ik il ils im in into is ist it its ja je kan kein l la le les leur leurs lui ma maar mais me mes met mit mon
    my n naar nach ne nicht niet no noch nog nos not notre nous nur oder of om on onder ook op or ou our over
    par pas pour qu que qui s sa se ses she sich sie sind so son sont sur ta te tes that the their them there
    they this to ton tot tu uit um un und une uns unter van vom von voor vor vos votre vous want war was wat we
    wel wenn werd were what when where which who wie wij will wir with worden y you your zal ze zich zij zijn zo
    zu zum zur
    """.split()  # noqa: SIM905  (eighty lines of one word each read worse)
)


def words_of(text: str) -> Iterator[str]:
    """The words worth finding, folded, in order."""
    for match in WORD.finditer(fold(text)):
        word = match[0]
        if word not in SMALL_WORDS and (len(word) > 1 or word.isdigit()):
            yield word[:LONGEST]


def words_asked(text: str) -> list[str]:
    """The words of a question, each once; its small words only when there is nothing else. At most twelve."""
    asked = list(dict.fromkeys(words_of(text))) or list(dict.fromkeys(WORD.findall(fold(text))))
    return [word[:LONGEST] for word in asked[:12]]


def is_being_typed(text: str) -> bool:
    """Whether the last word may still grow: it does not end in a space."""
    return bool(text) and not text[-1].isspace()
