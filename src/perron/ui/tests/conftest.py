"""The gallery on a port of its own, under the real middleware and content policy, for a real browser."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from socketserver import ThreadingMixIn
from threading import Thread
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

import pytest
from django.core.handlers.wsgi import WSGIHandler
from django.test import override_settings
from playwright.sync_api import Browser, sync_playwright

from perron.ui import assets

FLAGS = ["--no-sandbox", "--use-gl=swiftshader", "--enable-webgl", "--ignore-gpu-blocklist"]  # WebGL without a card


class Threaded(ThreadingMixIn, WSGIServer):
    """Answers several requests at once, as browsers ask."""

    daemon_threads = True


class Quiet(WSGIRequestHandler):
    """Without a line per request."""

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the standard library's name
        """Say nothing."""


@pytest.fixture(scope="module")
def gallery() -> Iterator[str]:
    """The address of the gallery."""
    if not (assets.FOLDER / "manifest.json").is_file():
        pytest.skip("The front end is not built: run `npm ci && npm run build`.")
    with override_settings(ROOT_URLCONF="perron.ui.tests.gallery", STATIC_ROOT=None):
        server = make_server("127.0.0.1", 0, WSGIHandler(), server_class=Threaded, handler_class=Quiet)
        Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://localhost:{server.server_port}"
        server.shutdown()
        server.server_close()


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """A headless Chromium, the machine's own."""
    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    if chromium is None:
        pytest.skip("There is no Chromium: install it with `apt-get install chromium`.")
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(
            executable_path=chromium,
            args=["--no-sandbox", "--use-gl=swiftshader", "--enable-webgl", "--ignore-gpu-blocklist"],
        )
        yield launched
        launched.close()
