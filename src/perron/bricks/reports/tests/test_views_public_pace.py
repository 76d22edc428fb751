"""How often strangers may send: a few as they are, more after some work of their computer; nothing typed is lost."""

from __future__ import annotations

from hashlib import sha256

import pytest
from django.test import Client
from django.utils import translation

from perron.bricks.reports.rules.work import BITS
from perron.bricks.reports.tests.factories import a_serving_authority
from perron.bricks.reports.tests.sending_pages import NEW, nothing_kept, page, told  # noqa: F401  (a fixture)
from perron.bricks.reports.views.public_pace import EASILY, LETTERS, WaitOrWork

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("nothing_kept")]


def solved(challenge: str) -> str:
    for number in range(10_000_000):
        digest = sha256(f"{challenge}:{number}".encode()).digest()
        if int.from_bytes(digest) >> (256 - BITS) == 0:
            return f"{challenge}:{number}"
    raise AssertionError


def test_after_some_reports_a_stranger_waits_or_lets_her_computer_work():
    a_serving_authority()
    client = Client()
    assert client.get(f"{NEW}ready/").json()["work"] is None
    for number in range(EASILY):
        assert client.post(NEW, told(description=f"Trou {number}")).status_code == 302

    refused = client.post(NEW, told())
    work = client.get(f"{NEW}ready/").json()["work"]
    proof = solved(work["challenge"])
    taken = client.post(NEW, told(work=proof))
    again = client.post(NEW, told(work=proof))

    assert refused.status_code == WaitOrWork.status
    with translation.override("fr"):
        assert str(WaitOrWork()) in page(refused)
    assert "Un trou." in page(refused)
    assert taken.status_code == 302
    assert again.status_code == WaitOrWork.status


def test_a_forged_proof_of_work_is_none():
    a_serving_authority()
    client = Client()
    for number in range(EASILY):
        client.post(NEW, told(description=f"Trou {number}"))

    assert client.post(NEW, told(work=solved("forged"))).status_code == WaitOrWork.status


def test_nobody_has_a_stranger_flooded_with_letters():
    a_serving_authority()
    visitors = [Client(REMOTE_ADDR=f"192.0.2.{number}") for number in range(LETTERS + 1)]

    answers = [visitor.post(NEW, told(email="someone@example.org")).status_code for visitor in visitors]

    assert answers == [302] * LETTERS + [429]
