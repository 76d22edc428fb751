"""The desk's list: whose it is, its views and filters, its pages, its map, its file."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from perron.bricks.reports.models import Report, SavedView, TeamMember
from perron.bricks.reports.tests.factories import HERE, a_report, a_serving_authority
from perron.kernel.contract import Role
from perron.kernel.testing.factories import an_agent_of

pytestmark = pytest.mark.django_db


def at(name: str, authority, *arguments: object) -> str:
    return reverse(f"reports:{name}", args=[authority.slug, *arguments])


def signed_in(actor) -> Client:
    client = Client(raise_request_exception=False)
    client.force_login(actor)
    return client


def page(response) -> str:
    assert response.status_code == 200, response.status_code
    return response.content.decode()


def test_the_list_says_what_it_is_where_since_when_and_by_when():
    authority = a_serving_authority()
    report = a_report(authority, at=timezone.now() - timedelta(days=20), address="Rue Haute 5")
    Report.objects.update(me_too=4)
    client = signed_in(an_agent_of(authority))

    shown = page(client.get(at("desk", authority)))

    for words in (report.code, "Rue Haute 5", "days late", "4 others saw it", "Roads", "Received"):
        assert words in shown
    assert 'data-clusters="' in shown


def test_views_hold_what_they_say_and_count_it():
    authority = a_serving_authority()
    agent = an_agent_of(authority)
    mine, other = a_report(authority), a_report(authority)
    Report.objects.filter(pk=mine.pk).update(assignee=agent)
    TeamMember.objects.create(authority=authority, team="clean", actor=agent)
    client = signed_in(agent)

    shown = page(client.get(at("desk", authority), {"view": "mine"}))

    assert mine.code in shown
    assert other.code not in shown
    assert other.code in page(client.get(at("desk", authority), {"view": "unassigned"}))
    assert other.code not in page(client.get(at("desk", authority), {"view": "team"}))


@pytest.mark.parametrize(
    ("asked", "fits"),
    [
        ({"words": "haute"}, True),
        ({"words": "nowhere"}, False),
        ({"category": "hole"}, True),
        ({"category": "litter"}, False),
        ({"team": "roads"}, True),
        ({"assignee": "0"}, True),
        ({"state": "done"}, False),
        ({"priority": "2"}, True),
        ({"channel": "email"}, False),
        ({"since": "2020-01-01", "until": "2021-01-01"}, False),
        ({"photo": "on"}, False),
        ({"category": "no-such", "since": "yesterday", "after": "x~y"}, True),
    ],
)
def test_the_address_narrows_the_list(asked, fits):
    authority = a_serving_authority()
    report = a_report(authority, address="Rue Haute 5")
    client = signed_in(an_agent_of(authority))

    assert (report.code in page(client.get(at("desk", authority), asked))) is fits


@pytest.mark.parametrize("sort", ["due", "newest", "oldest", "changed", "priority", "me_too"])
def test_pages_go_on_where_the_last_one_ended_and_back(sort, monkeypatch):
    monkeypatch.setattr("perron.bricks.reports.queries.desk_pages.PAGE_SIZE", 2)
    authority = a_serving_authority()
    made = [a_report(authority, at=timezone.now() - timedelta(days=day)) for day in range(5)]
    Report.objects.filter(pk=made[1].pk).update(due_at=None)
    client = signed_in(an_agent_of(authority))
    address, seen, pages = f"{at('desk', authority)}?sort={sort}", [], []

    while address:
        response = client.get(address)
        pages.append([row.code for row in response.context["rows"]])
        seen += pages[-1]
        address = response.context["after"]
    back = client.get(response.context["before"])

    assert sorted(seen) == sorted(report.code for report in made)
    assert [row.code for row in back.context["rows"]] == pages[-2]


def test_the_map_has_what_the_list_has_and_gathers_many(monkeypatch):
    authority = a_serving_authority()
    for _ in range(3):
        a_report(authority)
    client = signed_in(an_agent_of(authority))
    box = f"{HERE[0] - 0.1},{HERE[1] - 0.1},{HERE[0] + 0.1},{HERE[1] + 0.1}"

    apart = json.loads(client.get(at("desk_map", authority), {"bbox": box, "zoom": "12"}).content)
    monkeypatch.setattr("perron.bricks.reports.queries.desk.MOST_POINTS", 2)
    gathered = json.loads(client.get(at("desk_map", authority), {"bbox": box, "zoom": "12"}).content)
    away = json.loads(client.get(at("desk_map", authority), {"bbox": "2,49,3,50", "zoom": "12"}).content)

    assert len(apart["features"]) == 3
    assert [one["properties"]["point_count"] for one in gathered["features"]] == [3]
    assert away["features"] == []


def test_the_file_has_no_formulas_and_people_only_for_whoever_treats():
    authority = a_serving_authority()
    a_report(authority, description="=HYPERLINK(1)")
    agent, reader = signed_in(an_agent_of(authority)), signed_in(an_agent_of(authority, role=Role.READER))

    def taken(client: Client, **more: str) -> str:
        response = client.post(at("desk_export", authority), {"list": "view=open", **more})
        return b"".join(response.streaming_content).decode() if response.status_code == 200 else ""

    assert "'=HYPERLINK(1)" in taken(agent)
    assert "reporter_email" not in taken(agent)
    assert "reporter_email" in taken(agent, people="1")
    assert "code" in taken(reader)
    assert taken(reader, people="1") == ""


def test_a_view_is_kept_shared_found_again_and_thrown_away():
    authority = a_serving_authority()
    agent, colleague = an_agent_of(authority), an_agent_of(authority)
    client, other = signed_in(agent), signed_in(colleague)

    assert client.post(at("desk_views", authority), {"name": ""}).status_code == 422
    client.post(at("desk_views", authority), {"name": "Holes", "question": "category=hole", "is_shared": "on"})
    client.post(at("desk_views", authority), {"name": "Only me", "question": "assignee=0"})
    shared, own = SavedView.objects.order_by("name")

    theirs = page(other.get(at("desk", authority)))
    assert ("Holes" in theirs, "Only me" in theirs) == (True, False)
    assert other.post(at("desk_forget_view", authority, own.pk)).status_code == 404
    other.post(at("desk_forget_view", authority, shared.pk))
    client.post(at("desk_forget_view", authority, own.pk))
    assert not SavedView.objects.exists()


def test_the_desk_of_another_authority_is_closed():
    here, elsewhere = a_serving_authority(), a_serving_authority()
    report = a_report(here)
    client = signed_in(an_agent_of(elsewhere))

    assert client.get(at("desk", here)).status_code == 403
    assert client.get(at("desk_report", elsewhere, report.code)).status_code == 404
    assert client.get(at("desk_handover", elsewhere, report.code)).status_code == 404


def test_an_empty_desk_is_kind():
    authority = a_serving_authority()

    assert "Nothing is open" in page(signed_in(an_agent_of(authority)).get(at("desk", authority)))


def test_words_are_found_by_their_beginning_in_kinds_addresses_and_descriptions_without_accents():
    authority = a_serving_authority()
    report = a_report(authority, description="Un œil-de-bœuf cassé", address="Kerkstraat 12, Forêt")
    other = a_report(authority, category="litter", description="")
    client = signed_in(an_agent_of(authority))

    def found(words: str) -> list[bool]:
        shown = page(client.get(at("desk", authority), {"words": words}))
        return [one.code in shown for one in (report, other)]

    for words in ("cassé", "CASSE", "kerk 12", "foret", "oeil", report.code.lower(), report.code[:4], "put", "Straße"):
        assert found(words) == [True, False], words
    assert found("déchets") == [False, True]
    assert found("absent") == [False, False]
    for strange in ("'; --", "a' | 'b", "!!", ":*", "&"):
        page(client.get(at("desk", authority), {"words": strange}))


def test_planned_work_whose_day_has_passed_is_late():
    authority = a_serving_authority()
    report = a_report(authority)
    day = timezone.localdate() - timedelta(days=2)
    Report.objects.filter(pk=report.pk).update(state="planned", planned_on=day, due_at=None)

    shown = page(signed_in(an_agent_of(authority)).get(at("desk", authority), {"view": "late"}))

    assert report.code in shown
    assert "was planned for" in shown
