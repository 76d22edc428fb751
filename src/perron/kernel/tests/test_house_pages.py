"""The pages at the foot of each page: for developers, about the licence, the log; made from what is installed."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client
from django.utils.html import escape

from perron.kernel import registry
from perron.kernel.testing.factories import an_actor
from perron.kernel.tests.territory import facts_loaded, facts_once  # noqa: F401  (fixtures)

pytestmark = pytest.mark.django_db


@pytest.mark.usefixtures("facts_loaded")
def test_developers_find_each_api_and_each_example_answers(client: Client) -> None:
    page = client.get("/en/developers/").text

    for brick in registry.bricks():
        if brick.api and brick.name != "kernel":
            assert f'href="/api/{brick.name}/v{brick.api.version}/{brick.api.openapi}"' in page
    examples = re.findall(r"curl &#x27;http://testserver(/[^&]*(?:&amp;[^&]*)*)&#x27;", page)
    assert len(examples) >= 8
    for address in examples:
        answer = client.get(address.replace("&amp;", "&"))
        assert answer.status_code == 200 or "checkpoint" in address, address


def test_developers_find_the_inventory_of_declared_data(client: Client) -> None:
    page = client.get("/nl/developers/").text

    for declared in registry.datasets():
        assert declared.name in page
        assert declared.title.nl in page
    for layer in registry.layers():
        assert f"/api/layers/v1/{layer.name}.geojson" in page


def test_the_licence_page_leads_to_the_source_code(client: Client, settings: Any) -> None:
    settings.SOURCE_URL = "https://code.example/perron"
    page = client.get("/fr/about/").text

    assert 'href="https://code.example/perron"' in page
    assert "EUPL-1.2" in page

    settings.SOURCE_URL = ""
    assert "Ask the operator" in client.get("/en/about/").text


@pytest.mark.parametrize("name", ["accessibility", "privacy", "status", "log", "developers", "about"])
def test_the_foot_of_every_page_leads_there(client: Client, name: str) -> None:
    assert f'href="/en/{name}/"' in client.get("/en/").text


def test_privacy_is_told_by_purpose_and_in_years(client: Client) -> None:
    page = client.get("/en/privacy/").text

    assert "At most 10 years" in page
    for brick in registry.bricks():
        titles = {str(held.purpose) for held in brick.personal_data}
        assert all(page.count(f"<h3>{escape(title)}</h3>") >= 1 for title in titles)
        assert all(f"<code>{held.model}</code>" in page for held in brick.personal_data)
        assert all(f"<code>{term.model}</code>" in page for term in brick.retention)


def test_privacy_tells_of_maps_from_elsewhere(client: Client, settings: Any) -> None:
    assert "no page loads anything from another site" in client.get("/en/privacy/").text

    settings.MAP_TILES_ORIGIN = "https://tiles.example"

    assert "fetches them from tiles.example" in client.get("/en/privacy/").text
    assert "connect-src 'self' https://tiles.example" in client.get("/en/privacy/")["Content-Security-Policy"]


def test_an_address_for_buttons_says_so_to_who_comes_by_a_link(client: Client) -> None:
    actor = an_actor()
    client.force_login(actor)

    answer = client.get("/en/account/invitations/somewhere/")

    assert answer.status_code == 405
    assert answer["Allow"] == "POST"
    assert "press the button again" in answer.text
