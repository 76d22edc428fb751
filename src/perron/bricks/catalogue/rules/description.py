"""What an agent says about a dataset, as one plain value: forms make it, actions take it, suggestions fill it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from datetime import date
from typing import Any

from perron.bricks.catalogue.rules.states import AccessRight


@dataclass(frozen=True, slots=True)
class Description:
    """The words and facts of a record. Texts are per BCP 47 tag (`nl-t-fr` is Dutch made from French by a machine).

    `keywords` are lists per tag; `themes`, `licence`, `frequency` and `high_value` are codes of the rules of that name;
    `place` is an NIS code. The names are those of the columns of `models.Dataset`.
    """

    titles: Mapping[str, str] = field(default_factory=dict)
    descriptions: Mapping[str, str] = field(default_factory=dict)
    keywords: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    themes: tuple[str, ...] = ()
    high_value: str = ""
    licence: str = ""
    licence_reason: str = ""
    licence_url: str = ""
    access: str = AccessRight.PUBLIC
    frequency: str = ""
    place: str = ""
    period_start: date | None = None
    period_end: date | None = None
    languages: tuple[str, ...] = ()
    contact_name: str = ""
    contact_email: str = ""
    contact_url: str = ""

    def as_columns(self) -> dict[str, Any]:  # each column has its own type
        """The values by column name, with empty texts left out and lists as JSON keeps them."""
        columns = {known.name: getattr(self, known.name) for known in fields(self)}
        return columns | {
            "titles": _written(self.titles),
            "descriptions": _written(self.descriptions),
            "keywords": {tag: list(words) for tag, words in self.keywords.items() if words},
            "themes": list(self.themes),
            "languages": list(self.languages),
        }


def merge_texts(authored: Mapping[str, str], kept: Mapping[str, str]) -> dict[str, str]:
    """New authored words over what is kept. A machine translation stays until words are authored in its language."""
    written = _written(authored)
    machine = {tag: words for tag, words in kept.items() if "-t-" in tag and tag.split("-t-")[0] not in written}
    return machine | written


def _written(texts: Mapping[str, str]) -> dict[str, str]:
    return {tag: words.strip() for tag, words in texts.items() if words.strip()}
