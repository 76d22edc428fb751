"""The records over HTTP: a search with the facets of the page, and one dataset with its versions, tables and files."""

from __future__ import annotations

from collections.abc import Sequence

import orjson
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from perron.bricks.catalogue.adapters.tables import Format
from perron.bricks.catalogue.api.answers import etag, json_answer, open_to_all, unchanged
from perron.bricks.catalogue.queries.finding import DatasetFound, DatasetsFound, datasets_found
from perron.bricks.catalogue.queries.showing import Dataset, DatasetShown, TableFile, Upload, Version, dataset_shown
from perron.bricks.catalogue.rules import licences
from perron.bricks.catalogue.rules.changes import changes_from_json
from perron.bricks.catalogue.rules.searching import SORTS, question_from_query
from perron.kernel.errors import Refused
from perron.kernel.serving import FOR_A_MINUTE
from perron.kernel.web.requests import Request

Values = dict[str, object]


class UnknownOrder(Refused):
    """Facts: `sort`, `orders`."""

    code = "unknown_order"
    status = 400
    sentence = _("Datasets cannot be sorted by “%(sort)s”.")
    way_out = _("Choose one of: %(orders)s.")


@open_to_all
def datasets(request: Request) -> HttpResponseBase:
    """A page of records that answer a search; the parameters are those of the page. Raises UnknownOrder."""
    if (sort := request.GET.get("sort")) and sort not in SORTS:
        raise UnknownOrder(sort=sort[:20], orders=", ".join(SORTS))
    question = question_from_query(dict(request.GET.lists()))
    found = datasets_found(question, request.authority)
    following = _absolute(request, "datasets", query=found.next_query) if found.next else None
    content = {
        "query": question.as_query(),
        "total": found.total,
        "corrected": found.corrected or None,
        "next": following,
        "datasets": [_brief(request, row) for row in found.rows],
        "facets": _facets(found),
    }
    response = _answer(request, content)
    if following and response.status_code == 200:
        response["Link"] = f'<{following}>; rel="next"'
    return response


@open_to_all
def dataset(request: Request, slug: str) -> HttpResponseBase:
    """One record. Raises NotFound, MovedTo, WithdrawnBecause."""
    return _answer(request, _whole(request, dataset_shown(slug, actor=None, today=localdate())))


def _answer(request: Request, content: Values) -> HttpResponseBase:
    tag = etag(orjson.dumps(content).decode())
    response = unchanged(request, tag) or json_answer(request, content)
    response["ETag"], response["Cache-Control"] = tag, FOR_A_MINUTE
    return response


def _facets(found: DatasetsFound) -> Values:
    return {
        facet.name: [
            {"value": choice.value, "title": choice.label, "count": choice.count, "chosen": choice.is_chosen}
            for choice in facet.choices
        ]
        for facet in found.facets
    }


def _brief(request: Request, row: DatasetFound) -> Values:
    return _record(request, row.dataset) | {"formats": list(row.formats)}


def _record(request: Request, dataset: Dataset) -> Values:
    authority = dataset.authority
    return {
        "slug": dataset.slug,
        "address": request.build_absolute_uri(dataset.get_absolute_url()),
        "api": _absolute(request, "dataset", dataset.slug),
        "titles": dataset.titles,
        "descriptions": dataset.descriptions,
        "keywords": dataset.keywords,
        "publisher": {"slug": authority.slug, "names": authority.names} if authority else None,
        "themes": list(dataset.themes),
        "place": dataset.place or None,
        "licence": dataset.licence or None,
        "frequency": dataset.frequency or None,
        "high_value": dataset.high_value or None,
        "access": dataset.access,
        "quality": dataset.quality,
        "published_at": dataset.published_at,
        "data_changed_at": dataset.data_changed_at,
    }


def _whole(request: Request, shown: DatasetShown) -> Values:
    dataset = shown.dataset
    licence = licences.LICENCES.get(dataset.licence)
    return _record(request, dataset) | {
        "origin": dataset.origin or None,
        "licence_address": (licence.text if licence else "") or dataset.licence_url or None,
        "licence_reason": dataset.licence_reason or None,
        "period": {"start": dataset.period_start, "end": dataset.period_end},
        "languages": list(dataset.languages),
        "contact": {
            "name": dataset.contact_name or None,
            "email": dataset.contact_email or None,
            "address": dataset.contact_url or None,
        },
        "quality_lacks": list(shown.quality.next_steps),
        "version": shown.version.number,
        "versions": [_version(request, dataset, version) for version in shown.versions],
        "tables": [_table(request, dataset, table) for table in shown.tables] if shown.is_open else [],
        "originals": _originals(request, dataset, shown.originals),
    }


def _version(request: Request, dataset: Dataset, version: Version) -> Values:
    return {
        "number": version.number,
        "accepted_at": version.accepted_at,
        "notes": version.notes,
        "address": request.build_absolute_uri(reverse("catalogue:version", args=[dataset.slug, version.number])),
        "changes": changes_from_json(version.changes).as_json()["tables"],
    }


def _table(request: Request, dataset: Dataset, table: TableFile) -> Values:
    formats = [each for each in Format if each is not Format.GEOJSON or table.has_places]
    return {
        "name": table.name,
        "label": table.label,
        "rows": table.row_count,
        "unfit_rows": table.unfit_rows,
        "unfit": _unfit(request, dataset, table) if table.unfit_id else None,
        "key": list(table.key),
        "box": list(table.box) or None,
        "columns": _absolute(request, "columns", dataset.slug, table.name),
        "data": _absolute(request, "rows", dataset.slug, table.name),
        "files": {each.value: _absolute(request, "download", dataset.slug, table.name, each.value) for each in formats},
    }


def _unfit(request: Request, dataset: Dataset, table: TableFile) -> str:
    return request.build_absolute_uri(reverse("catalogue:unfit", args=[dataset.slug, table.pk]))


def _originals(request: Request, dataset: Dataset, originals: Sequence[Upload]) -> list[Values]:
    return [
        {
            "name": upload.name,
            "size": upload.file.size if upload.file else None,
            "sha256": upload.file.sha256 if upload.file else None,
            "received_at": upload.received_at,
            "address": request.build_absolute_uri(reverse("catalogue:original", args=[dataset.slug, upload.pk])),
        }
        for upload in originals
    ]


def _absolute(request: Request, name: str, *parts: str, query: str = "") -> str:
    address = request.build_absolute_uri(reverse(f"catalogue_api:{name}", args=parts))
    return f"{address}?{query}" if query else address
