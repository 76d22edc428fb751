"""The table of facts: complete, consistent, and right where it can be counted."""

from __future__ import annotations

import csv
from collections import Counter
from datetime import date

import pytest

from perron.kernel.languages import LANGUAGES
from perron.kernel.places import ancestors, communes, current, facts, former, place_and_ancestors, places_in
from perron.kernel.publishing.communes import COMMUNES
from perron.kernel.tests.real_files import real_file

NOW = date(2025, 6, 1)
LAST_DAY_OF_2024 = date(2024, 12, 31)
PLACES = facts.places()


def of_kind(kind: str) -> list[str]:
    return list(places_in("01000", kind=kind, on=NOW))


def test_there_are_565_communes_today_581_before_2025_and_589_before_2019():
    assert len(communes(NOW)) == 565
    assert len(communes(LAST_DAY_OF_2024)) == 581
    assert len(communes(date(2018, 12, 31))) == 589


def test_every_level_is_complete():
    kinds = ("country", "region", "community", "language_area", "province", "arrondissement")
    assert [len(of_kind(kind)) for kind in kinds] == [1, 3, 3, 4, 10, 43]


def test_each_region_has_its_communes():
    assert [len(places_in(region, on=NOW)) for region in ("02000", "03000", "04000")] == [285, 261, 19]


def test_language_areas_cover_each_commune_once():
    inside = Counter(nis for area in of_kind("language_area") for nis in places_in(area, on=NOW))
    assert set(inside.values()) == {1}
    assert len(inside) == 565
    assert [len(places_in(area, on=NOW)) for area in ("L-NL", "L-FR", "L-DE", "L-BX")] == [285, 252, 9, 19]


def test_brussels_belongs_to_two_communities_and_no_province():
    kinds = [PLACES[nis].kind for nis in ancestors("21015")]
    assert kinds == ["arrondissement", "language_area", "community", "community", "region", "country"]


@pytest.mark.parametrize("nis", [nis for nis, known in PLACES.items() if known.valid_until])
def test_every_former_code_leads_to_places_of_today(nis):
    successors = current(nis, NOW)
    assert successors
    assert all(PLACES[code].exists_on(NOW) for code in successors)
    assert all(PLACES[code].kind == PLACES[nis].kind for code in successors)


def test_the_fourteen_mergers_of_2025_are_followed():
    assert current("11007", NOW) == ("11002",)
    assert current("73009", NOW) == ("73111",)
    assert current("44045", NOW) == ("46029",)
    ended = {nis for nis in communes(LAST_DAY_OF_2024) if current(nis, NOW) != (nis,)}
    assert len(ended) == 29
    assert len({current(nis, NOW)[0] for nis in ended}) == 14


def test_mergers_agree_with_the_official_list():
    with real_file("07_territory/be_communes_2025_565.csv").open(encoding="utf-8") as file:
        merged = {
            line["nis"]: set(line["merged_from"].split("+")) for line in csv.DictReader(file) if line["merged_from"]
        }
    assert {nis: {nis, *former_on_last_day(nis)} & merged[nis] for nis in merged} == merged


def former_on_last_day(nis: str) -> list[str]:
    return [code for code in former(nis) if PLACES[code].exists_on(LAST_DAY_OF_2024)]


def test_a_code_still_stands_for_itself_on_its_last_day():
    assert current("73009", LAST_DAY_OF_2024) == ("73009",)
    assert current("00000", NOW) == ()


def test_27_communes_have_facilities():
    kinds = Counter(PLACES[nis].facility_kind for nis in communes(NOW) if PLACES[nis].facilities)
    assert kinds == {"rim": 6, "border": 10, "french": 2, "german": 9}


def test_facilities_are_never_in_a_language_of_the_services():
    for known in PLACES.values():
        assert not set(known.facilities) & set(known.languages)
        assert bool(known.facilities) == bool(known.facility_kind)


def test_the_19_communes_of_the_bilingual_area_serve_in_two_languages():
    assert {PLACES[nis].languages for nis in places_in("04000", on=NOW)} == {("fr", "nl")}
    assert sum(len(PLACES[nis].languages) == 2 for nis in communes(NOW)) == 19


def test_every_place_has_a_name_in_each_language():
    assert all(known.names[language].strip() for known in PLACES.values() for language in LANGUAGES)
    assert not [name for known in PLACES.values() for name in known.names.values() if "(" in name]


def test_every_place_of_today_has_a_point_inside_its_extent():
    for known in PLACES.values():
        if known.valid_until is None:
            box = known.extent
            assert box is not None
            assert box.west < known.lon < box.east
            assert box.south < known.lat < box.north


def test_everything_but_the_country_lies_in_something_that_exists():
    for known in PLACES.values():
        assert known.parent in PLACES or known.kind == "country"
        assert set(known.also_within) <= set(PLACES)


def test_every_commune_of_today_has_a_postal_code():
    codes = facts.postal_codes_of()
    assert set(codes) == set(communes(NOW))
    assert codes["21004"] == ("1000", "1020", "1120", "1130")


def test_what_contains_a_former_commune_is_what_contains_its_successor():
    assert place_and_ancestors("73009")[0] == "73111"
    assert place_and_ancestors("73009")[-1] == "01000"


def test_the_open_dataset_has_one_row_per_code_with_the_declared_columns():
    rows = list(COMMUNES.rows())
    assert len({row["nis_code"] for row in rows}) == len(rows) == 620
    assert all(set(row) == {column.name for column in COMMUNES.columns} for row in rows)
    assert sum(row["valid_until"] is None for row in rows) == 565
