"""Terms: working days, calendar days, hours; the legal holidays; nights with 23 and 25 hours; quiet hours."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

from hypothesis import given
from hypothesis import strategies as st

from perron.bricks.reports.rules.clock import (
    BRUSSELS,
    Lateness,
    add_working_days,
    after_quiet,
    due,
    is_working_day,
    lateness,
)
from perron.bricks.reports.rules.handbook import QuietHours, ServiceLevel, Unit
from perron.bricks.reports.rules.holidays import easter_sunday, legal_holidays

# Hypothesis wants its bounds without a zone.
moments = st.datetimes(datetime(2000, 1, 1), datetime(2099, 12, 1), timezones=st.just(UTC))  # noqa: DTZ001
days = st.dates(date(2000, 1, 1), date(2099, 12, 1))


def local(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=BRUSSELS)  # type: ignore[misc, arg-type]  # as date and time parts


def test_the_ten_legal_holidays_of_2026():
    assert sorted(legal_holidays(2026)) == [
        date(2026, 1, 1),
        date(2026, 4, 6),
        date(2026, 5, 1),
        date(2026, 5, 14),
        date(2026, 5, 25),
        date(2026, 7, 21),
        date(2026, 8, 15),
        date(2026, 11, 1),
        date(2026, 11, 11),
        date(2026, 12, 25),
    ]


def test_easter_of_known_years():
    known = {1961: (4, 2), 2008: (3, 23), 2019: (4, 21), 2025: (4, 20), 2026: (4, 5), 2038: (4, 25), 2049: (4, 18)}

    assert {year: (easter_sunday(year).month, easter_sunday(year).day) for year in known} == known


@given(st.integers(1900, 2199))
def test_easter_is_a_sunday_between_the_22nd_of_march_and_the_25th_of_april(year):
    easter = easter_sunday(year)

    assert easter.isoweekday() == 7
    assert date(year, 3, 22) <= easter <= date(year, 4, 25)


@given(st.integers(2000, 2199))
def test_a_year_has_ten_legal_holidays_or_two_on_one_day(year):
    assert len(legal_holidays(year)) in (9, 10)  # Ascension may fall on the 1st of May


def test_working_days_skip_week_ends_and_holidays():
    sent = local(2026, 4, 30, 16, 0)  # Thursday; Friday is the 1st of May

    assert due(sent, ServiceLevel(1)) == local(2026, 5, 5, 0, 0).astimezone(UTC)
    assert due(sent, ServiceLevel(1), [date(2026, 5, 4)]) == local(2026, 5, 6, 0, 0).astimezone(UTC)


def test_calendar_days_count_all():
    assert due(local(2026, 4, 30, 16), ServiceLevel(2, Unit.CALENDAR_DAYS)) == local(2026, 5, 3).astimezone(UTC)


def test_hours_are_real_hours_when_the_clocks_change():
    eve = local(2026, 3, 28, 12)

    found = due(eve, ServiceLevel(24, Unit.HOURS))

    assert found is not None
    assert found.astimezone(BRUSSELS) == local(2026, 3, 29, 13)


def test_a_day_ends_at_local_midnight_in_summer_and_in_winter():
    summer = due(local(2026, 10, 23, 23, 59), ServiceLevel(1, Unit.CALENDAR_DAYS))
    winter = due(local(2026, 10, 24, 0, 1), ServiceLevel(1, Unit.CALENDAR_DAYS))

    assert summer == datetime(2026, 10, 24, 22, tzinfo=UTC)
    assert winter == datetime(2026, 10, 25, 23, tzinfo=UTC)


def test_without_a_promise_there_is_no_term():
    assert due(local(2026, 1, 5), None) is None
    assert lateness(local(2026, 1, 5), None) == Lateness.NO_TERM


def test_lateness_is_seen_before_it_comes():
    term = local(2026, 5, 5)

    assert lateness(term - timedelta(days=2), term) == Lateness.IN_TIME
    assert lateness(term - timedelta(hours=23), term) == Lateness.SOON
    assert lateness(term, term) == Lateness.LATE


@given(moments, st.integers(1, 200), st.sampled_from(Unit))
def test_a_term_lies_ahead_and_a_longer_promise_never_ends_sooner(sent, amount, unit):
    one, longer = due(sent, ServiceLevel(amount, unit)), due(sent, ServiceLevel(amount + 1, unit))

    assert one is not None
    assert longer is not None
    assert sent < one < longer


@given(moments, moments, st.integers(1, 60))
def test_what_is_sent_later_is_not_due_sooner(one, other, amount):
    first, second = sorted((one, other))

    assert due(first, ServiceLevel(amount)) <= due(second, ServiceLevel(amount))  # type: ignore[operator]


@given(moments, st.integers(1, 60))
def test_a_term_in_working_days_ends_after_a_working_day(sent, amount):
    found = due(sent, ServiceLevel(amount))

    assert found is not None
    ends = found.astimezone(BRUSSELS)
    assert ends.time() == time()
    assert is_working_day(ends.date() - timedelta(days=1))


@given(days, st.integers(1, 300))
def test_as_many_working_days_pass_as_were_promised(day, amount):
    last = add_working_days(day, amount)

    assert sum(is_working_day(day + timedelta(days=n)) for n in range(1, (last - day).days + 1)) == amount


@given(moments, st.times(), st.times())
def test_letters_leave_outside_the_quiet_hours_and_within_a_day(moment, since, until):
    quiet = QuietHours(since.replace(microsecond=0), until.replace(microsecond=0))

    leaves = after_quiet(moment, quiet)

    assert moment <= leaves <= moment + timedelta(hours=26)
    assert leaves in (moment, after_quiet(leaves, quiet))


def test_a_letter_of_the_night_leaves_in_the_morning():
    night = QuietHours(time(21), time(7))

    assert after_quiet(local(2026, 5, 4, 23), night) == local(2026, 5, 5, 7).astimezone(UTC)
    assert after_quiet(local(2026, 5, 5, 6, 59), night) == local(2026, 5, 5, 7).astimezone(UTC)
    assert after_quiet(local(2026, 5, 5, 7), night) == local(2026, 5, 5, 7).astimezone(UTC)
    assert after_quiet(local(2026, 5, 5, 12), None) == local(2026, 5, 5, 12).astimezone(UTC)
