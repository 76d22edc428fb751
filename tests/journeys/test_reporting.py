"""Somebody sees a hole in the street: on a phone in French, at a desk in Dutch, with no JavaScript, with no network."""

from __future__ import annotations

import re
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Page, expect

from tests.journeys.conftest import SCREENS, assert_accessible

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("site")]

SPOT = "?lon=4.8644&lat=50.4639&by=gps"
HERE = {"longitude": 4.8702, "latitude": 50.4671, "accuracy": 12}


def a_photo_of_a_telephone(folder: Path, lon: tuple[int, int, float], lat: tuple[int, int, float]) -> Path:
    """A large JPEG with a position and a camera in it."""
    image = Image.new("RGB", (4000, 3000), "white")
    exif = Image.Exif()
    exif[0x010F] = "A camera"
    exif.get_ifd(0x8825).update({1: "N", 2: lat, 3: "E", 4: lon})
    path = folder / "trou.jpg"
    image.save(path, "JPEG", exif=exif)
    return path


@pytest.fixture
def phone(chromium, site):
    """A telephone with a finger, a position and French."""
    context = chromium.new_context(
        viewport=SCREENS["phone"],
        locale="fr-BE",
        base_url=site.address,
        has_touch=True,
        is_mobile=True,
        geolocation=HERE,
        permissions=["geolocation"],
        reduced_motion="reduce",
    )
    yield context.new_page()
    context.close()


def send(page: Page, words: str) -> str:
    """Send the form that is open; the code that is told."""
    page.locator("#id_description").fill(words)
    page.get_by_role("button", name=re.compile("Envoyer|Versturen")).click()
    page.wait_for_url("**/sent/**")
    return page.locator(".code-told").inner_text()


def test_a_citizen_on_a_phone_reports_with_a_photo(phone, tmp_path):
    photo = a_photo_of_a_telephone(tmp_path, (4, 52, 20.28), (50, 28, 3.0))
    phone.goto("/fr/")
    phone.get_by_role("link", name="Signaler un problème en rue").tap()
    phone.wait_for_url("**/fr/reports/new/")
    assert_accessible(phone)

    phone.locator("[data-where-photo] input").set_input_files(photo)
    expect(phone.locator("[data-where-said]")).to_contain_text("Votre photo dit où elle a été prise")
    assert float(phone.locator("[name=lon]").input_value()) == pytest.approx(4.8723, abs=1e-4)
    phone.get_by_role("button", name="Ici, où je suis").tap()
    expect(phone.locator("[data-where-said]")).to_contain_text("à 12 m près")
    phone.get_by_role("button", name="Continuer").tap()
    phone.wait_for_url("**/new/?*")

    phone.locator("[name=words]").fill("un gros trou dans la chausée")
    expect(phone.locator("#suggestions")).to_contain_text("Trou ou chaussée abîmée")
    assert_accessible(phone)
    assert "trou" not in phone.url
    phone.locator("#suggestions a").first.tap()

    expect(phone.locator("#id_description")).to_have_value("un gros trou dans la chausée")
    expect(phone.locator("[data-photos-list] li")).to_have_count(1)
    cover_by_hand_and_by_keys(phone)
    phone.locator("#id_email").fill("pas une adresse")
    phone.get_by_role("button", name="Envoyer").tap()
    expect(phone.locator(".field-error")).to_be_visible()
    assert_accessible(phone)
    phone.get_by_role("link", name="Nederlands").tap()
    phone.wait_for_url("**/nl/**")
    expect(phone.locator("#id_description")).to_have_value("un gros trou dans la chausée")
    phone.get_by_role("link", name="Français").tap()
    phone.wait_for_url("**/fr/**")
    expect(phone.locator("[data-photos-list] li")).to_have_count(1)

    phone.locator("#id_email").fill("ines@example.org")
    phone.get_by_role("button", name="Envoyer").dblclick()
    phone.wait_for_url("**/sent/**")
    assert_accessible(phone)
    code = phone.locator(".code-told").inner_text()
    the_photo_is_clean_and_covered(phone, code)


