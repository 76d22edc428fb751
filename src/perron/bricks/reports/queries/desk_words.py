"""Reports by the beginnings of words: of code, kind, address and description, without case or accents.

The database keeps the words of address and description in the column `words`, written anew with each of them.
"""

from __future__ import annotations

import re
from typing import Any, Final

from django.db.models import BooleanField, F, Func, Q

from perron.bricks.reports.rules.handbook import Handbook
from perron.kernel.folding import fold

_WORD: Final = re.compile(r"[^\W_]+")


class _InWords(Func):
    """Whether the words of a report match a tsquery. The database keeps them in a column that no row is read with."""

    template = "(%(expressions)s @@ to_tsquery('simple', %(asked)s))"
    output_field = BooleanField()

    def as_sql(self, *arguments: Any, **more: Any) -> tuple[str, Any]:  # noqa: ANN401  Django's own
        """The column beside the one that Django knows."""
        sql, values = super().as_sql(*arguments, **more)
        return sql.replace('"description"', '"words"'), values


def with_word(word: str, handbook: Handbook) -> Q:
    """What has a word: in its code, in the name of its kind or of the group of that, or in what was typed."""
    found = Q(code__startswith=word.upper())
    if kinds := kinds_called(word, handbook):
        found |= Q(category__in=kinds)
    if parts := _WORD.findall(fold(word)):
        asked = " & ".join(f"{part}:*" for part in parts)  # letters and digits only
        found |= Q(_InWords(F("description"), asked=f"'{asked}'"))
    return found


def kinds_called(word: str, handbook: Handbook) -> list[str]:
    """The codes of the categories whose name, or whose group's, holds a word, in any language."""
    plain = fold(word)
    called = {one.code for one in handbook.categories if any(plain in fold(name) for name in one.names.values())}
    return [one.code for one in handbook.categories if called & set(handbook.with_parents(one.code))]
