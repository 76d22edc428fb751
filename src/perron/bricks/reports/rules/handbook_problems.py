"""What can be wrong in a handbook, in words for whoever edits it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from perron.kernel.languages import Text


@dataclass(frozen=True, slots=True)
class Problem:
    """One problem: where ("categories", "pothole", "team"), what, and the facts of its sentence."""

    path: tuple[str, ...]
    code: str
    facts: Mapping[str, object] = field(default_factory=dict)

    def __str__(self) -> str:
        where = " › ".join(str(PLACES.get(step, step)) for step in self.path)
        return f"{where}: {str(SENTENCES[self.code]) % self.facts}" if where else str(SENTENCES[self.code]) % self.facts


class HandbookWrong(ValueError):
    """The document is no handbook: `problems` says all that is wrong with it."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        self.problems = problems
        super().__init__("; ".join(str(problem) for problem in problems))


PLACES: Final[Mapping[str, Text]] = {}
SENTENCES: Final[Mapping[str, Text]] = {}
