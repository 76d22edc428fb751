"""The handbook as a whole: opened in one click, put live, thrown away, closed; its versions and what they changed."""

from __future__ import annotations

import json

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from perron.bricks.reports.actions import handbooks
from perron.bricks.reports.forms.handbook_settings import ImportForm, LiveForm, OpenForm, SettingsForm
from perron.bricks.reports.queries.handbooks import (
    WorkingCopy,
    has_live_handbook,
    parsed,
    version_of,
    versions_of,
)
from perron.bricks.reports.rules.first_handbook import first_handbook
from perron.bricks.reports.rules.handbook import Handbook
from perron.bricks.reports.rules.handbook_differences import Difference, differences
from perron.bricks.reports.rules.handbook_words import (
    HOWS,
    KINDS,
    Names,
    entry_in_words,
    level_in_words,
    value_in_words,
)
from perron.bricks.reports.rules.labels import label
from perron.bricks.reports.views.handbook_frame import Book, address, book_of, shown
from perron.kernel.errors import ChangedMeanwhile
from perron.kernel.languages import pick
from perron.kernel.web.acting import with_edit_number
from perron.kernel.web.requests import Request


def overview(request: Request, authority: str) -> HttpResponse:
    """Where the handbook stands; before it is opened: what it would begin with."""
    book = book_of(request, authority)
    if not has_live_handbook(book.authority):
        return _opening(request, book)
    copy = book.copy
    page = {
        "here": "overview",
        "copy": copy,
        "changes": in_words(differences(copy.live, copy.handbook), book.names(), book.names(copy.live)),
        "counts": _counts(copy.handbook),
    }
    return shown(request, "overview", book, page)


def _opening(request: Request, book: Book) -> HttpResponse:
    form = OpenForm(request.POST if request.method == "POST" else None)
    opened = form.carry_out(
        lambda: handbooks.open_reports(
            actor=book.actor,
            authority=book.authority,
            handbook=first_handbook(with_terms=form.cleaned_data["with_terms"]),
            at=timezone.now(),
        )
    )
    if opened:
        messages.success(request, _("Reports are open. People can report from now on."))
        return redirect("reports:handbook", book.authority.slug)
    page = {"here": "overview", "form": form, "beginning": beginning(), "is_closed": True}
    return shown(request, "opening", book, page, status=form.status)


def beginning() -> list[tuple[str, list[tuple[str, str]]]]:
    """The first handbook, to be looked at: groups with their categories and usual terms."""
    book = first_handbook()
    found = []
    for branch in book.tree():
        leaves = [one.category for one in branch.below] or [branch.category]
        lines = [(pick(one.names).words, level_in_words(one.service_level)) for one in leaves]
        found.append((pick(branch.category.names).words, lines))
    return found


def close(request: Request, authority: str) -> HttpResponse:
    """Take no more reports, after a question."""
    book = book_of(request, authority, to_change=True)
    if request.method == "POST":
        handbooks.close_reports(actor=book.actor, authority=book.authority, at=timezone.now())
        messages.success(request, _("Reports are closed. Those that came are still treated."))
        return redirect("reports:handbook", authority)
    page = {
        "here": "overview",
        "title": _("Take no more reports"),
        "words": _("Nobody can report to you here any more. Reports that came are still treated."),
        "action": _("Close reports"),
        "cancel": address("handbook", book),
        "danger": True,
    }
    return shown(request, "confirm", book, page)


def live(request: Request, authority: str) -> HttpResponse:
    """Put the draft live, with what it changes before one's eyes."""
    book = book_of(request, authority, to_change=True)
    copy = book.copy
    form = LiveForm(request.POST if request.method == "POST" else None, initial={"edit_number": copy.edit_number})
    done = form.carry_out(
        lambda: handbooks.put_live(
            actor=book.actor,
            authority=book.authority,
            edit_number=form.cleaned_data["edit_number"],
            note=form.cleaned_data["note"],
            at=timezone.now(),
        )
    )
    if done:
        messages.success(request, _("The draft is live. New reports are treated by it."))
        return redirect("reports:handbook", authority)
    changes = in_words(differences(copy.live, copy.handbook), book.names(), book.names(copy.live))
    return shown(request, "live", book, {"here": "overview", "form": form, "changes": changes}, status=form.status)


def discard(request: Request, authority: str) -> HttpResponse:
    """Throw the draft away, after a question."""
    book = book_of(request, authority, to_change=True)
    form = LiveForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        number = form.cleaned_data["edit_number"]
        handbooks.discard_draft(actor=book.actor, authority=book.authority, edit_number=number, at=timezone.now())
        messages.success(request, _("The draft was thrown away."))
        return redirect("reports:handbook", authority)
    page = {
        "here": "overview",
        "title": _("Throw the draft away"),
        "words": _("All changes since the handbook that is live are lost."),
        "action": _("Throw away"),
        "cancel": address("handbook", book),
        "danger": True,
        "edit_number": book.copy.edit_number,
    }
    return shown(request, "confirm", book, page)


