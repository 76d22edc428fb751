"""Words as the index and the questions know them: lower case, without accents, without the small words of four languages."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from typing import Final

# PostgreSQL's snowball stemmers, built in everywhere, by language.
STEMMERS: Final = {"fr": "french", "nl": "dutch", "de": "german", "en": "english"}
WEIGHTS: Final = {"fr": "A", "nl": "B", "de": "C", "en": "D"}
LONGEST: Final = 60
SPREAD: Final = str.maketrans({"œ": "oe", "æ": "ae", "ß": "ss", "ø": "o", "ł": "l", "đ": "d"})
WORD: Final = re.compile(r"[^\W_]+")
SMALL_WORDS: Final = frozenset(
    ["a", "au", "aux", "avec", "ce", "ces", "cet", "cette", "d", "dans", "de", "des", "du", "elle", "en", "est", "et", "eux", "il", "ils", "je", "l", "la", "le", "les", "leur", "leurs", "lui", "ma", "mais", "me", "mes", "mon", "n", "ne", "nos", "notre", "nous", "on", "ou", "par", "pas", "pour", "qu", "que", "qui", "s", "sa", "se", "ses", "son", "sont", "sur", "ta", "te", "tes", "ton", "tu", "un", "une", "vos", "votre", "vous", "y", "aan", "als", "bij", "dan", "dat", "de", "der", "den", "deze", "die", "dit", "door", "een", "en", "er", "het", "hij", "hoe", "ik", "in", "is", "je", "kan", "maar", "met", "naar", "niet", "nog", "of", "om", "onder", "ook", "op", "over", "te", "tot", "uit", "van", "voor", "want", "was", "wat", "we", "wel", "werd", "wie", "wij", "worden", "zal", "ze", "zich", "zij", "zijn", "zo", "aber", "als", "am", "an", "auch", "auf", "aus", "bei", "bin", "bis", "da", "das", "dass", "dem", "den", "der", "des", "die", "du", "durch", "ein", "eine", "einem", "einen", "einer", "eines", "er", "es", "fur", "hat", "ich", "ihr", "im", "in", "ist", "ja", "kein", "mit", "nach", "nicht", "noch", "nur", "oder", "sich", "sie", "sind", "so", "um", "und", "uns", "unter", "vom", "von", "vor", "war", "was", "wenn", "wie", "wir", "zu", "zum", "zur", "about", "an", "and", "are", "as", "at", "be", "but", "by", "can", "for", "from", "had", "has", "have", "he", "her", "his", "how", "i", "if", "in", "into", "is", "it", "its", "my", "no", "not", "of", "on", "or", "our", "she", "that", "the", "their", "them", "there", "they", "this", "to", "was", "we", "were", "what", "when", "where", "which", "who", "will", "with", "you", "your"]
)


def fold(text: str) -> str:
    """Lower case, without accents or ligatures."""
    plain = unicodedata.normalize("NFKD", text.casefold().translate(SPREAD))
    return "".join(letter for letter in plain if not unicodedata.combining(letter))


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
