"""The search: four languages, accents and case ignored, one typo forgiven, access respected, facets counted."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from django.urls import get_script_prefix, set_script_prefix
from django.utils import timezone

from perron.kernel.contract import Ref, Role, SearchDocument
from perron.kernel.search import Found, Question, Sort, find, forget, index, suggest
from perron.kernel.testing.factories import an_actor, an_agent_of, an_authority

pytestmark = pytest.mark.django_db

NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)
KIND = "bell.page"


def page(
    identifier: str,
    title: Mapping[str, str],
    words: Mapping[str, str] | None = None,
    **more: object,
) -> SearchDocument:
    facts: dict[str, object] = {"address": f"/bell/{identifier}", "changed_at": NOON} | more
    return SearchDocument(Ref("bell", "page", identifier), title, words or {}, **facts)  # type: ignore[arg-type]


def titles(found: Found) -> list[str]:
    return [hit.title for hit in found.hits]


def ask(words: str, **more: object) -> list[str]:
    return titles(find(Question(words=words, language="fr", **more)))  # type: ignore[arg-type]


SCHOOLS = page(
    "schools",
    {"fr": "Écoles communales", "nl": "Gemeentescholen", "de": "Gemeindeschulen"},
    {"fr": "Liste des œuvres."},
)
TREES = page("trees", {"fr": "Arbres remarquables", "nl": "Merkwaardige bomen"}, {"fr": "Chênes près des écoles."})
LAMPS = page("lamps", {"nl": "Straatlampen", "en": "Street lamps"}, {"en": "Where the lamps are."})
HOUSES = page("houses", {"de": "Häuser und Straßen"})


@pytest.fixture
def four_pages() -> None:
    index(KIND, [SCHOOLS, TREES, LAMPS, HOUSES])


@pytest.mark.usefixtures("four_pages")
@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("écoles", ["Écoles communales", "Arbres remarquables"]),
        ("ECOLE", ["Écoles communales", "Arbres remarquables"]),
        ("école communale", ["Écoles communales"]),
        ("les écoles de la Communale", ["Écoles communales"]),
        ("oeuvre", ["Écoles communales"]),
        ("boom ", ["Arbres remarquables"]),
        ("lamp ", ["Straatlampen"]),
        ("hauser", ["Häuser und Straßen"]),
        ("strassen", ["Häuser und Straßen"]),
        ("remarqu", ["Arbres remarquables"]),
        ("remar ", []),
        ("nowhere", []),
        ("'); drop table & | ! :* \\ %s %(x)s", []),
    ],
)
def test_words_are_found_in_any_of_the_languages(words: str, expected: list[str]) -> None:
    assert ask(words) == expected


@pytest.mark.usefixtures("four_pages")
@pytest.mark.parametrize("typo", ["remarqables", "remarquabels", "remarquablas", "remarquaables", "emarquables"])
def test_one_typo_is_forgiven_and_said(typo: str) -> None:
    found = find(Question(words=f"arbres {typo}", language="fr"))

    assert titles(found) == ["Arbres remarquables"]
    assert found.corrected == "arbres remarquables"


@pytest.mark.usefixtures("four_pages")
def test_two_typos_are_two_too_many() -> None:
    found = find(Question(words="remrqables"))

    assert (found.total, found.corrected) == (0, "")


def test_a_title_comes_before_a_text_and_the_word_itself_before_its_beginning() -> None:
    index(
        KIND,
        [
            page("text", {"fr": "Divers"}, {"fr": "Un parc."}),
            page("prefix", {"fr": "Parcours"}),
            page("word", {"fr": "Parc"}),
        ],
    )

    assert ask("parc") == ["Parc", "Parcours", "Divers"]


def test_the_readers_language_comes_first() -> None:
    index(KIND, [page("nl", {"nl": "Station"}), page("fr", {"fr": "Station"}), page("de", {"de": "Station"})])

    found = find(Question(words="station", language="fr"))

    assert found.hits[0].language == "fr"
    assert find(Question(words="station", language="nl")).hits[0].language == "nl"


def test_among_equals_the_newest_comes_first() -> None:
    index(KIND, [page(str(n), {"fr": f"Parc {n}"}, changed_at=NOON + timedelta(days=n)) for n in range(3)])

    assert ask("parc") == ["Parc 2", "Parc 1", "Parc 0"]


def test_what_is_on_a_desk_is_found_by_its_staff_only() -> None:
    town = an_authority()
    index(KIND, [page("draft", {"fr": "Brouillon secret"}, access=f"authority:{town.slug}", authority=town.slug)])
    reader = an_agent_of(town, role=Role.READER)

    assert find(Question(words="brouillon", actor=reader)).total == 1
    for stranger in (None, an_actor(), an_agent_of(an_authority(), role=Role.ADMINISTRATOR)):
        found = find(Question(words="brouillon", actor=stranger))
        assert (found.total, dict(found.facets), found.corrected) == (0, {}, "")
        assert find(Question(words="brouilon", actor=stranger)).corrected == ""
        assert suggest("brouil", actor=stranger) == []


def coloured() -> Iterable[SearchDocument]:
    for n in range(60):
        facets = {"colour": ("red",) if n % 3 else ("blue", "green"), "size": (str(n % 4),)}
        yield page(str(n), {"fr": f"Banc {n}"}, facets=facets, changed_at=NOON + timedelta(hours=n))


def test_facets_are_counted_over_all_hits() -> None:
    index(KIND, coloured())

    found = find(Question(words="banc"))

    assert found.total == 60
    assert found.facets["colour"] == {"red": 40, "blue": 20, "green": 20}
    assert found.facets["kind"] == {KIND: 60}
    assert find(Question()).facets == found.facets


@pytest.mark.parametrize("words", ["banc", ""])
def test_a_chosen_facet_narrows_the_others_and_keeps_its_own_alternatives(words: str) -> None:
    index(KIND, coloured())

    found = find(Question(words=words, facets={"colour": ("blue",), "size": ("0", "1")}))

    assert found.total == 10
    assert found.facets["size"] == {"0": 5, "1": 5, "2": 5, "3": 5}
    assert found.facets["colour"] == {"red": 20, "blue": 10, "green": 10}


@pytest.mark.parametrize("sort", list(Sort))
@pytest.mark.parametrize("words", ["banc", ""])
def test_pages_follow_each_other_without_gap_or_repetition(words: str, sort: Sort) -> None:
    index(KIND, coloured())
    seen: list[str] = []
    after = ""
    for _page in range(4):
        found = find(Question(words=words, sort=sort, limit=17, after=after))
        seen += [hit.ref for hit in found.hits]
        after = found.next

    assert (len(seen), len(set(seen)), after) == (60, 60, "")


def test_a_page_that_was_never_given_out_is_the_first_one() -> None:
    index(KIND, coloured())

    assert find(Question(words="banc", after="made up")).hits == find(Question(words="banc")).hits


def test_a_place_includes_what_lies_in_it() -> None:
    index(
        KIND, [page("there", {"fr": "Fontaine"}, place="62063"), page("elsewhere", {"fr": "Fontaine"}, place="21004")]
    )

    refs = {
        place: [hit.ref for hit in find(Question(words="fontaine", place=place)).hits]
        for place in ("62063", "60000", "01000")
    }

    assert refs["62063"] == refs["60000"] == ["bell:page:there"]
    assert len(refs["01000"]) == 2


def test_a_thing_is_found_by_the_name_of_its_publisher_and_of_its_place() -> None:
    town = an_authority(names={"fr": "Ville de Sintergem"})
    index(KIND, [page("there", {"fr": "Fontaine"}, place="62063", authority=town.slug)])

    assert ask("fontaine sintergem") == ask("luik") == ask("liège") == ["Fontaine"]


def test_a_thing_written_again_is_found_under_its_new_words_only() -> None:
    index(KIND, [page("one", {"fr": "Ancien titre"})])
    index(KIND, [page("one", {"fr": "Nouveau nom"})])

    assert (ask("ancien"), ask("nouveau")) == ([], ["Nouveau nom"])


def test_a_forgotten_thing_is_not_found_nor_counted() -> None:
    index(KIND, [SCHOOLS, TREES])
    assert find(Question()).total == 2

    forget(KIND, "schools")

    assert (ask("communales"), find(Question()).total) == ([], 1)


def test_an_excerpt_shows_the_words_asked_for() -> None:
    long_text = "Rien à voir ici. " * 30 + "Voici enfin les Écoles de la ville. " + "Et puis encore autre chose. " * 30
    index(KIND, [page("long", {"fr": "Page"}, {"fr": long_text})])

    (hit,) = find(Question(words="ecole", language="fr")).hits

    assert [piece.words for piece in hit.excerpt if piece.found] == ["Écoles"]
    whole = "".join(piece.words for piece in hit.excerpt)
    assert whole.startswith("… ")
    assert whole.endswith(" …")
    assert len(whole) < 240


def test_what_also_finds_a_thing_is_not_shown() -> None:
    index(KIND, [replace(page("one", {"fr": "Arbres"}, {"fr": "Tous les arbres."}), also=("code_essence",))])

    (hit,) = find(Question(words="essence", language="nl")).hits

    assert "".join(piece.words for piece in hit.excerpt) == "Tous les arbres."


def test_a_title_translated_by_machine_says_so() -> None:
    index(KIND, [page("one", {"fr": "Déchets", "nl-t-fr": "Afval"})])

    (hit,) = find(Question(words="afval", language="nl")).hits

    assert (hit.title, hit.language, hit.by_machine) == ("Afval", "nl", True)


@pytest.mark.parametrize("indexed_in", ["nl", "de"])
def test_a_page_is_found_at_its_address_in_the_readers_language(indexed_in: str) -> None:
    index(KIND, [page("one", {"fr": "Banc"}, address=f"/{indexed_in}/bell/one/?view=map")])

    (hit,) = find(Question(words="banc", language="fr")).hits

    assert hit.address == "/fr/bell/one/?view=map"


def test_a_page_indexed_or_read_under_an_authority_is_found_under_the_readers_prefix() -> None:
    with under("/~town/"):
        index(KIND, [page("one", {"fr": "Banc"}, address="/~town/nl/bell/one/")])
    assert find(Question(words="banc", language="de")).hits[0].address == "/de/bell/one/"

    with under("/~other/"):
        assert suggest("banc", language="en")[0].address == "/~other/en/bell/one/"


@pytest.mark.parametrize("address", ["https://example.org/fr/x", "/api/bell/v1/one", "/freedom/", "", "//fr/x"])
def test_an_address_without_a_language_stays_as_it_is(address: str) -> None:
    index(KIND, [page("one", {"fr": "Banc"}, address=address)])

    assert find(Question(words="banc", language="fr")).hits[0].address == address


@contextmanager
def under(prefix: str) -> Iterator[None]:
    before = get_script_prefix()
    set_script_prefix(prefix)
    yield
    set_script_prefix(before)


def test_suggestions_begin_with_the_second_letter() -> None:
    index(KIND, coloured())

    assert suggest("b") == []
    assert len(suggest("ban", limit=5)) == 5


def test_only_what_is_new_since_is_found() -> None:
    index(KIND, [SCHOOLS])
    then = timezone.now()
    index(KIND, [SCHOOLS, TREES])

    assert ask("écoles", since=then) == ["Arbres remarquables"]


def test_very_long_questions_and_texts_are_borne() -> None:
    index(KIND, [page("long", {"fr": "Titre " * 50}, {"fr": " ".join(f"mot{n}" for n in range(40_000))})])

    assert ask("mot17") == ["Titre " * 50]
    assert ask("x" * 5000 + " " + "y" * 3000) == []
