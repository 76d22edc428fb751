"""A question as it stands in an address, and back: the same question always has the same address."""

from __future__ import annotations

from urllib.parse import urlencode

from django.http import QueryDict

from perron.kernel.search.finding import MOST_HITS, Question, Sort

FACET = "facet."


def question_of(query: QueryDict | str) -> Question:
    """Read `q`, `kind`, `authority`, `place`, `facet.<name>` (repeated: alternatives), `sort`, `after`, `limit`.

    What cannot be understood is left out, so that any address answers.
    """
    asked = QueryDict(query) if isinstance(query, str) else query
    facets = {key.removeprefix(FACET): _values(asked, key) for key in asked if key.startswith(FACET)}
    limit = asked.get("limit", "")
    return Question(
        words=asked.get("q", "").replace("\x00", "")[:500],
        kinds=_values(asked, "kind"),
        authorities=_values(asked, "authority"),
        place=asked.get("place", "").replace("\x00", "")[:10],
        facets=facets,
        sort=Sort.NEWEST if asked.get("sort") == Sort.NEWEST else Sort.RELEVANCE,
        after=asked.get("after", ""),
        limit=min(max(int(limit), 1), MOST_HITS) if limit.isascii() and limit.isdigit() and len(limit) < 10 else 20,
    )


def canonical(question: Question) -> str:
    """What is looked for, without the order or the page: the topic of those who follow it is `search:` and this."""
    pairs = [("q", " ".join(question.words.split()).lower())] if question.words.strip() else []
    pairs += [("kind", kind) for kind in sorted(question.kinds)]
    pairs += [("authority", slug) for slug in sorted(question.authorities)]
    pairs += [("place", question.place)] if question.place else []
    pairs += [(f"{FACET}{name}", value) for name, values in sorted(question.facets.items()) for value in sorted(values)]
    return urlencode(pairs)


def _values(asked: QueryDict, key: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(value[:300] for value in asked.getlist(key) if value and "\x00" not in value))[:50]
