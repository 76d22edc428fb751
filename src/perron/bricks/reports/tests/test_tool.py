"""The tool that an authority keeps: reports go there once, by Open311 (our own server plays it) or by letter."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from django.core import mail
from django.utils import timezone

from perron.bricks.reports import tasks
from perron.bricks.reports.actions import connections, treating
from perron.bricks.reports.actions.connections import NothingConnected, NotReached, ToTool
from perron.bricks.reports.actions.keys import make_key
from perron.bricks.reports.actions.moderating import release
from perron.bricks.reports.actions.outside import take_news
from perron.bricks.reports.adapters.open311 import Open311, OutsideRefuses
from perron.bricks.reports.models import Connection, OutsideReport, Report, Update
from perron.bricks.reports.publish.connections import CHECKS
from perron.bricks.reports.rules.outside import Theirs, state_after, words_of
from perron.bricks.reports.rules.sending import GivenReporter
from perron.bricks.reports.tests.factories import (
    HERE,
    LATER,
    NOON,
    a_handbook,
    a_photo,
    a_place,
    a_report,
    a_serving_authority,
)
from perron.kernel.actors import Actor
from perron.kernel.authorities import Authority
from perron.kernel.contract import Role
from perron.kernel.errors import NotYours, Unavailable
from perron.kernel.testing.factories import an_agent_of, an_authority, with_second_factor
from perron.kernel.testing.queue import run_pending

A_LETTER = ToTool("email", email="works@town.example")


def an_administrator_of(town: Authority) -> Actor:
    return with_second_factor(an_agent_of(town, role=Role.ADMINISTRATOR))


def connected(town: Authority, to: ToTool) -> Connection:
    return connections.connect(actor=an_administrator_of(town), authority=town, to=to)


@dataclass
class Two:
    """An authority of ours, and one that plays the other installation, which treats what lies `HERE`."""

    ours: Authority
    theirs: Authority
    to: ToTool

    def move_over(self) -> None:
        """From now on, what is sent to the other installation stays there."""
        self.ours.place = None
        self.ours.save()
        self.theirs.place_id = a_place()
        self.theirs.save()


@pytest.fixture
def two(transactional_db, live_server, settings) -> Two:
    settings.ALLOWED_PRIVATE_ADDRESSES = ["127.0.0.0/8", "::1/128"]
    settings.API_QUESTIONS = 0
    ours, theirs = a_serving_authority(), an_authority()
    a_handbook(theirs)
    key = make_key(actor=an_administrator_of(theirs), authority=theirs, name="Ours", at=NOON).secret
    url = f"{live_server.url}/api/reports/v1/georeport/v2/"
    return Two(ours, theirs, ToTool("open311", url, theirs.slug, key))


def given(two: Two, **changes: object) -> tuple[Report, Report]:
    """A report of ours, handed over, and what it became over there."""
    connected(two.ours, two.to)
    report = a_report(two.ours, reporter=GivenReporter(name="Ann", email="ann@example.org"), **changes)
    two.move_over()
    run_pending()
    return report, Report.objects.exclude(pk=report.pk).get()


def test_a_report_goes_there_once_and_without_who_sent_it(two):
    report, there = given(two, photos=(a_photo(),), description="Trou, ann@example.org", address="Place 1")

    outside = OutsideReport.objects.get()
    assert outside.report == report
    assert outside.number == there.code
    assert (there.authority, there.category, there.address) == (two.theirs, "hole", "Place 1")
    assert "Trou" in there.description
    assert report.code in there.description
    assert "ann@" not in there.description
    assert [person.email for person in there.reporters.all()] == [""]
    tasks.hear_from_tools()
    run_pending(ahead=True)
    assert Report.objects.count() == 2


def test_what_it_answers_becomes_the_story(two):
    report, there = given(two)
    agent = an_agent_of(two.theirs)
    tasks.hear_from_tools()
    run_pending()
    report.refresh_from_db()
    assert (report.state, Update.objects.filter(report=report).count()) == ("sent", 1)

    treating.change_state(actor=agent, report=there, to="planned", planned_on=LATER.date(), words="Lundi.", at=NOON)
    for _time in range(2):
        tasks.hear_from_tools()
        run_pending()
    report.refresh_from_db()
    assert (report.state, report.planned_on) == ("planned", LATER.date())
    assert report.acknowledged_at
    step = Update.objects.get(report=report, kind="outside")
    assert (step.by, step.words) == ("outside", "Lundi.")

    treating.change_state(actor=agent, report=there, to="done", words="Rebouché.", at=LATER)
    tasks.hear_from_tools()
    run_pending()
    report.refresh_from_db()
    assert report.state == "done"
    treating.change_state(actor=agent, report=there, to="sent", at=LATER)
    tasks.hear_from_tools()
    run_pending()
    report.refresh_from_db()
    assert (report.state, report.reopened) == ("sent", 1)


def test_what_may_have_arrived_is_looked_for_before_it_is_sent_again(two):
    report, there = given(two, at=timezone.now())
    OutsideReport.objects.update(number="", token="")

    tasks.hear_from_tools()
    run_pending(ahead=True)

    assert OutsideReport.objects.get().number == there.code
    assert Report.objects.count() == 2
    assert report.code in there.description


def test_a_token_becomes_a_number_when_it_is_released(two):
    _report, there = given(two)
    Report.objects.filter(pk=there.pk).update(state="quarantined")
    OutsideReport.objects.update(number="", token=str(there.sent_key))
    tasks.hear_from_tools()
    run_pending()
    assert OutsideReport.objects.get().number == ""

    release(actor=with_second_factor(an_agent_of(two.theirs, role=Role.EDITOR)), report=there, at=NOON)
    tasks.hear_from_tools()
    run_pending()

    assert OutsideReport.objects.get().number == there.code
    assert Connection.objects.get().failing_since is None


def test_a_failing_tool_is_seen_and_reports_wait_for_it(two):
    connection = connected(two.ours, ToTool("open311", "http://127.0.0.1:9/", two.theirs.slug, "key"))
    a_report(two.ours)
    two.move_over()
    run_pending()

    connection.refresh_from_db()
    assert connection.failing_since
    assert connection.failure
    Connection.objects.update(failing_since=NOON)
    assert [check.ask() for check in CHECKS if check.name == "reports.connections"] != [None]
    connected(two.ours, two.to)
    run_pending(ahead=True)
    connection.refresh_from_db()
    assert (connection.failing_since, connection.failure) == (None, "")
    assert OutsideReport.objects.get().number


def test_what_it_refuses_is_noted_and_not_tried_for_ever(two):
    connection = connected(two.ours, ToTool("open311", two.to.url, two.theirs.slug, "wrong"))
    a_report(two.ours)
    two.move_over()
    run_pending(ahead=True)

    connection.refresh_from_db()
    assert "api_key" in connection.failure
    assert Report.objects.count() == 1


def test_categories_are_matched(two):
    administrator = an_administrator_of(two.ours)
    connected(two.ours, two.to)
    found = connections.try_connection(actor=administrator, authority=two.ours)
    assert [one.code for one in found] == ["hole", "litter", "other"]
    connections.map_categories(actor=administrator, authority=two.ours, services={"hole": "litter", "other": ""})
    report = a_report(two.ours)
    two.move_over()
    run_pending()

    assert Connection.objects.get().services == {"hole": "litter"}
    assert Report.objects.exclude(pk=report.pk).get().category == "litter"


def test_two_tools_that_give_to_each_other_do_not_go_round(two):
    _report, there = given(two)
    connected(two.theirs, two.to)

    connections.give_to_tool(actor=None, report=there)

    assert OutsideReport.objects.count() == 1


@pytest.mark.django_db
def test_by_letter_each_report_goes_once_with_all_that_is_known():
    town = a_serving_authority(email="town@town.example", languages=["fr"])
    mail.outbox.clear()
    connected(town, A_LETTER)
    report = a_report(town, photos=(a_photo(),), address="Place 1", description="Un trou & <b>un autre</b>.")
    run_pending()
    tasks.hear_from_tools()
    run_pending(ahead=True)

    (letter,) = [one for one in mail.outbox if one.to == ["works@town.example"]]
    assert letter.subject == f"Trou: Place 1 ({report.code})"
    assert letter.reply_to == ["town@town.example"]
    for told in (report.code, "Un trou & <b>un autre</b>.", "Place 1", f"{HERE[1]:.6f}", "/photos/", "/desk/"):
        assert told in letter.body
    assert letter.extra_headers["Message-ID"].startswith(f"<report-{report.code.lower()}@")


@pytest.mark.django_db
def test_what_is_held_back_goes_when_it_is_released():
    town = a_serving_authority()
    connected(town, A_LETTER)
    report = a_report(town, description="http://a.be http://b.be http://c.be")
    run_pending()
    assert not OutsideReport.objects.exists()

    release(actor=with_second_factor(an_agent_of(town, role=Role.EDITOR)), report=report, at=LATER)
    run_pending()
    assert OutsideReport.objects.get().read_at


@pytest.mark.django_db
def test_only_administrators_connect_and_nothing_is_tried_that_is_not_there():
    town = a_serving_authority()
    administrator = an_administrator_of(town)
    with pytest.raises(NotYours):
        connections.connect(actor=an_agent_of(town), authority=town, to=A_LETTER)
    with pytest.raises(NothingConnected):
        connections.try_connection(actor=administrator, authority=town)
    with pytest.raises(NothingConnected):
        connections.map_categories(actor=administrator, authority=town, services={})
    connected(town, A_LETTER)
    connections.disconnect(actor=administrator, authority=town)
    assert not Connection.objects.exists()


class Odd(BaseHTTPRequestHandler):
    """A server that answers what it is told to."""

    answer = (200, b"")

    def do_GET(self) -> None:
        status, body = self.answer
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_words: object) -> None:
        pass


@pytest.fixture
def odd(settings) -> Iterator[str]:
    settings.ALLOWED_PRIVATE_ADDRESSES = ["127.0.0.0/8"]
    server = ThreadingHTTPServer(("127.0.0.1", 0), Odd)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


@pytest.mark.parametrize(
    ("answer", "raised"),
    [
        ((500, b""), Unavailable),
        ((302, b""), Unavailable),
        ((200, b"<html>"), Unavailable),
        ((200, b'<!DOCTYPE x [<!ENTITY a "b">]><services/>'), Unavailable),
        ((404, b"<errors><error><code>404</code><description>who?</description></error></errors>"), OutsideRefuses),
        ((403, b"no"), OutsideRefuses),
    ],
)
def test_odd_servers_are_borne(odd, answer, raised):
    Odd.answer = answer

    with pytest.raises(raised):
        Open311(odd).services()


@pytest.mark.django_db
def test_a_tool_that_does_not_answer_is_said_to_whoever_tries(odd):
    Odd.answer = (500, b"")
    town = a_serving_authority()
    connected(town, ToTool("open311", odd))

    with pytest.raises(NotReached):
        connections.try_connection(actor=an_administrator_of(town), authority=town)


@pytest.mark.django_db
def test_the_same_news_are_taken_once():
    town = a_serving_authority()
    report = a_report(town)
    outside = OutsideReport.objects.create(report=report, connection=connected(town, A_LETTER), number="1")
    said = Theirs("1", "closed", "Voilà.")

    for _time in range(2):
        take_news(actor=None, outside=outside, said=said, at=LATER)

    assert Update.objects.filter(report=report, kind="outside").count() == 1


@pytest.mark.parametrize(
    ("now", "said", "then"),
    [
        ("sent", Theirs("1", "open"), "sent"),
        ("sent", Theirs("1", "closed"), "done"),
        ("sent", Theirs("1", "open", state="in_progress"), "in_progress"),
        ("sent", Theirs("1", "investigating"), "in_progress"),
        ("sent", Theirs("1", "Action Scheduled"), "in_progress"),
        ("sent", Theirs("1", "open", state="planned", planned_on=LATER.date()), "planned"),
        ("planned", Theirs("1", "open", state="in_progress"), "planned"),
        ("in_progress", Theirs("1", "closed", state="not_ours"), "not_ours"),
        ("in_progress", Theirs("1", "closed", state="duplicate"), "refused"),
        ("done", Theirs("1", "open"), "sent"),
        ("done", Theirs("1", "closed"), "done"),
        ("withdrawn", Theirs("1", "open"), "withdrawn"),
        ("quarantined", Theirs("1", "closed"), "quarantined"),
        ("sent", Theirs("1", "fixed"), "done"),
        ("sent", Theirs("1", "something new"), "in_progress"),
    ],
)
def test_their_words_in_our_states(now: str, said: Theirs, then: str):
    assert state_after(now, said) == then


def test_a_state_by_its_name_is_no_news():
    assert words_of(Theirs("1", "open", "Reçu")) == ""
    assert words_of(Theirs("1", "open", " Lundi. ")) == "Lundi."
