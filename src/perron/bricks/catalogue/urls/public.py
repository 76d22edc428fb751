"""What strangers read: the search, a dataset, its versions, questions and reuses."""

from __future__ import annotations

from django.urls import URLPattern, path

from perron.bricks.catalogue.views import public_dataset, public_feeds, public_search, public_voices
from perron.kernel.contract import Access

ACCESS = dict.fromkeys(
    (
        "datasets",
        "feed",
        "follow_search",
        "dataset",
        "versions_feed",
        "version",
        "original",
        "unfit",
        "ask",
        "add_reuse",
        "follow_dataset",
    ),
    Access.PUBLIC,
)
urlpatterns: list[URLPattern] = [
    path("", public_search.datasets, name="datasets"),
    path("feed.atom", public_feeds.datasets, name="feed"),
    path("follow/", public_search.follow, name="follow_search"),
    path("<slug:slug>/", public_dataset.dataset, name="dataset"),
    path("<slug:slug>/feed.atom", public_feeds.versions, name="versions_feed"),
    path("<slug:slug>/versions/<int:number>/", public_dataset.version, name="version"),
    path("<slug:slug>/files/<int:upload>/", public_dataset.original, name="original"),
    path("<slug:slug>/unfit/<int:table>.csv", public_dataset.unfit, name="unfit"),
    path("<slug:slug>/ask/", public_voices.ask, name="ask"),
    path("<slug:slug>/reuse/", public_voices.add_reuse, name="add_reuse"),
    path("<slug:slug>/follow/", public_voices.follow, name="follow_dataset"),
]
