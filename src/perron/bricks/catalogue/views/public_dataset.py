"""A dataset as a stranger sees it: its page, each of its versions, its files as they came."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from functools import partial
from io import StringIO

from django.http import HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.timezone import localdate
from django.views.decorators.http import require_safe

from perron.bricks.catalogue.queries.reading import original_to_read
from perron.bricks.catalogue.queries.showing import dataset_shown, preview_of, state_of
from perron.bricks.catalogue.queries.unfit import unfit_to_read
from perron.bricks.catalogue.views.public_answers import in_short, kept
from perron.bricks.catalogue.views.public_dataset_page import DatasetPage
from perron.kernel import files
from perron.kernel.errors import NotFound
from perron.kernel.web.requests import Request


@require_safe
def dataset(request: Request, slug: str) -> HttpResponse:
    """The newest version with all that is known. Raises NotFound, WithdrawnBecause."""
    state = "" if request.actor else state_of(slug)
    return kept(request, slug, state, partial(_page, request, slug, "catalogue/dataset.html"))


@require_safe
def version(request: Request, slug: str, number: int) -> HttpResponse:
    """One version: its files, its columns, what changed. Raises NotFound, WithdrawnBecause."""
    return in_short(request, _page(request, slug, "catalogue/version.html", number))


@require_safe
def original(request: Request, slug: str, upload: int) -> HttpResponseBase:
    """A file as it came. Raises NotFound, NotPublic, WithdrawnBecause."""
    found = original_to_read(slug=slug, upload_id=upload, actor=request.actor)
    if found.file is None:
        raise NotFound
    return files.serve(request, found.file, name=found.name, public=request.actor is None)


@require_safe
def unfit(request: Request, slug: str, table: int) -> HttpResponseBase:
    """The rows that did not fit, as far as this reader may have them. Raises NotFound, NotPublic, WithdrawnBecause."""
    found = unfit_to_read(slug=slug, table_id=table, actor=request.actor)
    name = f"{slug}-{found.name}-unfit.csv"
    if found.is_whole:
        return files.serve(request, found.file, name=name, public=request.actor is None)
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "public, max-age=60"}
    return StreamingHttpResponse(_as_csv(found.rows()), content_type="text/csv; charset=utf-8", headers=headers)


def _as_csv(rows: Iterable[list[str]]) -> Iterator[str]:
    line = StringIO()
    writer = csv.writer(line)
    for row in rows:
        writer.writerow(row)
        yield line.getvalue()
        line.seek(0)
        line.truncate()


def _page(request: Request, slug: str, template: str, number: int | None = None) -> HttpResponse:
    shown = dataset_shown(slug, actor=request.actor, today=localdate(), number=number)
    page = DatasetPage(shown, preview_of(shown), request.build_absolute_uri("/").rstrip("/"))
    return render(request, template, {"page": page})
