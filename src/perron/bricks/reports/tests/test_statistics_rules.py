"""Statistics that cannot be flattered: by closing quickly, nor by never closing."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from perron.bricks.reports.rules.statistics import (
    Case,
    Numbers,
    Outcome,
    Tally,
    done_by,
    nearest_rank,
    outcome_of,
    periods_of,
)

SENT = datetime(2026, 3, 2, 8, tzinfo=UTC)
NOW = datetime(2026, 6, 1, 8, tzinfo=UTC)


def after(days: float) -> datetime:
    """So many days after it was sent."""
    return SENT + timedelta(days=days)


def done(days: float, *, confirmed: bool = False, **fields: object) -> Case:
    """Said done after so many days."""
    at = after(days)
    return Case("done", SENT, at, at if confirmed else None, at, **fields)  # type: ignore[arg-type]  # of Case


def numbers(*cases: Case, at: datetime = NOW) -> Numbers:
    """What is told of them."""
    tally = Tally()
    for case in cases:
        tally.add(case, at)
    return tally.numbers()


def test_the_median_is_a_time_that_really_occurred():
    assert nearest_rank([1, 2, 3, 10], 0.5) == 2
    assert nearest_rank([1, 2, 3], 0.5) == 2
    assert nearest_rank([7], 0.9) == 7
    assert nearest_rank([], 0.5) is None


def test_the_ninetieth_percentile_of_ten_is_the_ninth():
    assert nearest_rank(list(range(1, 11)), 0.9) == 9
    assert nearest_rank(list(range(1, 21)), 0.9) == 18


@pytest.mark.parametrize("days", [[1], [1, 2], [1, 1, 2, 5], [3, 3, 3], list(range(1, 11)), list(range(1, 100))])
@pytest.mark.parametrize("share", [0.5, 0.9])
def test_with_nothing_open_half_done_is_the_median(days: list[float], share: float):
    assert done_by(days, [], share) == nearest_rank(days, share)


def test_open_ones_make_half_done_longer():
    assert done_by([1, 2, 3, 4], [], 0.5) == 2
    assert done_by([1, 2, 3, 4], [50, 60, 70], 0.5) == 4


def test_half_done_is_not_known_while_fewer_than_half_are_done():
    assert done_by([1, 2], [50, 50, 50], 0.5) is None
    assert done_by([], [5], 0.5) is None


def test_half_done_by_the_textbook():
    # Kaplan and Meier on 6-MP, Freireich et al. 1963: median remission of 23 weeks (6,6,6,6*,7,9*,10,10*,11*,13,16,…)
    ended = [6, 6, 6, 7, 10, 13, 16, 22, 23]
    still = [6, 9, 10, 11, 17, 19, 20, 25, 32, 32, 34, 35]

    assert done_by(ended, still, 0.5) == 23


def test_closing_is_not_mending():
    told = numbers(done(1), done(1), done(1), done(20, confirmed=True))

    assert (told.mended, told.mended_median_days) == (1, 20)
    assert (told.uncontested, told.uncontested_median_days) == (3, 1)


def test_closing_everything_at_once_does_not_shorten_what_is_really_mended():
    slow = done(20, confirmed=True)

    assert numbers(slow).mended_median_days == numbers(slow, *(done(0.01) for _ in range(50))).mended_median_days


def test_never_closing_does_not_shorten_half_done():
    mended = [done(2, confirmed=True), done(3, confirmed=True)]

    assert numbers(*mended).half_done_days == 2
    assert numbers(*mended, *[Case("sent", SENT)] * 3).half_done_days is None


def test_a_verdict_may_still_come_within_the_term_of_the_authority():
    case = done(80, verdict_days=30)

    assert outcome_of(case, NOW) is Outcome.AWAITING
    assert outcome_of(case, after(110)) is Outcome.UNCONTESTED
    assert outcome_of(done(80, verdict_days=5), NOW) is Outcome.UNCONTESTED


def test_a_reopened_report_runs_from_its_sending_until_it_is_done_for_the_last_time():
    told = numbers(done(40, confirmed=True, reopened=2))

    assert told.mended_median_days == 40
    assert told.reopened == 1


def test_open_reports_are_told_with_their_age():
    told = numbers(Case("sent", SENT), Case("planned", NOW - timedelta(days=5)))

    assert (told.open, told.open_median_days, told.open_p90_days) == (2, 5, 91)
    assert told.mended_median_days is None


def test_what_is_closed_otherwise_is_counted_and_takes_no_time():
    others = ("refused", "not_ours", "duplicate", "withdrawn")
    told = numbers(*(Case(state, SENT, closed_at=after(0.1), due_at=after(5)) for state in others))

    assert (told.sent, told.refused, told.passed_on, told.duplicates, told.withdrawn) == (4, 1, 1, 1, 1)
    assert (told.half_done_days, told.with_term) == (None, 0)


def test_lateness_counts_open_ones_past_their_term():
    told = numbers(
        done(3, due_at=after(5)),
        done(9, due_at=after(5)),
        Case("sent", SENT, due_at=after(5)),
        Case("sent", SENT, due_at=after(500)),
        Case("sent", SENT),
    )

    assert (told.with_term, told.in_time, told.late) == (4, 1, 2)


def test_what_moderators_hid_counts():
    assert numbers(done(1, is_hidden=True)).hidden == 1


def test_tallies_of_parts_merge_into_the_whole():
    one, other = Tally(), Tally()
    one.add(done(1, confirmed=True), NOW)
    other.add(done(3, confirmed=True), NOW)
    one.merge(other)

    assert one.numbers() == numbers(done(1, confirmed=True), done(3, confirmed=True))


def test_a_quarter_begins_at_midnight_in_brussels():
    assert periods_of(datetime(2026, 3, 31, 22, 30, tzinfo=UTC)) == ("2026", "2026-Q2")
    assert periods_of(datetime(2026, 3, 31, 21, 30, tzinfo=UTC)) == ("2026", "2026-Q1")
    assert periods_of(datetime(2026, 12, 31, 23, 30, tzinfo=UTC)) == ("2027", "2027-Q1")
