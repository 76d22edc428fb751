"""Which categories somebody may mean: from her words, by their beginnings, without accents, with a slip forgiven."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Final

from perron.bricks.reports.rules.handbook import Category
from perron.bricks.reports.rules.plain_words import words_of
from perron.kernel.languages import FALLBACKS

MOST: Final = 3
STEM: Final = 4  # letters that two words share at least, to be of one family
FORGIVEN_FROM: Final = 5  # letters from which a slip is forgiven
ENDINGS: Final = (
    "ements",
    "ement",
    "tjes",
    "ations",
    "ation",
    "ungen",
    "tje",
    "ing",
    "ung",
    "en",
    "es",
    "er",
    "e",
    "s",
    "n",
    "x",
)


def suggest(words: str, language: str, categories: Iterable[Category], *, most: int = MOST) -> tuple[str, ...]:
    """The codes of the categories nearest to somebody's words, the best first; none when nothing fits."""
    asked = tuple(dict.fromkeys(words_of(words)))[:60]
    ranked = ((_rank(asked, language, one), one.position, one.code) for one in categories)
    found = sorted((one for one in ranked if one[0] > 0), key=lambda one: (-one[0], one[1], one[2]))
    return tuple(code for _, _, code in found[:most])


def _rank(asked: tuple[str, ...], language: str, category: Category) -> float:
    """How well a category's words answer: each asked word counts once, by its best match; keywords more than names."""
    known = _vocabulary(category, language)
    phrase = f" {' '.join(asked)} "
    together = sum(2.0 for words in known if len(words) > 1 and f" {' '.join(words)} " in phrase)
    single = {word for words in known for word in words}
    return together + sum(max((_likeness(word, other) for other in single), default=0.0) for word in asked)


def _vocabulary(category: Category, language: str) -> list[tuple[str, ...]]:
    """Keywords and names in the reader's language; in the next one that there is when it has none."""
    for tag in FALLBACKS.get(language, (language,)):
        said = [*category.keywords.get(tag, ()), *([category.names[tag]] if category.names.get(tag) else ())]
        if said:
            return [_words(words) for words in said]
    return []


@lru_cache(maxsize=4096)
def _words(text: str) -> tuple[str, ...]:
    return tuple(words_of(text))


def _likeness(word: str, other: str) -> float:
    """1 the same, 0.9 of one stem, 0.7 inside a compound, 0.5 with one slip, else 0."""
    if word == other:
        return 1.0
    if min(len(word), len(other)) < STEM:
        return 0.0
    if _stem(word) == _stem(other):
        return 0.9
    short, long = sorted((word, other), key=len)
    if len(short) >= FORGIVEN_FROM and (long.startswith(short) or long.endswith(short)):
        return 0.7
    return 0.5 if len(short) >= FORGIVEN_FROM and _one_slip(word, other) else 0.0


@lru_cache(maxsize=8192)
def _stem(word: str) -> str:
    return next((word[: -len(end)] for end in ENDINGS if word.endswith(end) and len(word) - len(end) >= STEM), word)


def _one_slip(word: str, other: str) -> bool:
    """Whether one letter added, left out, changed, or two neighbours swapped make them the same."""
    if abs(len(word) - len(other)) > 1:
        return False
    start = next(_differences(word, other), min(len(word), len(other)))
    rest, other_rest = word[start:], other[start:]
    swapped = rest[:2] == other_rest[:2][::-1] and rest[2:] == other_rest[2:]
    return swapped or other_rest[1:] in (rest, rest[1:]) or rest[1:] == other_rest


def _differences(word: str, other: str) -> Iterator[int]:
    return (at for at, (one, two) in enumerate(zip(word, other, strict=False)) if one != two)
