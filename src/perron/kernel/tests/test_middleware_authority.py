"""A request is served under one authority, by path or by host name, or under the whole."""

from __future__ import annotations

import pytest
from django.urls import get_script_prefix, reverse

from perron.kernel import authority_actions
from perron.kernel.actors import command_line
from perron.kernel.testing.factories import an_authority

pytestmark = pytest.mark.django_db


def served_under(response):
    return response.wsgi_request.authority


def test_without_a_name_the_whole_is_served(client):
    assert served_under(client.get("/robots.txt")) is None


def test_the_first_segment_names_the_authority_and_every_address_keeps_it(client):
    authority = an_authority()

    response = client.get(f"/~{authority.slug}/fr/authority/")

    assert response.status_code == 200
    assert served_under(response) == authority
    assert f'href="/~{authority.slug}/fr/authority/{authority.slug}/"' in response.text


def test_the_prefix_ends_with_the_request(client):
    client.get(f"/~{an_authority().slug}/robots.txt")

    assert get_script_prefix() == "/"
    assert "~" not in reverse("front_door")


def test_a_host_name_names_the_authority(client):
    authority = an_authority()
    authority_actions.add_host(actor=command_line(), authority=authority, host="data.town.example")

    response = client.get("/robots.txt", headers={"host": "DATA.town.example:8443"})

    assert served_under(response) == authority


def test_the_path_wins_over_the_host_name(client):
    authority, other = an_authority(), an_authority()
    authority_actions.add_host(actor=command_line(), authority=authority, host="data.town.example")

    response = client.get(f"/~{other.slug}/robots.txt", headers={"host": "data.town.example"})

    assert served_under(response) == other


def test_an_unknown_authority_is_not_found_as_page_and_as_problem(client):
    page = client.get("/~nowhere/fr/")
    problem = client.get("/~nowhere/api/territory/v1/", headers={"accept": "application/json"})

    assert (page.status_code, problem.status_code) == (404, 404)
    assert problem.json()["code"] == "no_such_authority"


def test_an_ended_authority_says_that_it_is_gone(client):
    authority = an_authority(is_active=False, names={"en": "Old Town"})

    response = client.get(f"/~{authority.slug}/en/", headers={"accept-language": "en"})

    assert response.status_code == 410
    assert "Old Town is no longer served here." in response.text


@pytest.mark.parametrize("path", ["/~/fr/", "/~../fr/", "/~A/fr/", "/~a%00b/fr/", f"/~{'a' * 61}/fr/"])
def test_a_strange_name_is_only_not_found(client, path):
    assert client.get(path).status_code == 404
