"""The address says the language; without one, the account, the cookie, the browser, then the authority do."""

from __future__ import annotations

import pytest

from perron.kernel.testing.factories import an_actor, an_authority

pytestmark = pytest.mark.django_db

COOKIE = "perron_language"


def sent_to(response) -> str:
    assert response.status_code == 302, response.status_code
    return str(response["Location"])


def test_the_address_wins_over_everything(client):
    client.cookies[COOKIE] = "de"

    response = client.get("/nl/authority/", headers={"accept-language": "fr"})

    assert response["Content-Language"] == "nl"
    assert '<html lang="nl"' in response.text


def test_from_the_front_door_the_browser_leads(client):
    response = client.get("/", headers={"accept-language": "it,nl-BE;q=0.8,fr;q=0.9"})

    assert sent_to(response) == "/fr/"
    assert {"Accept-Language", "Cookie"} <= {name.strip() for name in response["Vary"].split(",")}


def test_a_cookie_wins_over_the_browser_and_an_account_over_the_cookie(client):
    client.cookies[COOKIE] = "de"
    assert sent_to(client.get("/", headers={"accept-language": "nl"})) == "/de/"

    client.force_login(an_actor(language="en"))
    client.cookies[COOKIE] = "de"
    assert sent_to(client.get("/", headers={"accept-language": "nl"})) == "/en/"


def test_without_a_wish_an_authority_speaks_its_first_language(client):
    authority = an_authority(languages=["nl", "fr"])

    assert sent_to(client.get(f"/~{authority.slug}/")) == f"/~{authority.slug}/nl/"
    assert sent_to(client.get("/")) == "/en/"


def test_a_cookie_that_says_nonsense_is_ignored(client):
    client.cookies[COOKIE] = "xx"

    assert sent_to(client.get("/", headers={"accept-language": "nl"})) == "/nl/"


def test_a_page_without_its_language_is_found_in_the_readers(client):
    authority = an_authority()

    response = client.get("/authority/?q=a", headers={"accept-language": "de"})
    below = client.get(f"/~{authority.slug}/authority/", headers={"accept-language": "de"})

    assert sent_to(response) == "/de/authority/?q=a"
    assert sent_to(below) == f"/~{authority.slug}/de/authority/"


def test_what_is_nowhere_is_not_found_in_any_language(client):
    assert client.get("/nothing-here/").status_code == 404
    assert client.get("/it/authority/").status_code == 404


def test_switching_is_remembered_and_reading_is_not(client):
    read = client.get("/nl/authority/")
    stayed = client.get("/nl/authority/", headers={"referer": "http://testserver/nl/"})
    from_elsewhere = client.get("/nl/authority/", headers={"referer": "http://elsewhere.example/fr/"})
    switched = client.get("/nl/authority/", headers={"referer": "http://testserver/~town/fr/authority/"})

    assert COOKIE not in read.cookies
    assert COOKIE not in stayed.cookies
    assert COOKIE not in from_elsewhere.cookies
    assert switched.cookies[COOKIE].value == "nl"


def test_programs_are_answered_by_their_header_alone(client):
    client.cookies[COOKIE] = "de"

    response = client.get("/api/nothing/", headers={"accept-language": "nl"})

    assert response["Content-Language"] == "nl"
    assert "Cookie" not in response.get("Vary", "")
