"""My round: what is on it, what is told of a stop, and that a phone which sends it twice does it once."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from perron.bricks.reports.actions.assigning import assign
from perron.bricks.reports.actions.round import tell_from_round
from perron.bricks.reports.actions.treating import change_state
from perron.bricks.reports.models import Photo, Report, Update
from perron.bricks.reports.queries.desk import Reader
from perron.bricks.reports.queries.round import ClosedMeanwhile, round_of
from perron.bricks.reports.rules.round import Found
from perron.bricks.reports.rules.states import State
from perron.bricks.reports.tests.factories import (
    HERE,
    LATER,
    NOON,
    a_member,
    a_photo,
    a_report,
    a_report_elsewhere,
    a_serving_authority,
)
from perron.kernel.actors import Actor
from perron.kernel.authorities import Authority
from perron.kernel.contract import Role
from perron.kernel.errors import NotYours
from perron.kernel.testing.factories import an_actor, an_agent_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def town() -> Authority:
    return a_serving_authority()


@pytest.fixture
def agent(town: Authority) -> Actor:
    return a_member(town)


def mine(town: Authority, agent: Actor, **changes: object) -> Report:
    """A report that the agent has to treat."""
    report = a_report(town, **changes)  # type: ignore[arg-type]  # of NewReport
    return assign(actor=agent, report=report, team="roads", assignee=agent, at=NOON)


def on_the_round(town: Authority, agent: Actor, *, team: bool = False) -> set[Report]:
    return set(round_of(Reader(town, agent, LATER), team=team).reports)


def signed_in(client: Client, actor: Actor) -> Client:
    client.force_login(actor)
    return client


def test_the_round_holds_what_is_mine_and_open(town: Authority, agent: Actor):
    here = mine(town, agent)
    done = mine(town, agent)
    change_state(actor=agent, report=done, to="done", at=LATER)
    a_report(town)
    a_report_elsewhere()

    assert on_the_round(town, agent) == {here}


def test_the_round_of_a_team_holds_what_is_its(town: Authority, agent: Actor):
    of_team = a_report(town)
    a_report(town, category="litter")

    assert on_the_round(town, agent, team=True) == {of_team}


def test_what_is_planned_for_later_or_waits_for_an_answer_is_not_visited(town: Authority, agent: Actor):
    later, today = mine(town, agent), mine(town, agent)
    change_state(actor=agent, report=later, to="planned", planned_on=LATER.date().replace(day=20), at=NOON)
    change_state(actor=agent, report=today, to="planned", planned_on=LATER.date(), at=NOON)
    change_state(actor=agent, report=mine(town, agent), to="waiting", at=NOON)

    assert on_the_round(town, agent) == {today}


def test_what_was_told_today_is_visited_and_comes_back_tomorrow(town: Authority, agent: Actor):
    report = mine(town, agent)
    tell_from_round(actor=agent, report=report, found=Found.NOT_FOUND, key=uuid4(), at=LATER)
    today = round_of(Reader(town, agent, LATER), team=False)
    tomorrow = round_of(Reader(town, agent, LATER + timedelta(days=1)), team=False)

    assert (today.reports, today.visited) == ((), (report,))
    assert tomorrow.reports == (report,)


def test_done_closes_it_with_its_photo_for_who_reported_it(town: Authority, agent: Actor):
    report = mine(town, agent)
    told = tell_from_round(
        actor=agent, report=report, found=Found.DONE, key=uuid4(), words="Rebouché.", photos=(a_photo(),), at=LATER
    )

    assert told.state == State.DONE
    assert Photo.objects.get(report=report).purpose == "mended"
    assert Update.objects.filter(report=report, kind="state", words="Rebouché.", is_internal=False).exists()


def test_what_is_missing_is_told_to_colleagues_only(town: Authority, agent: Actor):
    report = mine(town, agent)
    tell_from_round(
        actor=agent, report=report, found=Found.NEEDS, key=uuid4(), words="Une grue", photos=(a_photo(),), at=LATER
    )
    step = Update.objects.get(report=report, kind="note")

    assert step.is_internal
    assert step.words == "Material or help is needed\nUne grue"
    assert not Photo.objects.get(report=report).is_public
    report.refresh_from_db()
    assert report.state == State.SENT


def test_the_same_act_sent_twice_is_done_once(town: Authority, agent: Actor):
    report, key = mine(town, agent), uuid4()
    for _again in range(3):
        tell_from_round(actor=agent, report=report, found=Found.DONE, key=key, photos=(a_photo(),), at=LATER)

    assert Update.objects.filter(report=report, facts__round_key=str(key)).count() == 1
    assert Photo.objects.count() == 1


def test_what_somebody_else_closed_meanwhile_is_refused_with_its_state(town: Authority, agent: Actor):
    report = mine(town, agent)
    change_state(actor=an_agent_of(town), report=report, to="refused", because="x", words="Non.", at=LATER)

    with pytest.raises(ClosedMeanwhile, match="Refused"):
        tell_from_round(actor=agent, report=report, found=Found.DONE, key=uuid4(), at=LATER)


def test_strangers_and_readers_tell_nothing(town: Authority, agent: Actor):
    report = mine(town, agent)
    for actor in (an_actor(), an_agent_of(town, role=Role.READER), an_agent_of(a_serving_authority())):
        with pytest.raises(NotYours):
            tell_from_round(actor=actor, report=report, found=Found.DONE, key=uuid4(), at=LATER)


def test_the_page_has_one_card_per_stop_and_works_without_javascript(client: Client, town: Authority, agent: Actor):
    report = mine(town, agent, photos=(a_photo(),), address="Rue Haute 12")
    page = signed_in(client, agent).get(reverse("reports:round", args=[town.slug]))
    content = page.content.decode()

    assert f'id="stop-{report.code}"' in content
    assert f"geo:{HERE[1]:.6f},{HERE[0]:.6f}" in content
    assert "Rue Haute 12" in content
    assert "no-store" in page["Cache-Control"]
    sent = client.post(
        reverse("reports:round_tell", args=[town.slug, report.code]), {"found": "done", "key": str(uuid4())}
    )
    assert sent.status_code == 302
    report.refresh_from_db()
    assert report.state == State.DONE


def test_a_refusal_keeps_what_was_typed(client: Client, town: Authority, agent: Actor):
    report = mine(town, agent)
    page = signed_in(client, agent).post(
        reverse("reports:round_tell", args=[town.slug, report.code]),
        {"found": "done", "words": "Tout est fait", "key": "no key"},
    )

    assert page.status_code == 422
    assert "Tout est fait" in page.content.decode()


def test_a_phone_is_answered_in_words_that_it_keeps(client: Client, town: Authority, agent: Actor):
    report = mine(town, agent)
    address = reverse("reports:round_tell", args=[town.slug, report.code])
    sent = {"found": "done", "key": str(uuid4())}
    first = signed_in(client, agent).post(address, sent, headers={"accept": "application/json"})
    again = client.post(address, sent, headers={"accept": "application/json"})
    late = client.post(address, sent | {"key": str(uuid4())}, headers={"accept": "application/json"})

    assert (first.status_code, again.status_code, late.status_code) == (200, 200, 409)
    assert report.code in first.json()["said"]
    assert "Meanwhile somebody else closed this report. It is now: Done." in late.json()["refused"]


def test_a_phone_that_is_signed_out_is_told(client: Client, town: Authority):
    answer = client.get(reverse("reports:round_ready", args=[town.slug]), headers={"accept": "application/json"})

    assert answer.status_code in {302, 401, 403}


def test_agents_of_another_authority_get_neither_round_nor_worker(client: Client, town: Authority):
    signed_in(client, an_agent_of(a_serving_authority()))
    for name in ("round", "round_worker", "round_ready"):
        assert client.get(reverse(f"reports:{name}", args=[town.slug])).status_code in {403, 404}


def test_a_round_starts_where_the_agent_stands(client: Client, town: Authority, agent: Actor):
    near, far = mine(town, agent), mine(town, agent, longitude=HERE[0] + 0.004)
    address = reverse("reports:round", args=[town.slug])
    page = signed_in(client, agent).get(address, {"lon": HERE[0] + 0.005, "lat": HERE[1]})

    assert [stop.row.code for stop in page.context["page"].stops] == [far.code, near.code]
    assert client.get(address, {"lon": "east", "lat": "9e999"}).status_code == 200


def test_the_page_asks_as_much_of_the_database_for_many_stops(client: Client, town: Authority, agent: Actor):
    address, asked = reverse("reports:round", args=[town.slug]), []
    signed_in(client, agent)
    for _page in range(3):
        mine(town, agent, photos=(a_photo(),))
        mine(town, agent, photos=(a_photo(),))
        with CaptureQueriesContext(connection) as queries:
            client.get(address)
        asked.append(len(queries))

    assert asked[1] == asked[2] < 30


def test_nothing_to_visit_leads_to_the_team(client: Client, town: Authority, agent: Actor):
    page = signed_in(client, agent).get(reverse("reports:round", args=[town.slug])).content.decode()

    assert "No stop today" in page
    assert "?team=1" in page


def test_an_agent_in_the_street_reports_what_she_sees(client: Client, town: Authority, agent: Actor):
    page = signed_in(client, agent).get(reverse("reports:desk_new", args=[town.slug]), {"channel": "field"})

    assert 'value="field"' in page.content.decode()
    assert page.context["form"]["channel"].value() == "field"
