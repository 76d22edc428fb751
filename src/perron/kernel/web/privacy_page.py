"""What is held about people, read from what the bricks declare and told by purpose: why, on what basis, how long."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta

from django.utils.translation import ngettext

from perron.kernel import registry
from perron.kernel.contract import Brick, PersonalData, Retention

YEAR = 365.25  # days


@dataclass(frozen=True, slots=True)
class Purpose:
    """One reason for holding something about people: the tables and columns, and the terms of those tables."""

    title: str
    legal_basis: str
    held: tuple[PersonalData, ...]
    terms: tuple[Retention, ...]

    @property
    def longest(self) -> str:
        """The longest time that any of it is kept; empty when no term is declared."""
        return duration(max(term.keep for term in self.terms)) if self.terms else ""


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the software with what it holds; `other_terms` are of tables that tell about nobody."""

    title: str
    purposes: tuple[Purpose, ...]
    other_terms: tuple[Retention, ...]


def parts() -> list[Part]:
    """Every brick that holds something about people, or keeps something for a time."""
    return [_part(brick) for brick in registry.bricks() if brick.personal_data or brick.retention]


def duration(keep: timedelta) -> str:
    """`10 years`, `90 days`: whole years when it is those, to within a few days."""
    years = round(keep.days / YEAR)
    if years and abs(keep.days - years * YEAR) < 5:
        return ngettext("%(count)s year", "%(count)s years", years) % {"count": years}
    return ngettext("%(count)s day", "%(count)s days", keep.days) % {"count": keep.days}


def _part(brick: Brick) -> Part:
    reasons = dict.fromkeys((str(held.purpose), str(held.legal_basis)) for held in brick.personal_data)
    personal = {held.model for held in brick.personal_data}
    purposes = tuple(_purpose(brick, *reason) for reason in reasons)
    return Part(str(brick.title), purposes, tuple(term for term in brick.retention if term.model not in personal))


def _purpose(brick: Brick, title: str, legal_basis: str) -> Purpose:
    held = tuple(one for one in brick.personal_data if (str(one.purpose), str(one.legal_basis)) == (title, legal_basis))
    return Purpose(title, legal_basis, held, tuple(_terms_of({one.model for one in held}, brick.retention)))


def _terms_of(models: set[str], terms: Iterable[Retention]) -> Iterable[Retention]:
    return (term for term in terms if term.model in models)
