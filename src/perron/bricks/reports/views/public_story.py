"""The story of a report in words: one line for each step, with what was said, as far as the reader may know it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol

from django.utils.translation import gettext as _

from perron.bricks.reports.rules.labels import STATES, label
from perron.bricks.reports.rules.masking import mask
from perron.bricks.reports.rules.states import State
from perron.bricks.reports.rules.story import WORDS, By, StepKind
from perron.kernel.authorities import Authority, authority_by_slug
from perron.ui import words


class Told(Protocol):
    """A step as the queries give it, to strangers or to whoever sent the report."""

    @property
    def kind(self) -> str:
        """As in `StepKind`."""
        ...

    @property
    def state(self) -> str:
        """After it."""
        ...

    @property
    def by(self) -> str:
        """As in `By`."""
        ...

    @property
    def at(self) -> datetime:
        """When."""
        ...

    @property
    def authority(self) -> Authority | None:
        """Whose step it was."""
        ...

    @property
    def words(self) -> str:
        """What was said."""
        ...

    @property
    def language(self) -> str:
        """In which language."""
        ...

    @property
    def facts(self) -> Mapping[str, object]:
        """Plain values of the kind."""
        ...


@dataclass(frozen=True, slots=True)
class Step:
    """One line of the story. `line` is in `language`, which may not be the reader's."""

    title: str
    at: datetime
    who: str = ""
    line: str = ""
    language: str = ""


def told(steps: Sequence[Told], *, is_masked: bool = False) -> list[Step]:
    """The steps as lines, the newest first. `is_masked`: numbers and addresses in what was said are made unreadable."""
    return [_line(step, mask if is_masked else str) for step in reversed(steps)]


def _line(step: Told, read: Callable[[str], str]) -> Step:
    kind = StepKind(step.kind)
    who = step.authority.name if step.authority and step.by == By.STAFF else ""
    return Step(_title(step, kind), step.at, who, read(step.words), step.language if step.words else "")


def _title(step: Told, kind: StepKind) -> str:
    if kind is StepKind.STATE:
        return _state(step)
    if kind in {StepKind.OFFERED, StepKind.ACCEPTED} and isinstance(slug := step.facts.get("to"), str):
        name = authority_by_slug(slug).name
        if kind is StepKind.OFFERED:
            return _("Offered to %(authority)s") % {"authority": name}
        return _("Taken over by %(authority)s") % {"authority": name}
    if kind is StepKind.MERGED and (code := step.facts.get("into")):
        return _("Found to be the same as %(code)s") % {"code": code}
    return str(WORDS[kind])


def _state(step: Told) -> str:
    planned = step.facts.get("planned_on")
    if step.state == State.PLANNED and isinstance(planned, str):
        return _("Planned for %(day)s") % {"day": words.date(date.fromisoformat(planned), "long")}
    return label(STATES, step.state)
