"""Writing the index: documents in, by hundreds; PostgreSQL stems the words, which arrive folded."""

from __future__ import annotations

import json
import struct
from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from itertools import islice
from typing import Any, Final

from django.db import connection, transaction
from django.utils import timezone

from perron.kernel import places, registry
from perron.kernel.contract import Searchable, SearchDocument
from perron.kernel.languages import Texts
from perron.kernel.models.authority import Authority
from perron.kernel.models.search import SearchEntry, SearchMark, SearchWord
from perron.kernel.page_addresses import to_keep
from perron.kernel.search.spelling import learn
from perron.kernel.search.words import STEMMERS, WEIGHTS, words_of

BATCH: Final = 200
LONGEST_TEXT: Final = 20_000  # characters per language: a vector may have 1 MB
KEPT_TEXT: Final = 1_000  # characters per language that excerpts are cut from
NEVER: Final = datetime(1970, 1, 1, tzinfo=UTC)

TITLE_VECTOR: Final = " || ".join(
    f"setweight(to_tsvector('{stemmer}', {tag}_title) || to_tsvector('simple', {tag}_title), '{WEIGHTS[tag]}')"
    for tag, stemmer in STEMMERS.items()
)
WORD_VECTOR: Final = (
    " || ".join(f"to_tsvector('{stemmer}', {tag}_all)" for tag, stemmer in STEMMERS.items())
    + " || to_tsvector('simple', all_words)"
)
TEXTS: Final = ", ".join(f"{tag}_title text, {tag}_all text" for tag in STEMMERS)
# One statement for all documents of a batch, which come as one JSON array.
WRITE: Final = f"""
    WITH document AS (SELECT * FROM json_to_recordset(%s) AS document (
        identifier text, ref text, access text, address text, authority text, place text, changed_at timestamptz,
        title jsonb, kept jsonb, facets jsonb, marks text[], packed text, all_words text, {TEXTS})),
    entry AS (
        INSERT INTO kernel_searchentry
            (kind, identifier, access, titles, words, marks, packed, changed_at, first_seen_at, indexed_at)
        SELECT %s, identifier, access, {TITLE_VECTOR}, strip({WORD_VECTOR}), marks, decode(packed, 'hex'), changed_at,
            now_is, now_is
        FROM document, (SELECT %s::timestamptz AS now_is) AS clock ORDER BY identifier
        ON CONFLICT (kind, identifier) DO UPDATE SET access = EXCLUDED.access, titles = EXCLUDED.titles,
            words = EXCLUDED.words, marks = EXCLUDED.marks, packed = EXCLUDED.packed,
            changed_at = EXCLUDED.changed_at, indexed_at = EXCLUDED.indexed_at
        RETURNING id, identifier)
    INSERT INTO kernel_searchtext (entry_id, ref, title, words, address, authority, place, facets)
    SELECT id, ref, title, kept, address, authority, place, facets FROM document JOIN entry USING (identifier)
    ON CONFLICT (entry_id) DO UPDATE SET ref = EXCLUDED.ref, title = EXCLUDED.title, words = EXCLUDED.words,
        address = EXCLUDED.address, authority = EXCLUDED.authority, place = EXCLUDED.place,
        facets = EXCLUDED.facets"""  # noqa: S608  (no value from outside)
# What is written waits in a list that all who search read; sorted into the index when all is written, or too much is.
SORT_IN: Final = """SELECT gin_clean_pending_list('search_entries_by_word'),
    gin_clean_pending_list('search_words_by_neighbour')"""
COUNT_UP: Final = """
    INSERT INTO kernel_searchversion (id, number) VALUES (1, (extract(epoch FROM clock_timestamp()) * 1000000)::bigint)
    ON CONFLICT (id) DO UPDATE SET number = greatest(EXCLUDED.number, kernel_searchversion.number + 1)"""


def index(kind: str, documents: Iterable[SearchDocument]) -> int:
    """Write documents of one kind, new or changed; says how many."""
    waiting, written = iter(documents), 0
    words: Counter[str] = Counter()
    while batch := list(islice(waiting, BATCH)):
        words.update(_write(kind, batch))
        written += len(batch)
    learn(words)
    with connection.cursor() as cursor:
        cursor.execute(SORT_IN)
    return written


def index_all() -> int:
    """Write all that bricks declare, forget what is gone, and learn the words anew; says how many things there are."""
    SearchWord.objects.all().delete()
    written = 0
    for searchable in registry.searchables():
        began = timezone.now()
        written += index(searchable.kind, searchable.documents())
        SearchEntry.objects.filter(kind=searchable.kind, indexed_at__lt=began).delete()
    declared = [searchable.kind for searchable in registry.searchables()]
    SearchEntry.objects.exclude(kind__in=declared).delete()
    _count_up()
    return written


