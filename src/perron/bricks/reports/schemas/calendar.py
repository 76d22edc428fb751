"""iCalendar (RFC 5545): days on which something is planned, as other calendars read them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Final

LONGEST: Final = 75  # octets of a line, RFC 5545 3.1


@dataclass(frozen=True, slots=True)
class Planned:
    """Something that is planned for a day, at a point (WGS 84 degrees)."""

    identifier: str
    day: date
    title: str
    words: str
    place: str
    longitude: float
    latitude: float
    address: str
    changed_at: datetime
    edit_number: int


def calendar(title: str, planned: Iterable[Planned]) -> bytes:
    """The whole calendar."""
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Perron//Reports//EN",
        "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
        f"X-WR-CALNAME:{_text(title)}",
        *(line for one in planned for line in _event(one)),
        "END:VCALENDAR",
    ]
    return "".join(f"{part}\r\n" for line in lines for part in _folded(line)).encode()


def _event(one: Planned) -> Iterator[str]:
    yield "BEGIN:VEVENT"
    yield f"UID:{one.identifier}"
    yield f"DTSTAMP:{one.changed_at.astimezone(UTC):%Y%m%dT%H%M%SZ}"
    yield f"SEQUENCE:{one.edit_number}"
    yield f"DTSTART;VALUE=DATE:{one.day:%Y%m%d}"
    yield f"DTEND;VALUE=DATE:{one.day + timedelta(days=1):%Y%m%d}"
    yield "TRANSP:TRANSPARENT"
    yield f"SUMMARY:{_text(one.title)}"
    if one.words:
        yield f"DESCRIPTION:{_text(one.words)}"
    yield f"LOCATION:{_text(one.place)}"
    yield f"GEO:{one.latitude:.6f};{one.longitude:.6f}"
    yield f"URL:{one.address}"
    yield "END:VEVENT"


def _text(words: str) -> str:
    """As a value of type TEXT; control characters are left out."""
    plain = "".join(sign for sign in words.replace("\r\n", "\n") if sign == "\n" or sign.isprintable())
    return plain.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,").replace("\n", "\\n")


def _folded(line: str) -> Iterator[str]:
    """In pieces of at most 75 octets, no sign cut in two."""
    piece, size = "", 0
    for sign in line:
        width = len(sign.encode())
        if size + width > LONGEST:
            yield piece
            piece, size = " ", 1
        piece, size = piece + sign, size + width
    yield piece
