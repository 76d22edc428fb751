"""Sending a report: it goes once to whoever is competent, or it is refused in words, and nothing is lost."""

from __future__ import annotations

import threading
from dataclasses import replace
from uuid import uuid4

import pytest
from django.db import connection

from perron.bricks.reports.actions.sending import send_report
from perron.bricks.reports.models import Report, Reporter, Update
from perron.bricks.reports.queries.competence import OutsideBelgium
from perron.bricks.reports.queries.refusals import (
    AnswerMissing,
    CategoryGone,
    EmergencyFirst,
    NotAnAddress,
    NotServedHere,
    WordsTooLong,
)
from perron.bricks.reports.rules.handbook import (
    Category,
    Datatype,
    Emergency,
    Moderate,
    Outside,
    Question,
    RoutingRule,
    Settings,
    Then,
    Value,
    When,
)
from perron.bricks.reports.rules.sending import Channel, GivenReporter
from perron.bricks.reports.rules.states import State
from perron.bricks.reports.tests.factories import (
    HANDBOOK,
    HERE,
    NOON,
    a_handbook,
    a_new_report,
    a_place,
    a_report,
    a_serving_authority,
)
from perron.kernel.audit import AuditEntry
from perron.kernel.authorities import AuthorityKind
from perron.kernel.errors import NotYours, SignInFirst
from perron.kernel.testing.events import emitted
from perron.kernel.testing.factories import an_actor, an_agent_of, an_authority

pytestmark = pytest.mark.django_db


def a_town_with(*categories: Category, **changes):
    town = an_authority(place_id=a_place())
    a_handbook(town, replace(HANDBOOK, categories=(*HANDBOOK.categories, *categories), **changes))
    return town


def test_a_report_is_taken_with_its_team_its_term_and_its_reason():
    town = a_serving_authority()

    sent = send_report(actor=None, what=a_new_report(town, description=" Un trou.\x00 "), at=NOON)

    report = Report.objects.get()
    assert (report.authority, report.state, report.team, report.description) == (town, "sent", "roads", "Un trou.")
    assert report.due_at is not None
    assert report.routing[0]["code"] == "commune"
    assert report.place == town.place_id
    assert (sent.report, sent.was_known) == (report, False)
    assert [step.kind for step in Update.objects.all()] == ["sent"]
    assert emitted() == ["reports.report_sent"]
    assert list(AuditEntry.objects.values_list("verb", "subject")) == [("reports.send_report", str(report.ref))]


def test_the_log_holds_nothing_of_who_reported_or_what_she_wrote():
    town = a_serving_authority()

    send_report(
        actor=None,
        what=a_new_report(
            town, description="Chez moi, 0470 12 34 56", reporter=GivenReporter("Jeanne", "jeanne@example.org", "0470")
        ),
        at=NOON,
    )

    (leaf,) = AuditEntry.objects.values_list("leaf", flat=True)
    assert not [word for word in ("Jeanne", "jeanne", "0470", "Chez") if word in leaf]


def test_codes_are_easy_to_say_and_never_the_same():
    town = a_serving_authority()

    codes = {a_report(town).code for _ in range(20)}

    assert len(codes) == 20
    assert all(len(code) == 9 and code[4] == "-" and not set(code) & set("01OILSUEB") for code in codes)


def test_the_same_key_gives_the_same_report_whatever_came_with_it():
    town, key = a_serving_authority(), uuid4()

    first = send_report(actor=None, what=a_new_report(town, sent_key=key), at=NOON)
    again = send_report(actor=None, what=a_new_report(town, sent_key=key, description="typed once more"), at=NOON)

    assert (again.report, again.reporter, again.was_known) == (first.report, first.reporter, True)
    assert Report.objects.count() == 1
    assert emitted() == ["reports.report_sent"]


