"""The territory's public API."""

from __future__ import annotations

import gzip

import pytest

from perron.kernel.places import boundaries_version, load_boundaries
from perron.kernel.tests.real_files import real_file
from perron.kernel.tests.territory import facts_loaded, facts_once  # noqa: F401  (fixtures)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("facts_loaded")]
API = "/api/territory/v1/"


def test_places_are_searched_in_the_language_asked(client):
    answer = client.get(f"{API}places", {"q": "laken", "lang": "nl"})
    assert answer.status_code == 200
    assert answer.json()["places"] == [
        {
            "nis": "21004",
            "name": "Brussel",
            "kind": "commune",
            "matched": "Laken",
            "postal_codes": ["1000", "1020", "1120", "1130"],
        }
    ]


@pytest.mark.parametrize("query", ["", "?q=", "?q=%00", "?q=zzzzz", "?limit=many"])
def test_a_search_for_nothing_is_an_empty_list(client, query):
    assert client.get(f"{API}places{query}").json() == {"places": []}


def test_a_place_tells_what_became_of_it(client):
    here = client.get(f"{API}places/73009").json()
    assert (here["current"], here["valid_until"]) == (["73111"], "2024-12-31")
    assert client.get(f"{API}places/73111").json()["former"] == ["73009", "73083"]


def test_a_place_of_a_point_says_whether_it_is_a_guess(client):
    assert client.get(f"{API}place-of?lon=4.3525&lat=50.8467").json() == {"nis": "21004", "approximate": True}
    assert client.get(f"{API}place-of?lon=0&lat=0").json()["nis"] is None


@pytest.mark.parametrize(
    ("address", "status", "code"),
    [
        ("places/99999", 404, "unknown_place"),
        ("place-of?lon=4.35", 400, "not_a_coordinate"),
        ("place-of?lon=east&lat=50", 400, "not_a_coordinate"),
        ("boundaries/village.geojson", 404, "no_such_kind"),
        ("boundaries/commune.geojson?box=4,50,5", 400, "not_a_box"),
        ("places/99999/boundary.geojson", 404, "no_outline"),
        ("places/73009/boundary.geojson", 404, "no_outline"),
    ],
)
def test_mistakes_are_answered_as_problems(client, address, status, code):
    answer = client.get(API + address)
    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert answer["Content-Type"] == "application/problem+json"


def test_outlines_are_kept_for_ever_under_their_version_only(client):
    address = f"{API}boundaries/region.geojson"
    answer = client.get(address, {"v": boundaries_version()})
    assert "immutable" in answer["Cache-Control"]
    assert "immutable" not in client.get(address, {"v": "old"})["Cache-Control"]
    assert client.get(address, headers={"If-None-Match": answer["ETag"]}).status_code == 304
    assert len(answer.json()["features"]) == 3


def test_a_box_gives_only_what_touches_it(client):
    answer = client.get(f"{API}boundaries/commune.geojson", {"box": "4.35,50.84,4.36,50.85"})
    names = [feature["properties"]["name_fr"] for feature in answer.json()["features"]]
    assert "Bruxelles" in names
    assert len(names) < 10


def test_all_communes_of_the_base_map_weigh_less_than_300_kilobytes(client):
    load_boundaries(real_file("07_territory/be_communes_2025_565.geojson"))
    answer = client.get(f"{API}boundaries/commune.geojson", headers={"Accept-Encoding": "gzip"})
    assert answer["Content-Encoding"] == "gzip"
    assert len(answer.content) < 300_000
    assert gzip.decompress(answer.content).count(b'"nis"') == 565
