"""The explore pages of a table: rows, chart, map, questions in SQL, and the bare page for frames of other sites."""

from __future__ import annotations

from datetime import timedelta
from hashlib import sha256
from typing import Final

from django.conf import settings
from django.http import HttpResponseNotModified, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import get_script_prefix
from django.views.decorators.http import require_safe

from perron.bricks.catalogue.views.explore_asked import Asked, asked, tidied
from perron.bricks.catalogue.views.explore_charts import ChartPage
from perron.bricks.catalogue.views.explore_maps import MapPage
from perron.bricks.catalogue.views.explore_sql import SqlPage
from perron.bricks.catalogue.views.explore_table import TablePage
from perron.bricks.catalogue.views.public_answers import in_short
from perron.kernel.errors import NotFound, Refused
from perron.kernel.languages import current_language
from perron.kernel.web.pace import keep_question_pace
from perron.kernel.web.requests import Request
from perron.kernel.web.security import may_be_framed, may_run_webassembly
from perron.ui.assets import built

PAGES: Final[dict[str, type[TablePage | ChartPage | MapPage | SqlPage]]] = {
    "table": TablePage,
    "chart": ChartPage,
    "map": MapPage,
    "sql": SqlPage,
}


@require_safe
def table(request: Request, slug: str, table: str = "") -> HttpResponseBase:
    """The rows, or groups of them. Raises NotFound, WithdrawnBecause, NotPublic."""
    return _page(request, slug, table, "table")


@require_safe
def chart(request: Request, slug: str, table: str) -> HttpResponseBase:
    """A chart with its table. Raises as `table`."""
    return _page(request, slug, table, "chart")


@require_safe
def map_(request: Request, slug: str, table: str) -> HttpResponseBase:
    """A map with its list. Raises as `table`; NotFound when nothing has a place."""
    return _page(request, slug, table, "map")


@require_safe
@may_run_webassembly
def sql(request: Request, slug: str, table: str) -> HttpResponseBase:
    """Questions in SQL, in the reader's own browser. Raises as `table`."""
    return _page(request, slug, table, "sql")


@require_safe
@may_be_framed
def embed(request: Request, slug: str, table: str, view: str) -> HttpResponseBase:
    """The table, chart or map alone, for frames of other sites. Raises as `table`."""
    if view not in PAGES or view == "sql":
        raise NotFound
    return _page(request, slug, table, view, template="catalogue/explore_embed.html")


@require_safe
def values(request: Request, slug: str, table: str) -> HttpResponseBase:
    """The figures of the map per code of a place, as JSON. Raises as `table`, and what the question is refused for."""
    question = asked(request, slug, table, "map")
    _keep_pace(request)
    page = MapPage(question, "")
    if page.seen.nis is None:
        raise NotFound
    if isinstance(page.places.outcome, Refused):
        raise page.places.outcome
    if question.refusal:
        raise question.refusal
    return in_short(request, JsonResponse(page.places.values))


def _page(
    request: Request, slug: str, table: str, view: str, *, template: str = "catalogue/explore.html"
) -> HttpResponseBase:
    question = asked(request, slug, table, view)
    if tidy := tidied(request, question.seen):
        return redirect(tidy)
    tag = _tag(request, question)
    if request.actor is None and tag in request.headers.get("If-None-Match", ""):
        return HttpResponseNotModified(headers={"ETag": tag, "Cache-Control": "no-cache"})
    _keep_pace(request)
    page = PAGES[view](question, request.build_absolute_uri("/").rstrip("/"))
    if isinstance(page, MapPage) and not (page.seen.has_places or page.seen.nis):
        raise NotFound
    status = page.refusal.status if page.refusal else 200
    response = render(request, template, {"page": page}, status=status)
    response = in_short(request, response)
    if request.actor is None and response.status_code == 200:
        response["ETag"] = tag
    return response


def _keep_pace(request: Request) -> None:
    """These pages ask as many questions as programs do, so they count as one of them. Raises TooMany."""
    keep_question_pace(request, "catalogue.question", times=settings.API_QUESTIONS, within=timedelta(seconds=10))


def _tag(request: Request, question: Asked) -> str:
    """Changes with the data, their description, the address, the language and the release."""
    dataset, style = question.seen.dataset, built("main.css")
    parts = (
        question.seen.found.parquet.sha256,
        dataset.state,
        dataset.changed_at.isoformat(),
        request.get_host(),
        get_script_prefix(),
        request.get_full_path(),
        current_language(),
        style.file if style else "",
    )
    return f'W/"{sha256(" ".join(parts).encode()).hexdigest()[:32]}"'