def versions(request: Request, authority: str) -> HttpResponse:
    """All versions, the newest first."""
    book = book_of(request, authority)
    return shown(request, "versions", book, {"here": "versions", "versions": versions_of(book.authority)})


def version(request: Request, authority: str, number: int) -> HttpResponse:
    """One version: what it changed from the one before, and the way back to it."""
    book = book_of(request, authority)
    row = version_of(book.authority, number)
    earlier = next((one for one in versions_of(book.authority) if one.number < number), None)
    content = parsed(row)
    before = parsed(version_of(book.authority, earlier.number)) if earlier else None
    changes = in_words(differences(before, content), book.names(content), book.names(before)) if before else []
    page = {"here": "versions", "version": row, "earlier": earlier, "changes": changes, "counts": _counts(content)}
    return shown(request, "version", book, page)


def roll_back(request: Request, authority: str, number: int) -> HttpResponse:
    """Go back to a version, after a question."""
    book = book_of(request, authority, to_change=True)
    row = version_of(book.authority, number)
    if request.method == "POST":
        words = _("Back to version %(number)s") % {"number": number}
        handbooks.roll_back_to(
            actor=book.actor, authority=book.authority, number=row.number, note=words, at=timezone.now()
        )
        messages.success(request, _("Reports are treated as in version %(number)s again.") % {"number": number})
        return redirect("reports:handbook", authority)
    page = {
        "here": "versions",
        "title": _("Go back to version %(number)s") % {"number": number},
        "words": _("It becomes a new version and is live at once. Nothing is lost: you can go forward again."),
        "action": _("Go back"),
        "cancel": address("handbook_version", book, number),
        "changes": in_words(differences(book.copy.live, parsed(row)), book.names(parsed(row)), book.names()),
    }
    return shown(request, "confirm", book, page)


def settings(request: Request, authority: str) -> HttpResponse:
    """Quiet hours, closing days and numbers."""
    book = book_of(request, authority, to_change=True)
    copy = book.copy
    form = SettingsForm(
        request.POST if request.method == "POST" else None, handbook=copy.handbook, edit_number=copy.edit_number
    )
    return _saved_whole(request, book, form, copy, "settings")


def import_tree(request: Request, authority: str) -> HttpResponse:
    """Another's category tree into the draft."""
    book = book_of(request, authority, to_change=True)
    copy = book.copy
    posted = request.method == "POST"
    form = ImportForm(
        request.POST if posted else None,
        request.FILES if posted else None,
        initial={"edit_number": copy.edit_number, "language": book.authority.language},
    )
    return _saved_whole(request, book, form, copy, "import")


def export(request: Request, authority: str) -> HttpResponse:
    """The working copy as a file."""
    book = book_of(request, authority)
    written = json.dumps(book.copy.handbook.write(), ensure_ascii=False, indent=2)
    response = HttpResponse(written, content_type="application/json")
    response["Content-Disposition"] = f'attachment; filename="handbook-{book.authority.slug}.json"'
    return response


def _saved_whole(
    request: Request, book: Book, form: SettingsForm | ImportForm, copy: WorkingCopy, page: str
) -> HttpResponse:
    """A form about the whole handbook: saved into the draft, or shown again with what was typed."""
    saved = form.carry_out(
        lambda: handbooks.edit_draft(
            actor=book.actor,
            authority=book.authority,
            change=form.changed,
            edit_number=form.cleaned_data["edit_number"],
            at=timezone.now(),
        )
    )
    if saved:
        messages.success(request, _("Saved in the draft."))
        return redirect("reports:handbook", book.authority.slug)
    if isinstance(form.refusal, ChangedMeanwhile):
        form.data = with_edit_number(form.data, copy.edit_number)
    return shown(request, page, book, {"here": page, "form": form, "copy": copy}, status=form.status)


def in_words(found: list[Difference], after: Names, before: Names) -> list[dict[str, object]]:
    """Differences as people read them."""
    return [
        {
            "kind": label(KINDS, one.kind),
            "name": pick(one.names).words or one.code,
            "how": label(HOWS, one.how),
            "entries": [
                (
                    entry_in_words(entry.name),
                    value_in_words(entry.name, entry.before, before),
                    value_in_words(entry.name, entry.after, after),
                )
                for entry in one.entries
            ],
        }
        for one in found
    ]


def _counts(handbook: Handbook) -> list[tuple[str, int]]:
    """How much there is in it."""
    return [
        (_("Categories"), len(handbook.leaf_categories)),
        (_("Teams"), len(handbook.teams)),
        (_("Routing rules"), len(handbook.rules)),
        (_("Reply templates"), len(handbook.templates)),
    ]
