"""Open311 GeoReport v2 in plain values: what a question to the list means, service codes, statuses, moments.

Source: Open311, GeoReport v2, "GET Service Requests" and "POST Service Request".
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final

from perron.bricks.reports.rules.states import CLOSED, OPEN, State, is_open

WIDEST: Final = timedelta(days=90)  # "may not span more than 90 days"
MOST: Final = 1000  # "default query limit is a span of 90 days or first 1000 requests returned"
MOST_NUMBERS: Final = 200
LAST_PAGE: Final = 10_000
STATUSES: Final = {"open": OPEN, "closed": CLOSED}


class WrongParameter(ValueError):
    """A parameter that cannot be understood: its name, and what it may be, in English."""

    def __init__(self, name: str, may_be: str) -> None:
        super().__init__(name, may_be)
        self.name, self.may_be = name, may_be


@dataclass(frozen=True, slots=True)
class RequestsAsked:
    """A question to the list. `numbers` overrides all else; `codes` are service codes as they were written."""

    numbers: tuple[str, ...] = ()
    codes: tuple[str, ...] = ()
    since: datetime | None = None
    until: datetime | None = None
    states: tuple[str, ...] = ()
    page: int = 1
    size: int = MOST
    extended: bool = False


def question_from(query: Mapping[str, str], now: datetime) -> RequestsAsked:
    """Read a query; empty parameters are absent ones. Raises WrongParameter."""
    extended = _yes(query.get("extensions", ""))
    size = _number(query, "page_size", MOST, MOST)
    page = _number(query, "page", 1, LAST_PAGE)
    if numbers := _several(query.get("service_request_id", "")):
        if len(numbers) > MOST_NUMBERS:
            raise WrongParameter("service_request_id", f"at most {MOST_NUMBERS} numbers, separated by commas")
        return RequestsAsked(numbers=tuple(one.upper() for one in numbers), page=page, size=size, extended=extended)
    since, until = window(query, now)
    codes = _several(query.get("service_code", ""))
    return RequestsAsked((), codes, since, until, _states(query.get("status", "")), page, size, extended)


def window(query: Mapping[str, str], now: datetime) -> tuple[datetime, datetime]:
    """From when until when; the last 90 days when nothing is said. Raises WrongParameter."""
    since, until = _moment(query, "start_date"), _moment(query, "end_date")
    until = until or (now if since is None else min(since + WIDEST, max(now, since)))
    since = since or until - WIDEST
    if until < since:
        raise WrongParameter("end_date", "later than start_date")
    if until - since > WIDEST:
        raise WrongParameter("start_date", "at most 90 days before end_date")
    return since, until


def written(moment: datetime | None) -> str:
    """A moment as the standard writes it (W3C date and time), in UTC."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ") if moment else ""


def read_moment(text: str) -> datetime | None:
    """A moment as others write it: UTC where no zone is said; None when it is none."""
    try:
        # In an address, the plus of a zone becomes a space.
        found = datetime.fromisoformat(text.strip().replace(" ", "+") if "T" in text else text.strip())
    except ValueError:
        return None
    return found.replace(tzinfo=UTC) if found.tzinfo is None else found


def status_of(state: str) -> str:
    """`open` or `closed`."""
    return "open" if is_open(State(state)) else "closed"


def code_for(scope: str, authority: str, category: str) -> str:
    """A category as a service code: alone within its authority (slug), with the authority's slug in front elsewhere."""
    return category if scope == authority else f"{authority}.{category}"


def read_code(scope: str, code: str) -> tuple[str, str]:
    """The authority (slug; empty when nobody said it) and the category of a service code."""
    authority, dot, category = code.strip().partition(".")
    return (authority, category) if dot else (scope, code.strip())


def _several(written_list: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(one.strip() for one in written_list.split(",") if one.strip()))


def _states(status: str) -> tuple[str, ...]:
    asked = _several(status.lower())
    if not set(asked) <= STATUSES.keys():
        raise WrongParameter("status", "open, closed, or both separated by a comma")
    return tuple(sorted({state for one in asked for state in STATUSES[one]})) if len(asked) == 1 else ()


def _moment(query: Mapping[str, str], name: str) -> datetime | None:
    text = query.get(name, "").strip()
    found = read_moment(text) if text else None
    if text and (found is None or not 1900 < found.year < 2200):
        raise WrongParameter(name, "a date and time such as 2026-05-04T12:00:00Z")
    return found


def _number(query: Mapping[str, str], name: str, usual: int, most: int) -> int:
    text = query.get(name, "").strip()
    if not text:
        return usual
    number = int(text) if text.isascii() and text.isdigit() and len(text) < 9 else 0
    if not 1 <= number <= most:
        raise WrongParameter(name, f"a whole number from 1 to {most}")
    return number


def _yes(text: str) -> bool:
    return text.strip().lower() in {"true", "1", "yes"}
