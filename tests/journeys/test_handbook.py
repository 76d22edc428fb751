"""The secretary of an authority opens reports and changes how they are treated, without anybody's help."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import OpenPage, Site, assert_accessible, sign_in

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.xdist_group("site")]
SAVE = "main form .actions button.button--primary"


def press(page: Page, selector: str = SAVE) -> None:
    """Press a button that leads to another page."""
    with page.expect_navigation():
        page.locator(selector).first.click()


def go(page: Page, address: str) -> None:
    page.goto(address)
    assert_accessible(page)


@pytest.mark.parametrize(
    ("screen", "language", "slug", "who"),
    [("desktop", "nl", "mechelen", "editor@mechelen.example"), ("phone", "fr", "namur", "editor@namur.example")],
)
def test_the_secretary_opens_reports_changes_them_tries_them_and_goes_back(
    open_page: OpenPage, site: Site, screen: str, language: str, slug: str, who: str
):
    page, book = open_page(screen, language), f"/{language}/reports/desk/{slug}/handbook/"
    sign_in(page, site, who)
    go(page, book)
    if page.locator("[name=with_terms]").count():
        press(page)

    go(page, f"{book}categories/pothole/")
    name = page.locator(f"[name=names_{language}]")
    before = name.input_value()
    name.fill(f"{before} (2)")
    page.locator("[name=term_amount]").fill("3")
    page.locator("[name=team]").select_option(index=1)
    press(page)
    go(page, f"{book}categories/pothole/")
    expect(page.locator(f"[name=names_{language}]")).to_have_value(f"{before} (2)")

    go(page, f"{book}trial/")
    go(page, f"{book}live/")
    press(page)
    go(page, f"{book}versions/")
    go(page, f"{book}versions/1/")
    go(page, f"{book}versions/1/back/")
    press(page)
    go(page, f"{book}categories/pothole/")
    expect(page.locator(f"[name=names_{language}]")).to_have_value(before)
