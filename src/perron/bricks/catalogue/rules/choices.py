"""Understandings and choices to and from JSON, as kept with an upload."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, fields
from typing import Any

from perron.bricks.catalogue.rules.understanding import (
    ColumnChoice,
    ColumnUnderstanding,
    Doubt,
    ReadingChoices,
    TableUnderstanding,
    Understanding,
)
from perron.kernel.contract import ColumnType

Json = Mapping[str, Any]  # JSON is free-form


def understanding_to_json(understanding: Understanding) -> dict[str, object]:
    """As kept with the upload."""
    return asdict(understanding)


def understanding_from_json(kept: Json) -> Understanding:
    """Read back what `understanding_to_json` wrote."""
    return Understanding(
        **{
            **_known(Understanding, kept),
            "tables": tuple(_table(table) for table in kept.get("tables", ())),
            "languages": tuple(kept.get("languages", ())),
            "doubts": _doubts(kept),
        }
    )


def choices_to_json(choices: ReadingChoices) -> dict[str, object]:
    """As kept with the upload."""
    return asdict(choices)


def choices_from_json(kept: Json) -> ReadingChoices:
    """Read back what `choices_to_json` wrote; nothing kept means nothing chosen."""
    columns = {
        table: {header: ColumnChoice(**_known(ColumnChoice, choice)) for header, choice in columns.items()}
        for table, columns in kept.get("columns", {}).items()
    }
    return ReadingChoices(
        **{**_known(ReadingChoices, kept), "tables": tuple(kept.get("tables", ())), "columns": columns}
    )


def leaves_something_out(choices: ReadingChoices) -> bool:
    """Whether the agent dropped columns or tables: then the original file holds more than she wants to show."""
    dropped = any(choice.drop for columns in choices.columns.values() for choice in columns.values())
    return dropped or bool(choices.tables)


def _table(kept: Json) -> TableUnderstanding:
    return TableUnderstanding(
        **{
            **_known(TableUnderstanding, kept),
            "columns": tuple(_column(column) for column in kept["columns"]),
            "key": tuple(kept.get("key", ())),
            "box": tuple(kept["box"]) if kept.get("box") else None,
            "points": tuple(kept.get("points", ())),
            "doubts": _doubts(kept),
        }
    )


def _column(kept: Json) -> ColumnUnderstanding:
    return ColumnUnderstanding(
        **{
            **_known(ColumnUnderstanding, kept),
            "type": ColumnType(kept["type"]),
            "examples": tuple(kept.get("examples", ())),
            "doubts": _doubts(kept),
        }
    )


def _doubts(kept: Json) -> tuple[Doubt, ...]:
    return tuple(Doubt(doubt["code"], doubt.get("facts", {})) for doubt in kept.get("doubts", ()))


def _known(kind: type[Any], kept: Json) -> dict[str, Any]:  # the fields of any dataclass
    names = {known.name for known in fields(kind)}
    return {key: value for key, value in kept.items() if key in names}
