"""Tables over HTTP: pages of rows and groups, the dictionary, downloads. The grammar is in `schemas.query`."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import timedelta

from django.conf import settings
from django.http import StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.utils.translation import gettext_lazy as _

from perron.bricks.catalogue.adapters.tables import (
    MEDIA_TYPES,
    Format,
    Table,
    TableToRead,
    export,
    run,
)
from perron.bricks.catalogue.api.answers import (
    caching,
    compressed,
    etag,
    json_answer,
    open_to_all,
    rows_of,
    takes_gzip,
    unchanged,
)
from perron.bricks.catalogue.queries.reading import table_to_read
from perron.bricks.catalogue.queries.within import expanded
from perron.bricks.catalogue.rules.query import FUNCTIONS, OPERATORS, Function, Operator, Query
from perron.bricks.catalogue.schemas.query import check_places, grouped, parse
from perron.bricks.catalogue.schemas.query_string import query_string
from perron.kernel import files
from perron.kernel.errors import Refused
from perron.kernel.web.pace import keep_question_pace
from perron.kernel.web.requests import Request

_TEXT_FORMATS = frozenset({Format.CSV, Format.JSON, Format.NDJSON, Format.GEOJSON})
_SHOWN_BY_BROWSERS = frozenset({Format.JSON, Format.GEOJSON})


class UnknownFormat(Refused):
    """Facts: `format`, `formats`."""

    code = "unknown_format"
    status = 404
    sentence = _("There is no “%(format)s” of this table.")
    way_out = _("Choose one of: %(formats)s.")


@dataclass(frozen=True, slots=True)
class Asked:
    """A table and a question to it, as the address has them."""

    found: TableToRead
    query: Query

    @classmethod
    def of(cls, request: Request, slug: str, table: str, version: int | None, *ignored: str) -> Asked:
        """Raises what `table_to_read` and `parse` raise."""
        found = table_to_read(slug=slug, table=table, version=version, actor=request.actor)
        query = parse(request.META.get("QUERY_STRING", ""), found.columns, ignored=ignored)
        check_places(query, found.columns, has_places=bool(found.geometry or found.points))
        return cls(found, query)

    @property
    def table(self) -> Table:
        """The table for the engine."""
        return self.found.opened(files.local_path(self.found.parquet))

    @property
    def expanded(self) -> Query:
        """The question with the codes of all that lies in its places, of today and of before."""
        return expanded(self.query)

    def tag(self, *parts: str) -> str:
        """The validator of the answer."""
        return etag(self.found.parquet.sha256, query_string(self.query), *parts)


@open_to_all
def rows(request: Request, slug: str, table: str, version: int | None = None) -> HttpResponseBase:
    """A page of rows; of groups when the question has any."""
    return _page(request, Asked.of(request, slug, table, version))


@open_to_all
def groups(request: Request, slug: str, table: str, version: int | None = None) -> HttpResponseBase:
    """A page of groups with their figures. Raises NothingToGroup."""
    asked = Asked.of(request, slug, table, version)
    grouped(asked.query)
    return _page(request, asked)


@open_to_all
def columns(request: Request, slug: str, table: str, version: int | None = None) -> HttpResponseBase:
    """The dictionary of the table: what each column is, and how it can be asked for."""
    found = table_to_read(slug=slug, table=table, version=version, actor=request.actor)
    described = [
        {
            "name": entry.field,
            "header": entry.name,
            "type": entry.type,
            "meaning": entry.meaning or None,
            "unit": entry.unit or None,
            "titles": dict(entry.titles),
            "descriptions": dict(entry.descriptions),
            "filled": entry.filled,
            "distinct": entry.distinct,
            "minimum": entry.minimum,
            "maximum": entry.maximum,
            "operators": [operator for operator in Operator if operator in OPERATORS[entry.type]],
            "figures": [function for function in Function if function in FUNCTIONS[entry.type]],
        }
        for entry in found.columns
    ]
    head = _about(found) | {
        "rows": found.row_count,
        "geometry": found.geometry or None,
        "points": list(found.points) if found.points else None,
    }
    response = json_answer(request, head | {"columns": described})
    response["Cache-Control"] = caching(request)
    return response


@open_to_all
def download(request: Request, slug: str, table: str, extension: str, version: int | None = None) -> HttpResponseBase:
    """The whole answer as a file, streamed. `bom=true` helps old spreadsheet programs to see that a CSV is UTF-8."""
    if extension not in set(Format):
        raise UnknownFormat(format=extension[:20], formats=", ".join(Format))
    format_, has_bom = Format(extension), request.GET.get("bom", "").lower() in {"true", "1"}
    asked = Asked.of(request, slug, table, version, "bom")
    tag = asked.tag(extension, str(has_bom))
    if answer := unchanged(request, tag):
        return answer
    keep_question_pace(request, "catalogue.download", times=settings.API_DOWNLOADS, within=timedelta(minutes=1))
    pieces: Iterable[bytes] = export(asked.table, asked.expanded, format_, bom=has_bom)
    is_packed = format_ in _TEXT_FORMATS and takes_gzip(request)
    response = StreamingHttpResponse(compressed(pieces) if is_packed else pieces, content_type=MEDIA_TYPES[format_])
    if is_packed:
        response["Content-Encoding"] = "gzip"
    manner = "inline" if format_ in _SHOWN_BY_BROWSERS else "attachment"
    name = f"{asked.found.dataset}-{asked.found.name}-v{asked.found.version}.{extension}"
    response["Content-Disposition"] = f'{manner}; filename="{name}"'
    response["Vary"] = "Accept-Encoding"
    response["ETag"] = tag
    response["Cache-Control"] = caching(request)
    return response


def _page(request: Request, asked: Asked) -> HttpResponseBase:
    tag = asked.tag("page")
    if answer := unchanged(request, tag):
        return answer
    keep_question_pace(request, "catalogue.question", times=settings.API_QUESTIONS, within=timedelta(seconds=10))
    page = run(asked.table, asked.expanded)
    canonical = query_string(replace(asked.query, after=page.next_cursor))
    following = request.build_absolute_uri(f"?{canonical}") if page.next_cursor else None
    content = _about(asked.found) | {
        "query": query_string(asked.query),
        "total": page.total,
        "next": following,
        "took_ms": page.took_ms,
        "rows": rows_of(page, asked.found.geometry),
    }
    response = json_answer(request, content)
    if following:
        response["Link"] = f'<{following}>; rel="next"'
    response["ETag"] = tag
    response["Cache-Control"] = caching(request)
    return response


def _about(found: TableToRead) -> dict[str, object]:
    return {"dataset": found.dataset, "table": found.name, "version": found.version, "licence": found.licence or None}
