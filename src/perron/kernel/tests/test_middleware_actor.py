"""Who asks is on the request, and a session ends when it has lasted long enough."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from perron.kernel.testing.factories import an_actor, an_agent_of, an_authority
from perron.kernel.web.actor import UNTIL

pytestmark = pytest.mark.django_db


def who_asks(client):
    return client.get("/robots.txt").wsgi_request.actor


def lasts(client) -> timedelta:
    client.get("/robots.txt")
    return timezone.datetime.fromisoformat(client.session[UNTIL]) - timezone.now()


def test_nobody_asks_without_signing_in_and_nothing_is_looked_up(client, django_assert_num_queries):
    with django_assert_num_queries(0):
        assert client.get("/robots.txt", headers={"host": "localhost"}).wsgi_request.actor is None


def test_whoever_signed_in_asks(client):
    actor = an_actor()
    client.force_login(actor)

    assert who_asks(client) == actor


def test_a_closed_account_asks_nothing_more(client):
    actor = an_actor()
    client.force_login(actor)
    actor.is_active = False
    actor.save()

    assert who_asks(client) is None


def test_a_session_ends_counted_from_signing_in(client):
    client.force_login(an_actor())
    assert who_asks(client) is not None
    session = client.session
    session[UNTIL] = (timezone.now() - timedelta(seconds=1)).isoformat()
    session.save()

    assert who_asks(client) is None
    assert who_asks(client) is None


def test_sessions_of_staff_are_short(client, settings):
    client.force_login(an_actor())
    agents = Client()
    agents.force_login(an_agent_of(an_authority()))

    assert lasts(client) > timedelta(hours=settings.STAFF_SESSION_HOURS)
    assert lasts(agents) <= timedelta(hours=settings.STAFF_SESSION_HOURS)


def test_a_page_says_that_it_depends_on_who_asks(client):
    assert "Cookie" in client.get("/en/authority/")["Vary"]


def test_a_page_for_the_signed_in_leads_to_the_sign_in_and_back(client):
    response = client.get("/nl/account/")

    assert response.status_code == 302
    assert response["Location"] == "/nl/accounts/login/?next=%2Fnl%2Faccount%2F"
