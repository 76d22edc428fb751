"""The public list's question in an address, the names under which one follows, and the proof of work."""

from __future__ import annotations

from datetime import date
from hashlib import sha256
from itertools import count
from math import cos, radians
from urllib.parse import parse_qs

import pytest

from perron.bricks.reports.rules import work
from perron.bricks.reports.rules.around import CIRCLES, around, around_of, at_point, circles_about, distance
from perron.bricks.reports.rules.finding import ListQuestion, question_from_query, topic, topics_about, topics_around


@pytest.mark.parametrize(
    "asked",
    [
        ListQuestion(),
        ListQuestion("open", "hole", "21004", date(2026, 1, 1), date(2026, 2, 1), mine=True, after="1.5~AB"),
        ListQuestion(category="hole", around=at_point(4.86, 50.46, 500)),
    ],
)
def test_a_question_survives_its_address(asked):
    assert question_from_query(parse_qs(asked.as_query())) == asked


def test_an_odd_address_asks_for_everything():
    odd = {"situation": ["?"], "place": ["x"], "since": ["soon"], "until": [""], "mine": ["yes"]}

    assert question_from_query(odd).is_everything


def test_a_new_report_is_told_under_every_name_that_fits():
    told = topics_about("hole", ["21004", "04000"])

    assert topic("", "") in told
    assert topic("hole", "") in told
    assert topic("hole", "04000") in told
    assert topic("litter", "") not in told


def test_work_is_done_when_the_hash_begins_with_enough_zeros():
    answer = next(n for n in count() if int.from_bytes(sha256(f"c:{n}".encode()).digest()) >> 248 == 0)

    assert work.is_done("c", str(answer), bits=8)
    assert not work.is_done("d", str(answer), bits=20)


@pytest.mark.parametrize("answer", ["", "-1", "٣", "1" * 13, "1e3"])
def test_an_answer_that_is_no_number_is_no_work(answer):
    assert not work.is_done("c", answer, bits=0)


@pytest.mark.parametrize("metres", CIRCLES)
@pytest.mark.parametrize("at", [(4.86442, 50.46391), (2.54, 51.09), (6.4, 50.2)])
def test_whoever_follows_a_circle_is_named_by_every_report_inside_it_and_no_other(at, metres):
    circle = around(*at, metres)
    up, across = metres / 111_320, metres / 111_320 / cos(radians(at[1]))

    assert distance(circle, *at) <= 0.2 * metres
    for part in (-0.8, -0.4, 0, 0.3, 0.79):
        assert circle in circles_about(at[0] + part * across, at[1])
        assert circle in circles_about(at[0], at[1] + part * up)
    assert circle not in circles_about(at[0] + 1.25 * across, at[1])
    assert circle not in circles_about(at[0], at[1] - 1.25 * up)


def test_circles_have_one_name_however_they_are_asked():
    circle = around(4.86442, 50.46391, 100)

    shown = around_of("50.46391,4.86442", "2000")

    assert around_of(circle.written, "100") == circle
    assert topic("", "", shown) == topic("", "", around(4.86442, 50.46391, 2000))
    assert around(circle.lon, circle.lat, 100) == circle
    assert len(list(circles_about(4.86442, 50.46391))) < 200


@pytest.mark.parametrize(
    ("written", "within"), [("", ""), ("50.4", "100"), ("a,b", "100"), ("nan,4", "100"), ("50,4", "7")]
)
def test_what_is_no_circle_is_none(written, within):
    assert around_of(written, within) is None


def test_a_change_is_told_close_by_and_a_new_report_farther_too():
    near, far = around(4.8, 50.4, 100), around(4.8, 50.4, 2000)

    assert {topic("", "", near), topic("hole", "", far)} <= set(topics_around("hole", 4.8, 50.4, is_new=True))
    assert topic("", "", far) not in topics_around("hole", 4.8, 50.4, is_new=False)
