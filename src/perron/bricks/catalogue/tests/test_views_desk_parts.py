"""Large files in pieces over HTTP: announced, continued, sent with the form; by whoever may receive files here."""

from __future__ import annotations

import base64

import pytest
from django.test import Client
from django.urls import reverse

from perron.bricks.catalogue.models import Upload
from perron.bricks.catalogue.tests.factories import TREES
from perron.kernel.contract import Role
from perron.kernel.testing.factories import an_agent_of, an_authority

pytestmark = pytest.mark.django_db

CONTENT = TREES.encode()
NAME = "arbres d’été.csv"


@pytest.fixture
def here():
    return an_authority()


def signed_in(actor) -> Client:
    client = Client()
    client.force_login(actor)
    return client


def announce(client: Client, here, **headers: str):
    name = base64.b64encode(NAME.encode()).decode()
    given = {"Upload-Length": str(len(CONTENT)), "Upload-Metadata": f"filename {name}", **headers}
    return client.post(reverse("catalogue:desk_parts", args=[here.slug]), headers=given)


def send(client: Client, address: str, piece: bytes, offset: object):
    return client.patch(
        address, piece, content_type="application/offset+octet-stream", headers={"Upload-Offset": str(offset)}
    )


def test_a_file_in_pieces_becomes_an_upload_like_any_other(here):
    client = signed_in(an_agent_of(here))

    address = announce(client, here)["Location"]
    first = send(client, address, CONTENT[:20], 0)
    reached = client.head(address)
    send(client, address, CONTENT[20:], reached["Upload-Offset"])
    new = reverse("catalogue:desk_new", args=[here.slug])
    sent, twice = (client.post(new, {"part": address.split("/")[-2]}) for _ in range(2))

    upload = Upload.objects.get()
    assert (first.status_code, first["Upload-Offset"], reached["Upload-Length"]) == (204, "20", str(len(CONTENT)))
    assert sent["Location"] == reverse("catalogue:desk_upload", args=[here.slug, upload.pk])
    assert (upload.name, upload.file.size) == (NAME, len(CONTENT))
    assert twice.status_code == 410


def test_a_file_that_is_not_whole_is_not_taken(here):
    client = signed_in(an_agent_of(here))
    address = announce(client, here)["Location"]
    send(client, address, CONTENT[:20], 0)

    assert send(client, address, CONTENT[:20], 0).status_code == 409
    answer = client.post(reverse("catalogue:desk_new", args=[here.slug]), {"part": address.split("/")[-2]})

    assert answer.status_code == 409
    assert not Upload.objects.exists()


def test_nobody_else_sees_or_continues_it(here):
    address = announce(signed_in(an_agent_of(here)), here)["Location"]

    for other in (an_agent_of(here), an_agent_of(an_authority())):
        client = signed_in(other)
        assert client.head(address).status_code in {403, 404, 410}
        assert send(client, address, b"x", 0).status_code in {403, 404, 410}


def test_only_whoever_may_receive_files_announces_one(here):
    assert announce(Client(), here).status_code in {302, 401, 403}
    assert announce(signed_in(an_agent_of(here, role=Role.READER)), here).status_code == 403


@pytest.mark.parametrize("headers", [{"Upload-Length": "many"}, {"Upload-Length": "9" * 20}, {"Upload-Metadata": "é"}])
def test_what_is_no_announcement_is_refused(here, headers):
    assert announce(signed_in(an_agent_of(here)), here, **headers).status_code == 400


def test_a_file_beyond_the_limit_is_refused_before_it_is_sent(here, settings):
    settings.FILE_SIZE_LIMIT = 10

    assert announce(signed_in(an_agent_of(here)), here).status_code == 413
