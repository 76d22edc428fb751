"""What everybody may open: the map with its list, a report, the way to send one, and one's own side of it."""

from __future__ import annotations

from django.urls import URLPattern, path

from perron.bricks.reports.views import (
    public_follow,
    public_kept,
    public_map,
    public_mine,
    public_new,
    public_photos,
    public_report,
)
from perron.kernel.contract import Access

ACCESS = dict.fromkeys(
    (
        "map",
        "points",
        "follow",
        "new",
        "ready",
        "kept",
        "worker",
        "photo",
        "sent",
        "mine",
        "report",
        "me_too",
        "flag",
    ),
    Access.PUBLIC,
)
urlpatterns: list[URLPattern] = [
    path("", public_map.reports, name="map"),
    path("points.geojson", public_map.points, name="points"),
    path("follow/", public_follow.follow, name="follow"),
    path("new/", public_new.new, name="new"),
    path("new/ready/", public_kept.ready, name="ready"),
    path("new/without-network/", public_kept.shell, name="kept"),
    path("worker.js", public_kept.worker, name="worker"),
    path("photos/<int:number>/", public_photos.photo, name="photo"),
    path("sent/<str:code>/", public_new.sent, name="sent"),
    path("mine/<str:secret>/", public_mine.mine, name="mine"),
]
# Last, so that no report can take another address.
OF_A_REPORT: list[URLPattern] = [
    path("<str:code>/", public_report.report, name="report"),
    path("<str:code>/me-too/", public_report.me_too, name="me_too"),
    path("<str:code>/flag/", public_report.flag, name="flag"),
]
