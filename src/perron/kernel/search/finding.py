"""Answering a question: one statement finds and ranks; facet values come back packed and are counted here.

A question without words reads everything, so its counts are kept in this process until the index changes.
"""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from functools import lru_cache
from typing import Any, Final

from django.db import connection

from perron.kernel.actors import Actor
from perron.kernel.languages import current_language, pick
from perron.kernel.models.search import SearchVersion
from perron.kernel.page_addresses import to_show
from perron.kernel.permissions import allows
from perron.kernel.search.counting import Counts, counted
from perron.kernel.search.excerpts import Piece, excerpt
from perron.kernel.search.indexing import mark_of
from perron.kernel.search.spelling import corrections
from perron.kernel.search.words import STEMMERS, is_being_typed, words_asked
from perron.kernel.staff import roles_of

MOST_HITS: Final = 100

# In the title as written, before in the title by stem or prefix, before anywhere; the reader's language weighs most.
SCORE: Final = """round(((titles @@ query.exact)::int * 4 + (titles @@ query.loose)::int * 2
    + ts_rank(%(weights)s::real[], titles, query.loose)) * 100)::int"""


# Of a long text only the reader's language travels, when it is there.
READ_HITS: Final = """
    SELECT entry.id, jsonb_build_object('ref', ref, 'title', title, 'address', address, 'authority', authority,
            'place', place, 'facets', facets, 'words', CASE WHEN jsonb_exists(text.words, %(language)s)
                THEN jsonb_build_object(%(language)s, text.words -> %(language)s) ELSE text.words END)::text,
        entry.kind, entry.changed_at
    FROM kernel_searchentry entry JOIN kernel_searchtext text ON text.entry_id = entry.id
    WHERE entry.id = ANY(%(numbers)s)"""


class Sort(StrEnum):
    """In which order things are shown."""

    RELEVANCE = "relevance"
    NEWEST = "newest"


@dataclass(frozen=True, slots=True)
class Question:
    """What somebody looks for. Filters of one name are alternatives, of different names all hold.

    `place`: an NIS code; what lies in it is found too. `facets`: chosen values by facet, as bricks declare them.
    `after`: the `next` of the page before. `counting`: whether facets and total are wanted. `since`: only what is
    in the index since then. `actor`: whose desks are searched besides what is public.
    """

    words: str = ""
    kinds: tuple[str, ...] = ()
    authorities: tuple[str, ...] = ()
    place: str = ""
    facets: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    sort: Sort = Sort.RELEVANCE
    after: str = ""
    limit: int = 20
    language: str = ""
    actor: Actor | None = None
    counting: bool = True
    since: datetime | None = None

    def filters(self) -> dict[str, tuple[str, ...]]:
        """All filters by name."""
        chosen = {"kind": self.kinds, "authority": self.authorities, "place": (self.place,) if self.place else ()}
        return {name: values for name, values in {**self.facets, **chosen}.items() if values}


@dataclass(frozen=True, slots=True)
class Hit:
    """One thing found. `title` is in `language`, `by_machine` when nobody wrote it; `excerpt` shows what was asked.

    `address`: its page in the language of the question, under the authority of this request.
    """

    ref: str
    kind: str
    title: str
    language: str
    by_machine: bool
    excerpt: tuple[Piece, ...]
    address: str
    authority: str
    place: str
    changed_at: datetime
    facets: Mapping[str, list[str]]


@dataclass(frozen=True, slots=True)
class Found:
    """An answer. `facets`: how many hits have each value, most first; for a facet with a choice, as if none were made.

    `next`: what to ask `after` for the next page, empty on the last. `corrected`: the words that were searched instead.
    """

    hits: tuple[Hit, ...]
    total: int
    facets: Counts
    next: str = ""
    corrected: str = ""


@dataclass(frozen=True, slots=True)
class _Page:
    """What the statement gave: entries with their place in the order, in order; total; counts."""

    keys: tuple[tuple[int, str, int], ...]
    total: int
    counts: Counts


@dataclass(frozen=True, slots=True)
class _Answer:
    """The same before counting: keys, and the facet values of all hits, packed, with their number per hit."""

    keys: tuple[tuple[int, str, int], ...]
    packed: bytes = b""
    lengths: bytes = b""


