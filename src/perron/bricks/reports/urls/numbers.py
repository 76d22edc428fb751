"""The statistics, which everybody may read, and the round of an agent, below `desk/<authority>/round/`."""

from __future__ import annotations

from django.urls import URLPattern, path

from perron.bricks.reports.views import desk_round, statistics
from perron.kernel.contract import Access

_ROUND = "desk/<slug:authority>/round"

urlpatterns: list[URLPattern] = [
    path("statistics/", statistics.page, name="statistics"),
    path("statistics/table.csv", statistics.file, name="statistics_file"),
    path(f"{_ROUND}/", desk_round.my_round, name="round"),
    path(f"{_ROUND}/worker.js", desk_round.worker, name="round_worker"),
    path(f"{_ROUND}/ready/", desk_round.ready, name="round_ready"),
    path(f"{_ROUND}/<str:code>/", desk_round.tell, name="round_tell"),
]
ACCESS = {
    str(pattern.name): Access.PUBLIC if str(pattern.name).startswith("statistics") else Access.STAFF
    for pattern in urlpatterns
}
