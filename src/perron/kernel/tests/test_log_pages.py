"""The audit log for people: acts in words, one thing's history, nobody's name."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.test import Client
from django.utils import translation

from perron.kernel import audit
from perron.kernel.act_words import act_in_words
from perron.kernel.contract import Ref, SearchDocument
from perron.kernel.search import index
from perron.kernel.testing.factories import an_actor, an_authority

pytestmark = pytest.mark.django_db

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
NOTE = Ref("example", "note", "7")


def test_an_act_is_told_in_words_with_its_thing_and_its_authority(client: Client) -> None:
    town = an_authority(names={"nl": "Sintergem"})
    index("example.note", [SearchDocument(NOTE, {"nl": "Rommelmarkt"}, {}, "/fr/example/7/")])
    audit.record(actor=None, verb="example.post_note", subject=NOTE, authority=town)

    page = client.get("/nl/log/").text

    assert "Bericht opgehangen" in page
    assert '<a href="/nl/log/example:note:7/">Rommelmarkt</a>' in page
    assert "Sintergem" in page
    assert "nog niet ondertekend" in page


def test_the_log_is_narrowed_to_an_authority_and_read_page_by_page(client: Client) -> None:
    town, other = an_authority(), an_authority()
    for number in range(60):
        audit.record(actor=None, verb="example.post_note", subject=Ref("example", "note", f"t{number}"), authority=town)
    audit.record(actor=None, verb="example.post_note", subject=Ref("example", "note", "elsewhere"), authority=other)

    page = client.get(f"/en/log/?authority={town.slug}")

    assert "no. t59" in page.text
    assert "no. t9<" not in page.text
    assert "elsewhere" not in page.text
    older = client.get(f"/en/log/{page.context['next']}").text
    assert "no. t9<" in older
    assert "no. t59" not in older
    assert "elsewhere" not in client.get(f"/~{town.slug}/en/log/").text
    assert client.get("/en/log/?before=x&authority=nobody").status_code == 200


def test_a_persons_acts_are_not_for_strangers(client: Client) -> None:
    anna = an_actor(name="Anna Peeters")
    audit.record(actor=anna, verb="kernel.change_profile", subject=anna.ref, note="asked by Anna")

    page = client.get("/en/log/").text

    assert "Profile changed" in page
    assert "A person" in page
    assert "Anna" not in page
    assert f"actor:{anna.pk}" not in page
    assert client.get(f"/en/log/{anna.ref}/").status_code == 404
    assert client.get(f"/api/audit/v1/entries?subject={anna.ref}").status_code == 404
    assert client.get(f"/api/audit/v1/proof-file?subject={anna.ref}").status_code == 404


def test_the_history_of_a_thing_comes_with_its_proof(client: Client) -> None:
    index("example.note", [SearchDocument(NOTE, {"fr": "Brocante"}, {}, "/fr/example/7/")])
    audit.record(actor=None, verb="example.post_note", subject=NOTE, facts={"pages": 3, "changed": ["title", "place"]})
    audit.checkpoint(NOON)

    page = client.get("/fr/log/example:note:7/").text

    assert "Brocante" in page
    assert 'href="/fr/example/7/"' in page
    assert "<code>pages</code> 3" in page
    assert "<code>changed</code> title, place" in page
    assert "perron audit verify proof.json" in page
    assert str(audit.public_key()) in page.replace("&#x2B;", "+")
    assert client.get("/api/audit/v1/proof-file?subject=example:note:7").status_code == 200


def test_what_is_not_public_is_not_called_by_its_title(client: Client) -> None:
    draft = SearchDocument(NOTE, {"en": "Secret plan"}, {}, "/en/example/7/", access="authority:somewhere")
    index("example.note", [draft])
    audit.record(actor=None, verb="example.post_note", subject=NOTE)

    assert "Secret plan" not in client.get("/en/log/").text
    assert "Secret plan" not in client.get("/en/log/example:note:7/").text


@pytest.mark.parametrize("subject", ["example:note:8", "nonsense", "a:b"])
def test_a_thing_that_the_log_does_not_know_is_not_found(client: Client, subject: str) -> None:
    assert client.get(f"/en/log/{subject}/").status_code == 404


@pytest.mark.parametrize(
    ("verb", "words"),
    [
        ("example.post_note", "Note posted"),
        ("example.take_down_note", "Note taken down"),
        ("kernel.read_desk", "See the authority's desk"),
        ("kernel.apply_retention", "Retention applied"),
        ("example.send_note", "Note sent"),
        ("gone.close_report", "Close report"),
    ],
)
def test_an_act_is_called_as_its_event_or_its_right(verb: str, words: str) -> None:
    with translation.override("en"):
        assert act_in_words(verb) == words


def test_an_empty_log_says_so(client: Client) -> None:
    assert "Nothing was done yet" in client.get("/en/log/").text
