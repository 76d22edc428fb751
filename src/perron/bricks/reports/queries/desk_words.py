"""Reports by the beginnings of words: of code, kind, address and description, without case or accents.

The expression is that of the index `reports_words`, letter for letter, or the index is not used.
"""

from __future__ import annotations

import re
from typing import Final

from django.db.models import BooleanField, F, Func, Q

from perron.bricks.reports.rules.handbook import Handbook
from perron.bricks.reports.rules.plain_words import fold

LETTERS: Final = ("àáâãäåçèéêëìíîïñòóôõöùúûüýÿ", "aaaaaaceeeeiiiinooooouuuuyy")
INDEXED: Final = (
    "to_tsvector('simple'::regconfig, translate(replace(replace(replace(lower(%(expressions)s), "
    f"'œ', 'oe'), 'æ', 'ae'), 'ß', 'ss'), '{LETTERS[0]}', '{LETTERS[1]}'))"
)
_WORD: Final = re.compile(r"[^\W_]+")


class _InWords(Func):
    """Whether the words of a report match a tsquery."""

    template = f"({INDEXED} @@ to_tsquery('simple', %(asked)s))"
    arg_joiner = " || ' ' || "
    output_field = BooleanField()


def with_word(word: str, handbook: Handbook) -> Q:
    """What has a word: in its code, in the name of its kind or of the group of that, or in what was typed."""
    found = Q(code__startswith=word.upper())
    if kinds := kinds_called(word, handbook):
        found |= Q(category__in=kinds)
    if parts := _WORD.findall(fold(word)):
        asked = " & ".join(f"{part}:*" for part in parts)  # letters and digits only
        found |= Q(_InWords(F("address"), F("description"), asked=f"'{asked}'"))
    return found


def kinds_called(word: str, handbook: Handbook) -> list[str]:
    """The codes of the categories whose name, or whose group's, holds a word, in any language."""
    plain = fold(word)
    called = {one.code for one in handbook.categories if any(plain in fold(name) for name in one.names.values())}
    return [one.code for one in handbook.categories if called & set(handbook.with_parents(one.code))]
