"""The same page in the other languages: every page has its language as the first segment of its path."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from django.conf import settings
from django.http import HttpRequest
from django.urls import get_script_prefix

from perron.kernel.languages import LANGUAGES, current_language

FIRST_SEGMENT: Final = re.compile(rf"^/(?:{'|'.join(LANGUAGES)})(?=/|$)")


@dataclass(frozen=True, slots=True)
class LanguageAddress:
    """Where the same page is in a language; `name` is the language's own name for itself."""

    code: str
    name: str
    address: str
    current: bool


def addresses(request: HttpRequest) -> list[LanguageAddress]:
    """The same page and question in each language; the home page when its address has no language."""
    names = dict(settings.LANGUAGES)
    return [
        LanguageAddress(code, names[code], in_language(request, code), code == current_language()) for code in LANGUAGES
    ]


def in_language(request: HttpRequest, code: str) -> str:
    """The path and query of this request in another language."""
    root = get_script_prefix().rstrip("/")
    path, found = FIRST_SEGMENT.subn(f"/{code}", request.path_info, count=1)
    if not found:
        return f"{root}/{code}/"
    query = request.META.get("QUERY_STRING", "")
    return f"{root}{path}?{query}" if query else f"{root}{path}"
