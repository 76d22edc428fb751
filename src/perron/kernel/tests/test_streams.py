"""Slow readers of large files hold some threads of the site, never all of them."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, closing
from pathlib import Path
from urllib.error import HTTPError, URLError
from urllib.request import Request, urlopen

import pytest
from django.core.signals import request_finished
from django.db import close_old_connections
from django.http import HttpResponse, StreamingHttpResponse
from django.test import RequestFactory

from perron.kernel.web.streams import WHOLE, StreamsWithinLimits, TooManyDownloads, TooManyDownloadsOfYours

LARGE = (b"x" * 100_000,) * 20


@pytest.fixture(autouse=True)
def connections_stay() -> Iterator[None]:
    """As in Django's own client: the end of an answer does not close the test's database."""
    request_finished.disconnect(close_old_connections)
    yield
    request_finished.connect(close_old_connections)


@pytest.fixture
def limits(settings) -> StreamsWithinLimits:
    settings.STREAMS, settings.STREAMS_PER_VISITOR = 3, 2
    return StreamsWithinLimits(lambda request: StreamingHttpResponse(LARGE, headers={"Content-Language": "nl"}))


def problem(refused) -> dict[str, object]:
    return json.loads(refused.content)


def asked(limits: StreamsWithinLimits, visitor: str = "192.0.2.1"):
    request = RequestFactory().get("/api/file", REMOTE_ADDR=visitor, headers={"Accept-Language": "fr"})
    return limits(request)


def test_a_visitor_is_sent_so_many_large_answers_at_once(limits):
    running = [asked(limits), asked(limits)]

    refused = asked(limits)

    assert [each.status_code for each in running] == [200, 200]
    assert (refused.status_code, refused["Retry-After"]) == (503, "30")
    assert problem(refused)["code"] == TooManyDownloadsOfYours.code
    assert str(problem(refused)["title"]).startswith("U, of iemand")
    assert asked(limits, "192.0.2.2").status_code == 200


def test_the_process_sends_so_many_large_answers_at_once(limits):
    for number in range(3):
        assert asked(limits, f"192.0.2.{number}").status_code == 200

    refused = asked(limits, "192.0.2.9")

    assert (refused.status_code, problem(refused)["code"]) == (503, TooManyDownloads.code)


def test_an_answer_that_was_sent_or_left_makes_room(limits):
    whole, left = asked(limits), asked(limits)

    assert b"".join(whole) == b"".join(LARGE)
    whole.close()
    left.close()
    left.close()

    assert [asked(limits).status_code for _ in range(3)] == [200, 200, 503]


def test_short_answers_are_not_counted_and_handed_over_whole(settings):
    settings.STREAMS = 0
    pieces = [b"x" * 1_000] * (WHOLE // 1_000)
    limits = StreamsWithinLimits(lambda request: StreamingHttpResponse(pieces))

    answers = [asked(limits) for _ in range(3)]

    assert [list(answer) for answer in answers] == [[b"".join(pieces)]] * 3


def test_pages_pass_untouched():
    page = HttpResponse("x" * 2 * WHOLE)

    assert asked(StreamsWithinLimits(lambda request: page)) is page


@pytest.fixture(scope="module")
def server(tmp_path_factory) -> Iterator[str]:
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [str(Path(sys.executable).parent / "granian"), "--interface", "wsgi", "--no-ws", "--log-level", "error"]
    command += ["perron.kernel.tests.streaming_site:application", "--host", "127.0.0.1", "--port", str(port)]
    own = {"PERRON_VAR": str(tmp_path_factory.mktemp("var")), "PERRON_STREAMS": "2", "PERRON_STREAMS_PER_VISITOR": "2"}
    process = subprocess.Popen([*command, "--blocking-threads", "3"], env=os.environ | own)
    address = f"http://127.0.0.1:{port}"
    try:
        until(lambda: status(f"{address}/small") == 200)
        yield address
    finally:
        process.terminate()
        process.wait(10)


def status(address: str) -> int:
    """0 when nobody answers."""
    try:
        with urlopen(Request(address, headers={"Accept": "application/json"}), timeout=5) as answer:
            return int(answer.status)
    except HTTPError as refused:
        return refused.code
    except (URLError, OSError):
        return 0


def until(done) -> None:
    deadline = time.monotonic() + 20
    while not done():
        assert time.monotonic() < deadline, "it never came"
        time.sleep(0.05)


def a_slow_reader(address: str) -> socket.socket:
    host, port = address.removeprefix("http://").split(":")
    reader = socket.create_connection((host, int(port)))
    reader.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4_096)
    reader.sendall(b"GET /large HTTP/1.1\r\nHost: localhost\r\n\r\n")
    assert b"200 OK" in reader.recv(100)
    return reader


def test_slow_readers_leave_room_for_others_and_give_theirs_back_when_they_hang_up(server):
    with ExitStack() as readers:
        for _ in range(2):
            readers.enter_context(closing(a_slow_reader(server)))

        assert status(f"{server}/large") == 503
        assert status(f"{server}/small") == 200

    until(lambda: status(f"{server}/large") == 200)
