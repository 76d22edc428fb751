"""A real site for real browsers: `perron up` with its worker, a real mail server, the starter set in it."""

from __future__ import annotations

import os
import re
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import Message
from pathlib import Path
from urllib.request import urlopen

import psycopg
import pytest
from aiosmtpd.controller import Controller
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from tests.guards.source import ROOT

SCREENS = {"phone": {"width": 320, "height": 640}, "desktop": {"width": 1280, "height": 900}}
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@dataclass
class Post:
    """What the mail server took."""

    messages: list[Message] = field(default_factory=list)

    async def handle_DATA(self, _server, _session, envelope) -> str:  # noqa: N802 - the library's name
        self.messages.append(message_from_bytes(envelope.content))
        return "250 taken"

    def code_for(self, email: str) -> str:
        """The code in the newest mail to an address."""
        for message in reversed(self.messages):
            if email in str(message["To"]):
                parts = [part for part in message.walk() if part.get_content_type() == "text/plain"]
                return re.search(
                    r"^\s*([A-Z0-9]{3}-?[A-Z0-9]{3})\s*$", parts[0].get_payload(decode=True).decode(), re.MULTILINE
                )[1]
        raise LookupError(email)


@dataclass
class Site:
    """A running site: its address, the password of the starter set's people, the post."""

    address: str
    password: str
    post: Post
    var: Path
    mail_in: int = 0  # the port where it takes letters


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def new_database(name: str) -> str:
    """A fresh database on the test server, and its address."""
    server = os.environ["DATABASE_URL"]
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f'drop database if exists "{name}" with (force)')
        connection.execute(f'create database "{name}"')
    return (
        re.sub(r"/[^/?]*(\?|$)", rf"/{name}\1", server, count=0)
        if "@/" not in server
        else server.replace("@/perron", f"@/{name}")
    )


def wait_for(address: str, process: subprocess.Popen[bytes], log: Path, seconds: float = 150) -> None:
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        assert process.poll() is None, log.read_text()[-4000:]
        try:
            urlopen(address, timeout=2).close()
        except OSError:
            time.sleep(0.2)
        else:
            return
    raise AssertionError(f"{address} did not answer: {log.read_text()[-4000:]}")


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    folder = tmp_path_factory.mktemp("site")
    post = Post()
    mail = Controller(post, hostname="127.0.0.1", port=free_port())
    mail.start()
    port, mail_in = free_port(), free_port()
    own = os.environ.get("PERRON_TEST_DATABASE", "perron")
    environ = os.environ | {
        "PERRON_VAR": str(folder / "var"),
        "DATABASE_URL": new_database(f"{own}_journeys_{os.environ.get('PYTEST_XDIST_WORKER', 'main')}"),
        "PERRON_BASE_URL": f"http://localhost:{port}",
        "PERRON_BRICKS": "catalogue,reports",
        "PERRON_MAIL_DOMAIN": "reports.example",
        "PERRON_MAIL_IN": f"127.0.0.1:{mail_in}",
        "PERRON_SMTP_HOST": "127.0.0.1",
        "PERRON_SMTP_PORT": str(mail.port),
        "PERRON_STARTER_PASSWORD": "correct horse battery staple",
        "PERRON_ALLOW_PRIVATE_ADDRESSES": "127.0.0.0/8",
    }
    log = folder / "up.log"
    with log.open("wb") as output:
        process = subprocess.Popen(
            [sys.executable, "-m", "perron.project.cli", "up", "--port", str(port)],
            cwd=ROOT,
            env=environ,
            stdout=output,
            stderr=subprocess.STDOUT,
        )
    try:
        wait_for(f"http://localhost:{port}/healthz", process, log)
        yield Site(f"http://localhost:{port}", environ["PERRON_STARTER_PASSWORD"], post, folder / "var", mail_in)
    finally:
        process.terminate()
        process.wait(30)
        mail.stop()


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """A browser per module: Playwright bears only one at a time in a process."""
    program = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if program is None:
        pytest.fail("The browser tests need Chromium. On Debian or Ubuntu: apt install chromium.")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=FLAGS)
        yield browser
        browser.close()


OpenPage = Callable[..., Page]


@pytest.fixture
def open_page(chromium: Browser, site: Site) -> Iterator[OpenPage]:
    """Open a browser of one's own: `open_page("phone", "fr")`, optionally without JavaScript."""
    with opening(chromium, site) as opened:
        yield opened


@contextmanager
def opening(chromium: Browser, site: Site) -> Iterator[OpenPage]:
    """Browsers of the site's visitors, closed at the end."""
    contexts: list[BrowserContext] = []

    def opened(screen: str = "desktop", language: str = "fr", *, javascript: bool = True) -> Page:
        context = chromium.new_context(
            viewport=SCREENS[screen],
            locale=f"{language}-BE",
            base_url=site.address,
            java_script_enabled=javascript,
            reduced_motion="reduce",
            accept_downloads=True,
        )
        contexts.append(context)
        page = context.new_page()
        page.errors = []
        page.on("console", lambda said: page.errors.append(said.text) if said.type == "error" else None)
        page.on("pageerror", lambda error: page.errors.append(str(error)))
        return page

    yield opened
    for context in contexts:
        context.close()


def sign_in(page: Page, site: Site, email: str, language: str = "fr") -> None:
    """Sign in with the starter set's password."""
    page.goto(f"/{language}/accounts/login/")
    page.locator("input[name=login]").fill(email)
    page.locator("input[name=password]").fill(site.password)
    page.locator("main form button[type=submit]").first.click()
    page.wait_for_url(re.compile(r"^(?!.*accounts/login).*$"))


def assert_accessible(page: Page) -> None:
    """axe-core reports nothing, and nothing sticks out at the side."""
    found = Axe().run(
        page, options={"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
    )
    assert found.violations_count == 0, f"{page.url}\n{found.generate_report()[:4000]}"
    wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert wide <= 0, f"{page.url} is {wide} px too wide"
