"""Being told of new reports: of a commune, of a category, or around a point of one's own choice."""

from __future__ import annotations

from dataclasses import replace

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from perron.bricks.reports.forms.sending import WhereForm
from perron.bricks.reports.queries.public_case import Report
from perron.bricks.reports.queries.public_list import Found
from perron.bricks.reports.rules.around import CIRCLES, QUARTER, TELL_CHANGES, Around, around_of, at_point
from perron.bricks.reports.rules.finding import ListQuestion, question_from_query
from perron.bricks.reports.rules.sending import PositionBy
from perron.bricks.reports.views.public_map_page import MapPage, box_for
from perron.bricks.reports.views.public_words import circle_name
from perron.kernel.notices import follows
from perron.kernel.places import place_of
from perron.kernel.web.requests import Request


@require_safe
@never_cache
def follow(request: Request) -> HttpResponse:
    """Be told of new reports that answer a question; a point that was told becomes a circle around it."""
    asked = question_from_query(dict(request.GET.lists()))
    asked = ListQuestion(category=asked.category, place=asked.place, around=asked.around)
    form = WhereForm(request.GET if request.GET.keys() & {"lon", "lat"} else None)
    if form.is_bound and (circle := _told(form, request.GET.get("within", ""))):
        return redirect(_address(replace(asked, place="", around=circle)))
    page = MapPage(asked, Found((), 0, ""), request.authority)
    context = {
        "page": page,
        "topic": page.topic,
        "topic_title": page.in_words,
        "topic_address": f"{reverse('reports:map')}?{asked.as_query()}",
        "follows": follows(request.actor, page.topic),
        "form": form,
        "circles": _circles(asked),
        "box": box_for(request, asked),
        "hears_changes": asked.around is not None and asked.around.metres in TELL_CHANGES,
    }
    return render(request, "reports/public/follow.html", context, status=form.status)


def follow_around(report: Report) -> str:
    """The page where one follows the neighbourhood of a report, told no more exactly than it must; or its commune."""
    if report.position_by == PositionBy.ADDRESS:
        return _address(ListQuestion(place=report.place))
    return _address(ListQuestion(around=at_point(report.longitude, report.latitude, QUARTER)))


def _told(form: WhereForm, within: str) -> Around | None:
    """The circle around the point that was told; what is wrong with it is said in the form."""
    if not form.is_valid():
        return None
    if form.point is None:
        form.add_error(None, _("Say where it is: here, on the map, or by its coordinates."))
        return None
    if not place_of(*form.point):
        form.add_error(None, _("This place is not in Belgium."))
        return None
    lon, lat = form.point
    return around_of(f"{lat},{lon}", within) or at_point(lon, lat, QUARTER)


def _circles(asked: ListQuestion) -> list[dict[str, object]]:
    """The sizes to choose from; with their addresses once there is a middle."""
    now = asked.around
    return [
        {
            "metres": metres,
            "title": circle_name(metres),
            "current": metres == (now.metres if now else QUARTER),
            "address": _address(replace(asked, around=replace(now, metres=metres))) if now else "",
        }
        for metres in CIRCLES
    ]


def _address(asked: ListQuestion) -> str:
    return f"{reverse('reports:follow')}?{asked.as_query()}"
