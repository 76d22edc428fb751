"""Each public page on a phone and on a desktop: it opens, everyone can use it, and it is light.

All of them in French and Dutch; the main ones on a phone in German and English too, where words are longer or shorter.
"""

from __future__ import annotations

import re
from functools import cache

import pytest

from tests.journeys.conftest import assert_accessible, opening, sign_in

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("site")]

SPOT = "?lon=4.8644&lat=50.4639&by=gps"
DATASET = "catalogue/bancs-publics-exemple/"
PAGES = {
    "home": "",
    "a place": "place/92094/",
    "a place that was": "place/12034/",
    "a question with several answers": "?q=saint",
    "a question with none": "?q=zzzzz",
    "search": "search/?q=banc",
    "search for nothing": "search/?q=qwertyuiop",
    "datasets": "catalogue/",
    "datasets narrowed to none": "catalogue/?q=qwertyuiop",
    "a dataset": DATASET,
    "a version": f"{DATASET}versions/1/",
    "rows": f"{DATASET}explore/",
    "rows narrowed to none": f"{DATASET}explore/?etat__eq=rien",
    "a dataset that a brick declares": "catalogue/communes-of-belgium-present-and-former/",
    "reports": "reports/",
    "reports narrowed to none": "reports/?situation=done&category=winter&place=63079",
    "a new report: where": "reports/new/",
    "a new report: what": f"reports/new/{SPOT}",
    "a new report: send": f"reports/new/{SPOT}&category=pothole",
    "a new report: call first": f"reports/new/{SPOT}&category=gas",
    "a new report where nobody takes any": "reports/new/?lon=5.571&lat=50.639&by=gps",
    "a new report without a network": "reports/new/without-network/",
    "new reports to follow": "reports/follow/?category=pothole",
    "authorities": "authority/",
    "an authority": "authority/namur/",
    "log": "log/",
    "developers": "developers/",
    "about": "about/",
    "privacy": "privacy/",
    "accessibility": "accessibility/",
    "status": "status/",
    "sign in": "accounts/login/",
    "sign up": "accounts/signup/",
    "nothing": "there-is-nothing-here/",
}
WITH_A_MAP = {"a place", "a place that was", "reports"}
MAIN = ("home", "a place that was", "datasets", "a dataset", "rows", "log", "privacy", "sign up", "nothing")
ACCOUNT = {
    "account": "account/",
    "second proof": "accounts/2fa/",
    "passkeys": "accounts/2fa/webauthn/",
    "open sessions": "accounts/sessions/",
    "how I am told": "inbox/preferences/",
    "desk": "catalogue/desk/eupen/",
    "new dataset": "catalogue/desk/eupen/new/",
}


@pytest.fixture(scope="module")
def kept_page(chromium, site):
    """A page per screen and language that goes from address to address, as people do: styles and scripts come once."""
    with opening(chromium, site) as opened:
        yield cache(opened)


@pytest.mark.parametrize("language", ["fr", "nl"])
@pytest.mark.parametrize("screen", ["phone", "desktop"])
@pytest.mark.parametrize("name", PAGES)
def test_a_page_opens_and_everyone_can_use_it(kept_page, name, screen, language):
    assert_good(kept_page(screen, language), name, language)


@pytest.mark.parametrize("language", ["de", "en"])
def test_the_main_pages_are_good_on_a_phone_in_the_other_languages(open_page, language):
    page = open_page("phone", language)

    for name in MAIN:
        assert_good(page, name, language)


def test_the_pages_of_an_account_and_the_desk_are_good_on_a_phone_in_german(open_page, site):
    page = open_page("phone", "de")
    sign_in(page, site, "editor@eupen.example", "de")

    for address in ACCOUNT.values():
        assert page.goto(f"/de/{address}").status == 200, address
        assert_accessible(page)


def assert_good(page, name, language):
    """A page opens in its language, everyone can use it, nothing sticks out, and its scripts have no complaint."""
    page.errors.clear()
    answer = page.goto(f"/{language}/{PAGES[name]}")

    assert answer.status == (404 if name == "nothing" else 200)
    assert page.locator("html").get_attribute("lang") == language
    assert_accessible(page)
    assert [said for said in page.errors if "404" not in said] == []


@pytest.mark.parametrize("name", sorted(PAGES.keys() - WITH_A_MAP - {"nothing"}))
def test_a_page_is_light_and_asks_nobody_else(open_page, site, name):
    page = open_page("phone", "fr")
    answers = []
    page.on("response", lambda answer: answers.append(answer))  # noqa: PLW0108 - a builtin is not taken

    page.goto(f"/fr/{PAGES[name]}", wait_until="networkidle")

    weight = sum(answer.request.sizes()["responseBodySize"] for answer in answers)
    assert weight <= 100_000
    assert len(answers) <= 10
    assert [answer.url for answer in answers if not answer.url.startswith((site.address, "data:", "blob:"))] == []


@pytest.mark.parametrize("name", sorted(PAGES.keys() - {"nothing"}))
def test_a_page_says_the_same_without_javascript(kept_page, name):
    page = kept_page("phone", "nl", javascript=False)

    answer = page.goto(f"/nl/{PAGES[name]}")

    assert answer.status == 200
    assert page.locator("h1").count() == 1
    assert page.locator("main").inner_text().strip()


def test_the_front_door_leads_to_ones_place_and_back_in_another_language(open_page):
    page = open_page("phone", "fr")
    page.goto("/fr/")

    page.locator("#ask").fill("5000 Namur")
    page.locator("#ask").press("Enter")
    page.wait_for_url("**/fr/place/92094/")
    assert page.locator("h1").inner_text() == "Namur"

    page.get_by_role("link", name="Nederlands").click()
    page.wait_for_url("**/nl/place/92094/")
    assert page.locator("h1").inner_text() == "Namen"


def test_a_visitor_is_answered_in_the_language_of_her_browser(open_page):
    page = open_page("desktop", "de")

    page.goto("/")

    assert re.search(r"/de/$", page.url)