def index_one(searchable: Searchable, identifier: str) -> None:
    """Write one thing anew, or forget it when it is gone."""
    document = searchable.document(identifier)
    if document is None:
        forget(searchable.kind, identifier)
    else:
        index(searchable.kind, [document])


def forget(kind: str, identifier: str) -> None:
    """Take one thing out of the index; nothing happens when it is not there."""
    with transaction.atomic():
        SearchEntry.objects.filter(kind=kind, identifier=identifier).delete()
        _count_up()


def mark_of(name: str, value: str) -> str:
    """How a filter is written in the index."""
    return f"{name}:{value}"[:300]


def _write(kind: str, documents: list[SearchDocument]) -> dict[str, int]:
    """The words of these documents, with the number of titles that have them."""
    # The last one wins when a document comes twice.
    publishers = _publishers({document.authority for document in documents})
    rows = {row["identifier"]: row for row in (_row(kind, document, publishers) for document in documents)}
    in_titles = dict.fromkeys((word for row in rows.values() for word in row["all_words"].split()), 0)
    for row in rows.values():
        for word in {word for tag in STEMMERS for word in row[f"{tag}_title"].split()}:
            in_titles[word] += 1
    with transaction.atomic():
        numbers = _numbers({name for row in rows.values() for name in row["marks"]})
        for row in rows.values():
            packed = [numbers[name] for name in row["marks"]]
            row["packed"] = struct.pack(f"<{len(packed)}i", *packed).hex()
        with connection.cursor() as cursor:
            cursor.execute(WRITE, [json.dumps(list(rows.values())), kind, timezone.now()])
        _count_up()
    return in_titles


def _row(
    kind: str, document: SearchDocument, publishers: Mapping[str, Texts]
) -> dict[str, Any]:  # whatever JSON can hold
    titles, words = _by_language(document.title), _by_language(document.words)
    also = " ".join(words_of(" ".join(document.also)[:LONGEST_TEXT]))
    for tag, beside in _around(document, publishers).items():
        words[tag] = f"{words[tag]} {beside} {also}"
    facets = [mark_of(name, value) for name, values in document.facets.items() for value in values]
    facets += [mark_of("kind", kind)]
    facets += [mark_of("authority", document.authority)] if document.authority else []
    within = (
        list(dict.fromkeys((document.place, *places.place_and_ancestors(document.place)))) if document.place else []
    )
    names = list(dict.fromkeys(facets + [mark_of("place", nis) for nis in within]))
    row: dict[str, Any] = {
        "identifier": document.ref.id,
        "ref": str(document.ref),
        "access": document.access,
        "address": to_keep(document.address),
        "authority": document.authority,
        "place": document.place,
        "changed_at": (document.changed_at or NEVER).isoformat(),
        "title": dict(document.title),
        "kept": {tag: text[:KEPT_TEXT] for tag, text in document.words.items()},
        "facets": {name: list(values) for name, values in document.facets.items()},
        "marks": names,
    }
    for tag in STEMMERS:
        row[f"{tag}_title"] = titles[tag]
        row[f"{tag}_all"] = f"{titles[tag]} {words[tag]}"
    row["all_words"] = " ".join({word: None for tag in STEMMERS for word in row[f"{tag}_all"].split()})
    return row


def _publishers(slugs: set[str]) -> dict[str, Texts]:
    return dict(Authority.objects.filter(slug__in=slugs).values_list("slug", "names"))


def _around(document: SearchDocument, publishers: Mapping[str, Texts]) -> dict[str, str]:
    """The names of the publisher and of the place, which people type too."""
    known = places.facts.places().get(document.place)
    texts = [*([known.names] if known else []), publishers.get(document.authority, {})]
    return {tag: " ".join(_by_language(names)[tag] for names in texts) for tag in STEMMERS}


def _by_language(texts: Texts) -> dict[str, str]:
    """Folded words per language of the house; a text in another language counts as English."""
    found: dict[str, list[str]] = {tag: [] for tag in STEMMERS}
    for tag, text in texts.items():
        found[tag[:2] if tag[:2] in STEMMERS else "en"] += words_of(text[:LONGEST_TEXT])
    return {tag: " ".join(words) for tag, words in found.items()}


def _numbers(names: set[str]) -> dict[str, int]:
    """The numbers of facet values, made for those never seen."""
    known = dict(SearchMark.objects.filter(name__in=names).values_list("name", "id"))
    if missing := sorted(names - known.keys()):
        SearchMark.objects.bulk_create([SearchMark(name=name) for name in missing], ignore_conflicts=True)
        known |= dict(SearchMark.objects.filter(name__in=missing).values_list("name", "id"))
    return known


def _count_up() -> None:
    with connection.cursor() as cursor:
        cursor.execute(COUNT_UP)
