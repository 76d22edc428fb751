"""Asking the Open311 interface as a program does: what comes back in both forms."""

from __future__ import annotations

from typing import Any
from xml.etree import ElementTree as ET

from django.core.cache import caches
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone

from perron.bricks.reports.actions.keys import make_key
from perron.bricks.reports.api.georeport_kept import kept
from perron.bricks.reports.tests.factories import HERE
from perron.kernel.actors import Actor
from perron.kernel.authorities import Authority
from perron.kernel.contract import Role
from perron.kernel.testing.factories import an_agent_of, with_second_factor

BASE = "/api/reports/v1/georeport/v2"
NOW = timezone.now().replace(microsecond=0)


def fresh(settings: Any) -> None:  # of pytest-django
    """Nothing is kept from before, and nobody is slowed down."""
    settings.API_QUESTIONS = 0
    kept.forget()
    caches["shared"].clear()


def an_administrator_of(town: Authority) -> Actor:
    """Someone who makes keys."""
    return with_second_factor(an_agent_of(town, role=Role.ADMINISTRATOR))


def a_key(town: Authority) -> str:
    """A new key of an authority."""
    return make_key(actor=an_administrator_of(town), authority=town, name="App", at=NOW).secret


def get(path: str, **query: str) -> Any:  # of JSON
    """An answer in JSON, in French."""
    answer = Client().get(f"{BASE}/{path}.json", query, headers={"Accept-Language": "fr"})
    assert answer.status_code == 200, answer.content
    assert answer["Content-Type"] == "application/json; charset=utf-8"
    return answer.json()


def xml(path: str, **query: str) -> ET.Element:
    """An answer in XML, in French."""
    answer = Client().get(f"{BASE}/{path}.xml", query, headers={"Accept-Language": "fr"})
    assert answer.status_code == 200, answer.content
    assert answer["Content-Type"] == "text/xml; charset=utf-8"
    return ET.fromstring(answer.content)


def refused(path: str, expected: int, **query: str) -> str:
    """What is wrong, the same in both forms."""
    as_json = Client().get(f"{BASE}/{path}.json", query)
    as_xml = ET.fromstring(Client().get(f"{BASE}/{path}.xml", query).content)
    (error,) = as_json.json()
    assert (as_json.status_code, error["code"]) == (expected, expected)
    assert as_xml.tag == "errors"
    assert as_xml.findtext("error/code") == str(expected)
    assert as_xml.findtext("error/description") == error["description"]
    return error["description"]


def post(given: dict[str, Any], form: str = "json", **more: str) -> HttpResponse:
    """Send a report; `more` are headers."""
    return Client().post(f"{BASE}/requests.{form}", given, headers={"Accept-Language": "fr", **more})


def told(town: Authority, **changes: object) -> dict[str, Any]:
    """All that a report needs, with a new key."""
    return {
        "api_key": a_key(town),
        "jurisdiction_id": town.slug,
        "service_code": "hole",
        "lat": str(HERE[1]),
        "long": str(HERE[0]),
        "description": "Un trou.",
        **changes,
    }
