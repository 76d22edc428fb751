"""The public list's question in an address, the names under which one follows, and the proof of work."""

from __future__ import annotations

from datetime import date
from hashlib import sha256
from itertools import count
from urllib.parse import parse_qs

import pytest

from perron.bricks.reports.rules import work
from perron.bricks.reports.rules.finding import ListQuestion, question_from_query, topic, topics_about


@pytest.mark.parametrize(
    "asked",
    [
        ListQuestion(),
        ListQuestion("open", "hole", "21004", date(2026, 1, 1), date(2026, 2, 1), mine=True, after="1.5~AB"),
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
