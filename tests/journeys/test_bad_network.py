"""A large file over a network that fails: pieces are lost, the tab is closed, and nothing is sent twice."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, Request, Route, expect

from tests.journeys.conftest import OpenPage, Site, sign_in

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.xdist_group("site")]

PIECE = 2 * 1024 * 1024
READING = 60_000  # milliseconds: a file waits for its worker


@pytest.fixture
def large(tmp_path: Path) -> Path:
    """A table of some eleven megabytes."""
    path = tmp_path / "mesures.csv"
    lines = (f"{number};Rue de la Station {number};{number * 7919 % 100003}\n" for number in range(330_000))
    path.write_text("numero;adresse;mesure\n" + "".join(lines))
    assert path.stat().st_size > 5 * PIECE
    return path


def offsets_of(page: Page, fail: set[int]) -> list[int]:
    """The pieces that leave the browser; the first try of those that start at `fail` is lost on the way."""
    sent: list[int] = []

    def lose(route: Route, request: Request) -> None:
        offset = int(request.headers.get("upload-offset", "-1"))
        if request.method == "PATCH":
            sent.append(offset)
            if offset in fail:
                fail.remove(offset)
                return route.abort("connectionreset")
        return route.continue_()

    page.route(re.compile(r"/parts/"), lose)
    return sent


def drop(page: Page, file: Path) -> None:
    page.goto("/fr/catalogue/desk/namur/new/")
    page.locator("#id_file").set_input_files(file)
    page.locator("form:has(#id_file) button[type=submit]").click()


def test_a_lost_piece_is_sent_again_and_the_file_is_read(open_page: OpenPage, site: Site, large: Path):
    page = open_page("phone", "fr")
    sign_in(page, site, "editor@namur.example")
    sent = offsets_of(page, {PIECE})

    drop(page, large)
    expect(page.locator("[data-drop-progress] [role=status]")).to_contain_text("La connexion est coupée")
    page.wait_for_url(re.compile(r"/files/\d+/"))

    assert sent[:4] == [0, PIECE, PIECE, 2 * PIECE]
    expect(page.locator("#reading")).to_have_count(0, timeout=READING)
    expect(page.locator("main")).to_contain_text("mesures.csv")


def test_a_file_that_was_begun_before_the_tab_was_closed_goes_on(open_page: OpenPage, site: Site, large: Path):
    page = open_page("desktop", "fr")
    sign_in(page, site, "editor@namur.example")
    offsets_of(page, {2 * PIECE})
    drop(page, large)
    expect(page.locator("[data-drop-progress] [role=status]")).to_contain_text("La connexion est coupée")

    page.unroute_all(behavior="ignoreErrors")
    page.goto("/fr/")
    sent = offsets_of(page, set())
    drop(page, large)
    page.wait_for_url(re.compile(r"/files/\d+/"))

    assert sent[0] == 2 * PIECE
