"""What the page of a round shows: one card per stop, in the order of visiting."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from uuid import uuid4

from django.urls import reverse
from django.utils.translation import ngettext

from perron.bricks.reports.forms.round import RoundForm
from perron.bricks.reports.queries.desk import Report
from perron.bricks.reports.queries.round import Round
from perron.bricks.reports.rules.round import FOUND, KEPT_HOURS, Point, in_order, length
from perron.bricks.reports.views.desk_case import answers_of
from perron.bricks.reports.views.desk_frame import Desk
from perron.bricks.reports.views.desk_rows import Row, row_of
from perron.ui import words


@dataclass(frozen=True, slots=True)
class Stop:
    """One card. `picture` is the address of its first photo; `way` opens the phone's own map."""

    number: int
    row: Row
    picture: str
    way: str
    answers: list[tuple[str, str]]
    form: RoundForm
    address: str

    @property
    def id(self) -> str:
        """Of its card."""
        return f"stop-{self.row.code}"


@dataclass(frozen=True)
class RoundPage:
    """The round of a person or of her teams. `told`: a stop and its form, when what was told was refused."""

    desk: Desk
    round: Round
    start: Point | None
    is_team: bool
    told: tuple[str, RoundForm] | None = None

    @cached_property
    def stops(self) -> list[Stop]:
        """The cards in the order of visiting."""
        return [self._stop(number, report) for number, report in enumerate(self._ordered, start=1)]

    @cached_property
    def visited(self) -> list[Row]:
        """Told of today, and still open."""
        return [row_of(self.desk, report) for report in self.round.visited]

    @property
    def in_words(self) -> str:
        """How many stops, and how far they lie apart."""
        count = len(self._ordered)
        points = [(one.longitude, one.latitude) for one in self._ordered]
        far = words.number(length([self.start, *points] if self.start else points) / 1000, 1)
        told = {"count": words.number(count), "km": far}
        return ngettext("%(count)s stop", "%(count)s stops, %(km)s km as the crow flies", count) % told

    @property
    def left(self) -> str:
        """How many more there are than one round holds."""
        count = {"count": words.number(self.round.left)}
        return (
            ngettext(
                "%(count)s more is less urgent, and not on this round.",
                "%(count)s more are less urgent, and not on this round.",
                self.round.left,
            )
            % count
            if self.round.left
            else ""
        )

    @property
    def hours(self) -> int:
        """How long a phone keeps it."""
        return KEPT_HOURS

    @property
    def found(self) -> list[tuple[str, object]]:
        """What can be told of a stop."""
        return [(str(found), title) for found, title in FOUND.items()]

    @property
    def whose(self) -> str:
        """The part of the address that says whose round it is."""
        return "team=1" if self.is_team else ""

    @cached_property
    def _ordered(self) -> list[Report]:
        reports = self.round.reports
        return [reports[at] for at in in_order([(one.longitude, one.latitude) for one in reports], self.start)]

    def _stop(self, number: int, report: Report) -> Stop:
        photo = self.round.photos.get(report.pk)
        slug, place = self.desk.authority.slug, f"{report.latitude:.6f},{report.longitude:.6f}"
        is_told = self.told is not None and self.told[0] == report.code
        form = (
            self.told[1] if self.told and is_told else RoundForm(initial={"key": uuid4()}, auto_id=f"{report.code}_%s")
        )
        return Stop(
            number=number,
            row=row_of(self.desk, report),
            picture=reverse("reports:desk_picture", args=[slug, report.code, photo.pk]) if photo else "",
            way=f"geo:{place}?q={place}",
            answers=answers_of(self.desk.handbook, report),
            form=form,
            address=f"{reverse('reports:round_tell', args=[slug, report.code])}?{self.whose}",
        )