def cover_by_hand_and_by_keys(page: Page) -> None:
    """One cover drawn, one put and moved with the keys, then taken away again."""
    page.get_by_role("button", name="Cacher visages et plaques").tap()
    area = page.locator(".shot").bounding_box()
    page.mouse.move(area["x"] + 5, area["y"] + 5)
    page.mouse.down()
    page.mouse.move(area["x"] + area["width"] / 2, area["y"] + area["height"] / 2, steps=3)
    page.mouse.up()
    expect(page.locator(".cover")).to_have_count(1)
    page.get_by_role("button", name="Poser un cache").tap()
    expect(page.locator(".cover")).to_have_count(2)
    before = page.locator(".cover").last.bounding_box()
    page.keyboard.press("ArrowLeft")
    assert page.locator(".cover").last.bounding_box()["x"] < before["x"]
    assert_accessible(page)
    page.keyboard.press("Delete")
    expect(page.locator(".cover")).to_have_count(1)


def until(page: Page, condition: str) -> None:
    """Wait for something in the page; its policy forbids Playwright's own way."""
    for _ in range(80):
        if page.evaluate(f"() => {condition}"):
            return
        page.wait_for_timeout(250)
    raise AssertionError(condition)


def the_photo_is_clean_and_covered(page: Page, code: str) -> None:
    page.goto(f"/fr/reports/{code}/")
    assert_accessible(page)
    image = page.locator(".shot img").first
    assert code in page.locator("main").inner_text()
    content = page.request.get(image.get_attribute("src")).body()
    with Image.open(BytesIO(content)) as shown:
        assert max(shown.size) <= 2048
        assert not dict(shown.getexif())
        assert max(shown.getpixel((40, 40))) < 60
        assert min(shown.getpixel((shown.width - 40, shown.height - 40))) > 200


def test_a_report_without_a_network_waits_on_the_phone_and_goes_once(phone):
    phone.goto(f"/fr/reports/new/{SPOT}&category=litter")
    until(phone, "navigator.serviceWorker.controller !== null")
    phone.locator("#id_description").fill("Des sacs au coin.")
    phone.context.set_offline(True)
    phone.get_by_role("button", name="Envoyer").tap()
    expect(phone.locator("[data-outbox] li")).to_contain_text("Déchets")
    assert_accessible(phone)

    phone.goto("/fr/reports/new/")
    expect(phone.locator("h1")).to_have_text("Signaler sans réseau")
    phone.locator("#id_place").fill("Rue Haute 1, 5000")
    phone.locator("select[name=category]").select_option("pothole")
    phone.locator("#id_description").fill("Écrit sans réseau.")
    phone.get_by_role("button", name="Garder, et envoyer").tap()
    expect(phone.locator("[data-outbox] li")).to_have_count(2)

    phone.context.set_offline(False)
    expect(phone.locator("[data-outbox] [role=status] a")).to_have_count(2, timeout=20_000)
    expect(phone.locator("[data-outbox] li")).to_have_count(0)
    phone.goto("/fr/reports/?mine=1")
    expect(phone.locator(".items > li")).to_have_count(2)


def test_a_report_that_waited_and_is_refused_is_corrected_with_everything_still_there(phone, tmp_path):
    phone.goto(f"/fr/reports/new/{SPOT}&category=litter")
    phone.locator("#id_photos").set_input_files(a_photo_of_a_telephone(tmp_path, (4, 52, 0.0), (50, 28, 0.0)))
    expect(phone.locator("[data-photos-list] li")).to_have_count(1)
    phone.locator("#id_description").fill("Une pile de cartons.")
    phone.locator("#id_email").fill("pas une adresse")
    phone.context.set_offline(True)
    phone.get_by_role("button", name="Envoyer").tap()
    expect(phone.locator("[data-outbox] li")).to_have_count(1)

    phone.context.set_offline(False)
    phone.get_by_role("button", name="Corriger").tap(timeout=20_000)
    phone.wait_for_url("**/new/?*category=litter*")
    expect(phone.locator("#id_description")).to_have_value("Une pile de cartons.")
    expect(phone.locator("[data-photos-list] li")).to_have_count(1)
    phone.locator("#id_email").fill("ines@example.org")
    phone.get_by_role("button", name="Envoyer").tap()
    phone.wait_for_url("**/sent/**")
    expect(phone.locator("[data-outbox] li")).to_have_count(0)


