"""An agent at the desk, with the keyboard alone: reports are typed, found again, merged, assigned and mended."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import OpenPage, Site, assert_accessible, sign_in

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.xdist_group("site")]

DESK = "/nl/reports/desk/mechelen/"
PLACE = ("51.0259", "4.4777")


def tab_to(page: Page, selector: str) -> None:
    """Press Tab until the focus is there, as somebody without a mouse does."""
    for _ in range(150):
        if page.evaluate("wanted => document.activeElement?.matches(wanted) ?? false", selector):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"{page.url}: Tab never reaches {selector}")


def type_in(page: Page, selector: str, words: str) -> None:
    tab_to(page, selector)
    page.keyboard.press("ControlOrMeta+a")
    page.keyboard.type(words)


def take_reports(page: Page) -> None:
    """An editor opens the authority for reports, unless it is open."""
    page.goto(f"{DESK}handbook/")
    if page.locator("main form[method=post] input[name=with_terms]").count():
        page.locator("main form[method=post] button[type=submit]").first.click()
        page.wait_for_load_state()


def type_report(page: Page, words: str) -> str:
    """Type what a caller says; gives the code that she is told."""
    page.goto(f"{DESK}new/")
    tab_to(page, "[name=category]")
    page.keyboard.press("ArrowDown")
    type_in(page, "[name=address]", "Bruul 12")
    type_in(page, "[name=lat]", PLACE[0])
    type_in(page, "[name=lon]", PLACE[1])
    type_in(page, "[name=description]", words)
    type_in(page, "[name=name]", "Mevrouw Peeters")
    type_in(page, "[name=email]", "peeters@example.org")
    tab_to(page, "main form .actions button.button--primary")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"/reports/[0-9A-Z]{4}-[0-9A-Z]{4}/"))
    return page.url.rstrip("/").rsplit("/", 1)[1]


def press(page: Page, *keys: str) -> None:
    for key in keys:
        page.keyboard.press(key)


def press_on(page: Page, key: str = "Enter") -> None:
    """Press a key that leads to another page, and wait for it."""
    with page.expect_navigation():
        page.keyboard.press(key)


def test_a_day_at_the_desk_without_a_mouse(open_page: OpenPage, site: Site):
    page = open_page("desktop", "nl")
    sign_in(page, site, "editor@mechelen.example", "nl")
    take_reports(page)
    first = type_report(page, "Diepe put voor de deur van de bakker.")
    assert_accessible(page)
    second = type_report(page, "Er is een diepe put voor de bakker.")

    # What is already reported there is seen, compared, and merged.
    expect(page.locator("#doubles")).to_be_visible()
    tab_to(page, f"a[href$='/compare/{first}/']")
    press_on(page)
    assert_accessible(page)
    tab_to(page, f"form[action$='{second}/act/merge/'] button")
    press_on(page)
    expect(page.locator(".case-head")).to_contain_text("Dubbel")

    # From the list, by keys: choose, assign, see what was done.
    page.goto(f"{DESK}?view=open&sort=newest")
    assert_accessible(page)
    press(page, "j", "x")
    expect(page.locator(".bulk__said")).to_have_text("1 gekozen")
    press_on(page, "a")
    assert_accessible(page)
    tab_to(page, "[name=assignee]")
    press(page, "End")
    tab_to(page, "main form .actions button.button--primary")
    press_on(page)
    assert_accessible(page)

    # One report: a note for colleagues, then the letter is looked at, then it is done.
    page.goto(f"{DESK}?view=open&sort=newest")
    press(page, "j")
    press_on(page)
    press(page, "n")
    page.keyboard.type("Ploeg van Jan was er.")
    tab_to(page, "#act-note button.button--primary")
    press_on(page)
    expect(page.locator(".story__internal").first).to_contain_text("Ploeg van Jan")
    press(page, "s")
    tab_to(page, "#act-state [name=to]")
    while page.evaluate("document.activeElement.value") != "done":
        press(page, "ArrowDown")
    press(page, " ")
    type_in(page, "#act-state [name=words]", "De put is gevuld.")
    tab_to(page, "#act-state [name=preview]")
    press_on(page)
    expect(page.locator(".letter__page")).to_contain_text("De put is gevuld.")
    assert_accessible(page)
    tab_to(page, "#act-state button.button--primary")
    press_on(page)
    expect(page.locator(".case-head")).to_contain_text("Gedaan")
    assert_accessible(page)
    assert page.errors == []


def test_the_desk_works_without_javascript_on_a_phone(open_page: OpenPage, site: Site):
    with_script = open_page("desktop", "nl")
    sign_in(with_script, site, "editor@mechelen.example", "nl")
    take_reports(with_script)
    code = type_report(with_script, "Losse tegel.")
    page = open_page("phone", "nl", javascript=False)
    sign_in(page, site, "editor@mechelen.example", "nl")

    page.goto(f"{DESK}?words={code}")
    page.locator(f"#choose-{code}").check()
    page.locator("button[name=act][value=priority]").click()
    page.locator("input[name=priority][value='3']").check()
    page.locator("main form .actions button.button--primary").click()
    page.locator(f"a[href*='/reports/{code}/']").first.click()

    expect(page.locator(".case-head")).to_contain_text("Hoog")
    page.locator("#act-state summary").click()
    page.locator("#act-state input[value=in_progress]").check()
    page.locator("#act-state button.button--primary").click()
    expect(page.locator(".case-head")).to_contain_text("In behandeling")
