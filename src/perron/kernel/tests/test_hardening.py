"""What a security reviewer tries beside signing in: caches, headers, logs, floods, hostile addresses and uploads."""

from __future__ import annotations

import logging
from datetime import timedelta
from hashlib import sha256
from io import BytesIO

import pytest
from django.conf import settings
from django.core import mail
from django.core.cache import caches
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client, RequestFactory
from django.urls import reverse
from django.utils import timezone

from perron.kernel import authority_actions, files, registry, staff_actions
from perron.kernel.actors import command_line
from perron.kernel.contract import Role
from perron.kernel.following import ask_to_confirm, follow_by_email, harmless
from perron.kernel.log_lines import OneLine
from perron.kernel.models.notice import Subscription
from perron.kernel.testing.factories import an_actor, an_authority
from perron.kernel.web.actor import UNTIL
from perron.kernel.web.uploads import ANONYMOUS_LIMIT

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _no_counts_from_before():
    caches["shared"].clear()


def test_a_lockout_is_not_washed_away_by_the_counts_of_others():
    counts = caches["shared"]
    counts.set("locked", [1.0] * 5, 3600)

    for number in range(1_000):
        counts.set(f"visitor-{number}", [1.0], 3600)

    assert counts.get("locked") == [1.0] * 5


def test_the_table_of_limits_tells_nobody_who_came(client):
    visitor, email = "192.0.2.77", "victim@example.org"
    tried = {"login": email, "password": "wrong password"}
    client.post("/en/accounts/login/", tried, REMOTE_ADDR=visitor)
    client.post("/en/inbox/follow/", {"topic": "place:62063", "email": email}, REMOTE_ADDR=visitor)

    with connection.cursor() as cursor:
        cursor.execute("SELECT cache_key FROM kernel_shared_cache")
        kept = " ".join(row[0] for row in cursor.fetchall())

    assert len(kept.split()) >= 4
    for guess in (visitor, email, sha256(email.encode()).hexdigest(), sha256(visitor.encode()).hexdigest()):
        assert guess not in kept


def test_a_form_without_its_token_is_refused_in_our_words():
    response = Client(enforce_csrf_checks=True).post("/fr/accounts/login/", {"login": "a@b.example", "password": "x"})

    assert response.status_code == 403
    assert "Ce formulaire" in response.text


def test_a_private_file_is_kept_by_no_browser():
    stored = files.store(BytesIO(b"line,value\n1,x\n"), name="a.csv")

    response = files.serve(RequestFactory().get("/"), stored, name="a.csv", public=False)

    assert response["Cache-Control"] == "private, no-store"


def test_a_page_made_for_somebody_who_is_signed_in_is_hers_alone(client):
    client.force_login(an_actor())

    assert "private" in client.get("/en/").headers["Cache-Control"]


def test_a_name_cannot_write_lines_of_its_own_into_the_log():
    record = logging.LogRecord(
        "perron", logging.WARNING, __file__, 1, "Not Found: %s", ("/x\n2026-01-01 ERROR forged\x1b[2J\u2028",), None
    )

    line = OneLine("%(levelname)s %(message)s").format(record)

    assert line == r"WARNING Not Found: /x\n2026-01-01 ERROR forged\x1b[2J\u2028"


@pytest.mark.parametrize(
    "address",
    [
        "/en/authority/?q=%00",
        "/en/search/?place=%00&after=%00&sort=%00",
        f"/en/search/?limit={'9' * 5000}",
        f"/api/search/v1/?limit={'9' * 5000}",
    ],
)
def test_an_odd_address_is_never_a_bug(client, address):
    assert client.get(address).status_code < 500


def test_an_absurd_number_of_features_is_never_a_bug(client):
    for layer in registry.layers():
        assert client.get(reverse("layer", args=[layer.name]), {"limit": "9" * 5000}).status_code == 200


def test_a_stranger_cannot_fill_the_disk_with_a_form_that_takes_no_file(client):
    big = SimpleUploadedFile("big.bin", b"0" * (ANONYMOUS_LIMIT + 1))
    stranger = Client(enforce_csrf_checks=True)
    stranger.get("/en/accounts/login/")

    response = stranger.post("/en/accounts/login/", {"file": big})

    assert response.status_code == 413


