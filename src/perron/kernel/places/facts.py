"""The table of facts in `kernel/territory/*.csv`, read once per process: what is known without a database."""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from perron.kernel.contract import BoundingBox
from perron.kernel.languages import Texts, pick

FACTS = Path(__file__).resolve().parent.parent / "territory"


@dataclass(frozen=True, slots=True)
class PlaceFacts:
    """One line of `places.csv`. `lon`, `lat` and `extent` are WGS 84 degrees; None when unknown."""

    nis: str
    kind: str
    parent: str
    also_within: tuple[str, ...]
    names: Texts
    valid_from: date
    valid_until: date | None
    successors: tuple[str, ...]
    languages: tuple[str, ...]
    facilities: tuple[str, ...]
    facility_kind: str
    lon: float | None
    lat: float | None
    extent: BoundingBox | None

    @property
    def name(self) -> str:
        """The name in the reader's language."""
        return pick(self.names).words

    def exists_on(self, day: date) -> bool:
        """Whether the code is in use on that day."""
        return self.valid_from <= day and (self.valid_until is None or day <= self.valid_until)


@dataclass(frozen=True, slots=True)
class PostalFacts:
    """One line of `postal_codes.csv`: a locality of a commune of today. `is_main`: it is the commune itself."""

    code: str
    nis: str
    names: Texts
    is_main: bool


@cache
def places() -> Mapping[str, PlaceFacts]:
    """All places by code, those that contain others first."""
    return {line["nis"]: _place(line) for line in _lines("places.csv")}


@cache
def postal_codes() -> tuple[PostalFacts, ...]:
    """All localities with a postal code, by code, the commune's own first."""
    return tuple(
        PostalFacts(line["code"], line["nis"], _names(line), line["main"] == "1") for line in _lines("postal_codes.csv")
    )


@cache
def postal_codes_of() -> Mapping[str, tuple[str, ...]]:
    """The postal codes of each commune of today: its own first, then in order."""
    found: dict[str, dict[str, None]] = defaultdict(dict)
    for postal in sorted(postal_codes(), key=lambda postal: (not postal.is_main, postal.code)):
        found[postal.nis][postal.code] = None
    return {nis: tuple(codes) for nis, codes in found.items()}


def _lines(name: str) -> Iterator[dict[str, str]]:
    with (FACTS / name).open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def _place(line: dict[str, str]) -> PlaceFacts:
    box = [float(line[side]) for side in ("west", "south", "east", "north") if line[side]]
    return PlaceFacts(
        nis=line["nis"],
        kind=line["kind"],
        parent=line["parent"],
        also_within=_several(line["also_within"]),
        names=_names(line),
        valid_from=date.fromisoformat(line["valid_from"]),
        valid_until=date.fromisoformat(line["valid_until"]) if line["valid_until"] else None,
        successors=_several(line["successors"]),
        languages=_several(line["languages"]),
        facilities=_several(line["facilities"]),
        facility_kind=line["facility_kind"],
        lon=float(line["lon"]) if line["lon"] else None,
        lat=float(line["lat"]) if line["lat"] else None,
        extent=BoundingBox(*box) if box else None,
    )


def _names(line: dict[str, str]) -> Texts:
    """Names per language; a locality's columns are empty where they repeat the first."""
    return {tag: line[tag] or line["fr"] for tag in ("fr", "nl", "de", "en") if tag in line}


def _several(cell: str) -> tuple[str, ...]:
    return tuple(cell.split("+")) if cell else ()
