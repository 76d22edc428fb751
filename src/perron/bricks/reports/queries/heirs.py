"""Authorities that ended, and who came after them: a larger body, or the authority of the place that took over."""

from __future__ import annotations

from collections.abc import Iterator

from perron.bricks.reports.models import Report
from perron.bricks.reports.queries import handbooks
from perron.kernel import places
from perron.kernel.authorities import Authority, all_authorities


def orphans() -> Iterator[tuple[Report, Authority]]:
    """Reports of authorities that are served no more, with the one that takes reports in their stead."""
    left = Report.objects.filter(authority__is_active=False).select_related("authority__parent")
    known: dict[tuple[int, str], Authority | None] = {}
    for report in left.order_by("pk").iterator():
        key = (report.authority_id, report.place)
        if key not in known:
            known[key] = heir_of(report.authority, report.place)
        if (heir := known[key]) is not None:
            yield report, heir


def heir_of(authority: Authority, place: str) -> Authority | None:
    """Who treats what an ended authority had at a place (NIS code): the authority of the same kind there today, else
    the nearest one above it that takes reports. None when there is none here.
    """
    same = all_authorities().filter(kind=authority.kind, place__in=places.current(place)).order_by("slug")
    candidates = [*same, *_parents(authority)]
    return next((one for one in candidates if handbooks.has_live_handbook(one)), None)


def _parents(authority: Authority) -> Iterator[Authority]:
    above = authority.parent
    while above is not None:
        yield above
        above = above.parent
