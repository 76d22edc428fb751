"""An agent publishes real files; a citizen finds them; a developer reuses them. Two languages, phone and desktop."""

from __future__ import annotations

import csv
import io
import json
import re
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Page, expect

from tests.guards.source import SHARED
from tests.journeys.conftest import assert_accessible, sign_in

pytestmark = [
    pytest.mark.browser,
    pytest.mark.slow,
    pytest.mark.xdist_group("site"),
    pytest.mark.skipif(not SHARED.exists(), reason="the real files of PERRON_SHARED are not here"),
]

TABLES = SHARED / "data" / "03_tabular"
READING = 60_000  # milliseconds: a file waits for its worker


def send(page: Page, file: Path, language: str, authority: str) -> None:
    """Drop a file and wait until it was read."""
    page.goto(f"/{language}/catalogue/desk/{authority}/new/")
    assert_accessible(page)
    page.locator("#id_file").set_input_files(file)
    page.locator("form:has(#id_file) button[type=submit]").click()
    page.wait_for_url(re.compile(r"/files/\d+/"))
    expect(page.locator("#reading")).to_have_count(0, timeout=READING)
    assert_accessible(page)


def take(page: Page) -> None:
    """Make a dataset of what was understood."""
    page.locator("form[action*='/take/'] button[type=submit]").first.click()
    page.wait_for_url(re.compile(r"/description/"))
    assert_accessible(page)


def describe(page: Page, language: str, title: str, words: str, *, place: str = "") -> None:
    """Fill in what the file cannot tell, and save."""
    if not page.locator(f"[name=title_{language}]").is_visible():
        page.locator(f"details:has([name=title_{language}]) > summary").click()
    page.locator(f"[name=title_{language}]").fill(title)
    page.locator(f"[name=description_{language}]").fill(words)
    page.locator("input[name=themes]").first.check()
    page.locator("input[name=licence]").nth(1).check()
    page.locator("select[name=frequency]").select_option("ANNUAL")
    page.locator("[name=contact_email]").fill("opendata@example.org")
    if place:
        page.locator("[name=place_words]").fill(place)
    page.locator("form[data-draft] button[type=submit]").first.click()
    page.wait_for_url(re.compile(r"/datasets/\d+/$"))
    assert_accessible(page)


def publish(page: Page) -> None:
    """Take the last step, and see it done."""
    page.locator("form[action$='/publish/'] button").click()
    page.wait_for_load_state()
    expect(page.locator("form[action$='/publish/']")).to_have_count(0)
    assert_accessible(page)


def find(page: Page, language: str, words: str, *, javascript: bool = True) -> None:
    """Search as a stranger, and open the first answer; the index follows within seconds."""
    for _attempt in range(30):
        page.goto(f"/{language}/catalogue/?q={words}")
        hits = page.locator("main .items .item__title a")
        if hits.count():
            break
        page.wait_for_timeout(500)
    if javascript:  # axe needs it
        assert_accessible(page)
    hits.first.click()
    page.wait_for_load_state()
    if javascript:
        assert_accessible(page)


@pytest.mark.parametrize(("screen", "language"), [("desktop", "nl"), ("phone", "fr")])
def test_the_population_of_communes_is_published_found_explored_and_reused(open_page, site, screen, language):
    title = {"nl": "Bevolking per gemeente 2024", "fr": "Population par commune 2024"}[language]
    agent = open_page(screen, language)
    sign_in(agent, site, "editor@mechelen.example", language)
    send(agent, TABLES / "statbel_bevolking_per_gemeente_2024.csv", language, "mechelen")
    take(agent)
    words = f"{title}. Statbel, 1 januari 2024 / 1er janvier 2024. " * 4
    describe(agent, language, f"{title} {screen}", words, place="01000")
    publish(agent)

    citizen = open_page(screen, language)
    find(citizen, language, title.replace(" ", "+") + f"+{screen}")
    assert title in citizen.locator("h1").inner_text()
    slug = citizen.url.rstrip("/").rsplit("/", 1)[1]
    for view in ("explore/", "explore/?limit=5"):
        citizen.goto(f"/{language}/catalogue/{slug}/{view}")
        assert_accessible(citizen)
    assert citizen.errors == []

    record = httpx.get(f"{site.address}/api/catalogue/v1/datasets/{slug}").json()
    table = re.search(r"/tables/([\w-]+)/rows", json.dumps(record))[1]
    rows = httpx.get(f"{site.address}/api/catalogue/v1/datasets/{slug}/tables/{table}/rows?limit=3&count=true").json()
    lines = (TABLES / "statbel_bevolking_per_gemeente_2024.csv").read_bytes().splitlines()
    assert rows["total"] == sum(line[:1].isdigit() for line in lines)  # without heading and notes
    taken = httpx.get(f"{site.address}/api/catalogue/v1/datasets/{slug}/tables/{table}/rows.csv")
    assert len(list(csv.reader(io.StringIO(taken.text.lstrip("\ufeff"))))) == rows["total"] + 1
    again = httpx.get(str(taken.url), headers={"If-None-Match": taken.headers["ETag"]})
    assert again.status_code == 304


