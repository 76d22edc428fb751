"""What other sites and programs take from the list: a feed with places, a calendar of what is planned, a frame."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Final
from urllib.parse import urlencode, urlsplit

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.feedgenerator import Atom1Feed
from django.utils.html import escape
from django.utils.translation import gettext as _
from django.utils.xmlutils import SimplerXMLGenerator
from django.views.decorators.http import require_safe

from perron.bricks.reports.queries.public_case import Report
from perron.bricks.reports.queries.public_list import Found, answering, found, planned_from
from perron.bricks.reports.rules.finding import ListQuestion, question_from_query
from perron.bricks.reports.rules.masking import mask
from perron.bricks.reports.schemas.calendar import Planned, calendar
from perron.bricks.reports.views.public_map_page import MapPage, box_for
from perron.bricks.reports.views.public_words import category_of, place_of, short_of
from perron.kernel.languages import current_language
from perron.kernel.web.requests import Request
from perron.kernel.web.security import may_be_framed

MOST: Final = 100  # entries of a feed
EPOCH: Final = datetime(2026, 1, 1, tzinfo=UTC)  # of an empty feed, which must have a date too
STILL_SHOWN: Final = timedelta(days=30)  # works whose day has passed


class GeoFeed(Atom1Feed):
    """Atom with a point for each entry (GeoRSS Simple)."""

    def root_attributes(self) -> dict[str, str]:
        """With the names of GeoRSS."""
        return {**super().root_attributes(), "xmlns:georss": "http://www.georss.org/georss"}

    def add_item_elements(self, handler: SimplerXMLGenerator, item: dict[str, object]) -> None:
        """The point: latitude first."""
        super().add_item_elements(handler, item)
        handler.addQuickElement("georss:point", str(item["point"]))


@require_safe
def feed(request: Request) -> HttpResponse:
    """The newest answers to a question of the map, as Atom."""
    asked = question_from_query(dict(request.GET.lists()))
    asked = _asked(asked)
    rows = list(answering(asked, request.authority, ())[:MOST])
    page = MapPage(asked, Found((), 0, ""), request.authority)
    written = GeoFeed(
        title=_("Reports: %(what)s") % {"what": page.in_words},
        link=request.build_absolute_uri(f"{reverse('reports:map')}?{asked.as_query()}"),
        description=None,
        language=current_language(),
        author_name=request.authority.name if request.authority else str(settings.MFA_TOTP_ISSUER),
        feed_url=request.build_absolute_uri(),
    )
    for report in rows:
        _add(written, request, report)
    updated = max((report.changed_at for report in rows), default=EPOCH)
    written.latest_post_date = lambda: updated  # type: ignore[method-assign]  # an empty feed is not "updated now"
    return _for_others(HttpResponse(written.writeString("utf-8"), content_type="application/atom+xml; charset=utf-8"))


@require_safe
def planned(request: Request) -> HttpResponse:
    """What is planned, as a calendar to subscribe to; the questions of the map narrow it."""
    asked = _asked(question_from_query(dict(request.GET.lists())))
    first = timezone.localdate() - STILL_SHOWN
    host = urlsplit(settings.BASE_URL).hostname or "localhost"
    rows = [
        Planned(
            identifier=f"{report.code.lower()}@{host}",
            day=report.planned_on,
            title=f"{category_of(report)}: {place_of(report)}",
            words=mask(report.description),
            place=place_of(report),
            longitude=report.longitude,
            latitude=report.latitude,
            address=request.build_absolute_uri(reverse("reports:report", args=[report.code])),
            changed_at=report.changed_at,
            edit_number=report.edit_number,
        )
        for report in planned_from(asked, request.authority, first)
        if report.planned_on
    ]
    who = request.authority.name if request.authority else str(settings.MFA_TOTP_ISSUER)
    content = calendar(_("Planned works: %(who)s") % {"who": who}, rows)
    return _for_others(HttpResponse(content, content_type="text/calendar; charset=utf-8"))


@require_safe
@may_be_framed
def embed(request: Request) -> HttpResponse:
    """The map with its list, and the way to report, for frames of other sites. Nothing here knows who looks."""
    asked = _asked(question_from_query(dict(request.GET.lists())))
    authority = request.authority
    page = MapPage(asked, found(asked, authority, ()), authority)
    named = {"authority": authority.slug if authority else "", "category": asked.category}
    query = urlencode({name: value for name, value in named.items() if value})
    context = {
        "page": page,
        "box": box_for(request, asked),
        "new": f"{reverse('reports:new')}?{query}" if query else reverse("reports:new"),
        "all": f"{reverse('reports:map')}?{asked.as_query()}",
        "who": authority.name if authority else "",
    }
    response = render(request, "reports/connections/embed.html", context)
    response["Cache-Control"] = "no-cache"
    return response


def _asked(asked: ListQuestion) -> ListQuestion:
    """Without what is one reader's own, from the start."""
    return ListQuestion(
        situation=asked.situation, category=asked.category, place=asked.place, since=asked.since, until=asked.until
    )


def _add(written: GeoFeed, request: Request, report: Report) -> None:
    short = short_of(report)
    written.add_item(
        title=f"{short.title}: {short.place}",
        link=request.build_absolute_uri(short.address),
        description=escape(f"{short.line} {mask(report.description)}".strip()),  # Atom reads it as HTML
        author_name=report.authority.name,
        unique_id=f"tag:{urlsplit(settings.BASE_URL).hostname},2026:reports:report:{report.code}",
        pubdate=report.sent_at,
        updateddate=report.changed_at,
        categories=[short.title],
        point=f"{report.latitude:.6f} {report.longitude:.6f}",
    )


def _for_others(response: HttpResponse) -> HttpResponse:
    """Programs of others may read it, and ask again each time."""
    response["Access-Control-Allow-Origin"], response["Cache-Control"] = "*", "no-cache"
    return response
