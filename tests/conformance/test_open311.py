"""Our Open311 interface as others' tools see it: a client, the published OpenAPI file, the specification's examples."""

from __future__ import annotations

import json
import os
from datetime import timedelta
from pathlib import Path
from xml.etree import ElementTree as ET

import icalendar
import jsonschema
import pytest
import yaml
from django.core.cache import caches
from django.test import Client
from django.utils import timezone
from georeport import GeoReport

from perron.bricks.reports.actions import treating
from perron.bricks.reports.actions.keys import make_key
from perron.bricks.reports.api.georeport_kept import kept
from perron.bricks.reports.models import Report
from perron.bricks.reports.rules.handbook import Category, Datatype, Question, Value
from perron.bricks.reports.rules.handbook import Handbook as Written
from perron.bricks.reports.tests.factories import HERE, a_handbook, a_photo, a_place, a_report
from perron.kernel.authorities import Authority
from perron.kernel.contract import Role
from perron.kernel.testing.factories import an_agent_of, an_authority, with_second_factor

SHARED = Path(os.environ.get("PERRON_SHARED", "../shared")) / "data" / "01_standards" / "open311"
BASE = "/api/reports/v1/georeport/v2"
SIDE = Question(
    "side", {"fr": "Côté"}, Datatype.SINGLE, values=(Value("l", {"fr": "Gauche"}), Value("r", {"fr": "Droite"}))
)
HANDBOOK = Written(
    categories=(
        Category("hole", {"fr": "Trou & nid-de-poule"}, questions=(SIDE,), notice={"fr": "Merci !"}),
        Category("lamp", {"fr": "Lampe"}, description={"fr": "Elle ne s’allume pas."}),
    )
)


@pytest.fixture(autouse=True)
def _nobody_slows_down(settings):
    settings.API_QUESTIONS = 0
    kept.forget()
    caches["shared"].clear()


def a_town() -> Authority:
    town = an_authority(place_id=a_place(), names={"fr": "Ville d’Ici"})
    a_handbook(town, HANDBOOK)
    return town


def with_reports(town: Authority) -> list[Report]:
    now = timezone.now()
    first = a_report(town, at=now - timedelta(days=3), photos=(a_photo(),), address="Grand-Place 1", description="<é>")
    second = a_report(town, at=now - timedelta(days=2), category="lamp")
    treating.change_state(actor=an_agent_of(town), report=second, to="done", words="Réparé.", at=now)
    return [second, first]


def get(path: str, form: str = "json", **query: str):
    answer = Client().get(f"{BASE}/{path}.{form}", query, headers={"Accept-Language": "fr"})
    assert answer.status_code == 200, answer.content
    return answer


@pytest.mark.parametrize("form", ["json", "xml"])
def test_a_client_of_others_reads_services_definitions_and_requests(transactional_db, live_server, form: str):
    town = a_town()
    reports = with_reports(town)
    client = GeoReport(f"{live_server.url}{BASE}", jurisdiction=town.slug, output_format=form)

    services = client.get_service_list()
    definition = client.get_service_definition("hole")
    listed = client.get_service_requests()
    one = client.get_service_request(reports[1].code)
    closed = client.get_service_requests(status="closed")

    assert [service["service_code"] for service in services] == ["hole", "lamp"]
    assert definition["service_code"] == "hole"
    assert [request["service_request_id"] for request in listed] == [report.code for report in reports]
    assert one["description"] == "<é>"
    assert one["address"] == "Grand-Place 1"
    found = closed if isinstance(closed, list) else [closed]
    assert [request["service_request_id"] for request in found] == [reports[0].code]


@pytest.fixture(scope="module")
def shapes() -> dict:
    """The published description's shapes, as JSON Schema."""
    file = SHARED / "georeport_v2-1.yaml"
    if not file.exists():
        pytest.skip("the standards are not here")
    written = yaml.safe_load(file.read_text())
    return json.loads(json.dumps(written["definitions"]).replace("#/definitions/", "#/$defs/"))


