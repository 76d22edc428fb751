"""How good a dataset is for those who reuse it: a score from 0 to 100, what earns it, what to do next.

In the spirit of the metadata quality assessment of data.europa.eu (findable, accessible, interoperable, reusable, in
context) and of data.gouv.fr's score: what helps a reader most weighs most.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

GOOD, FAIR = 80, 50
LONG_DESCRIPTION: Final = 150  # characters: two or three sentences


@dataclass(frozen=True, slots=True)
class QualityFacts:
    """What is known of a dataset. `described_columns`: the share, 0 to 1, of columns that say more than a name."""

    title_languages: int = 0
    description_length: int = 0
    keywords: int = 0
    themes: int = 0
    has_place: bool = False
    has_period: bool = False
    has_frequency: bool = False
    is_late: bool = False
    licence_known: bool = False
    licence_open: bool = False
    has_contact: bool = False
    has_data: bool = False
    has_tables: bool = False
    unfit_rows: int = 0
    described_columns: float = 0.0


@dataclass(frozen=True, slots=True)
class Criterion:
    """One question: `code` names it and what to do, `points` it is worth, `share` of them (0 to 1) earned."""

    code: str
    group: str
    points: int
    share: Callable[[QualityFacts], float]


CRITERIA: Final = (
    Criterion("data", "accessible", 15, lambda facts: facts.has_data),
    Criterion("licence", "reusable", 10, lambda facts: facts.licence_known),
    Criterion("description", "findable", 10, lambda facts: facts.description_length / LONG_DESCRIPTION),
    Criterion("tables", "interoperable", 10, lambda facts: facts.has_tables),
    Criterion("columns", "interoperable", 10, lambda facts: facts.described_columns),
    Criterion("contact", "reusable", 5, lambda facts: facts.has_contact),
    Criterion("themes", "findable", 5, lambda facts: facts.themes),
    Criterion("open_licence", "reusable", 5, lambda facts: facts.licence_open),
    Criterion("up_to_date", "context", 5, lambda facts: facts.has_frequency and not facts.is_late),
    Criterion("frequency", "context", 5, lambda facts: facts.has_frequency),
    Criterion("place", "findable", 5, lambda facts: facts.has_place),
    Criterion("period", "findable", 5, lambda facts: facts.has_period),
    Criterion("languages", "findable", 4, lambda facts: (facts.title_languages - 1) / 2),
    Criterion("keywords", "findable", 3, lambda facts: facts.keywords / 3),
    Criterion("clean_rows", "interoperable", 3, lambda facts: facts.has_tables and facts.unfit_rows == 0),
)


@dataclass(frozen=True, slots=True)
class Mark:
    """What a criterion earned: `earned` of `points`."""

    code: str
    group: str
    points: int
    earned: float


@dataclass(frozen=True, slots=True)
class Quality:
    """The score, its marks, and the codes of what to do next, the most useful first."""

    score: int
    marks: tuple[Mark, ...]
    next_steps: tuple[str, ...]

    @property
    def band(self) -> str:
        """`good`, `fair` or `poor`: the facet of the search."""
        return band_of(self.score)

    @property
    def next_best(self) -> str:
        """The one thing that helps readers most; "" when nothing is left to do."""
        return self.next_steps[0] if self.next_steps else ""


def assess(facts: QualityFacts) -> Quality:
    """The quality of a dataset. Same facts, same score."""
    marks = tuple(_mark(criterion, facts) for criterion in CRITERIA)
    lacking = sorted((mark for mark in marks if mark.earned < mark.points), key=lambda mark: mark.earned - mark.points)
    # Nobody is late who promised no rhythm: to say how often the data change comes first.
    steps = (mark.code for mark in lacking if mark.code != "up_to_date" or facts.has_frequency)
    return Quality(round(sum(mark.earned for mark in marks)), marks, tuple(steps))


def band_of(score: int) -> str:
    """`good` from 80, `fair` from 50, else `poor`."""
    return "good" if score >= GOOD else "fair" if score >= FAIR else "poor"


def by_group(quality: Quality) -> Mapping[str, tuple[float, int]]:
    """Points earned and possible per group, in the order of the criteria."""
    groups: dict[str, tuple[float, int]] = {}
    for mark in quality.marks:
        earned, points = groups.get(mark.group, (0.0, 0))
        groups[mark.group] = (earned + mark.earned, points + mark.points)
    return groups


def _mark(criterion: Criterion, facts: QualityFacts) -> Mark:
    share = min(1.0, max(0.0, float(criterion.share(facts))))
    return Mark(criterion.code, criterion.group, criterion.points, criterion.points * share)
