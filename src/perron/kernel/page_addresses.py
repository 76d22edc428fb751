"""Addresses of our pages as they are kept: for every language and under no authority; and as a reader is given them.

What is indexed or told by the worker is read later, by others, elsewhere on the site: `/fr/data/parks/` is kept as
`/{language}/data/parks/`. Addresses without a language (files, APIs, other sites) stay as they are.
"""

from __future__ import annotations

import re
from typing import Final

from django.urls import get_script_prefix

from perron.kernel.languages import LANGUAGES, current_language

ANY_LANGUAGE: Final = "/{language}/"
_UNDER_AUTHORITY: Final = re.compile(r"^/~[a-z0-9-]+(?=/)")
_IN_A_LANGUAGE: Final = re.compile(rf"^/(?:{'|'.join(LANGUAGES)})(?:/|$)")


def to_keep(address: str) -> str:
    """The address without the prefix of this request, the authority and the language."""
    prefix = get_script_prefix()
    path = f"/{address.removeprefix(prefix)}" if address.startswith(prefix) else address
    return _IN_A_LANGUAGE.sub(ANY_LANGUAGE, _UNDER_AUTHORITY.sub("", path), count=1)


def to_show(kept: str, language: str = "") -> str:
    """A kept address for a reader: in `language` (the reader's by default), under the prefix of this request."""
    if not kept.startswith(ANY_LANGUAGE):
        return kept
    return f"{get_script_prefix()}{language or current_language()}/{kept.removeprefix(ANY_LANGUAGE)}"