def find(question: Question) -> Found:
    """Search. Nothing that the actor may not see is found, counted or hinted at."""
    words = [[word] for word in words_asked(question.words)]
    page = _page(question, words)
    corrected = ""
    if not page.total and words and not question.after:
        spelled = [_spelled(question, word[0]) for word in words]
        if spelled != words:
            page = _page(question, spelled)
            words, corrected = spelled, " ".join(word[0] for word in spelled) if page.total else ""
    shown = page.keys[: question.limit]
    more = len(page.keys) > question.limit
    forms = tuple(form for forms in words for form in forms)
    hits = _hits([number for _score, _at, number in shown], forms, question.language or current_language())
    return Found(hits, page.total, page.counts, _written(shown[-1]) if more else "", corrected)


def suggest(words: str, *, language: str = "", actor: Actor | None = None, limit: int = 8) -> list[Hit]:
    """What somebody who is typing may mean: nothing before the second letter."""
    if len(words.strip()) < 2:
        return []
    question = Question(words=words, language=language, actor=actor, limit=limit, counting=False)
    return list(find(question).hits)


def _spelled(question: Question, word: str) -> list[str]:
    """The word if anything here has it, else those one typo away; the word itself when there are none."""
    alone = replace(question, facets={}, kinds=(), authorities=(), place="", counting=False, limit=1)
    return [word] if _page(alone, [[word]]).keys else corrections(word) or [word]


def _page(question: Question, words: list[list[str]]) -> _Page:
    access, filters = _access_of(question.actor), question.filters()
    if not question.counting:
        return _Page(_ask(question, words, access, filters).keys, 0, {})
    if not words and question.since is None:
        chosen = tuple(sorted((name, tuple(values)) for name, values in filters.items()))
        total, counts = _kept_counts(_version(), access, chosen)
        return _Page(_ask(replace(question, counting=False), words, access, filters).keys, total, counts)
    if not filters:
        answer = _ask(question, words, access, {})
        return _Page(answer.keys, *counted(answer.packed, answer.lengths, {}))
    # Counts need what each filter leaves out, too: everything with these words is read once and filtered here.
    whole = _ask(replace(question, limit=0, after=""), words, access, {})
    keys = _ask(replace(question, counting=False), words, access, filters).keys
    return _Page(keys, *counted(whole.packed, whole.lengths, filters))


@lru_cache(maxsize=256)
def _kept_counts(
    version: int,
    access: tuple[str, ...],
    chosen: tuple[tuple[str, tuple[str, ...]], ...],
) -> tuple[int, Counts]:
    whole = _ask(Question(limit=0), [], access, {})
    return counted(whole.packed, whole.lengths, dict(chosen))


def _ask(
    question: Question, words: list[list[str]], access: tuple[str, ...], filters: Mapping[str, tuple[str, ...]]
) -> _Answer:
    """Run the statement: the page's keys (one more than asked, to know of a next page), and packed facets of all."""
    values: dict[str, Any] = {"access": list(access), "limit": question.limit + 1}
    conditions = ["access = ANY(%(access)s)"]
    score = "0"
    if words:
        values |= _query_values(question, words)
        conditions.append("words @@ query.loose")
        score = SCORE if question.limit else score
    for at, (name, chosen) in enumerate(sorted(filters.items())):
        values[f"marks{at}"] = [mark_of(name, value) for value in chosen]
        conditions.append(f"marks && %(marks{at})s::varchar[]")
    if question.since is not None:
        values["since"] = question.since
        conditions.append("first_seen_at > %(since)s")
    order = "score DESC, changed_at DESC, id DESC" if question.sort == Sort.RELEVANCE else "changed_at DESC, id DESC"
    after = _after(question, values)
    statement = f"""
        WITH query AS (SELECT {_query(words)}),
        hits AS {"MATERIALIZED" if question.counting else "NOT MATERIALIZED"} (
            SELECT id, changed_at, packed, {score} AS score FROM kernel_searchentry, query
            WHERE {" AND ".join(conditions)}),
        page AS (SELECT score, changed_at, id FROM hits {after} ORDER BY {order} LIMIT %(limit)s)
        SELECT (SELECT json_agg(json_build_array(score, changed_at, id)) FROM page)"""  # noqa: S608
    if question.counting:
        statement += """,
            (SELECT string_agg(packed, ''::bytea) FROM hits),
            (SELECT string_agg(int4send(octet_length(packed) / 4), ''::bytea) FROM hits)"""
    # Words of many things are read through the index all the same: the planner does not know how long the vectors are.
    prelude, end = ("SET LOCAL enable_seqscan = off;", "; SET LOCAL enable_seqscan = on") if words else ("", "")
    with connection.cursor() as cursor:
        cursor.execute(f"{prelude}{statement}{end}", values)
        if words:
            cursor.nextset()
        keys, *packed = cursor.fetchone()
    found = json.loads(keys) if isinstance(keys, str) else keys or []
    in_order = tuple((int(score), str(at), int(number)) for score, at, number in found)
    return _Answer(in_order, *(bytes(part or b"") for part in packed))


