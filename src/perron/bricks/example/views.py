"""The notice board's pages."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now

from perron.bricks.example import actions, permissions, queries
from perron.bricks.example.forms import NoteForm
from perron.kernel import permissions as rights
from perron.kernel.authorities import authority_by_slug
from perron.kernel.languages import current_language
from perron.kernel.web.requests import Request


def board(request: Request) -> HttpResponse:
    """All posted notes."""
    return render(request, "example/board.html", {"notes": queries.posted_notes()[:50]})


def note(request: Request, note_id: int) -> HttpResponse:
    """One note."""
    found = queries.posted_note(note_id)
    context = {"note": found, "may_take_down": permissions.may_take_down(request.actor, found)}
    return render(request, "example/note.html", context)


def post(request: Request, authority: str) -> HttpResponse:
    """An agent hangs a note."""
    poster = authority_by_slug(authority)
    rights.require(request.actor, permissions.POST_NOTE, poster)
    form = NoteForm(request.POST or None)
    if request.actor and form.is_valid():
        title = {current_language(): form.cleaned_data["words"]}
        posted = actions.post_note(actor=request.actor, authority=poster, title=title, place="", at=now())
        return redirect("example:note", note_id=posted.pk)
    return render(request, "example/post.html", {"form": form, "authority": poster})


def take_down(request: Request, note_id: int) -> HttpResponse:
    """An agent takes a note down."""
    found = queries.posted_note(note_id)
    rights.require(request.actor, permissions.TAKE_DOWN_NOTE, found.authority)
    if request.actor and request.method == "POST":
        actions.take_down_note(actor=request.actor, note=found, at=now())
        return redirect("example:board")
    return render(request, "example/take_down.html", {"note": found})


def explode(request: Request) -> HttpResponse:
    """A bug, on purpose: how an unknown error looks."""
    raise RuntimeError("the example explodes")
