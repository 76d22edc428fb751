"""How likely two reports are about the same thing: a rank from 0 to 1, with its reasons.

Weights as FixMyStreet Brussels has them: distance four times, category three, age and state once; words are ours.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from math import cos, hypot, radians
from typing import Final

FARTHEST: Final = 50.0  # metres: beyond, it is another thing
OLDEST: Final = 180.0  # days
LIKELY: Final = 0.6
METRES_PER_DEGREE: Final = 111_320.0
WEIGHTS: Final[Mapping[str, int]] = {"distance": 4, "category": 3, "words": 2, "age": 1, "state": 1}


@dataclass(frozen=True, slots=True)
class Compared:
    """What is compared of a report. `lineage` is its category and the groups it is in, the nearest first."""

    longitude: float
    latitude: float
    lineage: tuple[str, ...]
    sent_at: datetime
    is_open: bool = True
    words: str = ""


@dataclass(frozen=True, slots=True)
class Likeness:
    """`rank` 0 to 1; `reasons` maps distance, category, words, age and state to a part from 0 to 1."""

    rank: float
    metres: float
    days: int
    reasons: Mapping[str, float] = field(default_factory=dict)

    @property
    def is_likely(self) -> bool:
        """Whether it is worth showing."""
        return self.rank >= LIKELY


def likeness(one: Compared, other: Compared) -> Likeness:
    """How alike two reports are. Symmetrical."""
    metres = metres_between(one.longitude, one.latitude, other.longitude, other.latitude)
    days = abs((one.sent_at - other.sent_at).total_seconds()) / 86_400
    if metres > FARTHEST:
        return Likeness(0.0, metres, int(days))
    reasons = {
        "distance": 1 - metres / FARTHEST,
        "category": _same_category(one.lineage, other.lineage),
        "age": max(0.0, 1 - days / OLDEST),
        "state": 1.0 if one.is_open and other.is_open else 0.0,
    }
    if (shared := _same_words(one.words, other.words)) is not None:
        reasons["words"] = shared
    total = sum(WEIGHTS[name] for name in reasons)
    rank = sum(WEIGHTS[name] * part for name, part in reasons.items()) / total
    return Likeness(rank, metres, int(days), reasons)


def metres_between(lon: float, lat: float, other_lon: float, other_lat: float) -> float:
    """The distance of two near points: within Belgium the error of the flat sum is below a thousandth."""
    across = (other_lon - lon) * METRES_PER_DEGREE * cos(radians((lat + other_lat) / 2))
    return hypot(across, (other_lat - lat) * METRES_PER_DEGREE)


def _same_category(one: tuple[str, ...], other: tuple[str, ...]) -> float:
    """1 for the same, a half for the same group, 0 else."""
    if one[:1] == other[:1]:
        return 1.0
    return 0.5 if set(one[1:]) & set(other[1:]) else 0.0


def _same_words(one: str, other: str) -> float | None:
    """The share of stems that both use (Dice); None when one of them says too little to compare."""
    stems, others = _stems(one), _stems(other)
    if len(stems) < 2 or len(others) < 2:
        return None
    return 2 * len(stems & others) / (len(stems) + len(others))


def _stems(words: str) -> set[str]:
    plain = unicodedata.normalize("NFKD", words.casefold()).encode("ascii", "ignore").decode()
    return {word[:5] for word in re.findall(r"[a-z]{4,}", plain)}
