"""The parts of the draft: listed, added, changed, moved, taken out. One view for all kinds of parts."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from perron.bricks.reports.actions import handbooks
from perron.bricks.reports.forms.handbook import HandbookForm
from perron.bricks.reports.queries.handbooks import members_of
from perron.bricks.reports.rules.handbook import Handbook
from perron.bricks.reports.rules.handbook_changes import (
    Kind,
    Part,
    moved,
    part_of,
    replaced_category,
    with_part,
    without_part,
)
from perron.bricks.reports.rules.handbook_differences import differences, name_of
from perron.bricks.reports.views.handbook import in_words
from perron.bricks.reports.views.handbook_fields import form_of, made
from perron.bricks.reports.views.handbook_frame import Book, address, book_of, shown
from perron.bricks.reports.views.handbook_rows import rows_of
from perron.kernel.errors import ChangedMeanwhile, NotFound
from perron.kernel.languages import pick
from perron.kernel.web.requests import Request

Change = Callable[[Handbook], Handbook]


@dataclass(frozen=True)
class Listing:
    """The words of one list: its title, what it is for, what to press for a new one."""

    title: str
    words: str
    new: str
    empty: str


def listings() -> dict[Kind, Listing]:
    """In the reader's language."""
    return {
        Kind.CATEGORIES: Listing(
            _("Categories"),
            _("What people can report, and which team treats it within which term."),
            _("New category"),
            _("Nobody can report anything yet."),
        ),
        Kind.TEAMS: Listing(
            _("Teams"), _("Who does the work. Members join and leave at once."), _("New team"), _("No team yet.")
        ),
        Kind.RULES: Listing(
            _("Routing rules"),
            _("Asked in this order: the first that fits counts. Without any, the category says the team."),
            _("New rule"),
            _("No rule yet: each report goes to the team of its category."),
        ),
        Kind.TEMPLATES: Listing(
            _("Reply templates"),
            _("Words from which agents start when they answer."),
            _("New template"),
            _("No template yet."),
        ),
        Kind.REFUSALS: Listing(
            _("Refusal reasons"),
            _("Why a report may be refused, as its sender reads it."),
            _("New reason"),
            _("No reason yet."),
        ),
    }


def parts(request: Request, authority: str, kind: str) -> HttpResponse:
    """One list of the draft."""
    book = book_of(request, authority)
    known = _kind(kind)
    page = {
        "here": kind,
        "kind": kind,
        "listing": listings()[known],
        "rows": rows_of(known, book.copy.handbook, book.names()),
        "copy": book.copy,
        "can_move": known in (Kind.RULES, Kind.CATEGORIES) and book.may_change,
    }
    return shown(request, "parts", book, page)


def part(request: Request, authority: str, kind: str, code: str = "") -> HttpResponse:
    """The form of one part, new without a code."""
    book = book_of(request, authority, to_change=True)
    known, copy = _kind(kind), book.copy
    found = part_of(copy.handbook, known, code) if code else None
    if code and found is None:
        raise NotFound
    form = form_of(request, book, known, found)
    saved = form.carry_out(
        lambda: _edit(
            book,
            lambda handbook: with_part(handbook, made(form, known, handbook)),
            form.edit_meant(found, copy.edit_number),
        )
    )
    if saved:
        messages.success(request, _("Saved in the draft."))
        return redirect("reports:handbook_parts", authority, kind)
    meanwhile = _meanwhile(book, form, known, found)
    page = {
        "here": kind,
        "kind": kind,
        "form": form,
        "part": found,
        "title": pick(name_of(found)).words if found else listings()[known].new,
        "list_title": listings()[known].title,
        "meanwhile": meanwhile,
        "members": [one for one in members_of(book.authority) if one.team == code] if known is Kind.TEAMS else [],
        "cancel": address("handbook_parts", book, kind),
    }
    return shown(request, "part", book, page, status=form.status)


def move(request: Request, authority: str, kind: str, code: str) -> HttpResponse:
    """One place up or down."""
    book = book_of(request, authority, to_change=True)
    by = -1 if request.POST.get("to") == "up" else 1
    if request.method == "POST":
        _edit(book, lambda handbook: moved(handbook, _kind(kind), code, by), book.copy.edit_number)
    return redirect(f"{address('handbook_parts', book, kind)}#{code}")


def remove(request: Request, authority: str, kind: str, code: str) -> HttpResponse:
    """Take a part out, after a question; a category names the one that takes its place."""
    book = book_of(request, authority, to_change=True)
    known, handbook = _kind(kind), book.copy.handbook
    found = part_of(handbook, known, code)
    if found is None:
        raise NotFound
    others = [one for one in handbook.leaf_categories if one.code != code] if known is Kind.CATEGORIES else []
    by = request.POST.get("by", "")
    if request.method == "POST" and (not by or by in {one.code for one in others}):
        change: Change = (
            (lambda now: replaced_category(now, code, by)) if by else (lambda now: without_part(now, known, code))
        )
        _edit(book, change, book.copy.edit_number)
        messages.success(request, _("Taken out of the draft."))
        return redirect("reports:handbook_parts", authority, kind)
    page = {
        "here": kind,
        "title": _("Take out: %(name)s") % {"name": pick(name_of(found)).words},
        "words": _("It goes with the next handbook that is put live. Reports of before keep it."),
        "action": _("Take out"),
        "cancel": address("handbook_part", book, kind, code),
        "danger": True,
        "others": [(one.code, pick(one.names).words) for one in others],
    }
    return shown(request, "confirm", book, page)


def _edit(book: Book, change: Change, edit_number: int) -> object:
    return handbooks.edit_draft(
        actor=book.actor, authority=book.authority, change=change, edit_number=edit_number, at=timezone.now()
    )


def _meanwhile(book: Book, form: HandbookForm, kind: Kind, found: Part | None) -> list[dict[str, object]]:
    """What somebody else saved in this part, beside what was typed; saving again then means it."""
    if not isinstance(form.refusal, ChangedMeanwhile):
        return []
    fresh = Book(book.authority, book.actor).copy
    form.save_over(found, fresh.edit_number)
    typed = with_part(fresh.handbook, made(form, kind, fresh.handbook))
    names = book.names(fresh.handbook)
    return in_words(differences(fresh.handbook, typed), names, names)


def _kind(name: str) -> Kind:
    if name not in list(Kind):
        raise NotFound
    return Kind(name)