@pytest.mark.django_db(transaction=True)
def test_a_nervous_thumb_on_four_lines_at_once_sends_one_report():
    town, key = a_serving_authority(), uuid4()
    start, found = threading.Barrier(4), []

    def send() -> None:
        start.wait()
        found.append(send_report(actor=None, what=a_new_report(town, sent_key=key), at=NOON))
        connection.close()

    threads = [threading.Thread(target=send) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len({sent.report.pk for sent in found}) == 1
    assert sorted(sent.was_known for sent in found) == [False, True, True, True]
    assert (Report.objects.count(), Reporter.objects.count(), emitted()) == (1, 1, ["reports.report_sent"])


@pytest.mark.parametrize(
    "point", [(2.2945, 48.8584), (2.5, 51.5), (0.0, 0.0), (4.9, 52.37)], ids=["france", "sea", "null", "north"]
)
def test_outside_the_country_it_is_refused(point):
    town = a_serving_authority()

    with pytest.raises(OutsideBelgium):
        send_report(actor=None, what=a_new_report(town, longitude=point[0], latitude=point[1]), at=NOON)
    assert not Report.objects.exists()


def test_where_nobody_takes_reports_it_says_so():
    town = a_serving_authority()
    elsewhere = (3.7174, 51.0543)

    with pytest.raises(NotServedHere):
        send_report(actor=None, what=a_new_report(town, longitude=elsewhere[0], latitude=elsewhere[1]), at=NOON)
    with pytest.raises(NotServedHere):
        send_report(actor=None, what=a_new_report(an_authority()), at=NOON)


def test_a_category_abolished_while_typing_leads_to_what_is_near_it():
    town = a_serving_authority()

    with pytest.raises(CategoryGone) as refusal:
        send_report(actor=None, what=a_new_report(town, category="holes"), at=NOON)

    assert "Trou" in refusal.value.what_to_do()


def test_a_category_that_was_replaced_goes_to_what_replaced_it():
    town = a_town_with(Category("pothole", {"fr": "Nid-de-poule"}, replaced_by="hole"))

    assert a_report(town, category="pothole").category == "hole"


@pytest.mark.parametrize("code", ["street", "secret", ""])
def test_a_group_or_a_category_of_staff_is_not_for_the_public(code: str):
    town = a_town_with(Category("secret", {"fr": "Interne"}, audience="staff"))

    with pytest.raises(CategoryGone):
        a_report(town, category=code)


def test_an_emergency_is_turned_to_the_phone_first():
    town = a_town_with(Category("gas", {"fr": "Odeur de gaz"}, emergency=Emergency("112")))

    with pytest.raises(EmergencyFirst) as refusal:
        a_report(town, category="gas")

    assert "112" in str(refusal.value)
    assert a_report(town, category="gas", emergency_called=True).category == "gas"


def test_a_required_question_has_to_be_answered_with_what_it_takes():
    side = Question(
        "side", {"fr": "De quel côté ?"}, Datatype.SINGLE, required=True, values=(Value("left", {"fr": "Gauche"}),)
    )
    how_many = Question("many", {"fr": "Combien ?"}, Datatype.NUMBER)
    which = Question(
        "which", {"fr": "Lesquels ?"}, Datatype.MULTI, values=(Value("a", {"fr": "A"}), Value("b", {"fr": "B"}))
    )
    town = a_town_with(Category("lamp", {"fr": "Lampe"}, questions=(side, how_many, which)))

    with pytest.raises(AnswerMissing) as refusal:
        a_report(town, category="lamp", answers={"side": "above"})
    report = a_report(
        town, category="lamp", answers={"side": "left", "many": "a few", "which": ["b", "z"], "unasked": "x"}
    )

    assert "De quel côté ?" in str(refusal.value)
    assert report.answers == {"side": "left", "which": ["b"]}


def test_words_that_are_too_long_and_an_address_that_is_none_are_refused():
    town = a_serving_authority()

    with pytest.raises(WordsTooLong):
        a_report(town, description="x" * 4001)
    with pytest.raises(NotAnAddress):
        a_report(town, reporter=GivenReporter(email="me at home"))
    assert not Report.objects.exists()


def test_an_anonymous_sender_has_her_side_of_the_report_all_the_same():
    sent = send_report(actor=None, what=a_new_report(a_serving_authority()), at=NOON)

    assert (sent.reporter.email, sent.reporter.actor, sent.reporter.is_first) == ("", None, True)
    assert len(sent.reporter.secret) == 43


def test_an_agent_types_it_for_a_caller_who_is_the_reporter():
    town = a_town_with(Category("secret", {"fr": "Interne"}, audience="staff"))
    agent = an_agent_of(town)
    what = a_new_report(town, channel=Channel.PHONE, category="secret", reporter=GivenReporter(name="Une dame"))

    sent = send_report(actor=agent, what=what, at=NOON)

    assert (sent.reporter.actor, sent.reporter.name) == (None, "Une dame")
    assert sent.report.acknowledged_at == NOON
    assert Update.objects.get().actor == agent


def test_the_counter_is_for_staff_of_the_authority():
    town = a_serving_authority()
    what = a_new_report(town, channel=Channel.COUNTER)

    with pytest.raises(SignInFirst):
        send_report(actor=None, what=what, at=NOON)
    with pytest.raises(NotYours):
        send_report(actor=an_agent_of(an_authority()), what=what, at=NOON)


def test_a_rule_hands_it_to_the_region_under_the_code_that_it_has_there():
    region = an_authority(kind=AuthorityKind.REGION)
    a_handbook(region, replace(HANDBOOK, categories=(Category("pothole", {"fr": "Nid-de-poule"}, team="roads"),)))
    rule = RoutingRule("regional", When(categories=("hole",)), Then(authority=region.slug, category="pothole"))
    town = a_town_with(rules=(rule,))

    report = a_report(town)

    assert (report.authority, report.category, report.handbook.authority) == (region, "pothole", region)
    assert [reason["code"] for reason in report.routing] == ["commune", "handed_over"]


def test_what_a_rule_gives_to_somebody_outside_is_told_so_at_once():
    rule = RoutingRule("cables", When(categories=("hole",)), Then(outside=Outside({"fr": "Le câblo"}, phone="0800")))
    report = a_report(a_town_with(rules=(rule,)))

    assert (report.state, report.closed_at, report.closed_because) == (State.NOT_OURS, NOON, "cables")
    assert Update.objects.get().facts["outside"] == {"fr": "Le câblo"}


@pytest.mark.parametrize(
    ("words", "why"),
    [
        ("voir http://a.example et http://b.example", ["links"]),
        ("espèce de Gros-Mot !", ["blocked_word"]),
        ("un mot gros ailleurs", []),
        ("http://photo.example montre le trou", []),
    ],
)
def test_suspicious_words_wait_until_somebody_has_looked(words: str, why: list[str]):
    report = a_report(a_town_with(settings=Settings(blocked_words=("gros mot",))), description=words)

    assert (report.held_because, report.state) == (why, "quarantined" if why else "sent")
    assert report.is_public == (not why)


def test_the_same_words_many_times_and_a_flood_of_one_sender_wait_too():
    town = a_serving_authority()
    alike = [a_report(town, description="Encore !").held_because for _ in range(4)]
    sender = an_actor()
    flood = [a_report(town, actor=sender).held_because for _ in range(11)]

    assert alike == [[], [], [], ["alike"]]
    assert flood[-2:] == [[], ["flood"]]


def test_where_all_is_looked_at_before_it_is_shown_it_waits_but_not_what_staff_type():
    town = a_town_with(settings=Settings(moderate=Moderate.BEFORE))
    agent = an_agent_of(town)

    assert a_report(town).held_because == ["moderated"]
    assert a_report(town, actor=agent, channel=Channel.COUNTER).held_because == []


def test_a_private_category_is_nobodys_to_see():
    report = a_report(a_town_with(Category("squat", {"fr": "Squat"}, is_private=True)), category="squat")

    assert not report.is_public


def test_a_point_on_a_border_always_goes_the_same_way():
    town = a_serving_authority()
    west = HERE[0] - 1e-9

    assert {a_report(town, longitude=longitude).place for longitude in (HERE[0], west)} == {town.place_id}
