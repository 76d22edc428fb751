"""Lists to choose from, whose words follow the reader's language."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.text import format_lazy

from perron.kernel.languages import Text

Choice = tuple[str, str | Promise]


def choices_of(texts: Mapping[str, Text], *first: Choice) -> list[Choice]:
    """The codes with their words; `first` are put before them."""
    return [*first, *((str(code), format_lazy("{}", text)) for code, text in texts.items())]
