"""Signing up, in and out, as a security reviewer would try it."""

from __future__ import annotations

import re
import smtplib
import time

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, generate_totp_secret, hotp_value
from allauth.usersessions.models import UserSession
from django.core import mail
from django.core.cache import cache
from django.core.mail.backends.locmem import EmailBackend
from django.test import Client

from perron.kernel.actors import Actor, actor_by_email
from perron.kernel.testing.factories import PASSWORD, an_actor, an_authority

pytestmark = pytest.mark.django_db

LOGIN, SIGNUP = "/en/accounts/login/", "/en/accounts/signup/"
CODE = re.compile(r"\b[A-Z0-9]{3,4}-?[A-Z0-9]{3,4}\b")


class DeadMailServer(EmailBackend):
    """A mail server that nobody answers at."""

    def send_messages(self, _messages):
        raise smtplib.SMTPServerDisconnected


@pytest.fixture(autouse=True)
def _no_counts_from_before():
    cache.clear()


def sign_in(client, email, password=PASSWORD, **more):
    return client.post(LOGIN, {"login": email, "password": password, **more}, headers={"user-agent": "Browser A"})


def is_signed_in(client) -> bool:
    return client.get("/en/account/").status_code == 200


def mailed_code() -> str:
    found = CODE.search(mail.outbox[-1].body)
    assert found, mail.outbox[-1].body
    return found[0]


def code_for(secret: str) -> str:
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30))


def test_signing_up_takes_an_address_a_password_and_the_code_that_was_mailed(client):
    response = client.post("/nl/accounts/signup/", {"email": "Ann@Example.org", "password1": PASSWORD})
    assert response.status_code == 302
    assert not is_signed_in(client)

    confirmed = client.post(response["Location"], {"code": mailed_code()})

    ann = actor_by_email("ann@example.org")
    assert confirmed.status_code == 302, confirmed.content
    assert is_signed_in(client)
    assert ann.language == "nl"
    assert EmailAddress.objects.get(user=ann).verified


def test_a_wrong_code_opens_nothing(client):
    response = client.post(SIGNUP, {"email": "ann@example.org", "password1": PASSWORD})

    for _try in range(4):
        client.post(response["Location"], {"code": "AAA-AAA"})

    assert not is_signed_in(client)
    assert not EmailAddress.objects.filter(verified=True).exists()


@pytest.mark.parametrize("password", ["too short", "password1234", "anneke.peeters@example"])
def test_a_weak_password_is_refused(client, password):
    client.post(SIGNUP, {"email": "anneke.peeters@example.org", "password1": password})

    assert not Actor.objects.exists()


def test_signing_up_does_not_tell_whether_an_account_exists(client):
    an_actor(email="ann@example.org")

    known = client.post(SIGNUP, {"email": "ann@example.org", "password1": PASSWORD})
    unknown = Client().post(SIGNUP, {"email": "bob@example.org", "password1": PASSWORD})

    assert (known.status_code, known["Location"]) == (unknown.status_code, unknown["Location"])
    assert Actor.objects.filter(email="ann@example.org").count() == 1


def test_signing_in_does_not_tell_whether_an_account_exists(client):
    an_actor(email="ann@example.org")

    known = sign_in(client, "ann@example.org", "another password")
    unknown = sign_in(Client(), "bob@example.org", "another password")

    assert known.status_code == unknown.status_code == 200
    told = [str(answer.context["form"].errors) for answer in (known, unknown)]
    assert told[0] == told[1]


def test_an_address_is_signed_in_with_in_any_case(client):
    an_actor(email="ann@example.org")

    sign_in(client, "ANN@Example.org")

    assert is_signed_in(client)


def test_five_wrong_passwords_lock_the_address_out_for_a_while_even_for_the_right_one(client):
    actor = an_actor()
    for _try in range(5):
        sign_in(Client(), actor.email, "another password")

    sign_in(client, actor.email)

    assert not is_signed_in(client)


