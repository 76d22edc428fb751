"""When things are tried: the next fetch of a scheduled source, and when a reading is taken for dead."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from perron.bricks.catalogue.rules.states import Every

NIGHT: Final = 2  # o'clock UTC: the first of the quiet hours in which sources are fetched
QUIET_MINUTES: Final = 180
SOON: Final = timedelta(hours=1)
QUICK_RETRIES: Final = 3
TOLD_AT: Final = (1, 7, 30)  # failures in a row after which the owner is told: not every night
STALE_READING: Final = timedelta(minutes=30)
MOST_STARTS: Final = 4

_DAYS: Final = {Every.DAY: 1, Every.WEEK: 7, Every.MONTH: 30}


def next_fetch(every: str, *, after: datetime, failures: int, spread: int) -> datetime:
    """The next time to fetch: in the quiet hours, spread by `spread` (any number); soon after a first failure."""
    if 0 < failures <= QUICK_RETRIES:
        return after + SOON
    day = after + timedelta(days=_DAYS[Every(every)])
    return day.replace(hour=NIGHT, minute=0, second=0, microsecond=0) + timedelta(minutes=spread % QUIET_MINUTES)


def is_owner_told(failures: int) -> bool:
    """Whether this many failures in a row are worth a message."""
    return failures in TOLD_AT
