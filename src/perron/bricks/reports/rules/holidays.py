"""The ten legal holidays of Belgium.

Source: law of 4 January 1974 on holidays, and royal decree of 18 April 1974, article 1.
"""

from __future__ import annotations

from datetime import date, timedelta
from functools import lru_cache


@lru_cache(maxsize=64)
def legal_holidays(year: int) -> frozenset[date]:
    """The legal holidays of a year, whatever weekday they fall on."""
    easter = easter_sunday(year)
    return frozenset(
        {
            date(year, 1, 1),
            easter + timedelta(days=1),  # Easter Monday
            date(year, 5, 1),
            easter + timedelta(days=39),  # Ascension
            easter + timedelta(days=50),  # Whit Monday
            date(year, 7, 21),
            date(year, 8, 15),
            date(year, 11, 1),
            date(year, 11, 11),
            date(year, 12, 25),
        }
    )


def easter_sunday(year: int) -> date:
    """Easter in the Gregorian calendar, by the anonymous algorithm (Nature, 20 April 1876; Meeus, chapter 8)."""
    century, of_century = divmod(year, 100)
    leaps, rest = divmod(century, 4)
    correction = (century - (century + 8) // 25 + 1) // 3
    epact = (19 * (year % 19) + century - leaps - correction + 15) % 30
    quarters, of_quarter = divmod(of_century, 4)
    weekday = (32 + 2 * rest + 2 * quarters - epact - of_quarter) % 7
    late = (year % 19 + 11 * epact + 22 * weekday) // 451
    month, day = divmod(epact + weekday - 7 * late + 114, 31)
    return date(year, month, day + 1)
