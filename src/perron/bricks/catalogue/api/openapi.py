"""The API described by itself: OpenAPI 3.1, generated from the grammar and the addresses."""

from __future__ import annotations

from functools import cache
from typing import Final

from django.http import HttpResponse
from django.http.response import HttpResponseBase

from perron.bricks.catalogue.adapters.tables import MEDIA_TYPES, Format
from perron.bricks.catalogue.api.answers import etag, json_answer, open_to_all, unchanged
from perron.bricks.catalogue.api.openapi_records import record_schemas, search_parameters
from perron.bricks.catalogue.rules.query import DEFAULT_LIMIT, MAXIMUM_LIMIT, Function, Operator
from perron.kernel.contract import ColumnType
from perron.kernel.web.requests import Request

Schema = dict[str, object]
_BASE: Final = "/api/catalogue/v1"
_FILTERS: Final = (
    "Any column of the table, alone (`region=Namur`; repeated: one of) or with `__` and an operator: "
    + ", ".join(f"`column__{operator}`" for operator in Operator)
    + ". `in` and `range` take values separated by commas. Empty values come last in any order; `ne` includes them."
)
_REFUSALS: Final = {
    "308": "The dataset has moved; `Location` has the address of the same question there.",
    "400": "The question could not be understood; `code` and `facts` say why, `detail` what to do.",
    "403": "The description is public, the data are not.",
    "404": "No such dataset, version, table or format.",
    "409": "`after` belongs to another question, or the data changed since.",
    "410": "The dataset was withdrawn; the reason is told.",
    "422": "The question is too heavy, too slow or too large for the format.",
    "429": "Too many questions in a short time; `Retry-After` says how many seconds to wait.",
}


@open_to_all
def document(request: Request) -> HttpResponseBase:
    """The document. It changes with releases only."""
    tag = etag("openapi", repr(described()))
    answer: HttpResponse | None = unchanged(request, tag)
    answer = answer or json_answer(request, described(), media_type="application/vnd.oai.openapi+json;version=3.1")
    answer["ETag"], answer["Cache-Control"] = tag, "public, max-age=3600"
    return answer


@cache
def described() -> Schema:
    """The whole document as plain values."""
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Catalogue: records and tables",
            "version": "1",
            "description": "Search the records. Ask any published table: filter, sort, group, count;"
            " by the page, or as a file of any size.",
            "license": {"name": "See `licence` of each answer"},
        },
        "servers": [{"url": _BASE}],
        "paths": _records() | _paths("", "", []) | _paths("/versions/{version}", "version_", [_version()]) | _self(),
        "components": {"schemas": _schemas(), "responses": {code: _problem(text) for code, text in _REFUSALS.items()}},
    }


def _paths(part: str, prefix: str, more: list[Schema]) -> dict[str, Schema]:
    base = f"/datasets/{{slug}}{part}/tables/{{table}}"
    named = [_in_path("slug", "Dataset, as in its address"), *more, _in_path("table", "Table, as in its address")]
    of_rows, of_groups = [_select(), *_common(), *_paging()], [*_grouping(), *_common(), *_paging()]
    extension = {"name": "extension", "in": "path", "required": True, "schema": {"enum": list(Format)}}
    bom: Schema = {
        "name": "bom",
        "in": "query",
        "description": "CSV only: begin with a byte order mark",
        "schema": {"type": "boolean"},
    }
    files: Schema = {str(MEDIA_TYPES[each]): {"schema": {}} for each in Format}
    return {
        f"{base}/rows": _get(f"{prefix}rows", "A page of rows", [*named, *of_rows], _json("Page")),
        f"{base}/groups": _get(f"{prefix}groups", "A page of groups with figures", [*named, *of_groups], _json("Page")),
        f"{base}/columns": _get(f"{prefix}columns", "The dictionary of the table", named, _json("Columns")),
        f"{base}/rows.{{extension}}": _get(
            f"{prefix}download",
            "All rows (or groups) that answer a question, streamed. In CSV, a text that a spreadsheet would run as a"
            " formula begins with an apostrophe.",
            [*named, extension, bom, _select(), *_grouping(), *_common(), *_paging()[:1]],
            files,
        ),
    }


def _records() -> dict[str, Schema]:
    slug = [_in_path("slug", "Dataset, as in its address")]
    return {
        "/datasets": _get("datasets", "A page of records that answer a search", search_parameters(), _json("Found")),
        "/datasets/{slug}": _get("dataset", "One record with its versions and files", slug, _json("Dataset")),
    }


def _self() -> dict[str, Schema]:
    content: Schema = {"application/vnd.oai.openapi+json;version=3.1": {"schema": {"type": "object"}}}
    return {"/openapi.json": _get("openapi", "This document", [], content)}


