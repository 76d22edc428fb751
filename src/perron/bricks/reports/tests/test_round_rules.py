"""The order of a round makes sense."""

from __future__ import annotations

import random
import time
from itertools import permutations

from perron.bricks.reports.rules.round import MOST_STOPS, Point, in_order, length, metres

HOME = (4.35, 50.85)


def somewhere(count: int, seed: int = 1) -> list[Point]:
    """Points in a town."""
    chance = random.Random(seed)
    return [(chance.uniform(4.30, 4.40), chance.uniform(50.82, 50.88)) for _number in range(count)]


def test_nothing_and_one_stop_are_in_order():
    assert in_order([]) == []
    assert in_order([HOME], (4.3, 50.8)) == [0]


def test_stops_along_a_road_are_visited_along_it():
    road = [(4.30 + at / 100, 50.85) for at in range(10)]
    mixed = [road[at] for at in (7, 2, 9, 0, 5, 1, 8, 3, 6, 4)]

    order = in_order(mixed, (4.29, 50.85))

    assert [mixed[at] for at in order] == road


def test_every_stop_is_visited_once():
    assert sorted(in_order(somewhere(MOST_STOPS), HOME)) == list(range(MOST_STOPS))


def test_it_starts_at_the_first_stop_when_nobody_says_where():
    assert in_order(somewhere(12))[0] == 0


def test_it_is_close_to_the_best_order():
    for seed in range(5):
        stops = somewhere(7, seed)
        found = [HOME, *(stops[at] for at in in_order(stops, HOME))]
        best = min(length([HOME, *order]) for order in permutations(stops))

        assert length(found) <= best * 1.12


def test_no_two_legs_cross():
    square = [(4.30, 50.80), (4.31, 50.81), (4.31, 50.80), (4.30, 50.81)]

    order = in_order(square, (4.299, 50.80))

    assert length([square[at] for at in order]) < 4_000


def test_the_same_place_twice_is_no_trouble():
    assert sorted(in_order([HOME] * 5, HOME)) == [0, 1, 2, 3, 4]


def test_sixty_stops_are_put_in_order_at_once():
    start = time.process_time()
    in_order(somewhere(MOST_STOPS), HOME)

    assert time.process_time() - start < 1


def test_metres_are_right_within_a_thousandth():
    assert abs(metres((4.35, 50.85), (4.35, 50.86)) - 1113) < 2
    assert abs(metres((4.35, 50.85), (4.36, 50.85)) - 703) < 2
