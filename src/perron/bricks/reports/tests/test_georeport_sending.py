"""A program sends reports by Open311, with its key: taken once, refused in the standard's terms."""

from __future__ import annotations

from dataclasses import replace
from io import BytesIO
from xml.etree import ElementTree as ET

import pytest
from django.utils import timezone
from PIL import Image

from perron.bricks.reports.actions import moderating
from perron.bricks.reports.actions.keys import make_key, revoke_key
from perron.bricks.reports.models import ApiKey, Report, Reporter
from perron.bricks.reports.queries.georeport_refusals import AddressUnknown, KeyRefused, ParameterMissing
from perron.bricks.reports.rules.handbook import Emergency
from perron.bricks.reports.tests.factories import HANDBOOK, a_handbook, a_place, a_serving_authority, an_editor_of
from perron.bricks.reports.tests.georeport_asking import NOW, a_key, an_administrator_of, fresh, get, post, told, xml
from perron.kernel.authorities import Authority
from perron.kernel.errors import NotYours
from perron.kernel.testing.factories import an_authority

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _nothing_kept(settings):
    fresh(settings)


@pytest.fixture
def town() -> Authority:
    return a_serving_authority(names={"fr": "Ville", "nl": "Stad", "en": "Town"})


def test_a_program_sends_a_report_with_its_key(town):
    answer = post(told(town, email="Me@Example.org", first_name="Ann", last_name="Peeters", address_string="Place 1"))

    (found,) = answer.json()
    report = Report.objects.get(code=found["service_request_id"])
    assert answer.status_code == 200
    assert "token" not in found
    assert (report.channel, report.category, report.address, report.language) == ("open311", "hole", "Place 1", "fr")
    assert Reporter.objects.get(report=report).email == "me@example.org"
    assert Reporter.objects.get(report=report).name == "Ann Peeters"
    assert ApiKey.objects.get().last_used_on == timezone.now().date()
    assert "example.org" not in str(get("requests", extensions="true"))
    as_xml = ET.fromstring(post(told(town), "xml").content)
    assert as_xml.findtext("request/service_request_id")


def test_without_a_good_key_nothing_is_taken(town):
    other = a_serving_authority(place_id=a_place(3.7174, 51.0543))
    key = make_key(actor=an_administrator_of(town), authority=town, name="Old", at=NOW)
    revoke_key(actor=an_administrator_of(town), key=key.key, at=NOW)

    for api_key in ("", "wrong", key.secret, a_key(other)):
        answer = post(told(town, api_key=api_key))
        assert (answer.status_code, answer.json()[0]["code"]) == (KeyRefused.status, 403)
    assert not Report.objects.exists()
    assert ET.fromstring(post(told(town, api_key=""), "xml").content).findtext("error/code") == "403"


def test_only_administrators_make_and_take_back_keys(town):
    with pytest.raises(NotYours):
        make_key(actor=an_editor_of(town), authority=town, name="App", at=NOW)
    key = make_key(actor=an_administrator_of(town), authority=town, name="App", at=NOW)
    with pytest.raises(NotYours):
        revoke_key(actor=an_editor_of(town), key=key.key, at=NOW)
    assert key.secret not in str(ApiKey.objects.values_list())


@pytest.mark.parametrize(
    ("changes", "status"),
    [
        ({"service_code": ""}, ParameterMissing.status),
        ({"service_code": "nothing"}, 404),
        ({"jurisdiction_id": "nowhere"}, 404),
        ({"lat": "", "long": ""}, 400),
        ({"lat": ""}, 400),
        ({"lat": "north"}, 400),
        ({"lat": "nan"}, 400),
        ({"lat": "0", "long": "0"}, 400),
        ({"lat": "", "long": "", "address_string": "Nulle part du tout"}, AddressUnknown.status),
        ({"description": "x" * 4001}, 400),
        ({"email": "nobody"}, 400),
    ],
)
def test_what_is_wrong_in_a_report_is_said(town, changes: dict, status: int):
    answer = post(told(town, **changes))

    assert (answer.status_code, answer.json()[0]["code"]) == (status, status), answer.content
    assert not Report.objects.exists()


def test_an_address_alone_leads_to_its_commune(town):
    answer = post(told(town, lat="", long="", address_string="Grand-Place 1, 1000 Bruxelles"))

    assert answer.status_code == 200, answer.content
    assert Report.objects.get().position_by == "address"


def test_what_is_held_back_has_a_token_until_somebody_has_looked(town):
    (found,) = post(told(town, description="http://a.be http://b.be http://c.be")).json()
    report = Report.objects.get()

    assert "service_request_id" not in found
    assert get(f"tokens/{found['token']}") == [{"token": found["token"]}]
    moderating.release(actor=an_editor_of(town), report=report, at=NOW)
    assert get(f"tokens/{found['token']}") == [{"service_request_id": report.code, "token": found["token"]}]
    root = xml(f"tokens/{found['token']}")
    assert root.findtext("request/service_request_id") == report.code


def test_the_same_sending_twice_is_one_report(town):
    given = told(town)

    first, second = (post(given, **{"Idempotency-Key": "mine-1"}).json() for _time in range(2))
    third = post(given, **{"Idempotency-Key": "mine-2"}).json()

    assert first == second != third
    assert Report.objects.count() == 2


def test_an_emergency_is_turned_to_the_telephone():
    town = an_authority(place_id=a_place())
    gas = replace(HANDBOOK.categories[2], emergency=Emergency("112"))
    a_handbook(town, replace(HANDBOOK, categories=(*HANDBOOK.categories[:2], gas, HANDBOOK.categories[3])))

    answer = post(told(town, service_code="litter"))

    assert answer.status_code == 400
    assert "112" in answer.json()[0]["description"]
    assert post(told(town, service_code="litter", emergency_called="true")).status_code == 200


def test_photos_may_be_sent_along(town):
    stream = BytesIO()
    Image.new("RGB", (40, 30), "red").save(stream, "PNG")
    stream.seek(0)
    stream.name = "hole.png"

    assert post(told(town, media=stream)).status_code == 200
    assert Report.objects.get().photos.count() == 1


def test_one_key_may_not_send_without_end(town, monkeypatch):
    monkeypatch.setattr("perron.bricks.reports.api.georeport_sending.PER_MINUTE", 2)
    given = told(town)

    assert [post(given).status_code for _time in range(3)] == [200, 200, 429]
