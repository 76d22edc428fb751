"""My street, my quarter: what is reported around a point, told to whoever follows it, once, and to nobody farther."""

from __future__ import annotations

import re

import pytest
from django.core import mail
from django.core.cache import caches
from django.test import Client

from perron.bricks.reports.actions.moderating import release
from perron.bricks.reports.actions.treating import change_state
from perron.bricks.reports.rules.around import around
from perron.bricks.reports.rules.finding import topic
from perron.bricks.reports.tests.factories import HERE, LATER, a_report, a_serving_authority, an_editor_of
from perron.kernel import following
from perron.kernel.testing.factories import an_actor, an_agent_of
from perron.kernel.testing.queue import run_pending

pytestmark = pytest.mark.django_db
METRE = 1 / 111_320
ME = "anna@example.org"


@pytest.fixture(autouse=True)
def nothing_kept():
    caches["local"].clear()
    caches["shared"].clear()
    mail.outbox.clear()


def told() -> list[str]:
    """What came to me since last asked."""
    run_pending(ahead=True)
    titles = [letter.subject for letter in mail.outbox if letter.to == [ME]]
    mail.outbox.clear()
    return titles


def follow_street(visitor: Client) -> None:
    """As a stranger does: from a point to a circle, an address, and the letter that confirms."""
    page = visitor.get("/fr/reports/follow/", {"lon": HERE[0], "lat": HERE[1], "within": 100}, follow=True)
    shown = page.content.decode()
    fields = {name: re.search(f'name="{name}" value="([^"]*)"', shown)[1].replace("&amp;", "&") for name in FIELDS}
    visitor.post("/fr/inbox/follow/", fields | {"email": ME})
    run_pending(ahead=True)
    link = re.search(r"https?://[^/]+(\S+/confirm/\S+)", mail.outbox[-1].body)[1]
    visitor.post(link)
    mail.outbox.clear()


FIELDS = ("topic", "title", "address")


def test_a_stranger_follows_her_street_by_e_mail_and_hears_of_it_alone():
    authority = a_serving_authority()
    follow_street(Client())

    close = a_report(authority, latitude=HERE[1] + 60 * METRE)
    a_report(authority, latitude=HERE[1] + 400 * METRE)
    assert [close.code in title for title in told()] == [True]

    change_state(actor=an_agent_of(authority), report=close, to="done", at=LATER)
    assert len(told()) == 1


def test_the_page_of_a_neighbourhood_tells_a_rounded_point_and_nobody():
    a_serving_authority()
    report = a_report()

    shown = Client().get(f"/fr/reports/{report.code}/").content.decode()
    address = re.search(r'href="(/fr/reports/follow/[^"]*)"', shown)[1].replace("&amp;", "&")

    assert f"{HERE[1]:.5f}" not in address
    page = Client().get(address).content.decode()
    assert "mon quartier" in page
    assert 'value="list:reports?around=' in page


def test_a_point_at_sea_is_not_followed_and_none_is_asked_for():
    a_serving_authority()

    at_sea = Client().get("/en/reports/follow/", {"lon": 2.2, "lat": 51.6}).content.decode()
    nothing = Client().get("/en/reports/follow/", {"lon": "", "lat": "", "within": "100"}).content.decode()

    assert "This place is not in Belgium." in at_sea
    assert "Say where it is" in nothing


def test_one_who_follows_street_and_town_is_told_once_and_a_held_report_when_it_is_released():
    authority, anna = a_serving_authority(), an_actor(email=ME)
    following.follow(anna, topic("", "", around(*HERE, 100)))
    following.follow(anna, f"place:{authority.place_id}")

    held = a_report(authority, description="http://a.example http://b.example")
    assert told() == []
    release(actor=an_editor_of(authority), report=held, at=LATER)
    assert len(told()) == 1


def test_the_followers_of_a_report_are_found_with_one_question(django_assert_num_queries):
    topics = [topic("", "", around(*HERE, 100)), topic("hole", "", around(*HERE, 500)), "thing:reports:report:X"]
    following.follow(an_actor(), topics[1])

    with django_assert_num_queries(1):
        assert len(following.followers(*topics)) == 1


def test_the_list_and_the_map_narrow_down_to_a_circle():
    authority = a_serving_authority()
    inside, outside = a_report(authority), a_report(authority, latitude=HERE[1] + 900 * METRE)
    circle = around(*HERE, 500)

    asked = {"around": circle.written, "within": "500"}
    listed = Client().get("/fr/reports/", asked).content.decode()
    drawn = Client().get("/fr/reports/points.geojson", asked | {"bbox": "2,49,7,52", "zoom": "18"}).json()

    assert inside.code in listed
    assert outside.code not in listed
    assert [one["properties"]["line"] for one in drawn["features"]] == [inside.code]
