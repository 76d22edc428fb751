"""The question to the desk as a CSV file, streamed: what the list shows, with the people only for those who may."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from datetime import datetime
from typing import Final

from django.http import StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.views.decorators.http import require_POST

from perron.bricks.reports.actions import colleagues
from perron.bricks.reports.queries import desk
from perron.bricks.reports.queries.desk import Report
from perron.bricks.reports.rules import labels
from perron.bricks.reports.views.desk_frame import Desk, desk_of, list_question
from perron.kernel.web.requests import Request, signed_in

COLUMNS: Final = (
    "code",
    "category",
    "category_name",
    "state",
    "place",
    "address",
    "latitude",
    "longitude",
    "description",
    "channel",
    "team",
    "assignee",
    "priority",
    "me_too",
    "reopened",
    "sent_at",
    "acknowledged_at",
    "due_at",
    "planned_on",
    "done_at",
    "closed_at",
    "mended_at",
)
PEOPLE: Final = ("reporter_name", "reporter_email", "reporter_phone", "reporter_language")
FORMULAS: Final = ("=", "+", "-", "@", "\t", "\r")  # what spreadsheets would run (OWASP, CSV injection)


class _Line:
    """A file that gives back what is written to it."""

    def write(self, line: str) -> str:
        """The line itself."""
        return line


@require_POST
def export(request: Request, authority: str) -> HttpResponseBase:
    """The file. Taking it is an act: the log keeps who did, and whether people were in it."""
    here = desk_of(request, authority)
    with_people = bool(request.POST.get("people"))
    _question, asked = list_question(request, here)
    colleagues.take_file(actor=signed_in(request), authority=here.authority, with_people=with_people, at=timezone.now())
    writer = csv.writer(_Line())
    header = [*COLUMNS, *(PEOPLE if with_people else ())]
    rows = (_row(here, report, with_people=with_people) for report in desk.every(here.reader, asked))
    lines: Iterator[str] = (writer.writerow(row) for row in _first(header, rows))
    response = StreamingHttpResponse(_with_mark(lines), content_type="text/csv; charset=utf-8")
    name = f"{here.authority.slug}-{here.reader.at:%Y-%m-%d}.csv"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Cache-Control"] = "private, no-store"
    return response


def safe(value: object) -> str:
    """A cell that no spreadsheet runs: what begins like a formula gets an apostrophe in front. Numbers stay numbers."""
    written = value.isoformat() if hasattr(value, "isoformat") else "" if value is None else str(value)
    is_text = isinstance(value, str)
    return f"'{written}" if is_text and written.startswith(FORMULAS) else written


def _row(here: Desk, report: Report, *, with_people: bool) -> list[str]:
    values: dict[str, object] = {name: getattr(report, name, "") for name in COLUMNS}
    values |= {
        "category_name": here.category(report.category),
        "state": labels.label(labels.STATES, report.state),
        "place": here.place(report.place),
        "team": here.team(report.team) if report.team else "",
        "assignee": (report.assignee.name or report.assignee.email) if report.assignee else "",
    }
    row = [safe(_local(values[name])) for name in COLUMNS]
    return row + _people(report) if with_people else row


def _people(report: Report) -> list[str]:
    first = next((person for person in report.reporters.all() if person.is_first), None)
    return [safe(getattr(first, name)) if first else "" for name in ("name", "email", "phone", "language")]


def _local(value: object) -> object:
    return timezone.localtime(value).replace(microsecond=0) if isinstance(value, datetime) else value


def _first(header: list[str], rows: Iterator[list[str]]) -> Iterator[list[str]]:
    yield header
    yield from rows


def _with_mark(lines: Iterator[str]) -> Iterator[str]:
    """The mark by which spreadsheets know that the file is in UTF-8."""
    yield "\ufeff"
    yield from lines
