"""The four languages of the house, and texts that exist in several of them.

A *text for declared things* is a `Text` (complete in four languages). A *text for content* (a dataset's title)
is a plain mapping from BCP 47 tag to words, as stored in a JSON column: `{"fr": "Écoles", "nl-t-fr": "Scholen"}`.
A tag with `-t-` is a machine translation (RFC 6497, the "t" extension): shown when nothing better exists, and said so.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Final

from django.utils.translation import get_language

LANGUAGES: Final = ("fr", "nl", "de", "en")
FALLBACKS: Final[Mapping[str, tuple[str, ...]]] = {
    "fr": ("fr", "nl", "en", "de"),
    "nl": ("nl", "fr", "en", "de"),
    "de": ("de", "fr", "nl", "en"),
    "en": ("en", "fr", "nl", "de"),
}

Texts = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Text:
    """One text of the house in its four languages, all written, none translated by machine."""

    fr: str
    nl: str
    de: str
    en: str

    def __str__(self) -> str:
        return self.in_language(current_language())

    def in_language(self, language: str) -> str:
        """The text in `language` (a two-letter code of `LANGUAGES`)."""
        return str(getattr(self, language))

    def as_texts(self) -> dict[str, str]:
        """The same as a content mapping, as stored in a JSON column."""
        return asdict(self)


@dataclass(frozen=True, slots=True)
class Picked:
    """The words chosen for a reader: in which language they are, and whether a machine translated them."""

    words: str
    language: str
    by_machine: bool = False


def current_language() -> str:
    """The reader's language, one of `LANGUAGES`; English when none is active."""
    language = (get_language() or "en")[:2]
    return language if language in LANGUAGES else "en"


def pick(texts: Texts, language: str | None = None) -> Picked:
    """The best words for a reader: authored in her language, else machine-translated into it, else authored in another.

    Returns `Picked("", language)` when there are no words at all.
    """
    wanted = language or current_language()
    if words := texts.get(wanted):
        return Picked(words, wanted)
    for tag, words in texts.items():
        if words and tag.startswith(f"{wanted}-t-"):
            return Picked(words, wanted, by_machine=True)
    for other in FALLBACKS[wanted]:
        if words := texts.get(other):
            return Picked(words, other)
    return next((Picked(words, tag[:2], "-t-" in tag) for tag, words in texts.items() if words), Picked("", wanted))
