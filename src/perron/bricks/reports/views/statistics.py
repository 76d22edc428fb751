"""The statistics for everybody: how long until it is really mended, with a table beside each chart, and as a file."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from datetime import datetime

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from perron.bricks.reports.publish.statistics import row_of
from perron.bricks.reports.queries.statistics import Counted, Statistics, StatisticsQuestion, authorities, statistics
from perron.bricks.reports.rules.statistics_words import TITLES
from perron.bricks.reports.views.desk_export import safe
from perron.bricks.reports.views.statistics_page import StatisticsPage
from perron.kernel.places.facts import places
from perron.kernel.web.requests import Request

COLUMNS = ("authority", "nis_code", "category", "period", "counted_at", *TITLES)


class _Line:
    """A file that gives back what is written to it."""

    def write(self, line: str) -> str:
        """The line itself."""
        return line


@require_safe
def page(request: Request) -> HttpResponse:
    """The numbers that answer a question; every state of the page has an address."""
    asked = question(request)
    shown = StatisticsPage(asked, statistics(asked), request.authority)
    return render(request, "reports/public/statistics.html", {"page": shown})


@require_safe
def file(request: Request) -> HttpResponse:
    """The numbers of the page as CSV, with the columns of the open dataset."""
    writer = csv.writer(_Line())
    lines = (writer.writerow(row) for row in _rows(statistics(question(request))))
    response = HttpResponse("\ufeff" + "".join(lines), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="statistics.csv"'
    return response


def question(request: Request) -> StatisticsQuestion:
    """What the address asks. On an authority's own site only its own; what does not exist asks for nothing."""
    asked: Mapping[str, str] = request.GET
    own = request.authority.slug if request.authority else ""
    slug = own or asked.get("authority", "")
    place = "" if slug else asked.get("place", "")
    return StatisticsQuestion(
        authority=slug if slug == own or slug in authorities() else "",
        place=place if place in places() else "",
        category=asked.get("category", "").replace("\x00", "")[:60],
        period=asked.get("period", "").replace("\x00", "")[:7],
    )


def _rows(found: Statistics) -> Iterator[list[str]]:
    yield list(COLUMNS)
    seen: set[tuple[str, str, str, str]] = set()
    for one in _each(found):
        cell = (one.authority, one.place, one.category, one.period)
        if cell not in seen:
            seen.add(cell)
            told = row_of(one)
            yield [safe(_plain(told[name])) for name in COLUMNS]


def _each(found: Statistics) -> Iterator[Counted]:
    if found.whole:
        yield found.whole
    for line in (found.by_category, found.by_period, found.by_authority, found.by_place):
        yield from line


def _plain(value: object) -> object:
    return value.replace(microsecond=0) if isinstance(value, datetime) else value
