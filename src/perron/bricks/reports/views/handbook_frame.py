"""What all pages of the handbook share: whose it is, its working copy, names for codes, and the frame."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from perron.bricks.reports.permissions import CHANGE_HANDBOOK, READ_DESK
from perron.bricks.reports.queries.handbooks import WorkingCopy, working_copy
from perron.bricks.reports.rules.handbook import Handbook
from perron.bricks.reports.rules.handbook_words import Names
from perron.kernel import permissions
from perron.kernel.actors import Actor
from perron.kernel.authorities import Authority, all_authorities, authority_by_slug
from perron.kernel.places import facts
from perron.kernel.web.requests import Request, signed_in


@dataclass(frozen=True)
class Book:
    """The handbook of an authority as one person sees it."""

    authority: Authority
    actor: Actor

    @cached_property
    def may_change(self) -> bool:
        """Whether the person may change it."""
        return permissions.allows(self.actor, CHANGE_HANDBOOK, self.authority)

    @cached_property
    def copy(self) -> WorkingCopy:
        """What is edited. Raises NotServedHere."""
        return working_copy(self.authority)

    @cached_property
    def authorities(self) -> Mapping[str, str]:
        """All authorities served here: slug and name."""
        return {one.slug: one.name for one in all_authorities()}

    def names(self, handbook: Handbook | None = None) -> Names:
        """What codes are called."""
        return Names(lambda slug: self.authorities.get(slug, slug), place_name, handbook or self.copy.handbook)


def book_of(request: Request, slug: str, *, to_change: bool = False) -> Book:
    """The handbook of an authority, for its staff. Raises NotFound, SignInFirst, NotYours."""
    authority = authority_by_slug(slug)
    permissions.require(request.actor, CHANGE_HANDBOOK if to_change else READ_DESK, authority)
    return Book(authority, signed_in(request))


def shown(
    request: Request, template: str, book: Book, context: Mapping[str, object], *, status: int = 200
) -> HttpResponse:
    """A page of the handbook. Never kept by browsers: a colleague may be in it, too."""
    page = {"book": book, "authority": book.authority, "side": _side(book.authority), **context}
    response = render(request, f"reports/handbook/{template}.html", page, status=status)
    response["Cache-Control"] = "private, no-store"
    return response


def place_name(code: str) -> str:
    """A commune's name."""
    known = facts.places().get(code)
    return known.name if known else code


def address(name: str, book: Book, *more: object) -> str:
    """The address of one of these pages."""
    return reverse(f"reports:{name}", args=[book.authority.slug, *more])


def _side(authority: Authority) -> list[tuple[str, str, str]]:
    """The pages of the side menu: name, address, words."""
    pages = [
        ("overview", "handbook", [], _("Handbook")),
        ("categories", "handbook_parts", ["categories"], _("Categories")),
        ("teams", "handbook_parts", ["teams"], _("Teams")),
        ("rules", "handbook_parts", ["rules"], _("Routing rules")),
        ("templates", "handbook_parts", ["templates"], _("Reply templates")),
        ("refusals", "handbook_parts", ["refusals"], _("Refusal reasons")),
        ("settings", "handbook_settings", [], _("Hours and numbers")),
        ("trial", "handbook_trial", [], _("Try on past reports")),
        ("versions", "handbook_versions", [], _("Versions")),
        ("import", "handbook_import", [], _("Import and export")),
    ]
    return [
        (here, reverse(f"reports:{name}", args=[authority.slug, *more]), words) for here, name, more, words in pages
    ]
