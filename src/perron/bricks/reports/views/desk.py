"""The desk's first page: an authority's reports as a list and a map, by view, narrowed, page by page."""

from __future__ import annotations

from collections.abc import Mapping

from django.http import HttpResponse, JsonResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from perron.bricks.reports.queries import desk as queries
from perron.bricks.reports.queries.desk import Box, Gathered, Report
from perron.bricks.reports.rules.desk import View
from perron.bricks.reports.rules.desk_words import VIEWS
from perron.bricks.reports.views.desk_frame import Desk, box_text, desk_of, shown
from perron.bricks.reports.views.desk_rows import address_of, row_of, rows_of
from perron.bricks.reports.views.desk_views import views_of
from perron.kernel import staff
from perron.kernel.errors import NotYours
from perron.kernel.web.requests import Request, signed_in
from perron.ui import words

CLUSTER_PIXELS = 64
NARROWING = ("category", "team", "assignee", "place", "state", "channel", "priority", "since", "until", "photo")


@require_safe
def start(request: Request) -> HttpResponse:
    """To the desk of whoever works at one authority; a choice for whoever works at several. Raises NotYours."""
    held = [role.authority for role in staff.roles_of(signed_in(request))]
    if not held:
        raise NotYours
    if request.authority in held:
        return redirect("reports:desk", request.authority.slug) if request.authority else redirect("/")
    if len(held) == 1:
        return redirect("reports:desk", held[0].slug)
    return render(request, "reports/desk/start.html", {"authorities": held})


@require_safe
def desk(request: Request, authority: str) -> HttpResponse:
    """One page of the list, the map beside it, and the views with their counts."""
    here = desk_of(request, authority)
    form = here.filter_form(request.GET)
    asked = form.question()
    counts = queries.counts(here.reader)
    found = queries.find(here.reader, asked)
    is_counted = not asked.is_narrowed and asked.view.value in counts
    total = counts[asked.view.value] if is_counted else queries.count(here.reader, asked)
    question = request.GET.urlencode()
    is_boxed = asked.is_narrowed and total <= queries.MOST_COUNTED  # looking at more takes too long
    context = {
        "here": asked.view.value,
        "title": _title(asked.view),
        "form": form,
        "asked": asked,
        "rows": rows_of(here, found.reports, question),
        "counts": counts,
        "total": _counted(total, is_exact=is_counted),
        "is_empty": not found.reports,
        "is_new_here": not found.reports and not any(counts.values()) and asked.view is View.OPEN,
        "before": _with(request, before=found.before) if found.before else "",
        "after": _with(request, after=found.after) if found.after else "",
        "question": question,
        "map_address": f"{reverse('reports:desk_map', args=[authority])}?{_without_page(request.GET)}",
        "map_box": box_text(queries.box_of(here.reader, asked) if is_boxed else here.extent),
        "narrowed_by": sum(1 for name in NARROWING if request.GET.get(name)),
        "saved": views_of(here, _without_page(request.GET)),
        "to_keep": _without_page(request.GET),
    }
    return shown(request, "inbox", here, context)


@require_safe
def on_map(request: Request, authority: str) -> HttpResponse:
    """What the question finds inside a box, as GeoJSON: reports, or gathered ones when they are many."""
    here = desk_of(request, authority)
    asked = here.filter_form(request.GET).question()
    found = queries.on_map(here.reader, asked, _box(request.GET.get("bbox", "")), _cell(request.GET.get("zoom", "")))
    question = _without_page(request.GET)
    features = [_gathered(one) if isinstance(one, Gathered) else _feature(here, one, question) for one in found]
    response = JsonResponse({"type": "FeatureCollection", "features": features})
    response["Cache-Control"] = "private, no-store"
    return response


def _feature(here: Desk, report: Report, question: str) -> dict[str, object]:
    row = row_of(here, report)
    line = " · ".join(part for part in (row.state, row.due.words if row.due else "") if part)
    properties = {
        "title": row.category,
        "line": line,
        "address": address_of(here, report.code, question),
        "code": report.code,
        "tone": row.due.tone if row.due else "",
    }
    return _point(report.longitude, report.latitude, properties)


def _gathered(one: Gathered) -> dict[str, object]:
    short = str(one.count) if one.count < 1000 else f"{one.count // 1000}k"
    return _point(one.longitude, one.latitude, {"point_count": one.count, "point_count_abbreviated": short})


def _point(longitude: float, latitude: float, properties: Mapping[str, object]) -> dict[str, object]:
    place = {"type": "Point", "coordinates": [round(longitude, 6), round(latitude, 6)]}
    return {"type": "Feature", "geometry": place, "properties": properties}


def _box(text: str) -> Box | None:
    try:
        west, south, east, north = (float(degrees) for degrees in text.split(","))
    except ValueError:
        return None
    return west, south, east, north


def _cell(zoom: str) -> float:
    """The side of a square that gathers, in degrees, at a zoom of the map (512-pixel tiles)."""
    level = float(zoom) if zoom.replace(".", "", 1).isdecimal() else 8.0
    return 360 / (512 * 2 ** min(level, 22)) * CLUSTER_PIXELS


def _title(view: View) -> str:
    return str(VIEWS[view])


def _counted(total: int, *, is_exact: bool) -> str:
    if total > queries.MOST_COUNTED and not is_exact:
        return _("More than %(count)s reports") % {"count": words.number(queries.MOST_COUNTED)}
    return ngettext("%(count)s report", "%(count)s reports", total) % {"count": words.number(total)}


def _with(request: Request, **cursor: str) -> str:
    query = _paged_out(request.GET)
    for name, value in cursor.items():
        query[name] = value
    return f"{request.path}?{query.urlencode()}#list"


def _without_page(query: QueryDict) -> str:
    return _paged_out(query).urlencode()


def _paged_out(query: QueryDict) -> QueryDict:
    """The question without its page."""
    kept = query.copy()
    for name in ("after", "before", "page"):
        kept.pop(name, None)
    return kept
