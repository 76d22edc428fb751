"""The data API over HTTP: answers, links, validators, compression, refusals as problems, its own description."""

from __future__ import annotations

import csv
import gzip
import io
import json

import pytest
from django.core.cache import caches
from django.test import Client
from django.utils.http import urlencode
from openapi_spec_validator import validate

from perron.bricks.catalogue.actions.datasets import change_address
from perron.bricks.catalogue.actions.review import withdraw_dataset
from perron.bricks.catalogue.api.openapi import described
from perron.bricks.catalogue.models import Dataset
from perron.bricks.catalogue.rules.query import Query
from perron.bricks.catalogue.schemas.query import parse
from perron.bricks.catalogue.schemas.snippets import snippets
from perron.bricks.catalogue.tests.factories import LATER, a_draft, a_published_dataset, an_editor_of
from perron.kernel import places
from perron.kernel.web import pace

pytestmark = [pytest.mark.django_db, pytest.mark.urls("perron.bricks.catalogue.tests.table_addresses")]

TOWNS = (
    "refnis;commune;habitants;surface;maj\n"
    "21004;Bruxelles;194291;33,09;01/01/2024\n"
    "62063;Liège;195346;68,65;01/01/2024\n"
    "92094;Namur;114077;176,12;01/02/2024\n"
    "53053;Mons;96299;147,53;15/03/2024\n"
)


@pytest.fixture
def dataset() -> Dataset:
    return a_published_dataset(text=TOWNS)


def address(dataset: Dataset, last: str = "rows", version: int | None = None, **asked: str) -> str:
    table = dataset.current.tables.get().name
    part = "" if version is None else f"/versions/{version}"
    return f"/api/catalogue/v1/datasets/{dataset.slug}{part}/tables/{table}/{last}?{urlencode(asked)}"


def test_rows_are_filtered_sorted_counted_and_typed(client: Client, dataset):
    answer = client.get(address(dataset, habitants__ge="100000", sort="-habitants", count="true", limit="2")).json()

    assert answer["total"] == 3
    assert answer["rows"][0] == {
        "refnis": "62063",
        "commune": "Liège",
        "habitants": 195346,
        "surface": 68.65,
        "maj": "2024-01-01",
    }
    assert answer["version"] == 1
    assert answer["licence"] == "CC-BY-4.0"


def test_the_link_to_the_next_page_leads_through_all_rows(client: Client, dataset):
    following, seen = address(dataset, sort="commune", limit="3"), []
    while following:
        response = client.get(following)
        seen += [row["commune"] for row in response.json()["rows"]]
        following = response.json()["next"]
        assert ("Link" in response) == bool(following)

    assert seen == ["Bruxelles", "Liège", "Mons", "Namur"]


def test_groups_have_their_figures(client: Client, dataset):
    answer = client.get(address(dataset, "groups", group="maj:month", sum="habitants", sort="-count")).json()

    assert answer["rows"][0] == {"maj": "2024-01-01", "count": 2, "sum_habitants": 389637}


def test_groups_without_a_key_are_refused_with_a_way_out(client: Client, dataset):
    response = client.get(address(dataset, "groups"))

    assert response.status_code == 400
    assert response["Content-Type"] == "application/problem+json"
    assert response.json()["code"] == "nothing_to_group"


def test_a_place_holds_the_communes_that_lie_in_it(client: Client, dataset):
    places.load_facts()
    province = places.ancestors("62063")[1]
    answer = client.get(address(dataset, place=province))

    assert [row["refnis"] for row in answer.json()["rows"]] == ["62063"]


def test_a_place_that_does_not_exist_is_refused(client: Client, dataset):
    places.load_facts()

    assert client.get(address(dataset, place="99999")).status_code == 404


def test_a_box_on_a_table_without_coordinates_is_refused(client: Client, dataset):
    assert client.get(address(dataset, bbox="4,50,5,51")).json()["code"] == "no_place_in_table"


def test_a_wrong_column_is_refused_with_the_nearest_name(client: Client, dataset):
    problem = client.get(address(dataset, habitant__ge="1")).json()

    assert problem["code"] == "unknown_column"
    assert problem["facts"]["nearest"] == "habitants"


def test_refusals_speak_the_language_of_the_reader(client: Client, dataset):
    french = client.get(address(dataset, limit="9999"), headers={"Accept-Language": "fr"}).json()["title"]
    dutch = client.get(address(dataset, limit="9999"), headers={"Accept-Language": "nl"}).json()["title"]

    assert french != dutch


def test_an_answer_that_the_reader_has_is_not_sent_again(client: Client, dataset):
    first = client.get(address(dataset, sort="commune"))
    again = client.get(address(dataset, sort="commune"), headers={"If-None-Match": first["ETag"]})
    other = client.get(address(dataset, sort="-commune"), headers={"If-None-Match": first["ETag"]})

    assert (again.status_code, again.content) == (304, b"")
    assert other.status_code == 200


def test_the_pages_of_other_sites_may_read_answers_and_refusals(client: Client, dataset):
    for each in (address(dataset), address(dataset, limit="x")):
        assert client.get(each)["Access-Control-Allow-Origin"] == "*"
    assert client.options(address(dataset)).status_code == 204
    assert client.post(address(dataset)).status_code == 405


def test_answers_are_compressed_when_the_reader_can(client: Client):
    long = "id;mot\n" + "".join(f"{number};mot {number}\n" for number in range(200))
    response = client.get(address(a_published_dataset(text=long)), headers={"Accept-Encoding": "gzip"})

    assert response["Content-Encoding"] == "gzip"
    assert len(json.loads(gzip.decompress(response.content))["rows"]) == 100


