"""Connections with other systems: the administrators' pages of the desk, and what other sites take from ours."""

from __future__ import annotations

from django.urls import URLPattern, path

from perron.bricks.reports.views import desk_connections, desk_tool, public_feeds
from perron.kernel.contract import Access

_DESK = "desk/<slug:authority>/connections"
_WEBHOOK = f"{_DESK}/webhooks/<int:pk>"

_STAFF: list[URLPattern] = [
    path(f"{_DESK}/", desk_connections.overview, name="desk_connections"),
    path(f"{_DESK}/keys/new/", desk_connections.new_key, name="desk_new_key"),
    path(f"{_DESK}/keys/<int:pk>/revoke/", desk_connections.revoke_key, name="desk_revoke_key"),
    path(f"{_DESK}/webhooks/new/", desk_connections.new_webhook, name="desk_new_webhook"),
    path(f"{_WEBHOOK}/", desk_connections.webhook, name="desk_webhook"),
    path(f"{_WEBHOOK}/act/", desk_connections.act_on_webhook, name="desk_webhook_act"),
    path(f"{_WEBHOOK}/remove/", desk_connections.remove_webhook, name="desk_remove_webhook"),
    path(f"{_DESK}/tool/", desk_tool.tool, name="desk_tool"),
    path(f"{_DESK}/tool/categories/", desk_tool.categories, name="desk_tool_categories"),
    path(f"{_DESK}/tool/disconnect/", desk_tool.disconnect, name="desk_disconnect_tool"),
]
_PUBLIC: list[URLPattern] = [
    path("feed.atom", public_feeds.feed, name="feed"),
    path("planned.ics", public_feeds.planned, name="planned"),
    path("embed/", public_feeds.embed, name="embed"),
]
urlpatterns = [*_STAFF, *_PUBLIC]
ACCESS = {
    **{str(pattern.name): Access.STAFF for pattern in _STAFF},
    **{str(pattern.name): Access.PUBLIC for pattern in _PUBLIC},
}
