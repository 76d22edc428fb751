"""A stolen password alone wakes no role: the first second factor of staff waits for a code from their mailbox."""

from __future__ import annotations

import re
from io import StringIO
from urllib.parse import unquote

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.core import mail
from django.core.cache import cache
from django.core.management import call_command
from django.test import Client
from django.utils import timezone

from perron.kernel import address_proof, staff_actions
from perron.kernel.actors import Actor, command_line
from perron.kernel.contract import Role
from perron.kernel.testing.factories import PASSWORD, an_actor, an_agent_of, an_authority
from perron.kernel.tests.test_sign_in import code_for

pytestmark = pytest.mark.django_db

TOTP_PAGE, KEY_PAGE, EMAIL_PAGE = (
    f"/en/accounts/{page}/" for page in ("2fa/totp/activate", "2fa/webauthn/add", "email")
)


@pytest.fixture(autouse=True)
def in_public(settings) -> None:
    settings.STAFF_SECOND_FACTOR = True
    cache.clear()


def signed_in(actor: Actor) -> Client:
    client = Client()
    client.post("/en/accounts/login/", {"login": actor.email, "password": PASSWORD})
    return client


def invited() -> Actor:
    actor = an_actor(language="en")
    staff_actions.invite(
        actor=command_line(), authority=an_authority(), email=actor.email, role=Role.EDITOR, at=timezone.now()
    )
    return actor


def operator() -> Actor:
    return an_actor(language="en", is_operator=True)


def agent() -> Actor:
    return an_agent_of(an_authority())


@pytest.mark.parametrize("person", [agent, invited, operator])
@pytest.mark.parametrize("page", [TOTP_PAGE, KEY_PAGE, EMAIL_PAGE])
def test_a_password_alone_protects_or_moves_no_account_of_staff(person, page):
    client = signed_in(person())

    for answer in (client.get(page), client.post(page, {"code": "000000", "action_add": "", "email": "x@example.org"})):
        assert answer.status_code == 302
        assert unquote(answer["Location"]) == f"/en/account/prove-address/?next={page}"
    assert not Authenticator.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_with_the_mailed_code_the_first_factor_is_added_and_its_owner_is_told():
    actor = agent()
    client = signed_in(actor)
    prove = client.get(TOTP_PAGE)["Location"]
    assert 'name="code"' not in client.get(prove).text

    client.post(prove, {"send": "yes"})
    (letter,) = mail.outbox
    assert letter.recipients() == [actor.email]
    code = re.search(r"^([A-Z0-9]{4}-[A-Z0-9]{4})$", letter.body, re.MULTILINE)[1]
    assert client.post(prove, {"code": code.lower()})["Location"] == TOTP_PAGE

    form = client.get(TOTP_PAGE).context["form"]
    client.post(TOTP_PAGE, {"code": code_for(form.secret)})

    assert Authenticator.objects.filter(user=actor, type=Authenticator.Type.TOTP).exists()
    assert mail.outbox[-1].recipients() == [actor.email]
    assert len(mail.outbox) == 2


def test_a_wrong_an_old_or_a_used_code_opens_nothing():
    actor = agent()
    client = signed_in(actor)
    prove = client.get(TOTP_PAGE)["Location"]
    old, code = address_proof.make_code(actor), address_proof.make_code(actor)

    for typed in ("", "AAAA-AAAA", old, address_proof.make_code(an_actor())):
        assert client.post(prove, {"code": typed}).status_code == 200
    assert client.post(prove, {"code": code}).status_code == 302
    assert not address_proof.is_right(actor, code)


def test_codes_cannot_be_guessed_nor_a_mailbox_flooded():
    client = signed_in(agent())
    prove = client.get(TOTP_PAGE)["Location"]

    assert [client.post(prove, {"code": "AAAA-AAAA"}).status_code for _try in range(12)] == [200] * 10 + [429] * 2
    assert [client.post(prove, {"send": "yes"}).status_code for _try in range(7)] == [302] * 5 + [429] * 2


def test_a_proof_leads_to_no_other_site():
    actor = agent()

    answer = signed_in(actor).post(
        "/en/account/prove-address/?next=//evil.example/", {"code": address_proof.make_code(actor)}
    )

    assert answer["Location"] == "/en/account/"


def test_residents_and_whoever_has_a_factor_are_not_asked():
    protected = agent()
    TOTP.activate(protected, generate_totp_secret())

    assert not address_proof.is_asked_of(protected, at=timezone.now())
    assert signed_in(an_actor()).get(TOTP_PAGE).status_code == 200


def test_where_staff_need_no_second_factor_nothing_is_asked(settings):
    settings.STAFF_SECOND_FACTOR = False

    assert signed_in(agent()).get(TOTP_PAGE).status_code == 200


def test_the_operator_gives_a_code_to_whoever_cannot_read_her_mail():
    actor, told = agent(), StringIO()

    call_command("person", "code", actor.email, "--reason", "no mail server yet", stdout=told)

    assert address_proof.is_right(actor, told.getvalue().split()[0])
