"""Until when a report should be done, and how late it is: in working days, calendar days or hours of local time."""

from __future__ import annotations

from collections.abc import Collection
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from typing import Final
from zoneinfo import ZoneInfo

from perron.bricks.reports.rules.handbook import QuietHours, ServiceLevel, Unit
from perron.bricks.reports.rules.holidays import legal_holidays

BRUSSELS: Final = ZoneInfo("Europe/Brussels")
SATURDAY: Final = 6
SOON: Final = timedelta(days=1)


class Lateness(StrEnum):
    """How a report stands to its term."""

    NO_TERM = "no_term"
    IN_TIME = "in_time"
    SOON = "soon"
    LATE = "late"


def due(
    sent_at: datetime, level: ServiceLevel | None, holidays: Collection[date] = (), zone: ZoneInfo = BRUSSELS
) -> datetime | None:
    """When the term ends, in UTC; None without a promise.

    Days end at midnight after the last one, the day of sending not counted; a last calendar day that is no working day
    is one all the same. Hours are real ones: a night of 25 hours is one of 25 hours.
    """
    if level is None:
        return None
    if level.unit == Unit.HOURS:
        return sent_at.astimezone(UTC) + timedelta(hours=level.amount)
    day = sent_at.astimezone(zone).date()
    if level.unit == Unit.CALENDAR_DAYS:
        last = day + timedelta(days=level.amount)
    else:
        last = add_working_days(day, level.amount, holidays)
    return datetime.combine(last + timedelta(days=1), time(), zone).astimezone(UTC)


def add_working_days(day: date, amount: int, holidays: Collection[date] = ()) -> date:
    """The working day that comes `amount` working days after a day (the day itself not counted)."""
    while amount > 0:
        day += timedelta(days=1)
        amount -= is_working_day(day, holidays)
    return day


def is_working_day(day: date, holidays: Collection[date] = ()) -> bool:
    """Monday to Friday, no legal holiday, none of the authority's own."""
    return day.isoweekday() < SATURDAY and day not in legal_holidays(day.year) and day not in holidays


def lateness(now: datetime, due_at: datetime | None, soon: timedelta = SOON) -> Lateness:
    """How an open report stands to its term: late from that moment on, soon from `soon` before."""
    if due_at is None:
        return Lateness.NO_TERM
    if now >= due_at:
        return Lateness.LATE
    return Lateness.SOON if now >= due_at - soon else Lateness.IN_TIME


def after_quiet(moment: datetime, quiet: QuietHours | None, zone: ZoneInfo = BRUSSELS) -> datetime:
    """The first moment from then on at which letters may go out, in UTC."""
    if quiet is None or quiet.since == quiet.until:
        return moment.astimezone(UTC)
    local = moment.astimezone(zone)
    now, over_midnight = local.time(), quiet.since > quiet.until
    if not (now >= quiet.since or now < quiet.until if over_midnight else quiet.since <= now < quiet.until):
        return moment.astimezone(UTC)
    day = local.date() + timedelta(days=1 if over_midnight and now >= quiet.since else 0)
    return datetime.combine(day, quiet.until, zone).astimezone(UTC)
