"""The administrators' pages of connections, and what other sites take: feed, calendar, frame."""

from __future__ import annotations

from datetime import timedelta
from html import unescape
from xml.etree import ElementTree as ET

import feedparser
import pytest
from django.test import Client
from django.utils import timezone

from perron.bricks.reports.actions import treating, webhooks
from perron.bricks.reports.models import ApiKey, Connection, Webhook, WebhookDelivery
from perron.bricks.reports.tests.factories import NOON, a_report, a_report_elsewhere, a_serving_authority, an_editor_of
from perron.kernel.authorities import Authority
from perron.kernel.contract import Role
from perron.kernel.testing.factories import an_agent_of, with_second_factor
from perron.kernel.testing.queue import run_pending

pytestmark = pytest.mark.django_db
ATOM = "{http://www.w3.org/2005/Atom}"


@pytest.fixture
def town() -> Authority:
    return a_serving_authority(names={"fr": "Ville", "en": "Town"})


@pytest.fixture
def administrator(town):
    client = Client()
    client.force_login(with_second_factor(an_agent_of(town, role=Role.ADMINISTRATOR)))
    return client


def base(town: Authority) -> str:
    return f"/en/reports/desk/{town.slug}/connections/"


def text(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, answer.content[:500]
    return unescape(answer.content.decode())


def test_an_administrator_sees_what_can_be_connected(town, administrator):
    page = text(administrator, base(town))

    assert f'<iframe src="http://testserver/~{town.slug}/en/reports/embed/"' in page
    assert "/api/reports/v1/georeport/v2/" in page
    assert base(town) in text(administrator, f"/en/reports/desk/{town.slug}/")


def test_others_of_the_authority_do_not_come_in(town):
    client = Client()
    client.force_login(an_editor_of(town))

    assert client.get(base(town)).status_code == 403
    assert client.post(f"{base(town)}keys/new/", {"name": "x"}).status_code == 403
    assert base(town) not in text(client, f"/en/reports/desk/{town.slug}/")


def test_a_key_is_shown_once_and_can_be_taken_back(town, administrator):
    answer = administrator.post(f"{base(town)}keys/new/", {"name": "Our app"})
    key = ApiKey.objects.get()

    assert "Our app" in answer.content.decode()
    assert answer["Cache-Control"] == "private, no-store"
    assert key.secret_hash not in answer.content.decode()
    assert administrator.post(f"{base(town)}keys/new/", {"name": ""}).status_code == 422
    assert "Never used" in text(administrator, base(town))
    assert "refused from now on" in text(administrator, f"{base(town)}keys/{key.pk}/revoke/")
    administrator.post(f"{base(town)}keys/{key.pk}/revoke/")
    assert "Our app" not in text(administrator, base(town)).partition("<main")[2].partition("</ul>")[2]
    assert administrator.get(f"{base(town)}keys/{key.pk}/revoke/").status_code == 404


def test_a_webhook_is_made_tried_switched_and_removed(town, administrator):
    new = f"{base(town)}webhooks/new/"
    assert administrator.post(new, {"url": "nonsense"}).status_code == 422
    administrator.post(new, {"url": "https://hear.example/x", "names": ["report_closed"]})
    webhook = Webhook.objects.get()
    page = f"{base(town)}webhooks/{webhook.pk}/"

    assert "A report was closed" in text(administrator, page)
    assert webhook.secret in text(administrator, page)
    administrator.post(f"{page}act/", {"act": "test"})
    assert "on its way" in text(administrator, page)
    delivery = WebhookDelivery.objects.get()
    WebhookDelivery.objects.update(given_up_at=NOON, tries=9, status=500)
    assert "given up" in text(administrator, page)
    administrator.post(f"{page}act/", {"act": "again", "delivery": delivery.pk})
    delivery.refresh_from_db()
    assert delivery.given_up_at is None
    assert administrator.post(f"{page}act/", {"act": "again", "delivery": "x"}).status_code == 404
    administrator.post(f"{page}act/", {"act": "off"})
    assert "It is switched off." in text(administrator, page)
    administrator.post(f"{page}act/", {"act": "on"})
    administrator.post(f"{page}remove/")
    assert not Webhook.objects.exists()
    assert administrator.get(page).status_code == 404


def test_the_own_tool_is_connected_by_letter(town, administrator):
    answer = administrator.post(f"{base(town)}tool/", {"kind": "email", "is_active": "on"})
    assert answer.status_code == 422
    administrator.post(f"{base(town)}tool/", {"kind": "email", "email": "works@town.example", "is_active": "on"})

    assert "works@town.example" in text(administrator, base(town))
    assert administrator.get(f"{base(town)}tool/categories/").status_code == 404
    assert "Reports stay here" in text(administrator, f"{base(town)}tool/disconnect/")
    administrator.post(f"{base(town)}tool/disconnect/")
    assert not Connection.objects.exists()


def test_a_tool_that_does_not_answer_is_matched_by_hand(town, administrator, settings):
    settings.ALLOWED_PRIVATE_ADDRESSES = ["127.0.0.0/8"]
    values = {"kind": "open311", "url": "http://127.0.0.1:9/v2", "api_key": "k", "is_active": "on"}
    administrator.post(f"{base(town)}tool/", values)
    page = f"{base(town)}tool/categories/"

    assert "127.0.0.1" in text(administrator, page)
    administrator.post(page, {"c-hole": "42"})
    assert Connection.objects.get().services == {"hole": "42"}
    administrator.post(f"{base(town)}tool/", values | {"api_key": ""})
    assert Connection.objects.get().api_key == "k"
    a_report(town)
    run_pending()
    assert "It does not work" in text(administrator, base(town))


def test_a_webhook_of_another_authority_is_not_there(town, administrator):
    other = a_report_elsewhere().authority
    actor = with_second_factor(an_agent_of(other, role=Role.ADMINISTRATOR))
    theirs = webhooks.add_webhook(actor=actor, authority=other, url="https://a.example", names=(), at=NOON)

    assert administrator.get(f"{base(town)}webhooks/{theirs.pk}/").status_code == 404
    assert administrator.get(base(other)).status_code == 403


def test_the_feed_has_places_and_follows_the_questions_of_the_map(town):
    hole = a_report(town, description="Écrivez à moi@example.org <b>")
    a_report(town, category="litter")
    a_report(town, description="http://a.be http://b.be http://c.be")

    answer = Client().get("/fr/reports/feed.atom", {"category": "hole"})
    read = feedparser.parse(answer.content)

    assert answer["Content-Type"].startswith("application/atom+xml")
    assert (read.bozo, read.version, len(read.entries)) == (False, "atom10", 1)
    assert read.entries[0].link == f"http://testserver/fr/reports/{hole.code}/"
    assert "moi@" not in read.entries[0].summary
    root = ET.fromstring(answer.content)
    point = root.findtext(f"{ATOM}entry/{{http://www.georss.org/georss}}point")
    assert point == f"{hole.latitude:.6f} {hole.longitude:.6f}"
    assert feedparser.parse(Client().get("/fr/reports/feed.atom?category=nothing").content).entries == []


def test_what_is_planned_is_in_the_calendar(town):
    report = a_report(town, address="Rue de l’Église, 1; au fond", description="Une longue histoire. " * 20)
    day = timezone.localdate() + timedelta(days=4)
    treating.change_state(actor=an_agent_of(town), report=report, to="planned", planned_on=day, at=timezone.now())
    a_report(town)

    answer = Client().get("/fr/reports/planned.ics")
    content = answer.content.decode()

    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    lines = content.split("\r\n")
    assert all(len(line.encode()) <= 75 for line in lines)
    assert "\n" not in content.replace("\r\n", "")
    unfolded = content.replace("\r\n ", "")
    assert f"DTSTART;VALUE=DATE:{day:%Y%m%d}\r\n" in unfolded
    assert "SUMMARY:Trou: Rue de l’Église\\, 1\\; au fond\r\n" in unfolded
    assert unfolded.count("BEGIN:VEVENT") == 1
    assert f"URL:http://testserver/fr/reports/{report.code}/" in unfolded
    assert lines[0] == "BEGIN:VCALENDAR"
    assert lines[-2] == "END:VCALENDAR"


def test_the_frame_is_open_to_other_sites_and_no_other_page_is(town):
    a_report(town)
    answer = Client().get(f"/~{town.slug}/fr/reports/embed/", {"category": "hole"})
    page = answer.content.decode()

    assert "frame-ancestors *" in answer["Content-Security-Policy"]
    assert "X-Frame-Options" not in answer
    assert f"/~{town.slug}/fr/reports/new/?authority={town.slug}&amp;category=hole" in page
    assert "frame-ancestors 'none'" in Client().get("/fr/reports/")["Content-Security-Policy"]
    assert Client().get("/fr/reports/embed/", {"category": "nothing"}).status_code == 200
