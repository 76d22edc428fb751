"""Photos that a program names by their address: fetched from a real server, cleaned, and never from inside."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from perron.bricks.reports.actions.keys import make_key
from perron.bricks.reports.actions.open311 import FromProgram, take_report
from perron.bricks.reports.actions.steps.media import fetch_photo
from perron.bricks.reports.models import Report, Update
from perron.bricks.reports.queries.others import key_by_secret
from perron.bricks.reports.tests.factories import NOON, a_new_report, a_photo, a_serving_authority
from perron.bricks.reports.tests.georeport_asking import an_administrator_of
from perron.kernel.authorities import Authority
from perron.kernel.testing.queue import run_pending

pytestmark = pytest.mark.django_db


class Album(BaseHTTPRequestHandler):
    """A photo, something that is none, and something that is not there."""

    def do_GET(self) -> None:
        known = {"/photo.jpg": a_photo().stream.read(), "/page": b"<html>"}
        content = known.get(self.path, b"")
        self.send_response(200 if content else 500)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *_words: object) -> None:
        pass


@pytest.fixture
def album() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Album)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


def sent_with(town: Authority, *media: str) -> Report:
    secret = make_key(actor=an_administrator_of(town), authority=town, name="App", at=NOON).secret
    key = key_by_secret(secret)
    assert key is not None
    program = FromProgram(key, "", media)
    return take_report(actor=None, what=a_new_report(town, channel="open311"), program=program, at=NOON)


def notes(report: Report) -> list[str]:
    return [step.words for step in Update.objects.filter(report=report, kind="photo") if step.words]


def test_photos_are_fetched_once_and_what_is_none_is_noted(album, settings):
    settings.ALLOWED_PRIVATE_ADDRESSES = ["127.0.0.0/8"]
    report = sent_with(a_serving_authority(), f"{album}/photo.jpg", f"{album}/page")
    run_pending()
    fetch_photo(report=report.pk, address=f"{album}/photo.jpg")

    assert report.photos.count() == 1
    assert len(notes(report)) == 1
    assert "/page" in notes(report)[0]
    assert all(step.is_internal for step in Update.objects.filter(report=report, kind="photo"))


def test_a_server_that_fails_is_asked_again(album, settings):
    settings.ALLOWED_PRIVATE_ADDRESSES = ["127.0.0.0/8"]
    report = sent_with(a_serving_authority(), f"{album}/gone")

    assert run_pending(ahead=True) > 3
    assert notes(report) == []


def test_a_private_network_is_not_entered(album):
    report = sent_with(a_serving_authority(), f"{album}/photo.jpg", "file:///etc/passwd")
    run_pending()

    assert report.photos.count() == 0
    assert len(notes(report)) == 2


def test_at_most_five_are_taken(album, settings):
    settings.ALLOWED_PRIVATE_ADDRESSES = ["127.0.0.0/8"]
    report = sent_with(a_serving_authority(), *(f"{album}/photo.jpg?{number}" for number in range(7)))

    assert run_pending() >= 5
    assert report.photos.count() <= 5
