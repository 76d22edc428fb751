"""The search page, its feed, and its API: one box over everything."""

from __future__ import annotations

from dataclasses import asdict, replace
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.syndication.views import Feed
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.html import escape
from django.utils.translation import gettext as _

from perron.kernel import registry
from perron.kernel.languages import LANGUAGES, current_language
from perron.kernel.search import Hit, Question, Sort, canonical, find, question_of, suggest
from perron.kernel.web.requests import Request
from perron.kernel.web.search_narrowing import with_changes
from perron.kernel.web.search_page import SearchPage


def search(request: Request) -> HttpResponse:
    """Search everything that this reader may see; every state of the page has an address."""
    question = _question(request)
    page = SearchPage(request, question, find(question), _topic_title(question))
    return render(request, "kernel/search.html", {"page": page})


class SearchFeed(Feed):  # type: ignore[type-arg]  # takes no types at run time
    """What was found, the newest first, as Atom: only what is public."""

    feed_type = Atom1Feed

    def get_object(self, request: HttpRequest) -> Question:
        return replace(
            question_of(request.GET), sort=Sort.NEWEST, language=current_language(), counting=False, limit=50
        )

    def title(self, question: Question) -> str:
        return _topic_title(question)

    def link(self, question: Question) -> str:
        return f"{reverse('search')}?{canonical(question)}"

    def author_name(self) -> str:
        return str(settings.MFA_TOTP_ISSUER)

    def items(self, question: Question) -> tuple[Hit, ...]:
        return find(question).hits

    def item_title(self, item: Hit) -> str:
        return item.title

    def item_description(self, item: Hit) -> str:
        return escape("".join(piece.words for piece in item.excerpt))  # Atom reads it as HTML

    def item_link(self, item: Hit) -> str:
        return item.address

    def item_guid(self, item: Hit) -> str:
        return f"tag:{urlsplit(settings.BASE_URL).hostname},2026:{item.ref}@{item.changed_at.isoformat()}"

    def item_updateddate(self, item: Hit) -> object:
        return item.changed_at


def answer(request: Request) -> JsonResponse:
    """The search as JSON: `total`, `hits`, `facets`, `corrected`, and `next`, the address of the next page."""
    question = _question(request)
    found = find(question)
    following = request.build_absolute_uri(with_changes(request, after=found.next)) if found.next else None
    hits = [asdict(hit) | {"excerpt": "".join(piece.words for piece in hit.excerpt)} for hit in found.hits]
    return JsonResponse(
        {"total": found.total, "corrected": found.corrected, "next": following, "hits": hits, "facets": found.facets}
    )


def suggestions(request: Request) -> JsonResponse:
    """For the combobox: things whose words begin with what is typed in `q`."""
    language = _language(request)
    titles = {searchable.kind: searchable.title.in_language(language) for searchable in registry.searchables()}
    found = suggest(request.GET.get("q", "").replace("\x00", "")[:200], language=language, actor=request.actor)
    lines = [{"title": hit.title, "address": hit.address, "line": titles.get(hit.kind, "")} for hit in found]
    return JsonResponse({"suggestions": lines})


def _question(request: Request) -> Question:
    question = question_of(request.GET)
    if request.authority and not question.authorities:
        question = replace(question, authorities=(request.authority.slug,))
    return replace(question, actor=request.actor, language=_language(request))


def _language(request: Request) -> str:
    wanted = request.GET.get("lang", "")
    return wanted if wanted in LANGUAGES else current_language()


def _topic_title(question: Question) -> str:
    return _("Search: %(words)s") % {"words": question.words} if question.words.strip() else _("Everything that is new")
