"""The explore pages of a table: rows, chart, map, query in the browser, embeds."""

from __future__ import annotations

from django.urls import URLPattern, path

from perron.bricks.catalogue.views import explore
from perron.kernel.contract import Access

_TABLE = "<slug:slug>/explore/<slug:table>/"

ACCESS = dict.fromkeys(
    ("explore", "explore_chart", "explore_map", "explore_sql", "explore_embed", "explore_values"), Access.PUBLIC
)
urlpatterns: list[URLPattern] = [
    path("<slug:slug>/explore/", explore.table, name="explore"),
    path(_TABLE, explore.table, name="explore"),
    path(f"{_TABLE}chart/", explore.chart, name="explore_chart"),
    path(f"{_TABLE}map/", explore.map_, name="explore_map"),
    path(f"{_TABLE}values.json", explore.values, name="explore_values"),
    path(f"{_TABLE}sql/", explore.sql, name="explore_sql"),
    path(f"{_TABLE}embed/<slug:view>/", explore.embed, name="explore_embed"),
]
