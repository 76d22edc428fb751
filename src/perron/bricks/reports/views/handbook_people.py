"""What hangs on a part of the handbook: the members of a team, the questions of a category."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from perron.bricks.reports.actions import colleagues, handbooks, teams
from perron.bricks.reports.forms.handbook_parts import QuestionForm
from perron.bricks.reports.forms.handbook_settings import AwayForm, MemberForm
from perron.bricks.reports.queries.handbooks import members_of
from perron.bricks.reports.rules.handbook import Category, Handbook
from perron.bricks.reports.rules.handbook_changes import with_part, with_question, without_question
from perron.bricks.reports.views.handbook_frame import Book, address, book_of, shown
from perron.kernel.errors import ChangedMeanwhile, NotFound
from perron.kernel.languages import pick
from perron.kernel.staff import staff_of
from perron.kernel.web.requests import Request

_Change = Callable[[Category], Category]


def members(request: Request, authority: str, code: str) -> HttpResponse:
    """Who is in a team; somebody joins."""
    book = book_of(request, authority, to_change=True)
    team = book.copy.handbook.team(code)
    if team is None:
        raise NotFound
    rows = [one for one in members_of(book.authority) if one.team == code]
    inside = {one.actor_id for one in rows}
    people = [role.actor for role in staff_of(book.authority) if role.actor_id not in inside]
    form = MemberForm(request.POST if request.method == "POST" else None, people=people)
    joined = form.carry_out(
        lambda: teams.join_team(actor=book.actor, authority=book.authority, team=code, member=form.person())
    )
    if joined:
        messages.success(request, _("In the team."))
        return redirect("reports:handbook_members", authority, code)
    page = {
        "here": "teams",
        "team": team,
        "form": form,
        "people": people,
        "members": [(one, AwayForm(initial={"until": one.away_until}, auto_id=f"away-{one.pk}-%s")) for one in rows],
    }
    return shown(request, "members", book, page, status=form.status)


def leave(request: Request, authority: str, code: str, pk: int) -> HttpResponse:
    """Somebody leaves a team."""
    book = book_of(request, authority, to_change=True)
    if request.method == "POST":
        teams.leave_team(actor=book.actor, authority=book.authority, member=pk)
        messages.success(request, _("No longer in the team."))
    return redirect("reports:handbook_members", authority, code)


def away(request: Request, authority: str, code: str, pk: int) -> HttpResponse:
    """Until when somebody is away, in all her teams."""
    book = book_of(request, authority, to_change=True)
    form = AwayForm(request.POST)
    if request.method == "POST" and form.is_valid():
        member = next((one for one in members_of(book.authority) if one.pk == pk), None)
        if member is None:
            raise NotFound
        colleagues.be_away(
            actor=book.actor,
            authority=book.authority,
            colleague=member.actor,
            until=form.cleaned_data["until"],
            at=timezone.now(),
        )
        messages.success(request, _("Saved."))
    return redirect("reports:handbook_members", authority, code)


def question(request: Request, authority: str, code: str, question: str = "") -> HttpResponse:
    """One more question of a category, new without a code."""
    book = book_of(request, authority, to_change=True)
    category = _category(book, code)
    found = next((one for one in category.questions if one.code == question), None)
    if question and found is None:
        raise NotFound
    form = QuestionForm(
        request.POST if request.method == "POST" else None,
        category=category,
        question=found,
        spoken=book.authority.languages,
        edit_number=book.copy.edit_number,
    )
    saved = form.carry_out(
        lambda: _change(
            book, code, lambda now: with_question(now, form.answer()), form.edit_meant(category, book.copy.edit_number)
        )
    )
    if saved:
        messages.success(request, _("Saved in the draft."))
        return redirect("reports:handbook_part", authority, "categories", code)
    if isinstance(form.refusal, ChangedMeanwhile):
        form.save_over(category, book.copy.edit_number)
    page = {
        "here": "categories",
        "kind": "categories",
        "form": form,
        "title": pick(found.names).words if found else _("New question"),
        "list_title": _("Categories"),
        "cancel": address("handbook_part", book, "categories", code),
        "trail": [(address("handbook_part", book, "categories", code), pick(category.names).words)],
        "remove_question": address("handbook_remove_question", book, code, question) if found else "",
    }
    return shown(request, "part", book, page, status=form.status)


def remove_question(request: Request, authority: str, code: str, question: str) -> HttpResponse:
    """Ask no more."""
    book = book_of(request, authority, to_change=True)
    _category(book, code)
    if request.method == "POST":
        _change(book, code, lambda now: without_question(now, question), book.copy.edit_number)
        messages.success(request, _("Taken out of the draft."))
    return redirect("reports:handbook_part", authority, "categories", code)


def _category(book: Book, code: str) -> Category:
    found = book.copy.handbook.by_code.get(code)
    if found is None:
        raise NotFound
    return found


def _change(book: Book, code: str, change: _Change, edit_number: int) -> object:
    def apply(handbook: Handbook) -> Handbook:
        now = handbook.by_code.get(code)
        if now is None:
            raise ChangedMeanwhile
        return with_part(handbook, change(now))

    return handbooks.edit_draft(
        actor=book.actor, authority=book.authority, change=apply, edit_number=edit_number, at=timezone.now()
    )
