"""What a thing is called: for pages that know its ref only."""

from __future__ import annotations

from collections.abc import Iterable

from perron.kernel.contract import Ref
from perron.kernel.languages import current_language, pick
from perron.kernel.models.search import SearchText
from perron.kernel.page_addresses import to_show


def named(refs: Iterable[Ref], language: str = "") -> dict[str, tuple[str, str]]:
    """Title and address of public things, by ref as text; those that cannot be found are left out."""
    asked, language = set(refs), language or current_language()
    found = SearchText.objects.filter(
        entry__kind__in={f"{ref.brick}.{ref.kind}" for ref in asked},
        entry__identifier__in={ref.id for ref in asked},
        entry__access="public",
    )
    wanted = set(map(str, asked))
    shown = (text for text in found if text.ref in wanted)
    return {text.ref: (pick(text.title, language).words, to_show(text.address, language)) for text in shown}