def test_too_many_tries_from_one_place_are_told_to_wait(client, settings):
    settings.ACCOUNT_RATE_LIMITS = {**settings.ACCOUNT_RATE_LIMITS, "login": "1/m/ip"}
    sign_in(client, "ann@example.org")

    response = sign_in(client, "ann@example.org")

    assert response.status_code == 429
    assert "Wait a moment and try again." in response.text


def test_limits_are_counted_where_all_processes_see_them(settings):
    assert settings.CACHES["default"]["BACKEND"].endswith("DatabaseCache")


def test_the_session_changes_its_key_when_somebody_signs_in(client):
    actor = an_actor()
    client.get(LOGIN)
    session = client.session
    session["something"] = "from before"
    session.save()
    client.cookies["perron_session"] = before = session.session_key

    sign_in(client, actor.email)

    assert is_signed_in(client)
    assert client.cookies["perron_session"].value != before


def test_a_sign_in_leads_to_no_other_site(client):
    response = sign_in(client, an_actor().email, next="https://elsewhere.example/")

    assert response["Location"] == "/en/account/"


def test_a_sign_in_below_an_authority_stays_there(client):
    slug = an_authority().slug
    response = client.post(f"/~{slug}{LOGIN}", {"login": an_actor().email, "password": PASSWORD})

    assert response["Location"] == f"/~{slug}/en/account/"


def test_signing_out_needs_a_click(client):
    client.force_login(an_actor())

    client.get("/en/accounts/logout/")
    assert is_signed_in(client)
    client.post("/en/accounts/logout/")
    assert not is_signed_in(client)


def test_a_closed_account_is_not_entered(client):
    sign_in(client, an_actor(is_active=False).email)

    assert not is_signed_in(client)


def test_an_unproven_address_is_not_signed_in_with(client):
    actor = an_actor()
    EmailAddress.objects.update(verified=False)

    sign_in(client, actor.email)

    assert not is_signed_in(client)


def test_with_an_authenticator_app_the_password_is_not_enough(client):
    actor, secret = an_actor(), generate_totp_secret()
    TOTP.activate(actor, secret)

    response = sign_in(client, actor.email)
    assert not is_signed_in(client)
    client.post(response["Location"], {"code": "000000"})
    assert not is_signed_in(client)
    client.post(response["Location"], {"code": code_for(secret)})

    assert is_signed_in(client)


def test_the_secret_of_an_authenticator_app_is_kept_encrypted():
    secret = generate_totp_secret()
    TOTP.activate(an_actor(), secret)

    assert secret not in str(Authenticator.objects.get().data)


def test_a_code_of_an_authenticator_app_works_once(client):
    actor, secret = an_actor(), generate_totp_secret()
    TOTP.activate(actor, secret)
    code = code_for(secret)

    client.post(sign_in(client, actor.email)["Location"], {"code": code})
    other = Client()
    other.post(sign_in(other, actor.email)["Location"], {"code": code})

    assert is_signed_in(client)
    assert not is_signed_in(other)


def test_a_recovery_code_works_once(client):
    actor = an_actor()
    TOTP.activate(actor, generate_totp_secret())
    code = RecoveryCodes.activate(actor).get_unused_codes()[0]

    client.post(sign_in(client, actor.email)["Location"], {"code": code})
    other = Client()
    other.post(sign_in(other, actor.email)["Location"], {"code": code})

    assert is_signed_in(client)
    assert not is_signed_in(other)


def test_adding_a_second_factor_asks_for_the_password_again_after_a_while(client):
    actor = an_actor()
    sign_in(client, actor.email)
    session = client.session
    session["account_authentication_methods"] = [{"method": "password", "at": time.time() - 3600}]
    session.save()

    for address in ("/en/accounts/2fa/totp/activate/", "/en/accounts/2fa/webauthn/add/"):
        response = client.get(address)
        assert response.status_code == 302
        assert "/reauthenticate/" in response["Location"]


def test_passkeys_are_offered_to_sign_in_with(client):
    response = client.get(
        "/en/accounts/2fa/webauthn/login/", headers={"accept": "application/json", "x-requested-with": "XMLHttpRequest"}
    )

    asked = response.json()["request_options"]["publicKey"]
    assert asked["challenge"]
    assert asked["rpId"] == "testserver"
    assert not asked.get("allowCredentials")


