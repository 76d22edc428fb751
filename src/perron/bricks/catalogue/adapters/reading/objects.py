"""JSON: arrays of records, records in an envelope, one record per line; what is nested gets dotted names."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Final

import orjson

from perron.bricks.catalogue.adapters.reading import encodings
from perron.bricks.catalogue.adapters.reading.refusals import DamagedFile, EmptyFile, TooManyColumns
from perron.bricks.catalogue.adapters.reading.stage import Numbered, Sheet, Stage

Record = Mapping[str, object]
DEEPEST: Final = 5
ENVELOPES: Final = ("results", "records", "data", "items", "value", "rows", "features", "result", "entries")


def parse(stage: Stage, path: Path) -> tuple[str, object]:
    """The content of a JSON file: ("json", value), ("ndjson", list of values) or ("geojson", value). DamagedFile if
    neither.
    """
    encoding, doubts = encodings.recognise(path)
    if encoding != "utf-8" or doubts:
        text = stage.work / (stage.new_name("text") + ".json")
        encodings.to_utf8(path, encoding, text, chosen=False)
        path = text
    content = path.read_bytes()
    try:
        value = orjson.loads(content)
    except orjson.JSONDecodeError as error:
        if "memory" in error.msg:  # orjson says so in the same words as it says that the JSON is bad
            raise MemoryError(error.msg) from error
        return "ndjson", _by_line(content, str(error))
    is_map = isinstance(value, dict) and value.get("type") in ("FeatureCollection", "Feature")
    return ("geojson" if is_map else "json"), value


def _by_line(content: bytes, reason: str) -> list[object]:
    lines = [line for line in content.splitlines() if line.strip()]
    try:
        return [orjson.loads(line) for line in lines]
    except orjson.JSONDecodeError as error:
        raise DamagedFile(format="JSON", reason=reason) from error


def records(value: object, depth: int = 0) -> Sequence[object]:
    """The records of a JSON value: the value itself when it is a list, else the fullest list in it; empty when none."""
    if isinstance(value, list):
        return value if any(isinstance(item, dict | list) for item in value) else []
    if not isinstance(value, dict) or depth > 2:
        return []
    named = [value[name] for name in ENVELOPES if isinstance(value.get(name), list | dict)]
    candidates = [records(item, depth + 1) for item in named or value.values()]
    return max(candidates, key=len, default=[])


def read(stage: Stage, value: object, name: str) -> Sheet | None:
    """Put the records of a JSON value on the stage; None when it holds none."""
    found = records(value)
    if not found:
        if isinstance(value, list) and not value:
            raise EmptyFile
        return None
    rows = [dict(flatten(_unwrapped(record))) for record in found]
    names = tuple(dict.fromkeys(key for row in rows for key in row))
    if not names:
        return None
    if len(names) > stage.limits.columns:
        raise TooManyColumns(columns=len(names), limit=stage.limits.columns)
    relation = stage.load_rows(_numbered(rows, names), len(names))
    sheet = Sheet(name, relation, names)
    sheet.decimal = "." if _has_fractions(found) else ""
    return sheet


def _unwrapped(record: object) -> Record:
    """A record without the wrapper some portals put around it (`{"recordid": …, "fields": {…}}`)."""
    if isinstance(record, dict):
        inner = record.get("fields")
        return inner if isinstance(inner, dict) and "recordid" in record else record
    if isinstance(record, list):
        return {f"{place}": item for place, item in enumerate(record, start=1)}
    return {"value": record}


def flatten(record: Record, before: str = "", depth: int = 0) -> Iterator[tuple[str, str]]:
    """Name and text of each value, `{"a": {"b": 1}}` as `a.b`; lists stay JSON."""
    for key, value in record.items():
        name = f"{before}{key}"
        if isinstance(value, dict) and value and depth < DEEPEST and not _is_geometry(value):
            yield from flatten(value, f"{name}.", depth + 1)
        else:
            yield name, text_of(value)


def _is_geometry(value: Record) -> bool:
    return isinstance(value.get("type"), str) and "coordinates" in value


def text_of(value: object) -> str:
    """A JSON value as text: strings as they are, the rest as JSON."""
    if value is None:
        return ""
    if isinstance(value, str):
        return value.replace("\0", "")
    if isinstance(value, list) and all(isinstance(item, str) for item in value):
        return ", ".join(value)
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e18 else repr(value)
    return orjson.dumps(value).decode()


def _numbered(rows: Iterable[Mapping[str, str]], names: Sequence[str]) -> Iterator[Numbered]:
    for number, row in enumerate(rows, start=1):
        yield number, [row.get(name, "") for name in names]


def _has_fractions(found: Sequence[object]) -> bool:
    return any(isinstance(item, float) and not item.is_integer() for record in found for item in _values(record))


def _values(value: object, depth: int = 0) -> Iterator[object]:
    if isinstance(value, dict | list) and depth <= DEEPEST:
        for item in value.values() if isinstance(value, dict) else value:
            yield from _values(item, depth + 1)
    else:
        yield value
