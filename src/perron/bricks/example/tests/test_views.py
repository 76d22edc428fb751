"""The notice board in a browser and for programs: it works, it refuses, and it explodes in good order."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation

from perron.bricks.example.models import Note
from perron.bricks.example.rules import LONGEST
from perron.bricks.example.tests.factories import a_note
from perron.kernel.authorities import Authority
from perron.kernel.testing.factories import an_agent_of, an_authority

pytestmark = pytest.mark.django_db
SENTENCES = {
    "fr": "Quelque chose s’est mal passé de notre côté",
    "nl": "Er ging iets mis aan onze kant",
    "de": "Bei uns ist etwas schiefgegangen",
    "en": "Something went wrong on our side",
}


def signed_in(authority: Authority) -> Client:
    client = Client()
    client.force_login(an_agent_of(authority))
    return client


def test_an_empty_board_says_so(client):
    assert "Nothing hangs on the board." in client.get("/en/example/").content.decode()


def test_a_note_that_an_agent_posts_hangs_on_the_board():
    authority = an_authority()
    client = signed_in(authority)

    answer = client.post(f"/en/example/desk/{authority.slug}/post/", {"words": "Open on Sunday"}, follow=True)

    assert "Open on Sunday" in answer.content.decode()
    assert "Open on Sunday" in Client().get("/en/example/").content.decode()
    assert Client().get("/api/example/v1/notes").json()["notes"][0]["title"] == "Open on Sunday"


def test_a_refusal_is_a_page_with_a_way_out():
    authority = an_authority()

    answer = signed_in(authority).post(f"/en/example/desk/{authority.slug}/post/", {"words": "x" * (LONGEST + 1)})

    assert answer.status_code == 400
    assert "A note has at most 500 characters; this one has 501." in answer.content.decode()
    assert "Shorten it, and send it again." in answer.content.decode()
    assert not Note.objects.exists()


def test_a_double_click_takes_a_note_down_once():
    note = a_note()
    client = signed_in(note.authority)
    address = f"/en/example/{note.pk}/take-down/"

    assert [client.post(address).status_code, client.post(address).status_code] == [302, 404]


def test_a_note_that_was_never_there_is_not_found(client):
    assert client.get("/en/example/999/").status_code == 404


def test_who_is_not_signed_in_is_asked_to(client):
    authority = an_authority()

    answer = client.post(f"/en/example/desk/{authority.slug}/post/", {"words": "x"})

    assert answer.status_code == 302
    assert "next=" in answer["Location"]


@pytest.mark.parametrize("language", SENTENCES)
def test_a_bug_is_a_page_with_a_number_to_tell(language: str):
    with translation.override(language):
        address = reverse("example:explode")

    answer = Client(raise_request_exception=False).get(address)

    assert answer.status_code == 500
    assert SENTENCES[language] in answer.content.decode()


def test_the_number_of_a_bug_is_in_the_log(caplog):
    answer = Client(raise_request_exception=False).get(
        "/en/example/explode/", headers={"accept": "application/problem+json"}
    )

    problem = answer.json()
    assert answer["Content-Type"] == "application/problem+json"
    assert (problem["status"], problem["code"]) == (500, "bug")
    assert f"incident={problem['incident']}" in caplog.text
