"""My account, on the page."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime, timedelta
from io import BytesIO
from zipfile import ZipFile

import pytest
from allauth.account.models import EmailAddress
from django.test import Client

from perron.kernel import following, retention, staff, staff_actions
from perron.kernel.actors import Actor
from perron.kernel.contract import Role
from perron.kernel.models.audit import AuditEntry, AuditSecret
from perron.kernel.models.notice import Subscription
from perron.kernel.testing.factories import PASSWORD, an_actor, an_agent_of, an_authority, an_operator

pytestmark = pytest.mark.django_db

NOW = datetime.now(UTC)
YEAR = timedelta(days=365)


def signed_in(actor) -> Client:
    client = Client()
    client.post("/en/accounts/login/", {"login": actor.email, "password": PASSWORD})
    return client


def test_the_page_shows_who_i_am_and_which_roles_i_hold():
    authority = an_authority(names={"en": "Sometown"})
    actor = an_agent_of(authority, role=Role.EDITOR, name="Ann")

    page = signed_in(actor).get("/en/account/").text

    assert "Sometown" in page
    assert "Editor: publishes and decides" in page
    assert 'value="Ann"' in page


def test_a_changed_name_and_language_are_kept():
    actor = an_actor()

    response = signed_in(actor).post("/en/account/", {"name": "Ann", "language": "nl"})

    actor.refresh_from_db()
    assert response["Location"] == "/nl/account/"
    assert (actor.name, actor.language) == ("Ann", "nl")


def test_a_role_that_sleeps_is_explained_with_the_way_out(settings):
    settings.STAFF_SECOND_FACTOR = True

    page = signed_in(an_agent_of(an_authority())).get("/en/account/").text

    assert "Your role needs a second proof" in page
    assert "/en/accounts/2fa/" in page


@pytest.mark.parametrize(("answer", "role"), [("accept", Role.AGENT), ("decline", None)])
def test_an_invitation_is_shown_and_answered(answer, role):
    authority, actor = an_authority(names={"en": "Sometown"}), an_actor()
    staff_actions.invite(actor=an_operator(), authority=authority, email=actor.email, role=Role.AGENT, at=NOW)
    client = signed_in(actor)
    assert "Sometown invites you" in client.get("/en/account/").text

    client.post(f"/en/account/invitations/{authority.slug}/", {"answer": answer})

    assert staff.role_of(actor, authority) == role
    assert "Sometown invites you" not in client.get("/en/account/").text


def test_somebody_elses_invitation_cannot_be_taken():
    authority, actor = an_authority(), an_actor()
    staff_actions.invite(actor=an_operator(), authority=authority, email="x@example.org", role=Role.AGENT, at=NOW)

    response = signed_in(actor).post(f"/en/account/invitations/{authority.slug}/", {"answer": "accept"})

    assert response.status_code == 404
    assert staff.role_of(actor, authority) is None


def test_my_data_comes_as_a_file():
    actor = an_actor()
    following.follow(actor, "thing:a:b:1")
    following.follow_by_email(actor.email, "thing:a:b:2")
    client = signed_in(actor)
    assert client.get("/en/account/export/").status_code == 200

    response = client.post("/en/account/export/")

    assert response.status_code == 200
    assert response["Content-Type"] == "application/zip"
    with ZipFile(BytesIO(response.getvalue())) as packed:
        held = json.loads(packed.read("my-data.json"))
    assert [row["email"] for row in held["kernel.Actor"]["rows"]] == [actor.email]
    assert [row["topic"] for row in held["kernel.Subscription"]["rows"]] == ["thing:a:b:1", "thing:a:b:2"]
    assert "art. 6.1.a" in held["kernel.Subscription"]["legal_basis"]


def test_an_account_is_erased_after_a_last_look():
    actor = an_actor(name="Ann")
    following.follow_by_email(actor.email, "thing:a:b:2")
    client = signed_in(actor)
    wrong = client.post("/en/account/erase/", {"email": "someone@example.org"})
    assert "not the address of this account" in wrong.text

    client.post("/en/account/erase/", {"email": actor.email.upper()})

    left = Actor.objects.get(pk=actor.pk)
    assert (left.name, left.is_active) == ("", False)
    assert not Subscription.objects.exists()
    assert AuditEntry.objects.filter(verb="kernel.erase_person").count() == 1
    assert not AuditSecret.objects.filter(about=actor.pk).exists()
    assert client.get("/en/account/").status_code == 302


def test_an_account_that_nobody_entered_for_years_is_erased_like_one_whose_owner_asked():
    idle, busy = an_actor(name="Ann", last_login=NOW - 4 * YEAR), an_actor(name="Bo", last_login=NOW - 2 * YEAR)
    an_operator(name="Op", last_login=NOW - 9 * YEAR)
    following.follow(idle, "thing:a:b:1")

    retention.apply_retention(NOW)

    assert sorted(Actor.objects.values_list("name", flat=True)) == ["", "Bo", "Op"]
    assert not EmailAddress.objects.filter(user=idle).exists()
    assert EmailAddress.objects.filter(user=busy).exists()
    assert not Subscription.objects.exists()
    assert AuditEntry.objects.filter(verb="kernel.erase_person").count() == 1
    assert not AuditSecret.objects.filter(about=idle.pk).exists()


@pytest.mark.parametrize("path", ["export", "erase"])
def test_what_cannot_be_undone_asks_again_who_i_am(path):
    client = signed_in(an_actor())
    session = client.session
    session["account_authentication_methods"] = [{"method": "password", "at": 0}]
    session.save()

    response = client.post(f"/en/account/{path}/", {})

    assert response.status_code == 302
    assert "/reauthenticate/" in response["Location"]


@pytest.mark.parametrize("path", ["", "export/", "erase/"])
def test_nobody_has_no_account(client, path):
    assert client.get(f"/en/account/{path}")["Location"].startswith("/en/accounts/login/")


@pytest.mark.parametrize("below", ["", "/~sometown"])
def test_what_waited_for_the_password_is_done_after_it(below):
    an_authority(slug="sometown")
    actor = an_actor()
    client = signed_in(actor)
    session = client.session
    session["account_authentication_methods"] = [{"method": "password", "at": 0}]
    session.save()
    asked = client.post(f"{below}/en/account/erase/", {"email": actor.email})

    done = client.post(asked["Location"], {"password": PASSWORD})

    assert done.status_code == 302, done.text
    assert done["Location"] == f"{below}/en/"
    assert not Actor.objects.get(pk=actor.pk).is_active


def test_every_page_about_signing_in_opens_and_speaks_politely():
    client = signed_in(an_actor(language="de"))
    mfa = ["", "totp/activate/", "webauthn/", "webauthn/add/"]
    pages = ["email/", "password/change/", "sessions/", "logout/", *(f"2fa/{page}" for page in mfa)]

    for address in pages:
        answer = client.get(f"/de/accounts/{address}")

        assert answer.status_code == 200, address
        assert not re.search(r"\b([Dd]u|[Dd]ein\w*|[Dd]ir|[Dd]ich)\b", answer.text), address


def test_the_account_has_a_way_out():
    client = signed_in(an_actor())

    assert 'action="/en/accounts/logout/"' in client.get("/en/account/").text
    client.post("/en/accounts/logout/")

    assert client.get("/en/account/").status_code == 302
