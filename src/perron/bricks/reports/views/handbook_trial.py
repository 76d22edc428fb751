"""The draft, tried on past reports: what would have gone elsewhere, how many, and why."""

from __future__ import annotations

from django.http import HttpResponse
from django.urls import reverse

from perron.bricks.reports.queries.trials import try_draft
from perron.bricks.reports.rules.handbook_words import Names
from perron.bricks.reports.rules.labels import PRIORITIES, label
from perron.bricks.reports.rules.reasons import sentences
from perron.bricks.reports.rules.trial import Differing, Outcome
from perron.bricks.reports.rules.trial_words import ASPECT_WORDS
from perron.bricks.reports.views.handbook_frame import Book, book_of, shown
from perron.kernel.languages import pick
from perron.kernel.web.requests import Request
from perron.ui.words import date as date_in_words

SHOWN = 100


def trial(request: Request, authority: str) -> HttpResponse:
    """Nothing is changed by it: it can be looked at as often as one likes."""
    book = book_of(request, authority)
    copy = book.copy
    found = try_draft(book.authority, copy.handbook)
    old, new = book.names(copy.live), book.names()
    page = {
        "here": "trial",
        "copy": copy,
        "trial": found,
        "same": found.tried - len(found.differing),
        "aspects": [(label(ASPECT_WORDS, name), count) for name, count in found.by_aspect.items()],
        "journeys": [(_place(book, here, old), _place(book, there, new), n) for here, there, n in found.journeys],
        "rows": [_row(book, one, old, new) for one in found.differing[:SHOWN]],
        "left": max(len(found.differing) - SHOWN, 0),
    }
    return shown(request, "trial", book, page)


def _row(book: Book, one: Differing, old: Names, new: Names) -> dict[str, object]:
    """One report, as it is and as it would be."""
    kept = [reason.as_kept() for reason in one.after.decision.reasons]
    return {
        "code": one.past.code,
        "address": reverse("reports:report", args=[one.past.code]),
        "where": one.past.address,
        "category": new.category(one.past.category),
        "sent_at": one.past.sent_at,
        "before": _lines(book, one.before, one.aspects, old),
        "after": _lines(book, one.after, one.aspects, new),
        "reasons": [_with_team(words, new) for words in sentences(kept, new.authority, internal=True)],
    }


def _with_team(words: str, names: Names) -> str:
    """A reason names a team by its code; people read its name."""
    for team in names.handbook.teams:
        words = words.replace(f" {team.code}.", f" {pick(team.names).words}.")
    return words


def _lines(book: Book, outcome: Outcome, aspects: tuple[str, ...], names: Names) -> list[str]:
    """What is otherwise, in words."""
    said = {
        "authority": names.authority(outcome.authority) if outcome.authority else "—",
        "team": (names.team(outcome.team) or "—") if outcome.authority == book.authority.slug else outcome.team or "—",
        "category": names.category(outcome.category) or "—",
        "priority": label(PRIORITIES, str(outcome.priority)),
        "term": date_in_words(outcome.due_at, "short") if outcome.due_at else "—",
        "outside": pick(outcome.outside).words if outcome.outside else "—",
    }
    return [f"{label(ASPECT_WORDS, name)}: {said[name]}" for name in aspects]


def _place(book: Book, place: str, names: Names) -> str:
    """A journey's end: an authority, and its team when it is ours."""
    slug, _, team = place.partition("/")
    name = names.authority(slug) if slug else "—"
    ours = names.team(team) if slug == book.authority.slug else team
    return f"{name} · {ours}" if team else name
