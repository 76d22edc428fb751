"""What concerns me here: the sections that bricks declare for the home page and each place's page, filled."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

from perron.kernel import registry
from perron.kernel.contract import Concern, HomeSection
from perron.kernel.places import place_and_ancestors

LONG_AGO = datetime(1, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Section:
    """One filled section: its title in the reader's language, and its lines, the most urgent first."""

    name: str
    title: str
    concerns: tuple[Concern, ...]


def what_concerns(nis: str | None = None, limit: int = 5) -> list[Section]:
    """The sections that speak about a place and all that contains it, or without a place about everywhere.

    The section with the most urgent line comes first, then in the order that bricks ask for. `limit` lines in each.
    """
    codes = place_and_ancestors(nis) if nis else ()
    filled = [(declared, _sorted(declared, codes, limit)) for declared in registry.home_sections()]
    speaking = [(declared, concerns) for declared, concerns in filled if concerns]
    speaking.sort(key=lambda pair: (pair[1][0].urgency, pair[0].order))
    return [Section(declared.name, str(declared.title), concerns) for declared, concerns in speaking]


def _sorted(declared: HomeSection, codes: tuple[str, ...], limit: int) -> tuple[Concern, ...]:
    newest_first = sorted(declared.concerns(codes, limit), key=lambda concern: concern.at or LONG_AGO, reverse=True)
    return tuple(sorted(newest_first, key=lambda concern: concern.urgency)[:limit])
