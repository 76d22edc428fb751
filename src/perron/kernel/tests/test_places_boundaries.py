"""Loading boundaries: real files, files with mistakes, files that are something else."""

from __future__ import annotations

import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from perron.kernel.models import Boundary, BoundarySet
from perron.kernel.places import (
    NotBoundaries,
    boundaries_geojson,
    boundary_geojson,
    current_set,
    is_approximate,
    load_boundaries,
    place_of,
)
from perron.kernel.tests.real_files import real_file
from perron.kernel.tests.territory import facts_loaded, facts_once  # noqa: F401  (fixtures)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("facts_loaded")]

SQUARE = [[4, 50], [5, 50], [5, 51], [4, 51], [4, 50]]
NEXT = [[5, 50], [6, 50], [6, 51], [5, 51], [5, 50]]
BOW_TIE = [[4, 50], [5, 51], [5, 50], [4, 51], [4, 50]]


@pytest.fixture
def file(tmp_path):
    def write(*features, **document):
        path = tmp_path / "communes.geojson"
        path.write_text(json.dumps({"type": "FeatureCollection", "features": list(features), **document}))
        return path

    return write


def commune(ring, **properties):
    return {"type": "Feature", "properties": properties, "geometry": {"type": "Polygon", "coordinates": [ring]}}


def test_the_real_file_gives_every_commune_and_all_that_is_made_of_them():
    report = load_boundaries(real_file("07_territory/be_communes_2025_565.geojson"), source="Statbel")

    assert (len(report.loaded), report.missing, report.unknown, report.empty) == (565, (), (), ())
    assert Boundary.objects.count() == 565 + 43 + 10 + 3 + 4 + 3 + 1
    assert place_of(4.3525, 50.8467) == "21004"
    assert not is_approximate()
    region = json.loads(boundary_geojson("04000"))
    assert region["properties"]["name_nl"] == "Brussels Hoofdstedelijk Gewest"
    assert region["geometry"]["type"] == "Polygon"
    assert len(region["geometry"]["coordinates"]) == 1  # no slivers left between its communes


def test_without_a_loading_outlines_are_approximate_and_say_so():
    assert is_approximate()
    assert place_of(4.3525, 50.8467) == "21004"
    assert json.loads(boundaries_geojson("commune"))["approximate"] is True
    assert json.loads(boundary_geojson("62063"))["approximate"] is True


def test_points_are_answered_from_the_new_boundaries_at_once(file):
    assert place_of(4.5, 50.5) != "11001"
    load_boundaries(file(commune(SQUARE, nis="11001")))
    assert place_of(4.5, 50.5) == "11001"
    load_boundaries(file(commune(SQUARE, nis="11002")))
    assert place_of(4.5, 50.5) == "11002"
    assert place_of(5.5, 50.5) is None
    assert BoundarySet.objects.count() == 2


@pytest.mark.parametrize("name", ["nis", "NIS", "nis_code", "NISCode", "CD_MUNTY_REFNIS", "cnis5_2019", "INS", "id"])
def test_the_code_is_found_under_the_names_that_people_give_it(file, name):
    report = load_boundaries(file(commune(SQUARE, **{name: "11001", "population": "12345"})))
    assert report.loaded == ("11001",)


def test_a_code_that_became_a_number_is_read(file):
    assert load_boundaries(file(commune(SQUARE, nis=11001.0), commune(NEXT, nis=11002))).loaded == ("11001", "11002")


def test_codes_of_before_a_merger_are_joined_in_their_successor(file):
    report = load_boundaries(file(commune(SQUARE, nis="73009"), commune(NEXT, nis="73083")))
    assert (report.loaded, report.followed) == (("73111",), ("73009", "73083"))
    assert place_of(4.5, 50.5) == place_of(5.5, 50.5) == place_of(5.0, 50.5) == "73111"


def test_a_broken_ring_is_mended_and_told(file):
    report = load_boundaries(file(commune(BOW_TIE, nis="11001")))
    assert (report.loaded, report.mended) == (("11001",), ("11001",))
    assert place_of(4.5, 50.9) is None
    assert place_of(4.1, 50.5) == "11001"


def test_unknown_codes_and_empty_outlines_are_left_out_and_told(file):
    line = {"type": "LineString", "coordinates": [[4, 50], [5, 51]]}
    features = [
        commune(SQUARE, nis="11001"),
        commune(NEXT, nis="99999"),
        {**commune(NEXT, nis="11002"), "geometry": line},
        {**commune(NEXT, nis="11004"), "geometry": None},
        commune(NEXT),
    ]
    report = load_boundaries(file(*features))
    assert (report.loaded, report.unknown, report.empty) == (("11001",), ("99999", "?"), ("11002", "11004"))
    assert len(report.missing) == 564


def test_neighbours_that_overlap_or_leave_a_sliver_fit_afterwards(file):
    beside = [[5, 50], [6, 50], [6, 51], [5, 51], [4.9998, 50.75], [5, 50.5], [5.0004, 50.25], [5, 50]]
    load_boundaries(file(commune(SQUARE, nis="11001"), commune(beside, nis="11002")))
    assert place_of(5.0002, 50.25) is not None
    whole = json.loads(boundary_geojson("10000"))["geometry"]
    assert (whole["type"], len(whole["coordinates"])) == ("Polygon", 1)


def lambert(ring):
    return [[x * 40_000, y * 3_000] for x, y in ring]


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ("not json {", "not JSON"),
        ("[1, 2]", "not a GeoJSON"),
        ('{"type": "FeatureCollection", "features": []}', "not a GeoJSON"),
        (json.dumps({"features": [commune(SQUARE, name="somewhere")]}), "NIS code"),
        (json.dumps({"features": [commune(SQUARE, nis="99999")]}), "known commune"),
        (json.dumps({"features": [commune(lambert(SQUARE), nis="11001")]}), "longitudes"),
    ],
)
def test_a_file_that_cannot_be_used_is_refused_with_the_reason_and_changes_nothing(file, tmp_path, content, reason):
    load_boundaries(file(commune(SQUARE, nis="11001")))
    wrong = tmp_path / "wrong.geojson"
    wrong.write_text(content)

    with pytest.raises(NotBoundaries, match=reason):
        load_boundaries(wrong)

    assert place_of(4.5, 50.5) == "11001"


def test_the_command_loads_and_shows(file, tmp_path):
    out = StringIO()
    call_command("territory", "load", str(file(commune(SQUARE, nis="73009"), commune(NEXT, nis="1"))), stdout=out)
    call_command("territory", "show", "73009", stdout=out)
    call_command("territory", "show", "borgloon", stdout=out)
    call_command("territory", "show", stdout=out)
    said = out.getvalue()
    assert "1 communes have their boundary now" in said
    assert "1 are codes of before a merger, joined into their successor: 73009" in said
    assert "today     Tongeren-Borgloon (73111)" in said
    assert "565 communes today." in said


def test_the_command_says_what_is_wrong():
    with pytest.raises(CommandError, match="No such file"):
        call_command("territory", "load", "nowhere.geojson")
    with pytest.raises(CommandError, match="No place has the code zzzzz"):
        call_command("territory", "show", "zzzzz")


def test_the_current_set_names_its_source_and_licence(file):
    assert current_set() is None
    load_boundaries(file(commune(SQUARE, nis="11001")), source="The town", licence="CC0-1.0")
    assert (current_set().source, current_set().licence) == ("The town", "CC0-1.0")
    light = json.loads(boundaries_geojson("commune"))
    assert (light["source"], light["licence"], light["approximate"]) == ("The town", "CC0-1.0", False)
