"""What all pages of the desk share: whose desk it is, the names of its categories, teams and places, and the frame."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import astuple, dataclass
from functools import cached_property

from django.http import HttpResponse, QueryDict
from django.shortcuts import render
from django.utils import timezone

from perron.bricks.reports.forms.desk import FilterForm
from perron.bricks.reports.permissions import (
    CHANGE_HANDBOOK,
    CONNECT,
    MANAGE_VIEWS,
    MODERATE,
    READ_DESK,
    TRANSFER,
    TREAT,
)
from perron.bricks.reports.queries import desk_case
from perron.bricks.reports.queries.desk import Reader
from perron.bricks.reports.queries.handbooks import live_handbooks
from perron.bricks.reports.rules.desk import DeskQuestion, View
from perron.bricks.reports.rules.desk_words import VIEWS
from perron.bricks.reports.rules.handbook import Audience, Branch, Handbook
from perron.kernel import permissions
from perron.kernel.authorities import Authority, authority_by_slug
from perron.kernel.languages import pick
from perron.kernel.places import facts, places_in
from perron.kernel.web.requests import Request, signed_in

RIGHTS = {
    "treat": TREAT,
    "moderate": MODERATE,
    "transfer": TRANSFER,
    "keep_views": MANAGE_VIEWS,
    "change_handbook": CHANGE_HANDBOOK,
    "connect": CONNECT,
}


@dataclass(frozen=True)
class Desk:
    """The desk of an authority as one person sees it."""

    reader: Reader
    handbook: Handbook

    @property
    def authority(self) -> Authority:
        """Whose desk it is."""
        return self.reader.authority

    @cached_property
    def may(self) -> dict[str, bool]:
        """What the reader may do here."""
        held = permissions.allowed(self.reader.actor, RIGHTS.values(), self.authority)
        return {name: right in held for name, right in RIGHTS.items()}

    def category(self, code: str) -> str:
        """A category's name, also of one that was replaced; its code when nobody knows it any more."""
        known = self.handbook.by_code.get(code)
        return pick(known.names).words if known else code

    def team(self, code: str) -> str:
        """A team's name."""
        known = self.handbook.team(code)
        return pick(known.names).words if known else code

    def place(self, code: str) -> str:
        """A commune's name."""
        known = facts.places().get(code)
        return known.name if known else code

    def categories(self) -> list[tuple[str, object]]:
        """What staff may choose, in groups, as a field's choices."""
        return choices_of_tree(self.handbook)

    def teams(self) -> list[tuple[str, str]]:
        """The teams, as a field's choices."""
        return [(team.code, pick(team.names).words) for team in self.handbook.teams]

    @cached_property
    def people(self) -> list[tuple[str, str]]:
        """The colleagues, as a field's choices."""
        return [(str(actor.pk), actor.name or actor.email) for actor in desk_case.colleagues(self.authority)]

    @property
    def extent(self) -> tuple[float, float, float, float] | None:
        """West, south, east and north of the authority's territory, in degrees."""
        place = facts.places().get(self.authority.place_id or "")
        return astuple(place.extent) if place and place.extent else None

    def filter_form(self, query: QueryDict) -> FilterForm:
        """The form that an address answers."""
        return FilterForm(
            query, categories=self.categories(), teams=self.teams(), people=self.people, places=self._places()
        )

    def _places(self) -> list[tuple[str, str]]:
        """The communes below the authority's place; none for a commune, where all is in one."""
        place = self.authority.place_id
        inside = places_in(place) if place else ()
        return sorted(((code, self.place(code)) for code in inside), key=lambda one: one[1]) if len(inside) > 1 else []


def desk_of(request: Request, slug: str) -> Desk:
    """The desk of an authority, for its staff. Raises NotFound, SignInFirst, NotYours."""
    authority = authority_by_slug(slug)
    permissions.require(request.actor, READ_DESK, authority)
    reader = Reader(authority, signed_in(request), timezone.now())
    return Desk(reader, live_handbooks().get(authority.slug, Handbook()))


def shown(
    request: Request,
    template: str,
    desk: Desk,
    context: Mapping[str, object],
    *,
    status: int = 200,
    folder: str = "desk",
) -> HttpResponse:
    """A page of the desk. Never kept by browsers: a colleague may be in the same case."""
    page = {"desk": desk, "authority": desk.authority, "may": desk.may, "views": _views(context), **context}
    response = render(request, f"reports/{folder}/{template}.html", page, status=status)
    response["Cache-Control"] = "private, no-store"
    return response


def list_question(request: Request, desk: Desk) -> tuple[str, DeskQuestion]:
    """The list that the reader came from, as its query string and as a question."""
    query = request.POST.get("list") or request.GET.get("list", "")
    return query[:1000], desk.filter_form(QueryDict(query[:1000])).question()


def box_text(box: tuple[float, float, float, float] | None) -> str:
    """A box as maps take it; empty for none."""
    return ",".join(f"{degrees:.5f}" for degrees in box) if box else ""


def choices_of_tree(handbook: Handbook) -> list[tuple[str, object]]:
    """All categories that staff may choose, those of a group below its name."""
    found: list[tuple[str, object]] = []
    for branch in handbook.tree(Audience.STAFF):
        name = pick(branch.category.names).words
        found.append((name, _leaves(branch)) if branch.below else (branch.category.code, name))
    return found


def _leaves(branch: Branch) -> list[tuple[str, str]]:
    leaves: list[tuple[str, str]] = []
    for below in branch.below:
        leaves += _leaves(below) if below.below else [(below.category.code, pick(below.category.names).words)]
    return leaves


def _views(context: Mapping[str, object]) -> list[dict[str, object]]:
    """The ready-made views with their counts, when the page knows them."""
    counts = context.get("counts")
    known = counts if isinstance(counts, Mapping) else {}
    return [
        {"code": view.value, "title": VIEWS[view], "count": known.get(view.value), "is_late": view is View.LATE}
        for view in View
    ]