def test_a_version_that_is_not_there_is_not_found(client: Client, dataset):
    assert client.get(address(dataset, version=2)).status_code == 404


@pytest.mark.parametrize("extension", ["csv", "json", "ndjson", "xlsx", "parquet"])
def test_every_format_can_be_downloaded_under_a_good_name(client: Client, dataset, extension):
    response = client.get(address(dataset, f"rows.{extension}"))
    content = b"".join(response.streaming_content)

    assert response.status_code == 200
    assert f"-v1.{extension}" in response["Content-Disposition"]
    assert content


def test_a_csv_is_streamed_compressed_and_reads_back(client: Client, dataset):
    response = client.get(address(dataset, "rows.csv", habitants__lt="100000"), headers={"Accept-Encoding": "gzip"})
    text = gzip.decompress(b"".join(response.streaming_content)).decode()

    assert list(csv.reader(io.StringIO(text, newline="")))[1] == ["53053", "Mons", "96299", "147.53", "2024-03-15"]


def test_a_download_that_the_reader_has_is_not_sent_again(client: Client, dataset):
    tag = client.get(address(dataset, "rows.parquet"))["ETag"]

    assert client.get(address(dataset, "rows.parquet"), headers={"If-None-Match": tag}).status_code == 304


def test_an_unknown_format_and_a_map_of_a_table_without_places_are_refused(client: Client, dataset):
    assert client.get(address(dataset, "rows.pdf")).json()["code"] == "unknown_format"
    assert client.get(address(dataset, "rows.geojson")).json()["code"] == "no_shapes"


def test_the_dictionary_says_how_each_column_can_be_asked(client: Client, dataset):
    answer = client.get(address(dataset, "columns")).json()
    people = next(column for column in answer["columns"] if column["name"] == "habitants")

    assert answer["rows"] == 4
    assert people["type"] == "integer"
    assert "range" in people["operators"]
    assert "contains" not in people["operators"]


def test_drafts_are_unknown_and_withdrawn_data_say_why(client: Client, dataset):
    path = address(dataset)
    withdraw_dataset(actor=an_editor_of(dataset.authority), dataset=dataset, reason="Too old", at=LATER)

    assert client.get(f"/api/catalogue/v1/datasets/{a_draft().slug}/tables/x/rows").status_code == 404
    assert client.get(path).status_code == 410
    assert "Too old" in client.get(path).json()["title"]


def test_the_description_of_the_api_is_valid_and_names_every_address(client: Client):
    document = client.get("/api/catalogue/v1/openapi.json").json()

    validate(document)
    assert document == json.loads(json.dumps(described()))
    assert len(document["paths"]) == 11


def test_the_same_question_is_given_as_code_in_other_languages(dataset):
    columns = dataset.current.tables.get().dictionary
    query = parse('commune__in="a, b",c&sort=-habitants', columns)
    code = {each.language: each.code for each in snippets("https://example.org/x/rows", query)}

    assert set(code) == {"curl", "python", "pandas", "r", "javascript"}
    assert "/x/rows.csv?" in code["pandas"]
    compile(code["python"], "snippet", "exec")
    assert "'" not in code["curl"].strip().removeprefix("curl --compressed '").removesuffix("'")
    assert all("example.org" in each.code for each in snippets("https://example.org/x/rows", Query()))


@pytest.mark.parametrize("last", ["rows", "groups", "columns", "rows.csv"])
def test_a_moved_dataset_leads_to_the_same_question_at_its_present_address(client: Client, dataset, last):
    old = address(dataset, last, group="commune")
    change_address(actor=an_editor_of(dataset.authority), dataset=dataset, slug="communes-belges", at=LATER)
    dataset.refresh_from_db()

    answer = client.get(old)

    assert answer.status_code == 308
    assert answer["Location"] == address(dataset, last, group="commune")
    assert answer["Content-Type"] == "application/problem+json"
    assert answer.json()["facts"] == {"slug": "communes-belges"}
    assert answer["Access-Control-Allow-Origin"] == "*"


def test_the_record_and_old_versions_move_too(client: Client, dataset):
    old, old_version = f"/api/catalogue/v1/datasets/{dataset.slug}", address(dataset, version=1)
    change_address(actor=an_editor_of(dataset.authority), dataset=dataset, slug="communes-belges", at=LATER)
    dataset.refresh_from_db()

    assert client.get(old)["Location"] == "/api/catalogue/v1/datasets/communes-belges"
    assert client.get(old_version)["Location"] == address(dataset, version=1).rstrip("?")


def test_too_many_questions_or_downloads_are_put_off(client: Client, dataset, settings, monkeypatch):
    monkeypatch.setattr(pace, "time", lambda: 1_780_000_000.0)  # all in one stretch of time
    caches["shared"].clear()
    settings.API_QUESTIONS = settings.API_DOWNLOADS = 2
    pace._tallies.clear()

    questions = [client.get(address(dataset, limit=str(number))) for number in range(1, 4)]
    downloads = [client.get(address(dataset, "rows.csv")) for _number in range(3)]

    for answers in (questions, downloads):
        assert [answer.status_code for answer in answers] == [200, 200, 429]
        assert 1 <= int(answers[2]["Retry-After"]) <= 60
        assert answers[2].json()["code"] == "too_many"
    assert client.get(address(dataset, limit="1"), headers={"if-none-match": questions[0]["ETag"]}).status_code == 304
    pace._tallies.clear()


def test_a_version_number_beyond_all_numbers_is_not_found(client: Client, dataset):
    assert client.get(address(dataset, version=10**12)).status_code == 404
