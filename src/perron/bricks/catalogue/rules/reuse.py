"""What somebody tells us about what she made with a dataset."""

from __future__ import annotations

from dataclasses import dataclass

from perron.bricks.catalogue.rules.states import ReuseKind


@dataclass(frozen=True, slots=True)
class ReuseProposal:
    """As filled in on the page: title, address, kind, words in one language, and who tells it."""

    title: str
    url: str
    language: str
    kind: str = ReuseKind.APPLICATION
    description: str = ""
    author_name: str = ""
    author_email: str = ""