def test_staff_may_send_large_files(client):
    authority, actor = an_authority(), an_actor()
    staff_actions.grant_role(
        actor=command_line(), person=actor, authority=authority, role=Role.READER, at=timezone.now()
    )
    client.force_login(actor)

    response = client.post("/en/account/", {"name": "Ann", "file": SimpleUploadedFile("b", b"0" * 6_000_000)})

    assert response.status_code == 302


def test_behind_https_a_host_name_that_is_nobodys_is_not_answered(client, settings):
    settings.SECURE, settings.BASE_URL = True, "https://data.example.org"
    authority_actions.add_host(actor=command_line(), authority=an_authority(), host="data.town.example")

    ours = client.get("/robots.txt", headers={"host": "data.example.org"})
    theirs = client.get("/robots.txt", headers={"host": "data.town.example"})
    stranger = client.get("/en/search/feed.atom", headers={"host": "evil.example"})

    assert (ours.status_code, theirs.status_code, stranger.status_code) == (200, 200, 421)
    assert "evil" not in stranger.text


def test_a_supervisor_asks_by_any_name(client, settings):
    settings.SECURE, settings.BASE_URL = True, "https://data.example.org"

    assert client.get("/healthz", headers={"host": "10.0.0.7"}).status_code == 200


def test_taking_up_a_role_shortens_the_session_at_once(client):
    authority, actor = an_authority(), an_actor()
    client.force_login(actor)
    client.get("/en/")
    staff_actions.invite(
        actor=command_line(), authority=authority, email=actor.email, role=Role.AGENT, at=timezone.now()
    )

    client.post(f"/en/account/invitations/{authority.slug}/", {"answer": "accept"})
    client.get("/en/")

    until = timezone.datetime.fromisoformat(client.session[UNTIL])
    assert until <= timezone.now() + timedelta(hours=settings.STAFF_SESSION_HOURS)


def test_whoever_finds_a_weakness_finds_whom_to_tell(client):
    told = client.get("/.well-known/security.txt")

    assert told.status_code == 200
    assert told["Content-Type"].startswith("text/plain")
    assert "Contact: " in told.text
    assert "Expires: " in told.text


def test_nobody_can_flood_a_mailbox_with_letters_to_confirm(client):
    answers = [
        client.post(
            "/en/inbox/follow/",
            {"topic": f"search:q={number}", "email": "victim@example.org"},
            REMOTE_ADDR=f"192.0.2.{number}",
        )
        for number in range(12)
    ]

    assert [answer.status_code for answer in answers] == [200] * 10 + [429] * 2


@pytest.mark.parametrize(
    "trap",
    [
        "Your account is blocked: https://evil.example/login",
        "Pay at www.evil.example now",
        "Go to evil.example/login",
        "write to boss@evil.example",
        "call +32 470 12 34 56",
    ],
)
def test_a_letter_that_nobody_asked_for_carries_no_address_of_a_stranger(trap):
    follow_by_email("victim@example.org", "search:q=x", title=f"{trap}\r\nBcc: all@example.org")
    ask_to_confirm(subscription=Subscription.objects.get().pk)

    (letter,) = mail.outbox
    written = letter.subject + letter.body + str(letter.alternatives)
    assert letter.recipients() == ["victim@example.org"]
    assert not any(word in written for word in ("evil", "Bcc: all@", "470"))


def test_names_of_things_stay_readable_in_such_a_letter():
    assert harmless("Arbres de Namur 2022-2024, 1.234 rues (v2.1)") == "Arbres de Namur 2022-2024, 1.234 rues (v2.1)"


@pytest.mark.parametrize("name", ["topic", "title", "address"])
def test_what_cannot_be_kept_is_no_bug(client, name):
    sent = {"topic": "search:q=x", "email": "ann@example.org"} | {name: "search:\x00"}

    assert client.post("/en/inbox/follow/", sent).status_code in {200, 400}
