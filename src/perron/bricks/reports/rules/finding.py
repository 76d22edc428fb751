"""A question to the public list of reports, as its address holds it; an odd address asks for something sensible."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Final
from urllib.parse import urlencode

from perron.bricks.reports.rules import around as circles
from perron.bricks.reports.rules.around import TELL_CHANGES, Around
from perron.bricks.reports.rules.states import State

# What strangers distinguish; each holds the states that are so.
SITUATIONS: Final[Mapping[str, frozenset[State]]] = {
    "open": frozenset({State.SENT, State.IN_PROGRESS, State.WAITING}),
    "planned": frozenset({State.PLANNED}),
    "done": frozenset({State.DONE}),
    "elsewhere": frozenset({State.NOT_OURS}),
    "not_done": frozenset({State.REFUSED, State.DUPLICATE, State.WITHDRAWN}),
}
LONGEST: Final = 60


@dataclass(frozen=True, slots=True)
class ListQuestion:
    """A situation, a category (code), a place (NIS code), days of sending, `mine` (the reader's own), a cursor, a
    circle around a point.
    """

    situation: str = ""
    category: str = ""
    place: str = ""
    since: date | None = None
    until: date | None = None
    mine: bool = False
    after: str = ""
    around: Around | None = None

    @property
    def is_everything(self) -> bool:
        """Whether nothing is narrowed down."""
        return replace(self, after="") == ListQuestion()

    def as_query(self, **changes: object) -> str:
        """As in an address; what is not asked is left out."""
        asked = replace(self, **changes) if changes else self  # type: ignore[arg-type]  # names and types of the fields
        told = {
            "situation": asked.situation,
            "category": asked.category,
            "place": asked.place,
            "since": asked.since.isoformat() if asked.since else "",
            "until": asked.until.isoformat() if asked.until else "",
            "mine": "1" if asked.mine else "",
            "around": asked.around.written if asked.around else "",
            "within": str(asked.around.metres) if asked.around else "",
            "after": asked.after,
        }
        return urlencode({name: value for name, value in told.items() if value})


def topic(category: str, place: str, around: Around | None = None) -> str:
    """The name under which people follow new reports: of a category (code), of a place (NIS code) or inside a circle,
    of both, or all.
    """
    if place and not category and not around:
        return f"place:{place}"
    circle = circles.around(around.lon, around.lat, around.metres) if around else None
    asked = ListQuestion(category=category, place="" if circle else place, around=circle)
    return f"list:reports?{asked.as_query()}"


def topics_about(category: str, places: Iterable[str]) -> list[str]:
    """The names under which a new report is followed. `places`: its commune and what contains it."""
    here = list(places)
    return [topic("", ""), topic(category, ""), *(topic(category, place) for place in here)]


def topics_around(category: str, longitude: float, latitude: float, *, is_new: bool) -> list[str]:
    """The names of the circles that hold a report, for its category and for all."""
    found = [one for one in circles.circles_about(longitude, latitude) if is_new or one.metres in TELL_CHANGES]
    return [topic(code, "", one) for one in found for code in ("", category)]


def question_from_query(query: Mapping[str, Sequence[str]]) -> ListQuestion:
    """Read an address's query (names with their values)."""

    def one(name: str) -> str:
        values = query.get(name, ())
        return values[-1].strip()[:LONGEST] if values else ""

    place = one("place")
    return ListQuestion(
        situation=one("situation") if one("situation") in SITUATIONS else "",
        category=one("category"),
        place=place if place.isascii() and place.isdigit() else "",
        since=_day(one("since")),
        until=_day(one("until")),
        mine=one("mine") == "1",
        after=one("after"),
        around=circles.around_of(one("around"), one("within")),
    )


def _day(written: str) -> date | None:
    try:
        return date.fromisoformat(written)
    except ValueError:
        return None