def _query(words: list[list[str]]) -> str:
    """SQL of two queries, `loose` (stems, prefixes, alternatives) and `exact` (the words as they are)."""
    if not words:
        return "1"
    loose, exact = [], []
    for at, forms in enumerate(words):
        spellings = [f"{at}_{n}" for n in range(len(forms))]
        as_written = [f"plainto_tsquery('simple', %(plain{name})s)" for name in spellings]
        prefixes = [f"to_tsquery('simple', %(word{name})s)" for name in spellings]
        stems = [
            f"plainto_tsquery('{stemmer}', %(plain{name})s)" for name in spellings for stemmer in STEMMERS.values()
        ]
        loose.append(f"({' || '.join(prefixes + stems)})")
        exact.append(f"({' || '.join(as_written)})")
    return f"{' && '.join(loose)} AS loose, {' && '.join(exact)} AS exact"


def _query_values(question: Question, words: list[list[str]]) -> dict[str, Any]:
    values: dict[str, Any] = {}
    for at, forms in enumerate(words):
        grows = at == len(words) - 1 and is_being_typed(question.words)
        for n, form in enumerate(forms):
            values[f"plain{at}_{n}"] = form
            values[f"word{at}_{n}"] = f"{form}:*" if grows else form
    reader = list(STEMMERS).index(question.language or current_language())
    # PostgreSQL wants the weights of D, C, B, A; ours stand for en, de, nl, fr.
    values["weights"] = [1.0 if 3 - at == reader else 0.3 for at in range(4)]
    return values


def _after(question: Question, values: dict[str, Any]) -> str:
    if not question.after:
        return ""
    try:
        score, at, number = json.loads(base64.urlsafe_b64decode(question.after.encode()))
        values |= {"last_score": int(score), "last_at": datetime.fromisoformat(at), "last_id": int(number)}
    except (ValueError, TypeError, binascii.Error):
        return ""  # a page that we never gave out: the first one
    if question.sort == Sort.RELEVANCE:
        return "WHERE (score, changed_at, id) < (%(last_score)s, %(last_at)s, %(last_id)s)"
    return "WHERE (changed_at, id) < (%(last_at)s, %(last_id)s)"


def _written(key: tuple[int, str, int]) -> str:
    return base64.urlsafe_b64encode(json.dumps(key).encode()).decode()


def _access_of(actor: Actor | None) -> tuple[str, ...]:
    """What this person may find: what is public, and the desks where she may read."""
    if actor is None:
        return ("public",)
    desks = [held.authority for held in roles_of(actor) if allows(actor, "kernel.read_desk", held.authority)]
    return ("public", *(f"authority:{desk.slug}" for desk in desks))


def _version() -> int:
    return SearchVersion.objects.values_list("number", flat=True).first() or 0


def _hits(numbers: list[int], words: tuple[str, ...], language: str) -> tuple[Hit, ...]:
    if not numbers:
        return ()
    with connection.cursor() as cursor:
        cursor.execute(READ_HITS, {"numbers": numbers, "language": language})
        found = {number: (shown, kind, at) for number, shown, kind, at in cursor.fetchall()}
    return tuple(_hit(*found[number], words=words, language=language) for number in numbers if number in found)


def _hit(shown: str, kind: str, changed_at: datetime, *, words: tuple[str, ...], language: str) -> Hit:
    text = json.loads(shown)
    title = pick(text["title"], language)
    return Hit(
        ref=text["ref"],
        kind=kind,
        title=title.words,
        language=title.language,
        by_machine=title.by_machine,
        excerpt=excerpt(pick(text["words"], language).words, words),
        address=to_show(text["address"], language),
        authority=text["authority"],
        place=text["place"],
        changed_at=changed_at,
        facets=text["facets"],
    )
