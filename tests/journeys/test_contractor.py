"""A firm mends it: the agent sends a link, the firm answers on a phone, the agent agrees, and who reported it is told.

The report itself comes by e-mail, from a telephone whose photo knows its place.
"""

from __future__ import annotations

import re
import smtplib
import time
from collections.abc import Callable
from email.message import Message

import pytest
from playwright.sync_api import Page, expect

from perron.bricks.reports.tests.letters import a_letter, a_picture
from tests.journeys.conftest import Site, assert_accessible, sign_in

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("site")]

SENDER = "karim@example.org"
FIRM = "chantier@example.org"


def soon(found: Callable[[], Message | None]) -> Message:
    """What comes by itself before long."""
    for _ in range(120):
        if (message := found()) is not None:
            return message
        time.sleep(0.25)
    raise AssertionError("it did not come")


def letter_to(site: Site, address: str, words: str) -> Message:
    return soon(
        lambda: next((one for one in site.post.messages if address in str(one["To"]) and words in text_of(one)), None)
    )


def text_of(message: Message) -> str:
    part = next(part for part in message.walk() if part.get_content_type() == "text/plain")
    content = part.get_payload(decode=True)
    assert isinstance(content, bytes)
    return content.decode()


def send_by_mail(site: Site, raw: bytes, to: str) -> None:
    with smtplib.SMTP("127.0.0.1", site.mail_in) as door:
        door.sendmail(SENDER, [to], raw)


def report_by_mail(site: Site, desk: Page) -> str:
    """The address of the new report on the desk."""
    words = "Bonjour, il y a un trou dans la chaussée devant chez moi.\n\nCordialement,\nKarim"
    raw = a_letter("namur@reports.example", words, sender=SENDER, photos=(a_picture(4.8671, 50.4662),))
    send_by_mail(site, raw, "namur@reports.example")
    desk.goto("/fr/reports/desk/namur/?words=devant+chez+moi")
    desk.locator(".cases__rows a").first.click()
    return desk.url


def test_a_firm_mends_what_came_by_mail(site, open_page, tmp_path):
    desk = open_page("desktop", "fr")
    sign_in(desk, site, "agent@namur.example")
    address = report_by_mail(site, desk)
    expect(desk.locator("main")).to_contain_text("devinée d’après les mots")
    expect(desk.locator("blockquote").first).not_to_contain_text("Karim")

    desk.locator("#act-forward > summary").click()
    form = desk.locator("#act-forward form")
    form.locator("[name=to_name]").fill("Chantiers du Nord")
    form.locator("[name=to_email]").fill(FIRM)
    form.locator("[name=language]").select_option("nl")
    form.locator("[name=note]").fill("Reboucher le trou.")
    assert_accessible(desk)
    form.get_by_role("button", name="Envoyer le lien").click()
    expect(desk.locator("main")).to_contain_text("Chantiers du Nord")
    assert_accessible(desk)

    told = letter_to(site, FIRM, "Reboucher le trou.")
    link = re.search(r"http\S+/work/\S+", text_of(told))
    assert link
    the_firm_does_it(open_page("phone", "nl", javascript=False), open_page("phone", "nl"), link[0], tmp_path)

    letter_to(site, "agent@namur.example", "Opgevuld")
    desk.goto(address)
    desk.locator("#act-confirm > summary").click()
    expect(desk.locator("#act-confirm [name=words]")).to_have_value("Opgevuld.")
    desk.locator("#act-confirm").get_by_role("button", name="Confirmer").click()
    expect(desk.locator(".case-head")).to_contain_text("Fait")
    the_reporter_is_told(site, open_page("phone", "fr"), desk)


def the_firm_does_it(plain: Page, phone: Page, link: str, folder) -> None:
    """First without JavaScript, then with photos."""
    plain.goto(link)
    plain.get_by_role("button", name="Wij doen het").click()
    expect(plain.locator("main")).to_contain_text("Aanvaard")
    phone.goto(link)
    assert "karim" not in phone.content().lower()
    assert_accessible(phone)
    photo = folder / "klaar.jpg"
    photo.write_bytes(a_picture())
    phone.locator("[name=done-words]").fill("Opgevuld.")
    phone.locator("input[type=file][name=done-photos]").set_input_files(photo)
    phone.get_by_role("button", name="Zeggen dat het klaar is").click()
    expect(phone.locator("main")).to_contain_text("De overheid kijkt het na")
    assert_accessible(phone)
    with phone.expect_download() as download:
        phone.get_by_role("link", name="Werkbon (PDF)").click()
    assert download.value.path().read_bytes().startswith(b"%PDF-")


def the_reporter_is_told(site: Site, phone: Page, desk: Page) -> None:
    """By her own page at once; her letter waits for the authority's quiet hours to pass, if it is night."""
    code = desk.locator(".case__code").first.inner_text()
    phone.goto(f"/fr/reports/{code}/")
    expect(phone.locator("main")).to_contain_text("Fait")
    expect(phone.locator("main img")).to_have_count(2)
    assert_accessible(phone)