def fits(value: object, name: str, shapes: dict) -> None:
    jsonschema.validate(value, {"$ref": f"#/$defs/{name}", "$defs": shapes}, cls=jsonschema.Draft4Validator)


@pytest.mark.django_db
def test_answers_fit_the_published_description(shapes: dict):
    town = a_town()
    with_reports(town)
    key = make_key(
        actor=with_second_factor(an_agent_of(town, role=Role.ADMINISTRATOR)),
        authority=town,
        name="x",
        at=timezone.now(),
    )
    for service in get("services", jurisdiction_id=town.slug).json():
        fits(service, "Service", shapes)
        fits(get(f"services/{service['service_code']}", jurisdiction_id=town.slug).json(), "ServiceDefinition", shapes)
    for extensions in ("", "true"):
        found = get("requests", jurisdiction_id=town.slug, extensions=extensions).json()
        assert len(found) == 2
        for request in found:
            fits(request, "Request", shapes)
    given = {
        "api_key": key.secret,
        "jurisdiction_id": town.slug,
        "service_code": "lamp",
        "lat": HERE[1],
        "long": HERE[0],
    }
    (sent,) = Client().post(f"{BASE}/requests.json", given).json()
    fits(sent, "RequestResponse", shapes)
    assert ("service_request_id" in sent) != ("token" in sent)
    token = str(Report.objects.get(code=sent["service_request_id"]).sent_key)
    for answer in get(f"tokens/{token}").json():
        fits(answer, "TokenResponse", shapes)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("example", "path"),
    [("01.xml", "services"), ("03.xml", "services/hole"), ("09.xml", "requests"), ("07.xml", "tokens/{token}")],
)
def test_our_xml_has_the_elements_of_the_specifications_examples(example: str, path: str):
    file = SHARED / "spec-examples" / example
    if not file.exists():
        pytest.skip("the standards are not here")
    town = a_town()
    report = with_reports(town)[1]
    Report.objects.filter(pk=report.pk).update(sent_key="7e4a0c5e-5d3e-4a3c-8f0e-000000000001", channel="open311")
    theirs = ET.fromstring(file.read_bytes())
    ours = ET.fromstring(
        get(path.format(token="7e4a0c5e-5d3e-4a3c-8f0e-000000000001"), "xml", jurisdiction_id=town.slug).content
    )

    assert ours.tag == theirs.tag
    assert names(theirs) <= names(ours)


def names(root: ET.Element, above: str = "") -> set[str]:
    """The paths of all elements."""
    here = f"{above}/{root.tag}"
    return {here}.union(*(names(one, here) for one in root))


@pytest.mark.django_db
def test_errors_are_the_lists_of_the_specification():
    as_json = Client().post(f"{BASE}/requests.json", {"service_code": "hole"})
    as_xml = ET.fromstring(Client().post(f"{BASE}/requests.xml", {"service_code": "hole"}).content)

    assert [sorted(one) for one in as_json.json()] == [["code", "description"]]
    assert names(as_xml) == {"/errors", "/errors/error", "/errors/error/code", "/errors/error/description"}


@pytest.mark.django_db
def test_a_calendar_program_reads_what_is_planned():
    town = a_town()
    day = timezone.localdate() + timedelta(days=3)
    report = a_report(town, address="Rue Ça, 1; fond\\cour", description="Long. " * 50)
    treating.change_state(actor=an_agent_of(town), report=report, to="planned", planned_on=day, at=timezone.now())

    read = icalendar.Calendar.from_ical(Client().get("/fr/reports/planned.ics").content)

    (event,) = read.walk("VEVENT")
    assert event["DTSTART"].dt == day
    assert str(event["LOCATION"]) == "Rue Ça, 1; fond\\cour"
    assert (event["GEO"].longitude, event["GEO"].latitude) == HERE
    assert event.errors == []