def test_a_forgotten_password_is_replaced_by_a_mailed_code(client):
    actor = an_actor()
    response = client.post("/en/accounts/password/reset/", {"email": actor.email})
    response = client.post(response["Location"], {"code": mailed_code()})
    client.post(response["Location"], {"password1": "another long secret", "password2": "another long secret"})

    other = Client()
    sign_in(other, actor.email, "another long secret")
    assert is_signed_in(other)


def test_asking_for_a_new_password_does_not_tell_whether_an_account_exists(client):
    actor = an_actor()

    known = client.post("/en/accounts/password/reset/", {"email": actor.email})
    unknown = Client().post("/en/accounts/password/reset/", {"email": "nobody@example.org"})

    assert (known.status_code, known["Location"]) == (unknown.status_code, unknown["Location"])


def test_no_mail_holds_a_host_name_that_the_request_chose(client):
    actor = an_actor()
    evil = {"host": "evil.example"}

    client.post("/en/accounts/password/reset/", {"email": actor.email}, headers=evil)
    Client().post(SIGNUP, {"email": "new@example.org", "password1": PASSWORD}, headers=evil)
    Client().post(SIGNUP, {"email": actor.email, "password1": PASSWORD}, headers=evil)
    Client().post("/en/accounts/password/reset/", {"email": "nobody@example.org"}, headers=evil)

    assert len(mail.outbox) == 4
    for message in mail.outbox:
        assert "evil.example" not in message.subject + message.body


def test_a_new_password_ends_the_sessions_elsewhere(client):
    actor, elsewhere = an_actor(), Client()
    sign_in(client, actor.email)
    sign_in(elsewhere, actor.email)
    new = "another long secret"

    client.post("/en/accounts/password/change/", {"oldpassword": PASSWORD, "password1": new, "password2": new})

    assert is_signed_in(client)
    assert not is_signed_in(elsewhere)


def test_an_address_is_changed_when_the_new_one_is_proven(client):
    actor = an_actor()
    sign_in(client, actor.email)

    response = client.post("/en/accounts/email/", {"email": "new@example.org", "action_add": ""})
    assert Actor.objects.get(pk=actor.pk).email == actor.email
    client.post(response["Location"], {"code": mailed_code()})

    assert Actor.objects.get(pk=actor.pk).email == "new@example.org"


def test_the_open_sessions_are_listed_and_those_elsewhere_ended(client):
    actor, elsewhere = an_actor(), Client()
    sign_in(client, actor.email)
    sign_in(elsewhere, actor.email)
    assert UserSession.objects.filter(user=actor).count() == 2
    assert client.get("/en/accounts/sessions/").status_code == 200

    client.post("/en/accounts/sessions/")

    assert is_signed_in(client)
    assert not is_signed_in(elsewhere)


def test_a_sign_in_from_another_browser_is_told_in_the_accounts_language(client):
    actor, elsewhere = an_actor(language="fr"), Client()
    sign_in(client, actor.email)
    assert not mail.outbox

    elsewhere.post(LOGIN, {"login": actor.email, "password": PASSWORD}, headers={"user-agent": "Browser B"})

    assert mail.outbox[0].to == [actor.email]
    assert "Browser B" in mail.outbox[0].body


def test_a_mail_server_that_does_not_answer_is_said_and_not_a_crash(client, settings):
    settings.EMAIL_BACKEND = f"{__name__}.DeadMailServer"

    response = client.post("/en/accounts/password/reset/", {"email": an_actor().email})

    assert response.status_code == 503


def test_these_pages_are_neither_framed_nor_kept(client):
    for address in (LOGIN, SIGNUP):
        response = client.get(address)
        assert response["X-Frame-Options"] == "DENY"
        assert "frame-ancestors 'none'" in response["Content-Security-Policy"]
        assert "no-store" in response["Cache-Control"]
