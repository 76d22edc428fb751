"""Open311 GeoReport v2 as a program meets it: in the standard's terms, nothing that strangers may not see."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from perron.bricks.reports.actions import moderating, treating
from perron.bricks.reports.api.georeport_kept import KeptAnswers
from perron.bricks.reports.models import Report
from perron.bricks.reports.queries.georeport_refusals import (
    NoSuchFormat,
    NoSuchJurisdiction,
    NoSuchRequest,
    NoSuchService,
    NoSuchToken,
    ParameterWrong,
)
from perron.bricks.reports.rules.handbook import Datatype, Question, Value
from perron.bricks.reports.tests.factories import (
    HANDBOOK,
    HERE,
    a_handbook,
    a_photo,
    a_place,
    a_report,
    a_report_elsewhere,
    a_serving_authority,
    an_editor_of,
)
from perron.bricks.reports.tests.georeport_asking import BASE, NOW, fresh, get, post, refused, told, xml
from perron.kernel.authorities import Authority
from perron.kernel.testing.factories import an_agent_of, an_authority

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _nothing_kept(settings):
    fresh(settings)


@pytest.fixture
def town() -> Authority:
    return a_serving_authority(names={"fr": "Ville", "nl": "Stad", "en": "Town"})


def test_discovery_says_where_and_in_which_forms():
    (found,) = [get("discovery")]
    (endpoint,) = found["endpoints"]

    assert endpoint["url"] == f"http://testserver{BASE}"
    assert endpoint["formats"] == ["text/xml", "application/json"]
    assert endpoint["type"] == "production"
    root = xml("discovery")
    assert [one.text for one in root.findall("endpoints/endpoint/formats/format")] == ["text/xml", "application/json"]


def test_services_are_those_that_the_public_may_choose(town):
    found = get("services", jurisdiction_id=town.slug)

    assert [one["service_code"] for one in found] == ["hole", "litter", "other"]
    assert found[0]["service_name"] == "Trou"
    assert found[0]["group"] == "Voirie"
    assert found[0]["metadata"] is False
    assert found[0]["type"] == "realtime"
    assert [one.findtext("service_code") for one in xml("services", jurisdiction_id=town.slug)] == [
        "hole",
        "litter",
        "other",
    ]


def test_without_a_jurisdiction_codes_name_their_authority(town):
    codes = [one["service_code"] for one in get("services")]

    assert f"{town.slug}.hole" in codes
    assert len(set(codes)) == len(codes)
    assert get(f"services/{town.slug}.hole")["service_code"] == f"{town.slug}.hole"


def test_under_an_authority_the_jurisdiction_may_be_left_out(town):
    answer = Client().get(f"/~{town.slug}{BASE}/services.json")
    wrong = Client().get(f"/~{town.slug}{BASE}/services.json", {"jurisdiction_id": an_authority().slug})

    assert answer.json()[0]["service_code"] == "hole"
    assert wrong.status_code == 404


def test_a_definition_lists_the_questions():
    town = an_authority(place_id=a_place())
    asked = (
        Question(
            "side", {"fr": "De quel côté ?"}, Datatype.SINGLE, True, {"fr": "Vu d’ici"}, (Value("l", {"fr": "Gauche"}),)
        ),
        Question("size", {"fr": "Taille"}, Datatype.NUMBER),
    )
    hole = replace(HANDBOOK.categories[1], questions=asked)
    a_handbook(town, replace(HANDBOOK, categories=(HANDBOOK.categories[0], hole, *HANDBOOK.categories[2:])))

    found = get("services/hole", jurisdiction_id=town.slug)

    assert found["service_code"] == "hole"
    assert found["attributes"][0] == {
        "variable": True,
        "code": "side",
        "datatype": "singlevaluelist",
        "required": True,
        "datatype_description": "Vu d’ici",
        "order": 1,
        "description": "De quel côté ?",
        "values": [{"key": "l", "name": "Gauche"}],
    }
    assert "values" not in found["attributes"][1]
    root = xml("services/hole", jurisdiction_id=town.slug)
    assert root.tag == "service_definition"
    assert root.findtext("attributes/attribute/values/value/name") == "Gauche"
    assert get("services", jurisdiction_id=town.slug)[0]["metadata"] is True
    missing = post(told(town))
    answered = post(told(town, **{"attribute[side]": "l", "attribute[size][]": "3"}))
    assert missing.status_code == 400
    assert Report.objects.get(code=answered.json()[0]["service_request_id"]).answers == {"side": "l", "size": "3"}


def test_a_request_is_told_in_the_terms_of_the_standard(town):
    report = a_report(town, at=NOW, photos=(a_photo(),), description="Écrivez-moi : moi@example.org & <b>vite</b>")

    (found,) = get(f"requests/{report.code}", jurisdiction_id=town.slug)

    assert found["service_request_id"] == report.code
    assert found["status"] == "open"
    assert found["status_notes"] == "Reçu"
    assert found["service_name"] == "Trou"
    assert found["service_code"] == "hole"
    assert found["agency_responsible"] == "Ville"
    assert found["description"] == "Écrivez-moi : … & <b>vite</b>"
    assert found["requested_datetime"] == NOW.strftime("%Y-%m-%dT%H:%M:%SZ")
    assert (found["long"], found["lat"]) == HERE
    assert Client().get(found["media_url"]).status_code == 200
    assert "address" not in found
    root = xml(f"requests/{report.code}")
    assert root.tag == "service_requests"
    assert root.findtext("request/description") == "Écrivez-moi : … & <b>vite</b>"
    assert root.find("request/zipcode") is not None


def test_a_closed_request_says_when_and_in_whose_words(town):
    report = a_report(town, at=NOW - timedelta(days=1))
    treating.change_state(actor=an_agent_of(town), report=report, to="done", words="Rebouché.", at=NOW)

    (found,) = get("requests", service_request_id=report.code)

    assert (found["status"], found["status_notes"]) == ("closed", "Rebouché.")
    assert found["updated_datetime"] == NOW.strftime("%Y-%m-%dT%H:%M:%SZ")


def test_the_list_is_narrowed_as_the_standard_says(town):
    old = a_report(town, at=NOW - timedelta(days=100))
    hole = a_report(town, at=NOW - timedelta(days=2))
    litter = a_report(town, at=NOW - timedelta(days=1), category="litter")
    treating.change_state(actor=an_agent_of(town), report=litter, to="done", at=NOW)
    elsewhere = a_report_elsewhere(at=NOW)

    def codes(**query: str) -> list[str]:
        return [one["service_request_id"] for one in get("requests", **query)]

    assert codes() == [elsewhere.code, litter.code, hole.code]
    assert codes(jurisdiction_id=town.slug) == [litter.code, hole.code]
    assert codes(jurisdiction_id=town.slug, service_code="hole, other") == [hole.code]
    assert codes(service_code=f"{town.slug}.litter") == [litter.code]
    assert codes(status="closed") == [litter.code]
    assert codes(jurisdiction_id=town.slug, status="open,closed") == [litter.code, hole.code]
    assert codes(jurisdiction_id=town.slug, status="", service_code="") == [litter.code, hole.code]
    start = (NOW - timedelta(days=120)).isoformat()
    assert codes(start_date=start) == [old.code]
    assert codes(start_date=start, end_date=(NOW - timedelta(days=110)).isoformat()) == []
    assert codes(service_request_id=f"{old.code},{hole.code.lower()}", status="closed") == [hole.code, old.code]
    assert codes(page="2", page_size="1") == [litter.code]


def test_what_cannot_be_understood_is_refused_in_both_forms(town):
    assert NoSuchJurisdiction.status == 404
    assert "nowhere" in refused("services", 404, jurisdiction_id="nowhere")
    assert "nothing" in refused("services/nothing", NoSuchService.status, jurisdiction_id=town.slug)
    assert "0000-0000" in refused("requests/0000-0000", NoSuchRequest.status)
    assert "later" in refused("requests", ParameterWrong.status, start_date="2026-05-02", end_date="2026-05-01")
    assert "90 days" in refused("requests", 400, start_date="2026-01-01T00:00:00Z", end_date="2026-05-01T00:00:00Z")
    for name, value in (("start_date", "soon"), ("status", "maybe"), ("page_size", "1001"), ("page", "0")):
        assert name in refused("requests", 400, **{name: value})
    assert "perhaps" in refused("tokens/perhaps", NoSuchToken.status)
    assert Client().get(f"{BASE}/services.yaml").status_code == NoSuchFormat.status
    assert Client().delete(f"{BASE}/services.json").status_code == 405


def test_what_strangers_may_not_see_is_not_there(town):
    hidden, held = a_report(town, at=NOW), a_report(town, at=NOW, description="http://a.be http://b.be http://c.be")
    moderating.hide(actor=an_editor_of(town), report=hidden, reason="Un nom.", at=NOW)
    Report.objects.filter(pk=(private := a_report(town, at=NOW)).pk).update(is_private=True)

    assert held.state == "quarantined"
    assert get("requests") == []
    for report in (hidden, held, private):
        refused(f"requests/{report.code}", 404)
        assert get("requests", service_request_id=report.code) == []
    assert get("servicerequestupdates") == []


def test_extensions_tell_our_states_photos_and_story(town):
    report = a_report(town, at=NOW - timedelta(hours=2), photos=(a_photo(), a_photo()))
    agent = an_agent_of(town)
    treating.note(actor=agent, report=report, words="Entre nous.", at=NOW)
    day = timezone.localdate(NOW) + timedelta(days=3)
    treating.change_state(actor=agent, report=report, to="planned", planned_on=day, words="Bientôt.", at=NOW)

    (found,) = get("requests", extensions="true")

    assert found["extended_attributes"]["state"] == "planned"
    assert found["extended_attributes"]["planned_on"] == day.isoformat()
    assert len(found["media_urls"]) == 2
    assert [note["type"] for note in found["notes"]] == ["sent", "state"]
    assert found["expected_datetime"].startswith(day.isoformat())
    assert xml("requests", extensions="true").findtext("request/notes/note[2]/description") == "Bientôt."
    assert [one["description"] for one in get("servicerequestupdates")] == ["Reçu", "Bientôt."]


def test_a_list_that_did_not_change_is_not_sent_again(town, django_assert_max_num_queries):
    report = a_report(town, at=NOW)
    first = Client().get(f"{BASE}/requests.json")

    with django_assert_max_num_queries(1):
        again = Client().get(f"{BASE}/requests.json", headers={"If-None-Match": first["ETag"]})
    treating.change_state(actor=an_agent_of(town), report=report, to="in_progress", at=NOW)
    then = Client().get(f"{BASE}/requests.json", headers={"If-None-Match": first["ETag"]})

    assert (again.status_code, then.status_code) == (304, 200)
    assert first["Access-Control-Allow-Origin"] == "*"
    assert "Accept-Language" in first["Vary"]


def test_the_list_costs_the_same_whatever_is_in_it(town, django_assert_num_queries):
    for _number in range(3):
        a_report(town, at=NOW, photos=(a_photo(),))
    Client().get(f"{BASE}/services.json")

    with django_assert_num_queries(2):  # what changed last, and the list
        assert len(Client().get(f"{BASE}/requests.json").json()) == 3


def test_kept_answers_are_thrown_away_when_there_are_too_many():
    held = KeptAnswers(10)
    for key in ("a", "b", "c"):
        held.keep(key, b"1234")

    assert held.get("a") is None
    assert held.get("c") == b"1234"
