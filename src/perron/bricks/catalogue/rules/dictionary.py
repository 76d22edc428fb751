"""The dictionary of a table: per column its identity, its figures, and its titles and descriptions per language."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any

from perron.bricks.catalogue.rules.understanding import ColumnUnderstanding
from perron.kernel.contract import Column, ColumnType
from perron.kernel.languages import Picked, pick


@dataclass(frozen=True, slots=True)
class ColumnEntry:
    """One column as published. Figures are written as in the canonical CSV; texts are per language (BCP 47 tags)."""

    field: str
    name: str
    type: ColumnType
    meaning: str = ""
    unit: str = ""
    language: str = ""
    titles: Mapping[str, str] = dataclasses.field(default_factory=dict)
    descriptions: Mapping[str, str] = dataclasses.field(default_factory=dict)
    filled: int = 0
    distinct: int = 0
    minimum: str | None = None
    maximum: str | None = None
    examples: tuple[str, ...] = ()
    personal: int = 0

    @property
    def title(self) -> Picked:
        """The title for the reader; the header as written when nobody gave one, the field when it is blank too."""
        picked = pick(self.titles)
        return picked if picked.words else Picked(self.name.strip() or self.field, picked.language)

    @property
    def description(self) -> Picked:
        """The description for the reader; no words when there is none."""
        return pick(self.descriptions)


@dataclass(frozen=True, slots=True)
class ColumnWords:
    """What an agent writes about a column. None means: leave as it is."""

    titles: Mapping[str, str] | None = None
    descriptions: Mapping[str, str] | None = None
    unit: str | None = None
    meaning: str | None = None


def entry_from_understanding(column: ColumnUnderstanding) -> ColumnEntry:
    """The first entry of a column, from what the reading understood."""
    shared = ("field", "name", "type", "meaning", "language", "filled", "distinct", "minimum", "maximum", "personal")
    return ColumnEntry(**{key: getattr(column, key) for key in shared}, examples=tuple(column.examples))


def entry_from_declaration(column: Column) -> ColumnEntry:
    """The entry of a column that a brick declares, complete in four languages."""
    return ColumnEntry(
        field=column.name,
        name=column.name,
        type=column.type,
        meaning=column.meaning,
        unit=column.unit,
        titles=column.title.as_texts(),
        descriptions=column.description.as_texts() if column.description else {},
    )


def carry_words(new: Iterable[ColumnEntry], old: Iterable[ColumnEntry]) -> tuple[ColumnEntry, ...]:
    """The new columns with the words that people wrote for the old ones of the same field."""
    known = {entry.field: entry for entry in old}
    return tuple(_with_words(entry, known[entry.field]) if entry.field in known else entry for entry in new)


def describe(entries: Iterable[ColumnEntry], words: Mapping[str, ColumnWords]) -> tuple[ColumnEntry, ...]:
    """The entries with new words, by field. Raises KeyError for a field that does not exist."""
    described = {entry.field: entry for entry in entries}
    for name, said in words.items():
        given = {key: value for key, value in asdict(said).items() if value is not None}
        described[name] = replace(described[name], **given)
    return tuple(described.values())


def columns_to_json(entries: Iterable[ColumnEntry]) -> list[dict[str, object]]:
    """As kept in a JSON column."""
    return [asdict(entry) for entry in entries]


def columns_from_json(kept: Iterable[Mapping[str, Any]]) -> tuple[ColumnEntry, ...]:  # JSON is free-form
    """Read back what `columns_to_json` wrote; fields of a later release are ignored."""
    known = ColumnEntry.__dataclass_fields__
    return tuple(
        ColumnEntry(
            **{
                **{key: value for key, value in entry.items() if key in known},
                "type": ColumnType(entry["type"]),
                "examples": tuple(entry.get("examples", ())),
            }
        )
        for entry in kept
    )


def _with_words(entry: ColumnEntry, old: ColumnEntry) -> ColumnEntry:
    return replace(
        entry,
        titles=entry.titles or old.titles,
        descriptions=entry.descriptions or old.descriptions,
        unit=entry.unit or old.unit,
    )
