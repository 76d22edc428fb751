"""Nobody asks so often that others wait: counted per visitor, over all processes, nearly without queries."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.cache import caches
from django.test import RequestFactory

from perron.kernel.errors import TooMany
from perron.kernel.web import pace

pytestmark = pytest.mark.django_db
SECONDS = timedelta(seconds=10)
NOON = 1_780_000_000


@pytest.fixture(autouse=True)
def clock(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    now = [float(NOON)]
    monkeypatch.setattr(pace, "time", lambda: now[0])
    pace._tallies.clear()
    caches["shared"].clear()
    return now


def ask(count: int, *, visitor: str = "192.0.2.1", times: int = 20) -> None:
    for _question in range(count):
        request = RequestFactory().get("/", REMOTE_ADDR=visitor)
        pace.keep_question_pace(request, "test.question", times=times, within=SECONDS)


def test_a_visitor_who_asks_too_often_is_told_how_long_to_wait(clock):
    clock[0] = NOON + 3
    ask(20)

    with pytest.raises(TooMany) as refused:
        ask(1)
    assert refused.value.facts == {"seconds": 7}


def test_other_visitors_are_not_held_up():
    ask(20)
    ask(20, visitor="192.0.2.2")


def test_after_the_stretch_of_time_she_may_ask_again(clock):
    ask(20)
    clock[0] = NOON + 10
    ask(20)


def test_processes_count_together():
    ask(20)
    pace._tallies.clear()  # as another process, which has counted nothing

    ask(1)
    with pytest.raises(TooMany):
        ask(2)


def test_zero_is_no_limit(django_assert_num_queries):
    with django_assert_num_queries(0):
        ask(200, times=0)


def test_questions_cost_queries_only_now_and_then(django_assert_num_queries):
    with django_assert_num_queries(0):
        ask(9, times=100)


def test_a_refusal_costs_no_query(django_assert_num_queries):
    with pytest.raises(TooMany):
        ask(30)
    with django_assert_num_queries(0), pytest.raises(TooMany):
        ask(1)


def test_addresses_are_held_as_hashes_only():
    ask(2)

    assert not [key for key in pace._tallies if "192.0.2.1" in key]  # a hash may well hold "192"
    assert pace._tallies