def test_a_new_year_of_subsidies_becomes_a_new_version_and_the_old_one_stays(open_page, site):
    page = open_page("desktop", "fr")
    sign_in(page, site, "editor@namur.example")
    send(page, TABLES / "bruxelles_subsides_2022.json.gz", "fr", "namur")
    take(page)
    describe(
        page, "fr", "Subsides accordés", "Les subsides accordés, par bénéficiaire et par année. " * 4, place="21004"
    )
    publish(page)
    number = re.search(r"/datasets/(\d+)/", page.url)[1]

    page.goto(f"/fr/catalogue/desk/namur/new/?dataset={number}")
    page.locator("#id_file").set_input_files(TABLES / "bruxelles_subsides_2024.json.gz")
    page.locator("form:has(#id_file) button[type=submit]").click()
    page.wait_for_url(re.compile(r"/files/\d+/"))
    expect(page.locator("#reading")).to_have_count(0, timeout=READING)
    page.locator("a[href*='/compare/']").first.click()
    page.wait_for_url(re.compile(r"/compare/\d+/"))
    assert_accessible(page)
    page.locator("main form button.button--primary").last.click()
    page.wait_for_url(re.compile(r"/versions/\d+/$"))
    assert_accessible(page)
    page.locator("form[action$='/accept/'] button").click()
    page.wait_for_load_state()

    reader = open_page("phone", "nl")
    find(reader, "nl", "Subsides+accordés")
    address = reader.url
    for version in (1, 2):
        answer = reader.goto(f"{address}versions/{version}/")
        assert answer.status == 200
        assert_accessible(reader)


@pytest.mark.parametrize(
    ("file", "title", "screen"),
    [
        ("tec_poteaux_2013.shp.zip", "Poteaux d’arrêt de bus", "desktop"),
        ("namur_parkings_hors_voirie.xlsx", "Parkings hors voirie", "phone"),
    ],
)
def test_shapes_and_spreadsheets_are_published_and_explored(open_page, site, file, title, screen):
    page = open_page(screen, "fr")
    sign_in(page, site, "editor@namur.example")
    send(page, TABLES / file, "fr", "namur")
    take(page)
    describe(
        page, "fr", title, "Avec leur position et leurs caractéristiques, telles que transmises. " * 4, place="92094"
    )
    publish(page)

    reader = open_page(screen, "nl")
    find(reader, "nl", title.replace(" ", "+"))
    reader.goto(f"{reader.url}explore/")
    assert_accessible(reader)
    if map_tab := reader.locator(".tabs a[href*='/map/']").all():
        map_tab[0].click()
        reader.wait_for_load_state()
        assert_accessible(reader)


def test_an_agent_prepares_an_editor_publishes_and_a_citizen_asks(open_page, site):
    agent = open_page("desktop", "fr")
    sign_in(agent, site, "agent@namur.example")
    send(agent, TABLES / "veka_energiepremies_bedrag.csv", "fr", "namur")
    take(agent)
    describe(
        agent, "fr", "Primes à l’énergie", "Les montants des primes, par commune et par année. " * 4, place="02000"
    )
    address = agent.url
    expect(agent.locator("form[action$='/publish/']")).to_have_count(0)
    agent.locator("form[action$='/propose/'] button").click()
    agent.wait_for_load_state()

    editor = open_page("phone", "fr")
    sign_in(editor, site, "editor@namur.example")
    editor.goto(address)
    publish(editor)

    citizen = open_page("phone", "fr", javascript=False)
    find(citizen, "fr", "Primes+énergie", javascript=False)
    citizen.locator("a[href*='ask']").first.click()
    citizen.wait_for_load_state()
    citizen.locator("textarea").first.fill("Les montants sont-ils par logement ?")
    citizen.locator("input[type=email]").first.fill("citoyenne@example.org")
    citizen.locator("main form button[type=submit]").first.click()
    citizen.wait_for_load_state()

    editor.goto("/fr/catalogue/desk/namur/questions/")
    assert_accessible(editor)
    expect(editor.locator("main")).to_contain_text("par logement")


def test_staff_of_another_authority_and_strangers_see_no_desk(open_page, site):
    other = open_page("desktop", "nl")
    sign_in(other, site, "editor@mechelen.example", "nl")
    assert other.goto("/nl/catalogue/desk/namur/").status == 403

    stranger = open_page("desktop", "nl")
    stranger.goto("/nl/catalogue/desk/namur/")
    assert "/accounts/login/" in stranger.url
