"""Every component in a real browser: accessible, within its screen, light, and true to the content policy."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

PAGES = [
    "/gallery/",
    "/gallery/?errors=1",
    "/gallery/front/",
    "/gallery/desk/",
    "/gallery/refused/",
    "/gallery/accounts/login/",
]
Opened = Callable[..., Page]


@pytest.fixture
def opened(gallery: str, browser: Browser) -> Iterator[Opened]:
    """Opens a page; the browser's complaints are in `page.complaints`, what it asked for in `page.asked`."""

    contexts = []

    def open_page(path: str, *, width: int = 1280, colours: str = "light", script: bool = True) -> Page:
        context = browser.new_context(
            viewport={"width": width, "height": 900}, color_scheme=colours, java_script_enabled=script
        )
        contexts.append(context)
        page = context.new_page()
        page.complaints, page.asked = [], []
        page.on("pageerror", lambda failure: page.complaints.append(str(failure)))
        page.on("console", lambda said: said.type == "error" and page.complaints.append(said.text))
        page.on("response", lambda answer: page.asked.append(answer))  # noqa: PLW0108 - Playwright reads its signature
        page.goto(gallery + path)
        return page

    yield open_page
    for context in contexts:
        context.close()


@pytest.mark.parametrize(("width", "colours"), [(320, "light"), (1280, "dark")])
@pytest.mark.parametrize("path", PAGES)
def test_everybody_can_use_it(opened: Opened, gallery: str, path: str, width: int, colours: str) -> None:
    page = opened(path, width=width, colours=colours)
    found = Axe().run(page)

    assert [violation["id"] for violation in found.response["violations"]] == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert page.complaints == []
    assert {urlsplit(answer.url).netloc for answer in page.asked if answer.url.startswith("http")} == {
        urlsplit(gallery).netloc
    }


def test_a_page_without_a_map_is_light(opened: Opened) -> None:
    page = opened("/gallery/front/")
    page.wait_for_load_state("networkidle")

    assert len(page.asked) <= 10
    assert sum(int(answer.header_value("content-length") or 0) for answer in page.asked) <= 100_000
    assert {"br", "gzip"} & {answer.header_value("content-encoding") for answer in page.asked}


def test_without_javascript_the_list_and_the_table_are_there(opened: Opened) -> None:
    page = opened("/gallery/", script=False)

    assert page.locator(".map-block__list a").first.is_visible()
    assert not page.locator("[data-map]").is_visible()
    page.click("text=The same as a table")
    assert page.locator(".chart-block table").is_visible()


def test_the_map_and_the_chart_are_drawn(opened: Opened) -> None:
    page = opened("/gallery/")
    page.wait_for_selector("[data-map][data-ready]")

    assert page.locator("[data-chart] svg rect").count() >= 4
    assert page.locator(".map__legend li").count() == 2


def test_the_first_stop_of_the_keyboard_skips_to_the_content(opened: Opened) -> None:
    page = opened("/gallery/front/")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")

    assert page.evaluate("document.activeElement.id") == "content"


def test_suggestions_are_chosen_with_the_keyboard(opened: Opened) -> None:
    page = opened("/gallery/front/")
    page.fill("#search-everything", "walk")
    page.wait_for_selector(".suggestions [role=option]")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")

    page.wait_for_url("**#ing", timeout=5000)


def test_what_is_typed_survives_leaving_the_page(opened: Opened) -> None:
    page = opened("/gallery/")
    page.fill("#id_title", "Benches")
    page.goto(page.url)

    assert page.input_value("#id_title") == "Benches"


def test_errors_are_told_at_the_top_and_at_the_field(opened: Opened) -> None:
    page = opened("/gallery/?errors=1")

    assert page.locator("[data-focus]").evaluate("element => element === document.activeElement")
    page.click("[data-focus] >> text=E-mail address")
    assert page.evaluate("document.activeElement.id") == "id_email"
