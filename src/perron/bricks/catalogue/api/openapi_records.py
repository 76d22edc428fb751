"""The part of the API's description that is about records: the search, and one dataset."""

from __future__ import annotations

from typing import Final

from perron.bricks.catalogue.rules.searching import FACETS, PAGE_SIZE, SORTS

Schema = dict[str, object]
_TEXT: Final[Schema] = {"type": "string"}
_MAYBE: Final[Schema] = {"type": ["string", "null"]}
_NUMBER: Final[Schema] = {"type": "integer", "minimum": 0}
_ADDRESS: Final[Schema] = {"type": "string", "format": "uri"}
_TEXTS: Final[Schema] = {
    "type": "object",
    "additionalProperties": {"type": "string"},
    "description": "Per BCP 47 tag; a tag with `-t-` was translated by machine",
}
_WORDS: Final[Schema] = {"type": "object", "additionalProperties": {"type": "array", "items": _TEXT}}
_MEANINGS: Final = {
    "publisher": "Slugs of authorities",
    "theme": "Codes of the EU's data themes",
    "place": "One NIS code; what lies in it is included",
    "format": "Short names, such as `csv`",
    "licence": "Codes, such as `CC-BY-4.0`",
    "frequency": "Codes of the EU's frequencies",
    "quality": "`good`, `fair` or `poor`",
    "high_value": "Codes of the EU's high-value categories",
}


def search_parameters() -> list[Schema]:
    """What the search takes; facets may be repeated: one of their values is enough, all facets must hold."""
    return [
        _in_query("q", "Words; in French, Dutch, German or English, accents and case ignored, one typo forgiven"),
        *(_several(facet, _MEANINGS[facet]) for facet in FACETS),
        _choice("sort", [*SORTS, ""]),
        _in_query("after", f"Where the previous page of {PAGE_SIZE} ended; follow `next` instead of making it"),
    ]


def record_schemas() -> Schema:
    """What the search and a record answer."""
    choice = _object({"value": _TEXT, "title": _TEXT, "count": _NUMBER, "chosen": {"type": "boolean"}})
    found = {
        "query": _TEXT,
        "total": _NUMBER,
        "corrected": _MAYBE,
        "next": _MAYBE,
        "datasets": _list({"$ref": "#/components/schemas/Brief"}),
        "facets": {"type": "object", "additionalProperties": _list(choice)},
    }
    brief = _object(_brief() | {"formats": _list(_TEXT)})
    return {"Found": _object(found), "Brief": brief, "Dataset": _object(_brief() | _whole())}


def _brief() -> Schema:
    publisher = {**_object({"slug": _TEXT, "names": _TEXTS}), "type": ["object", "null"]}
    return {
        "slug": _TEXT,
        "address": _ADDRESS,
        "api": _ADDRESS,
        "titles": _TEXTS,
        "descriptions": _TEXTS,
        "keywords": _WORDS,
        "publisher": publisher,
        "themes": _list(_TEXT),
        "place": _MAYBE,
        "licence": _MAYBE,
        "frequency": _MAYBE,
        "high_value": _MAYBE,
        "access": _TEXT,
        "quality": _NUMBER | {"maximum": 100},
        "published_at": _MAYBE,
        "data_changed_at": _MAYBE,
    }


def _whole() -> Schema:
    version: Schema = {"number": _NUMBER, "accepted_at": _MAYBE, "notes": _TEXTS, "address": _ADDRESS}
    version["changes"] = _list({"type": "object"})
    table: Schema = {"name": _TEXT, "label": _TEXT, "rows": _NUMBER, "unfit_rows": _NUMBER, "key": _list(_TEXT)}
    table |= {"box": {"type": ["array", "null"], "items": {"type": "number"}}, "columns": _ADDRESS, "data": _ADDRESS}
    table["unfit"] = _MAYBE | {"description": "The rows that did not fit: line, column, value, reason (CSV)"}
    table["files"] = {"type": "object", "additionalProperties": _ADDRESS}
    original: Schema = {"name": _TEXT, "size": {"type": ["integer", "null"]}, "sha256": _MAYBE}
    original |= {"received_at": _TEXT, "address": _ADDRESS}
    return {
        "origin": _MAYBE,
        "licence_address": _MAYBE,
        "licence_reason": _MAYBE,
        "period": _object({"start": _MAYBE, "end": _MAYBE}),
        "languages": _list(_TEXT),
        "contact": _object({"name": _MAYBE, "email": _MAYBE, "address": _MAYBE}),
        "quality_lacks": _list(_TEXT),
        "version": _NUMBER,
        "versions": _list(_object(version)),
        "tables": _list(_object(table)),
        "originals": _list(_object(original)),
    }


def _in_query(name: str, text: str) -> Schema:
    return {"name": name, "in": "query", "description": text, "schema": _TEXT}


def _choice(name: str, values: list[str]) -> Schema:
    return {"name": name, "in": "query", "schema": {"enum": values, "default": values[0]}}


def _several(name: str, text: str) -> Schema:
    return {"name": name, "in": "query", "description": text, "explode": True, "schema": _list(_TEXT)}


def _list(of: Schema) -> Schema:
    return {"type": "array", "items": of}


def _object(properties: Schema) -> Schema:
    return {"type": "object", "required": list(properties), "properties": properties}
