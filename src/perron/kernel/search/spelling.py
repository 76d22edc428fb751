"""One typo forgiven: the words of the index that are one letter away from a word nobody wrote.

Two words are one typo apart only if, leaving at most one letter out of each, they can become equal. Each word of the
index is kept with all it can become, so the candidates are one look-up; the real distance is then measured here.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from django.db import connection

SHORTEST: Final = 4
MOST_CANDIDATES: Final = 8


def neighbours(word: str) -> list[str]:
    """The word, and what it becomes with one letter left out. Only itself when it is too short to be forgiven."""
    if len(word) < SHORTEST or word.isdigit():
        return [word]
    return sorted({word, *(word[:at] + word[at + 1 :] for at in range(len(word)))})


def one_typo_apart(left: str, right: str) -> bool:
    """Whether one letter was changed, left out, added, or swapped with the next."""
    if left == right or abs(len(left) - len(right)) > 1:
        return False
    pairs = enumerate(zip(left, right, strict=False))
    at = next((i for i, (one, other) in pairs if one != other), min(len(left), len(right)))
    if len(left) != len(right):
        longer, shorter = sorted((left, right), key=len, reverse=True)
        return longer[at + 1 :] == shorter[at:]
    swapped = right[at + 1 : at + 2] + right[at : at + 1]
    return left[at + 1 :] == right[at + 1 :] or (left[at : at + 2] == swapped and left[at + 2 :] == right[at + 2 :])


def corrections(word: str) -> list[str]:
    """The words of the index one typo away, those of most titles first."""
    if len(word) < SHORTEST or word.isdigit():
        return []
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT word FROM kernel_searchword WHERE neighbours && %s::varchar[]"
            " ORDER BY in_titles DESC, word LIMIT 200",
            [neighbours(word)],
        )
        near = [str(found) for (found,) in cursor.fetchall()]
    return [found for found in near if one_typo_apart(word, found)][:MOST_CANDIDATES]


def learn(words: Iterable[str], title_words: Iterable[str]) -> None:
    """Add words to those known; count those of titles."""
    in_titles: dict[str, int] = dict.fromkeys(words, 0)
    for word in title_words:
        in_titles[word] = in_titles.get(word, 0) + 1
    # Always in the same order, so that two who learn at once do not wait for each other in a circle.
    rows = [(word, neighbours(word), count) for word, count in sorted(in_titles.items()) if not word.isdigit()]
    with connection.cursor() as cursor:
        cursor.executemany(
            "INSERT INTO kernel_searchword (word, neighbours, in_titles) VALUES (%s, %s, %s) ON CONFLICT (word)"
            " DO UPDATE SET in_titles = kernel_searchword.in_titles + EXCLUDED.in_titles WHERE EXCLUDED.in_titles > 0",
            rows,
        )