def _get(name: str, summary: str, parameters: list[Schema], content: Schema) -> Schema:
    headers: Schema = {"ETag": {"schema": {"type": "string"}}}
    answers: Schema = {
        "200": {"description": summary, "headers": headers, "content": content},
        "304": {"description": "You have it already (`If-None-Match`)"},
        **{code: {"$ref": f"#/components/responses/{code}"} for code in _REFUSALS},
    }
    return {"get": {"operationId": name, "summary": summary, "parameters": parameters, "responses": answers}}


def _in_path(name: str, text: str) -> Schema:
    pattern = {"type": "string", "pattern": "^[-a-zA-Z0-9_]+$"}
    return {"name": name, "in": "path", "required": True, "description": text, "schema": pattern}


def _version() -> Schema:
    number = {"type": "integer", "minimum": 1}
    return {"name": "version", "in": "path", "required": True, "description": "Number of the version", "schema": number}


def _text(name: str, text: str, example: str = "") -> Schema:
    found: Schema = {"name": name, "in": "query", "description": text, "schema": {"type": "string"}}
    return found | {"examples": {"one": {"value": example}}} if example else found


def _select() -> Schema:
    return _text("select", "Columns to give, separated by commas; all by default", "name,population")


def _common() -> list[Schema]:
    return [
        {
            "name": "columns",
            "in": "query",
            "style": "form",
            "explode": True,
            "description": _FILTERS,
            "schema": {"type": "object", "additionalProperties": {"type": "string"}},
        },
        _text("filter", "Nested comparisons as JSON", '{"or":[["population","ge",10000],["name","starts","sint"]]}'),
        _text("q", "Words that each occur in some text of the row; case and accents ignored"),
        _text("bbox", "west,south,east,north in degrees (WGS 84)", "4.3,50.8,4.5,50.9"),
        _text("place", "NIS codes, separated by commas: what lies in them is included"),
        _text("sort", "Columns, `-` before one for descending; empty values last", "-population,name"),
    ]


def _grouping() -> list[Schema]:
    figures = [each for each in Function if each is not Function.COUNT]
    return [
        _text("group", "Columns to group by; dates as column:year, column:month, column:day", "region,date:year"),
        *(_text(each, f"Columns to compute the {each} of, as `{each}_column`") for each in figures),
    ]


def _paging() -> list[Schema]:
    limit = {"type": "integer", "minimum": 0, "maximum": MAXIMUM_LIMIT, "default": DEFAULT_LIMIT}
    return [
        {"name": "limit", "in": "query", "description": "Rows per page", "schema": limit},
        _text("after", "Where the previous page ended; follow `next` instead of making it"),
        {"name": "count", "in": "query", "description": "Tell how many in all", "schema": {"type": "boolean"}},
    ]


def _json(schema: str) -> Schema:
    return {"application/json": {"schema": {"$ref": f"#/components/schemas/{schema}"}}}


def _problem(text: str) -> Schema:
    return {
        "description": text,
        "content": {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}},
    }


def _schemas() -> Schema:
    text, texts = {"type": "string"}, {"type": "object", "additionalProperties": {"type": "string"}}
    maybe, number = {"type": ["string", "null"]}, {"type": "integer", "minimum": 0}
    about = {"dataset": text, "table": text, "version": {"type": "integer"}, "licence": maybe}
    column = {
        "name": text,
        "header": text,
        "type": {"enum": list(ColumnType)},
        "meaning": maybe,
        "unit": maybe,
        "titles": texts,
        "descriptions": texts,
        "filled": number,
        "distinct": number,
        "minimum": maybe,
        "maximum": maybe,
        "operators": {"type": "array", "items": {"enum": list(Operator)}},
        "figures": {"type": "array", "items": {"enum": list(Function)}},
    }
    page = {
        "query": text,
        "total": {"type": ["integer", "null"]},
        "next": maybe,
        "took_ms": {"type": "number"},
        "rows": {"type": "array", "items": {"type": "object"}},
    }
    columns = {
        "rows": number,
        "geometry": maybe,
        "points": {"type": ["array", "null"], "items": text},
        "columns": {"type": "array", "items": _object(column)},
    }
    problem = {"type": text, "title": text, "status": number, "code": text, "detail": text, "facts": {"type": "object"}}
    tables: Schema = {"Page": _object(about | page), "Columns": _object(about | columns)}
    return tables | record_schemas() | {"Problem": _object(problem)}


def _object(properties: Schema) -> Schema:
    return {"type": "object", "required": list(properties), "properties": properties}