def test_an_address_leads_to_the_middle_of_its_town_and_the_pin_is_moved_from_there(phone):
    phone.goto("/fr/reports/new/")
    expect(phone.get_by_role("button", name="Ici, où je suis")).to_be_visible()
    phone.locator("#id_place").fill("Rue Haute, 5000 Namur")
    phone.get_by_role("button", name="Continuer").tap()
    expect(phone.locator("[data-pin-map][data-ready]")).to_be_visible(timeout=20_000)
    assert_accessible(phone)
    phone.get_by_role("button", name="Continuer").tap()
    expect(phone.locator("[role=alert]")).to_contain_text("Déplacez le repère")
    expect(phone.locator("[data-pin-map][data-ready]")).to_be_visible(timeout=20_000)
    phone.locator(".pin").focus()
    phone.keyboard.press("Shift+ArrowUp")
    phone.get_by_role("button", name="Continuer").tap()
    phone.wait_for_url("**by=map*")
    assert "Rue Haute, 5000 Namur" in phone.locator("main").inner_text()


def test_a_street_is_followed_from_where_one_stands(phone):
    phone.goto("/fr/reports/follow/")
    phone.get_by_role("button", name="Ici, où je suis").tap()
    expect(phone.locator("[data-where-said]")).to_contain_text("à 12 m près")
    phone.get_by_label("ma rue").check()
    phone.get_by_role("button", name="Continuer").tap()
    phone.wait_for_url("**within=100*")
    assert_accessible(phone)
    phone.locator("#follow-email").fill("ines@example.org")
    phone.get_by_role("button", name="Suivre par e-mail").tap()
    phone.wait_for_url("**/inbox/follow/")


def test_a_citizen_at_a_desk_points_on_the_map_with_the_keyboard(open_page):
    page = open_page("desktop", "nl")
    page.goto(f"/nl/reports/new/{SPOT}&change=where")
    expect(page.locator("[data-pin-map][data-ready]")).to_be_visible(timeout=20_000)
    before = page.locator("[name=lat]").input_value()
    page.locator(".pin").focus()
    page.keyboard.press("Shift+ArrowUp")
    assert float(page.locator("[name=lat]").input_value()) > float(before)
    assert_accessible(page)
    page.get_by_role("button", name=re.compile("Verder")).click()
    page.wait_for_url("**/new/?*by=map*")

    page.get_by_text("Netheid").click()
    page.get_by_role("link", name="Zwerfvuil").click()
    page.wait_for_url("**category=litter*")
    assert_accessible(page)
    code = send(page, "Zwerfvuil aan de hoek.")
    page.get_by_role("link", name=re.compile("mijn kant")).click()
    page.wait_for_url("**/mine/**")
    assert_accessible(page)
    page.locator("#id_answer-words").fill("Het ligt er al een week.")
    page.get_by_role("button", name="Versturen").click()
    expect(page.get_by_text("Het ligt er al een week.")).to_be_visible()

    page.goto(f"/nl/reports/{code}/")
    assert page.locator("main").get_by_text("Het ligt er al een week.").count() == 0
    assert page.errors == []


def test_the_map_gathers_reports_and_the_list_has_them_all(open_page):
    page = open_page("desktop", "nl")
    page.goto("/nl/reports/")

    expect(page.locator("[data-map][data-ready]")).to_be_visible(timeout=20_000)
    assert page.locator(".map-block__list .items > li").count() > 0
    page.locator("#situation").select_option("done")
    page.get_by_role("button", name="Tonen").click()
    expect(page).to_have_url(re.compile("situation=done"))
    assert_accessible(page)


def test_everything_works_without_javascript(open_page, tmp_path):
    photo = a_photo_of_a_telephone(tmp_path, (4, 52, 0.0), (50, 28, 0.0))
    page = open_page("phone", "fr", javascript=False)
    page.goto("/fr/reports/new/")
    page.locator("#id_place").fill("Rue Haute 1, 5000")
    page.get_by_role("button", name="Continuer").click()
    page.locator("[name=words]").fill("poubelle pleine")
    page.get_by_role("button", name="Trouver ce qui convient").click()
    page.locator("#suggestions a").first.click()
    page.locator("#id_photos").set_input_files(photo)
    code = send(page, "Elle déborde.")

    page.goto(f"/fr/reports/{code}/")
    assert page.locator(".shot img").count() == 1
    assert "Elle déborde." in page.locator("main").inner_text()
