"""Understandings and choices as JSON-able values and back: how they are stored, and how the reading process answers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
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

Json = dict[str, Any]  # a JSON object: its values are checked by the constructors


def dump_understanding(understanding: Understanding) -> Json:
    """An understanding as a JSON object."""
    return asdict(understanding)


def load_understanding(value: Mapping[str, Any]) -> Understanding:
    """An understanding from its JSON object. Raises KeyError, TypeError or ValueError for anything else."""
    return Understanding(
        **{
            **value,
            "tables": tuple(_table(table) for table in value["tables"]),
            "languages": tuple(value["languages"]),
            "doubts": _doubts(value["doubts"]),
        }
    )


def dump_choices(choices: ReadingChoices) -> Json:
    """Choices as a JSON object."""
    return asdict(choices)


def load_choices(value: Mapping[str, Any]) -> ReadingChoices:
    """Choices from their JSON object; `{}` is "as understood"."""
    columns = {
        table: {name: ColumnChoice(**choice) for name, choice in chosen.items()}
        for table, chosen in value.get("columns", {}).items()
    }
    return ReadingChoices(**{**value, "tables": tuple(value.get("tables", ())), "columns": columns})


def _doubts(values: Sequence[Mapping[str, Any]]) -> tuple[Doubt, ...]:
    return tuple(Doubt(value["code"], value["facts"]) for value in values)


def _table(value: Mapping[str, Any]) -> TableUnderstanding:
    box, points = value["box"], value["points"]
    return TableUnderstanding(
        **{
            **value,
            "columns": tuple(_column(column) for column in value["columns"]),
            "box": (box[0], box[1], box[2], box[3]) if box else None,
            "points": (points[0], points[1]) if points else None,
            "key": tuple(value["key"]),
            "doubts": _doubts(value["doubts"]),
        }
    )


def _column(value: Mapping[str, Any]) -> ColumnUnderstanding:
    read = {
        **value,
        "type": ColumnType(value["type"]),
        "examples": tuple(value["examples"]),
        "doubts": _doubts(value["doubts"]),
    }
    return ColumnUnderstanding(**read)
