"""Reports that belong together: merged reversibly, split, linked; and the doubles that are proposed."""

from __future__ import annotations

import threading
from datetime import timedelta

import pytest
from django.db import connection
from hypothesis import given
from hypothesis import strategies as some

from perron.bricks.reports.actions import joining, treating
from perron.bricks.reports.actions.joining import Part
from perron.bricks.reports.actions.voices import say_me_too
from perron.bricks.reports.models import Report, Reporter
from perron.bricks.reports.queries.doubles import doubles_of
from perron.bricks.reports.queries.public import near
from perron.bricks.reports.queries.refusals import CategoryGone, NotFromHere, NothingTold, NotMerged, NotTheSame
from perron.bricks.reports.rules.doubles import Compared, likeness, metres_between
from perron.bricks.reports.rules.sending import GivenReporter
from perron.bricks.reports.tests.factories import (
    HERE,
    LATER,
    NOON,
    a_photo,
    a_report,
    a_report_elsewhere,
    a_serving_authority,
)
from perron.kernel.errors import ChangedMeanwhile, NotYours
from perron.kernel.testing.factories import an_agent_of

pytestmark = pytest.mark.django_db
TEN_METRES_EAST = 10 / 70_300


def acting(report: Report) -> dict:
    return {"actor": an_agent_of(report.authority), "report": report, "at": LATER}


def test_a_double_counts_for_the_other_and_is_taken_apart_as_it_was():
    town = a_serving_authority()
    main, double, third = a_report(town), a_report(town), a_report(town)
    treating.change_state(**acting(double), to="in_progress")
    say_me_too(actor=None, report=double, given=GivenReporter(), at=LATER)
    joining.merge(**acting(third), into=double)

    merged = joining.merge(**acting(double), into=main)
    main.refresh_from_db()
    third.refresh_from_db()

    assert (merged.state, merged.duplicate_of, merged.closed_at) == ("duplicate", main, LATER)
    assert (main.me_too, third.duplicate_of) == (3, main)
    back = joining.unmerge(**acting(merged))
    main.refresh_from_db()
    third.refresh_from_db()
    assert (back.state, back.duplicate_of, back.closed_at) == ("in_progress", None, None)
    assert (main.me_too, third.duplicate_of) == (0, double)


def test_what_cannot_be_put_together_is_refused():
    town = a_serving_authority()
    main, double = a_report(town), a_report(town)
    joining.merge(**acting(double), into=main)

    for into in (main, double, a_report_elsewhere()):
        with pytest.raises(NotTheSame):
            joining.merge(**acting(main), into=into)
    with pytest.raises(NotMerged):
        joining.unmerge(**acting(main))
    treating.change_state(**acting(main), to="done")
    with pytest.raises(NotFromHere):
        joining.merge(**acting(main), into=a_report(town))


@pytest.mark.django_db(transaction=True)
def test_two_agents_who_merge_crosswise_do_not_wait_for_each_other_for_ever():
    town = a_serving_authority()
    one, other = a_report(town), a_report(town)
    agent, start, refused = an_agent_of(town), threading.Barrier(2), []

    def merge(report: Report, into: Report) -> None:
        start.wait()
        try:
            joining.merge(actor=agent, report=report, into=into, at=LATER, edit_number=1)
        except (NotTheSame, NotFromHere, ChangedMeanwhile) as why:
            refused.append(why)
        finally:
            connection.close()

    threads = [threading.Thread(target=merge, args=pair) for pair in ((one, other), (other, one))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=20)

    assert len(refused) == 1
    assert Report.objects.filter(state="duplicate").count() == 1


def test_one_report_of_two_things_becomes_two_with_its_people_and_photos():
    report = a_report(photos=(a_photo(),), reporter=GivenReporter(email="me@example.org"))

    (part,) = joining.split(**acting(report), parts=[Part("litter", "And a bag")])

    assert (part.category, part.team, part.split_from, part.sent_at) == ("litter", "clean", report, NOON)
    assert (part.photos.count(), part.reporters.get().email) == (1, "me@example.org")
    assert len(set(Reporter.objects.values_list("secret", flat=True))) == 2
    for parts, refusal in (
        ([], NothingTold),
        ([Part("litter", " ")], NothingTold),
        ([Part("gone", "x")], CategoryGone),
    ):
        with pytest.raises(refusal):
            joining.split(**acting(report), parts=parts)


def test_related_reports_know_of_each_other_once():
    town = a_serving_authority()
    one, other = a_report(town), a_report(town)

    joining.relate(**acting(one), other=other)
    joining.relate(**acting(one), other=other)

    assert list(other.related.all()) == [one]
    with pytest.raises(NotTheSame):
        joining.relate(**acting(one), other=one)
    with pytest.raises(NotYours):
        joining.relate(actor=an_agent_of(a_serving_authority(place_id=None)), report=one, other=other, at=LATER)


def test_the_likeliest_double_comes_first_with_its_reasons():
    town = a_serving_authority()
    report = a_report(town, description="Grand trou devant la boulangerie")
    same = a_report(town, description="Un trou devant cette boulangerie", longitude=HERE[0] + TEN_METRES_EAST / 5)
    near_one = a_report(town, category="litter", description="Sacs blancs", longitude=HERE[0] + TEN_METRES_EAST * 3)
    far = a_report(town, longitude=HERE[0] + TEN_METRES_EAST * 20)

    found = doubles_of(report)

    assert [double.report for double in found] == [same]
    assert found[0].likeness.reasons["words"] > 0.5
    assert {near_one, far} & {double.report for double in found} == set()


def test_before_sending_what_is_near_is_shown_when_it_is_open_and_public():
    town = a_serving_authority()
    shown, done, hidden = a_report(town), a_report(town), a_report(town, description="http://a.eu/ https://b.eu/")
    treating.change_state(**acting(done), to="done")

    found = near(*HERE, "hole", authority=town, at=LATER)

    assert [double.report for double in found] == [shown]
    assert hidden.state == "quarantined"
    assert near(HERE[0] + TEN_METRES_EAST * 4, HERE[1], "hole", authority=town, at=LATER) == []


points = some.builds(
    Compared,
    some.floats(4.350, 4.3505),
    some.floats(50.850, 50.8505),
    some.sampled_from([("hole", "street"), ("sign", "street"), ("litter",)]),
    some.integers(0, 400).map(lambda days: NOON - timedelta(days=days)),
    some.booleans(),
    some.text(max_size=40),
)


@given(points, points)
def test_likeness_is_between_nothing_and_one_and_the_same_both_ways(one: Compared, other: Compared):
    found, back = likeness(one, other), likeness(other, one)

    assert 0 <= found.rank <= 1
    assert found.rank == pytest.approx(back.rank)
    assert likeness(one, one).rank >= found.rank or not one.is_open


def test_metres_are_metres():
    assert metres_between(4.35, 50.85, 4.35, 50.851) == pytest.approx(111.3, abs=0.2)
    assert metres_between(4.35, 50.85, 4.351, 50.85) == pytest.approx(70.3, abs=0.2)
