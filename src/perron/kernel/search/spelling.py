"""One typo forgiven: the words of the index that are one letter away from a word nobody wrote.

Two words are one typo apart only if, leaving at most one letter out of each, they can become equal. Each word of the
index is kept with all it can become, so the candidates are one look-up; the real distance is then measured here.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from django.db import connection, transaction

SHORTEST: Final = 4
MOST_CANDIDATES: Final = 8
AT_ONCE: Final = 10_000
LEARN: Final = """
    INSERT INTO kernel_searchword (word, neighbours, in_titles)
    SELECT word, string_to_array(neighbours, ' '), in_titles
    FROM unnest(%s::text[], %s::text[], %s::int[]) AS learned (word, neighbours, in_titles) ORDER BY word COLLATE "C"
    ON CONFLICT (word) DO UPDATE SET in_titles = kernel_searchword.in_titles + EXCLUDED.in_titles
    WHERE EXCLUDED.in_titles > 0"""


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


def learn(in_titles: Mapping[str, int]) -> None:
    """Add words to those known; count the titles that have them."""
    # Always in the same order, so that two who learn at once do not wait for each other in a circle.
    learned = sorted(word for word in in_titles if not word.isdigit())
    with transaction.atomic(), connection.cursor() as cursor:
        for start in range(0, len(learned), AT_ONCE):
            words = learned[start : start + AT_ONCE]
            near = [" ".join(neighbours(word)) for word in words]
            cursor.execute(LEARN, [words, near, [in_titles[word] for word in words]])
