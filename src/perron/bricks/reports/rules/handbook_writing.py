"""Writes a handbook as its document: what is empty or usual is left out, so that versions differ in what changed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import MISSING, fields, is_dataclass
from datetime import date, time
from enum import Enum
from typing import Any

from perron.bricks.reports.rules.handbook import Handbook


def write(handbook: Handbook) -> dict[str, object]:
    """The document that `read` takes."""
    return _mapping(handbook)


def written_part(part: Any) -> dict[str, object]:  # noqa: ANN401  any dataclass of the handbook
    """One part of it, as in the document."""
    return _mapping(part)


def _mapping(part: Any) -> dict[str, object]:  # noqa: ANN401  any dataclass of the handbook
    """Its fields that are not as usual."""
    values = ((one.name, getattr(part, one.name), _usual(one)) for one in fields(part))
    return {name: _written(value) for name, value, usual in values if value != usual}


def _usual(field: Any) -> object:  # noqa: ANN401  typeshed has no one type for a field of any type
    if field.default is not MISSING:
        return field.default
    return field.default_factory() if field.default_factory is not MISSING else MISSING


def _written(value: object) -> object:
    if is_dataclass(value):
        return _mapping(value)
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, time):
        return value.isoformat("minutes")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Mapping):
        return {key: _written(one) for key, one in value.items()}
    return [_written(one) for one in value] if isinstance(value, tuple | list) else value
