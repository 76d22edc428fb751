"""The search page, its feed and API, the index kept true by events, and the map layers."""

from __future__ import annotations

from datetime import UTC, datetime
from xml.etree import ElementTree as ET

import pytest
from django.test import Client

from perron.kernel import layers, registry
from perron.kernel.contract import Ref, SearchDocument
from perron.kernel.events import emit
from perron.kernel.search import Question, canonical, find, index, index_all, question_of
from perron.kernel.testing.queue import run_pending
from perron.kernel.tests.bell import brick as bell
from perron.kernel.tests.ringing import bell_installed  # noqa: F401  (a fixture)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("bell_installed")]

NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)


@pytest.fixture
def thirty_pages() -> None:
    index(
        "bell.tower",
        (
            SearchDocument(
                Ref("bell", "tower", str(n)),
                {"fr": f"Tour <{n}>", "en": f"Tower <{n}>"},
                {"en": "High."},
                f"/t/{n}",
                place="62063",
                changed_at=NOON,
            )
            for n in range(30)
        ),
    )


@pytest.mark.usefixtures("thirty_pages")
def test_the_page_shows_what_was_found_and_the_next_page(client: Client) -> None:
    first = client.get("/en/search/", {"q": "tower"}).text

    assert "30 results" in first
    assert "Tower &lt;29&gt;" in first
    assert 'rel="next"' in first
    assert "<mark>" not in first
    assert "30 results" in client.get("/en/search/", {"q": "tower", "place": "60000"}).text


@pytest.mark.usefixtures("thirty_pages")
def test_what_all_results_have_is_not_offered_as_a_choice(client: Client) -> None:
    everywhere, chosen = (client.get("/en/search/", {"q": "tower", **more}).text for more in ({}, {"place": "60000"}))

    assert 'class="facet"' not in everywhere
    assert 'aria-current="true"' in chosen


def test_the_page_says_what_to_do_when_nothing_was_found(client: Client) -> None:
    answer = client.get("/nl/search/", {"q": "xyzzy"})

    assert answer.status_code == 200
    assert "inbox/follow" in answer.text


@pytest.mark.parametrize(
    "query", ["q=%00", "place=%27", "limit=-3", "limit=9999999999", "after=zzz", "facet.=x", "sort=up", "kind=&kind=x"]
)
@pytest.mark.usefixtures("thirty_pages")
def test_any_address_answers(client: Client, query: str) -> None:
    assert client.get(f"/en/search/?{query}").status_code == 200
    assert client.get(f"/api/search/v1/?{query}").status_code == 200


@pytest.mark.usefixtures("thirty_pages")
def test_the_api_gives_pages_until_the_end(client: Client) -> None:
    address, seen = "/api/search/v1/?q=tower&limit=12&lang=fr", []
    while address:
        answer = client.get(address).json()
        seen += [hit["title"] for hit in answer["hits"]]
        address = answer["next"]

    assert (len(set(seen)), answer["total"]) == (30, 30)
    assert "Tour <0>" in seen


@pytest.mark.usefixtures("thirty_pages")
def test_what_is_typed_is_completed(client: Client) -> None:
    (first, *_others) = client.get("/api/search/v1/suggest", {"q": "tow"}).json()["suggestions"]

    assert first["address"].startswith("/t/")
    assert client.get("/api/search/v1/suggest").json() == {"suggestions": []}


def test_what_is_completed_is_in_the_language_of_the_page_that_asks(client: Client) -> None:
    index("bell.tower", [SearchDocument(Ref("bell", "tower", "1"), {"fr": "Tour", "nl": "Toren"}, {}, "/en/bell/1/")])
    asked = {"q": "to"}

    by_header = client.get("/api/search/v1/suggest", asked, headers={"Accept-Language": "nl"}).json()
    by_query = client.get("/api/search/v1/suggest", asked | {"lang": "fr"}, headers={"Accept-Language": "nl"}).json()

    assert by_header["suggestions"] == [{"title": "Toren", "address": "/nl/bell/1/", "line": "Towers (nl)"}]
    assert by_query["suggestions"] == [{"title": "Tour", "address": "/fr/bell/1/", "line": "Towers (fr)"}]


def test_the_feed_leads_to_pages_in_its_language(client: Client) -> None:
    index("bell.tower", [SearchDocument(Ref("bell", "tower", "1"), {"fr": "Tour"}, {}, "/en/bell/1/")])

    assert "http://testserver/nl/bell/1/" in client.get("/nl/search/feed.atom").text


@pytest.mark.usefixtures("thirty_pages")
def test_the_feed_is_atom(client: Client) -> None:
    answer = client.get("/en/search/feed.atom", {"q": "tower"})

    feed = ET.fromstring(answer.content)
    assert answer["Content-Type"].startswith("application/atom+xml")
    assert len(feed.findall("{http://www.w3.org/2005/Atom}entry")) == 30


def test_the_same_question_has_one_canonical_form() -> None:
    one, other = (
        question_of("kind=b&q=Eau++potable&kind=a&facet.size=2&after=x"),
        question_of("q=eau potable&facet.size=2&kind=a&kind=b"),
    )

    assert canonical(one) == canonical(other) == "q=eau+potable&kind=a&kind=b&facet.size=2"


def test_the_index_follows_events_and_forgets_what_is_gone() -> None:
    bell.TOWERS["7"] = "Beffroi"
    emit("bell.built", tower="7")
    assert find(Question(words="beffroi")).total == 0
    run_pending()
    run_pending()
    assert find(Question(words="beffroi")).total == 1

    del bell.TOWERS["7"]
    emit("bell.built", tower="7")
    run_pending()

    assert find(Question(words="beffroi")).total == 0


def test_the_whole_index_is_written_anew() -> None:
    index("gone.kind", [SearchDocument(Ref("gone", "kind", "1"), {"fr": "Vieux"}, {}, "/")])
    index("bell.tower", [SearchDocument(Ref("bell", "tower", "999"), {"fr": "Vieux"}, {}, "/")])
    bell.TOWERS["7"] = "Beffroi"

    index_all()

    assert (find(Question(words="vieux")).total, find(Question(words="befroi")).corrected) == (0, "beffroi")


def test_a_layer_gives_what_is_inside_the_box(client: Client) -> None:
    answer = client.get("/api/layers/v1/bell.towers.geojson", {"bbox": "4.15,50,4.55,51"}).json()

    assert [feature["properties"]["title"] for feature in answer["features"]] == [
        "Tower 2",
        "Tower 3",
        "Tower 4",
        "Tower 5",
    ]
    assert answer["features"][0]["geometry"] == {"type": "Point", "coordinates": [4.2, 50.5]}
    assert client.get("/api/layers/v1/bell.towers.geojson", {"limit": "3"}).json()["mayHaveMore"] is True


def test_all_layers_are_listed(client: Client) -> None:
    names = [layer["name"] for layer in client.get("/api/layers/v1/").json()["layers"]]

    assert "bell.towers" in names
    assert len(names) == len(registry.layers())


@pytest.mark.parametrize("box", ["1,2,3", "a,b,c,d", "5,50,4,51", "nan,1,2,3"])
def test_what_is_no_box_is_said(client: Client, box: str) -> None:
    answer = client.get("/api/layers/v1/bell.towers.geojson", {"bbox": box})

    assert answer.status_code == 400
    assert client.get("/api/layers/v1/bell.nothing.geojson").status_code == 404


def test_a_box_larger_than_the_world_is_the_world() -> None:
    assert layers.box_of("-999,-999,999,999") == layers.EVERYWHERE
