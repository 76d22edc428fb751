"""`perron authority` and `perron person`, as an operator types them."""

from __future__ import annotations

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from perron.kernel import staff
from perron.kernel.actors import actor_by_email
from perron.kernel.authorities import authority_by_host, authority_by_slug
from perron.kernel.contract import Role
from perron.kernel.testing.factories import an_actor, an_authority, with_second_factor

pytestmark = pytest.mark.django_db


def perron(*words: str) -> str:
    said = StringIO()
    call_command(*words, stdout=said)
    return said.getvalue()


def test_an_authority_is_made_shown_and_ended():
    said = perron("authority", "create", "new-town", "--kind", "commune", "--fr", "Ville", "--languages", "fr,nl")
    assert "/~new-town/" in said
    assert "new-town" in perron("authority", "list")

    perron("authority", "end", "new-town")
    assert not authority_by_slug("new-town").is_active
    perron("authority", "resume", "new-town")
    assert authority_by_slug("new-town").is_active


def test_an_authority_gets_staff_and_host_names():
    authority, actor = an_authority(), an_actor()

    perron("authority", "grant", authority.slug, actor.email, "editor")
    assert staff.role_of(actor, authority) is Role.EDITOR
    assert actor.email in perron("authority", "staff", authority.slug)
    perron("authority", "withdraw", authority.slug, actor.email)
    assert staff.role_of(actor, authority) is None

    perron("authority", "add-host", authority.slug, "data.town.example")
    assert authority_by_host("data.town.example") == authority
    perron("authority", "remove-host", authority.slug, "data.town.example")
    assert authority_by_host("data.town.example") is None


def test_a_person_is_made_operator_helped_and_closed():
    perron("person", "create", "ann@example.org", "--name", "Ann", "--language", "fr")
    perron("person", "make-operator", "ann@example.org")
    assert "ann@example.org" in perron("person", "operators")
    assert "operator" in perron("person", "show", "ANN@example.org")

    with_second_factor(actor_by_email("ann@example.org"))
    assert perron("person", "reset-second-factor", "ann@example.org", "--reason", "lost").startswith("1 ")
    perron("person", "close", "ann@example.org", "--reason", "left")
    assert not actor_by_email("ann@example.org").is_active


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("authority", "staff", "nowhere"), "nothing at this address"),
        (
            ("authority", "create", "A B", "--kind", "commune", "--fr", "x", "--languages", "fr"),
            "cannot be an authority",
        ),
        (("person", "show", "nobody@example.org"), "nothing at this address"),
    ],
)
def test_what_cannot_be_is_said_in_a_sentence(words, said):
    with pytest.raises(CommandError, match=said):
        perron(*words)


def test_an_empty_installation_says_what_comes_next():
    assert "perron authority create" in perron("authority", "list")
    assert "perron person make-operator" in perron("person", "operators")
