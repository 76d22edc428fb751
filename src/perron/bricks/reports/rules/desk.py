"""How an agent asks for reports: ready-made views, what narrows them, and in which order they come."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Final

SOON: Final = timedelta(days=2)  # before its due moment: early enough to send somebody


class View(StrEnum):
    """What an agent looks at. All but the last two hold open reports only."""

    OPEN = "open"
    NEW = "new"  # nobody has done anything yet
    MINE = "mine"
    TEAM = "team"
    LATE = "late"
    SOON = "soon"
    UNASSIGNED = "unassigned"
    WAITING = "waiting"
    PLANNED = "planned"
    REOPENED = "reopened"
    QUARANTINED = "quarantined"
    CLOSED = "closed"
    ALL = "all"


class Sort(StrEnum):
    """The order of a list."""

    DUE = "due"
    NEWEST = "newest"
    OLDEST = "oldest"
    CHANGED = "changed"
    PRIORITY = "priority"
    ME_TOO = "me_too"


@dataclass(frozen=True, slots=True)
class DeskQuestion:
    """A view, narrowed. Empty values narrow nothing; `assignee` is a person's number, 0 for nobody.

    `after` and `before` are cursors of `queries.desk`: where a page of the list starts or ends.
    """

    view: View = View.OPEN
    words: str = ""
    categories: tuple[str, ...] = ()
    teams: tuple[str, ...] = ()
    states: tuple[str, ...] = ()
    assignee: int | None = None
    place: str = ""
    channel: str = ""
    priority: int | None = None
    since: date | None = None
    until: date | None = None  # included
    with_photo: bool = False
    sort: Sort = Sort.DUE
    after: str = ""
    before: str = ""

    @property
    def is_narrowed(self) -> bool:
        """Whether it asks for less than its view."""
        return bool(
            self.words
            or self.categories
            or self.teams
            or self.states
            or self.assignee is not None
            or self.place
            or self.channel
            or self.priority
            or self.since
            or self.until
            or self.with_photo
        )
