"""Searches that people follow: what is new in each is told, once."""

from __future__ import annotations

from dataclasses import replace

from django.urls import reverse
from django.utils import timezone

from perron.kernel.contract import NoticeKind, Ref
from perron.kernel.languages import Text
from perron.kernel.models.notice import Manner, Subscription
from perron.kernel.notices import tell_follower
from perron.kernel.search import Question, Sort, find, question_of

SEARCH_FOUND = NoticeKind(
    "kernel.search_found",
    Text(
        fr="Du nouveau dans une recherche que vous suivez",
        nl="Nieuws in een zoekopdracht die u volgt",
        de="Neues in einer Suche, der Sie folgen",
        en="News in a search that you follow",
    ),
    template="kernel/notices/search_found",
)


def watch_searches() -> None:
    """Tell each follower of a search what came into the index since the last time. Called by the clock."""
    followed = Subscription.objects.filter(topic__startswith="search:").exclude(manner=Manner.OFF)
    for follower in followed.exclude(actor=None, confirmed_at=None).select_related("actor").iterator():
        _watch(follower)


def _watch(follower: Subscription) -> None:
    now = timezone.now()
    query = follower.topic.removeprefix("search:")
    language = (follower.actor.language if follower.actor else follower.language) or "en"
    question = replace(question_of(query), sort=Sort.NEWEST, since=follower.seen_at, language=language)
    found = find(replace(question, after="", limit=10, actor=None))
    if found.total and not found.corrected:
        tell_follower(
            follower,
            SEARCH_FOUND.name,
            subject=Ref("kernel", "search", query[:150]),
            address=follower.address or f"{reverse('search')}?{query}",
            once=f"{follower.pk}:{follower.seen_at.isoformat()}",
            search=follower.title or _words(question),
            count=found.total,
            titles="\n".join(f"– {hit.title}" for hit in found.hits),
        )
    Subscription.objects.filter(pk=follower.pk).update(seen_at=now)


def _words(question: Question) -> str:
    return question.words or "…"
