"""Atom feeds (RFC 4287): the newest datasets of a search, the versions of a dataset."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpResponse
from django.utils.feedgenerator import Atom1Feed
from django.utils.html import escape
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from perron.bricks.catalogue.publish.feed import FeedEntry, entries_of_datasets, entries_of_versions
from perron.bricks.catalogue.queries.finding import datasets_found
from perron.bricks.catalogue.queries.reading import dataset_to_read, versions_of
from perron.bricks.catalogue.views.public_answers import in_short
from perron.bricks.catalogue.views.public_search import asked
from perron.bricks.catalogue.views.public_search_page import SearchPage
from perron.kernel.languages import current_language
from perron.kernel.web.requests import Request

EPOCH = datetime(2026, 1, 1, tzinfo=UTC)  # of an empty feed, which must have a date too


@dataclass(frozen=True, slots=True)
class Head:
    """What a feed says of itself. `page`: where people read the same."""

    title: str
    page: str
    author: str


@require_safe
def datasets(request: Request) -> HttpResponse:
    """The newest answers to a search."""
    question = replace(asked(request).from_the_start(), sort="newest")
    found = datasets_found(question, request.authority)
    page = SearchPage(found, request.authority)
    head = Head(_("Data: %(what)s") % {"what": page.in_words}, page.at.here, _publisher(request))
    return _feed(request, head, entries_of_datasets(found.datasets))


@require_safe
def versions(request: Request, slug: str) -> HttpResponse:
    """The versions of a dataset, the newest first. Raises NotFound, MovedTo, WithdrawnBecause."""
    dataset = dataset_to_read(slug)
    author = dataset.authority.name if dataset.authority else _publisher(request)
    head = Head(dataset.title.words, dataset.get_absolute_url(), author)
    return _feed(request, head, entries_of_versions(dataset, versions_of(dataset)))


def _feed(request: Request, head: Head, entries: Iterable[FeedEntry]) -> HttpResponse:
    feed = Atom1Feed(
        title=head.title,
        link=request.build_absolute_uri(head.page),
        description=None,
        language=current_language(),
        author_name=head.author,
        feed_url=request.build_absolute_uri(),
    )
    updated = EPOCH
    for entry in entries:
        updated = max(updated, entry.updated_at)
        feed.add_item(
            title=entry.title,
            link=request.build_absolute_uri(entry.address),
            description=escape(entry.summary),  # Atom reads it as HTML
            author_name=entry.author or head.author,
            unique_id=f"tag:{urlsplit(settings.BASE_URL).hostname},2026:{entry.id}",
            pubdate=entry.published_at,
            updateddate=entry.updated_at,
        )
    feed.latest_post_date = lambda: updated  # type: ignore[method-assign]  # an empty feed is not "updated now"
    response = HttpResponse(feed.writeString("utf-8"), content_type="application/atom+xml; charset=utf-8")
    return in_short(request, response)


def _publisher(request: Request) -> str:
    return request.authority.name if request.authority else str(settings.MFA_TOTP_ISSUER)
