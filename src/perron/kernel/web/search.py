"""The search page, its feed, and its API: one box over everything."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, replace

from django.contrib.syndication.views import Feed
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import gettext as _

from perron.kernel import places, registry
from perron.kernel.authorities import all_authorities
from perron.kernel.following import follows
from perron.kernel.languages import LANGUAGES, current_language
from perron.kernel.search import Found, Hit, Question, Sort, canonical, find, question_of, suggest
from perron.kernel.web.requests import Request

PLACES_SHOWN = 40


@dataclass(frozen=True, slots=True)
class Choice:
    """One value of a facet, as the page shows it."""

    value: str
    title: str
    count: int
    chosen: bool


def search(request: Request) -> HttpResponse:
    """Search everything that this reader may see; every state of the page has an address."""
    question = _question(request)
    found = find(question)
    topic = f"search:{canonical(question)}"
    context = {
        "question": question,
        "found": found,
        "items": [_item(hit) for hit in found.hits],
        "kinds": _tabs(request, question, found),
        "facets": _facets(question, found),
        "next": _with(request, after=found.next) if found.next else "",
        "feed": f"{reverse('search_feed')}?{canonical(question)}",
        "topic": topic,
        "topic_title": _topic_title(question),
        "follows": follows(request.actor, topic),
        "sorts": [(sort, _with(request, sort=sort.value, after="")) for sort in Sort],
    }
    return render(request, "kernel/search.html", context)


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

    def items(self, question: Question) -> tuple[Hit, ...]:
        return find(question).hits

    def item_title(self, item: Hit) -> str:
        return item.title

    def item_description(self, item: Hit) -> str:
        return "".join(piece.words for piece in item.excerpt)

    def item_link(self, item: Hit) -> str:
        return item.address

    def item_guid(self, item: Hit) -> str:
        return f"{item.ref}@{item.changed_at.isoformat()}"

    def item_updateddate(self, item: Hit) -> object:
        return item.changed_at


def answer(request: Request) -> JsonResponse:
    """The search as JSON: `total`, `hits`, `facets`, `corrected`, and `next`, the address of the next page."""
    question = _question(request)
    found = find(question)
    following = request.build_absolute_uri(_with(request, after=found.next)) if found.next else None
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


def _item(hit: Hit) -> Mapping[str, object]:
    known = places.facts.places().get(hit.place)
    title = {f"{hit.language}-t-und" if hit.by_machine else hit.language: hit.title}
    return {"hit": hit, "title": title, "place": known.name if known else ""}


def _tabs(request: Request, question: Question, found: Found) -> list[Mapping[str, object]]:
    """One per kind of thing that was found, when there is more than one."""
    counts = found.facets.get("kind", {})
    titles = {searchable.kind: str(searchable.title) for searchable in registry.searchables()}
    tabs = [
        {
            "title": titles[kind],
            "address": _with(request, kind=kind, after=""),
            "current": question.kinds == (kind,),
            "count": count,
        }
        for kind, count in counts.items()
        if kind in titles
    ]
    everything = {"title": _("Everything"), "address": _with(request, kind="", after=""), "current": not question.kinds}
    return [everything | {"count": sum(counts.values())}, *tabs] if len(tabs) > 1 or question.kinds else []


def _facets(question: Question, found: Found) -> list[Mapping[str, object]]:
    authorities = {authority.slug: authority.name for authority in all_authorities()}
    known = places.facts.places()
    found_places = {
        nis: n for nis, n in found.facets.get("place", {}).items() if nis in known and known[nis].kind != "country"
    }
    place_names = {nis: known[nis].name for nis in list(found_places)[:PLACES_SHOWN]}
    chosen_place = (question.place,) if question.place else ()
    return [
        {
            "key": "authority",
            "title": _("Authority"),
            "choices": _choices(found.facets.get("authority", {}), authorities, question.authorities),
        },
        {"key": "place", "title": _("Place"), "choices": _choices(found_places, place_names, chosen_place)},
    ]


def _choices(counts: Mapping[str, int], titles: Mapping[str, str], chosen: Iterable[str]) -> list[Choice]:
    picked = set(chosen)
    return [Choice(value, titles[value], count, value in picked) for value, count in counts.items() if value in titles]


def _with(request: HttpRequest, **changes: str) -> str:
    query = request.GET.copy()
    for key, value in changes.items():
        query.setlist(key, [value] if value else [])
    written = query.urlencode()
    return f"{request.path}?{written}" if written else request.path


def _topic_title(question: Question) -> str:
    return _("Search: %(words)s") % {"words": question.words} if question.words.strip() else _("Everything that is new")
