"""Finding a place by what people type."""

from __future__ import annotations

import pytest

from perron.kernel.places import find_places
from perron.kernel.places.search import fold, within_one_typo


def first(words: str, language: str = "fr") -> str | None:
    return next((found.nis for found in find_places(words, language)), None)


@pytest.mark.parametrize(
    ("words", "nis"),
    [
        ("Liège", "62063"),
        ("liege", "62063"),
        ("LUIK", "62063"),
        ("Lüttich", "62063"),
        ("lièg", "62063"),
        ("sint genesius", "23101"),
        ("Sint-Genesius-Rode", "23101"),
        ("l'écluse", "25005"),
        ("région de bruxelles", "04000"),
        ("Flemish Region", "02000"),
        ("44021", "44021"),
    ],
)
def test_a_name_is_found_in_any_language_without_accents_or_its_end(words, nis):
    assert first(words) == nis


@pytest.mark.parametrize(
    ("words", "nis"),
    [("Borgloon", "73111"), ("Borsbeek", "11002"), ("73009", "73111"), ("Opglabbeek", "72042"), ("Looz", "73111")],
)
def test_a_former_commune_leads_to_its_successor(words, nis):
    assert first(words) == nis


def test_a_locality_leads_to_its_commune_and_is_named():
    found = find_places("laken", "nl")[0]
    assert (found.nis, found.name, found.matched) == ("21004", "Brussel", "Laken")
    assert first("Louvain-la-Neuve") == "25121"


@pytest.mark.parametrize(
    ("words", "nis"),
    [
        ("1030", "21015"),
        ("1030 Schaerbeek", "21015"),
        ("B-4000", "62063"),
        ("Rue de la Loi 16, 1000 Bruxelles", "21004"),
        ("Grote Markt 1, Antwerpen", "11002"),
        ("Place Saint-Lambert Liège", "62063"),
        ("4800 Polleur", "63079"),
    ],
)
def test_a_postal_code_or_an_address_leads_to_its_commune(words, nis):
    assert first(words) == nis


@pytest.mark.parametrize(
    ("words", "nis"),
    [("Scharbeek", "21015"), ("Bruxeles", "21004"), ("Antwerpeen", "11002"), ("Gnet", "44021"), ("Chalreroi", "52011")],
)
def test_one_typing_mistake_is_forgiven(words, nis):
    assert first(words) == nis


@pytest.mark.parametrize("words", ["", "   ", "!?", "zzzzz", "rue haute", "\x00", "9" * 5000])
def test_what_names_no_place_finds_nothing(words):
    assert find_places(words, "fr") == []


def test_a_commune_comes_before_localities_of_that_name():
    assert next(found.kind for found in find_places("mons", "fr")) == "commune"
    assert first("mons") == "53053"


def test_a_former_commune_comes_before_a_locality_of_that_name():
    assert [found.nis for found in find_places("moerbeke", "nl")] == ["46029", "41018"]


def test_namesakes_are_both_found_with_what_tells_them_apart():
    found = {place.nis: place.postal_codes for place in find_places("saint-nicolas", "fr")}
    assert found["62093"] == ("4420",)
    assert "9100" in found["46021"]


def test_names_come_in_the_readers_language():
    assert [find_places("9000", language)[0].name for language in ("fr", "nl", "de", "en")] == [
        "Gand",
        "Gent",
        "Gent",
        "Ghent",
    ]


def test_no_more_than_asked_for_are_given():
    assert len(find_places("b", "fr", limit=3)) == 3


@pytest.mark.parametrize(
    ("words", "nis"),
    [("St. Vith", "63067"), ("st-truiden", "71053"), ("St.-Niklaas", "46021"), ("Ste-Ode", "82038")],
)
def test_a_shortened_saint_is_found(words, nis):
    assert first(words) == nis


def test_a_code_is_found_without_a_space():
    assert first("5000Namur") == "92094"


@pytest.mark.parametrize("words", ["Mechelen", "Mons", "brussels", "Gent"])
def test_a_present_name_is_known_from_names_that_only_begin_so(words):
    assert [found.is_its_name for found in find_places(words, "nl")].count(True) == 1


def test_a_name_that_several_places_bear_is_nobodys_own():
    assert not any(found.is_its_name for found in find_places("moerbeke", "nl"))


def test_a_mistake_is_forgiven_only_when_asked():
    assert find_places("namuur", "fr")
    assert find_places("namuur", "fr", forgiving=False) == []


def test_folding_removes_case_accents_ligatures_and_punctuation():
    assert fold("  L'Œuvre-d’Été ") == "l oeuvre d ete"


@pytest.mark.parametrize(
    ("typed", "name", "close"),
    [
        ("gemt", "gent", True),
        ("gnt", "gent", True),
        ("geent", "gent", True),
        ("gnet", "gent", True),
        ("gents", "gent", True),
        ("gntt", "gent", False),
        ("gxxt", "gent", False),
        ("gentss", "gent", False),
    ],
)
def test_one_mistake_is_one_letter_changed_missing_added_or_swapped(typed, name, close):
    assert within_one_typo(typed, name) is close
