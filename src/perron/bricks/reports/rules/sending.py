"""What somebody who reports tells us: the shape that every door fills in (pages, e-mail, counter, Open311, field)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import BinaryIO, Final
from uuid import UUID

MOST_PHOTOS: Final = 5
LONGEST_DESCRIPTION: Final = 4000  # GeoReport v2, POST Service Request: description


class Channel(StrEnum):
    """The door that a report came through."""

    WEB = "web"
    EMAIL = "email"
    COUNTER = "counter"
    PHONE = "phone"
    OPEN311 = "open311"
    FIELD = "field"


BY_STAFF: Final = frozenset({Channel.COUNTER, Channel.PHONE, Channel.FIELD})  # typed by an agent, for somebody


class PositionBy(StrEnum):
    """How we know where it is."""

    GPS = "gps"
    MAP = "map"
    PHOTO = "photo"
    ADDRESS = "address"


@dataclass(frozen=True, slots=True)
class GivenPhoto:
    """A photo as it came: its bytes, its sender's name for it, what to cover ([left, top, width, height], 0 to 1)."""

    stream: BinaryIO
    name: str
    covers: tuple[tuple[float, float, float, float], ...] = ()


@dataclass(frozen=True, slots=True)
class GivenReporter:
    """Who reports, as far as she tells: nothing, an address, or more. An account is the actor of the action."""

    name: str = ""
    email: str = ""
    phone: str = ""
    wants_mail: bool = True


@dataclass(frozen=True, slots=True)
class NewReport:
    """Everything that is told at once. Degrees WGS 84; `category` a code of the handbook of `authority` (a slug)."""

    longitude: float
    latitude: float
    category: str
    authority: str
    language: str
    description: str = ""
    address: str = ""
    position_by: PositionBy = PositionBy.MAP
    answers: Mapping[str, str | list[str]] = field(default_factory=dict)
    photos: tuple[GivenPhoto, ...] = ()
    reporter: GivenReporter = GivenReporter()
    channel: Channel = Channel.WEB
    sent_key: UUID | None = None
    emergency_called: bool = False  # she says that she has called the number

    @property
    def is_exact(self) -> bool:
        """Whether the point is where it is, and not the middle of the commune that an address names."""
        return self.position_by is not PositionBy.ADDRESS
