"""The desk's first page: the datasets of an authority by state, and what waits for somebody."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from perron.bricks.catalogue.queries import desk as queries
from perron.bricks.catalogue.queries.desk import Dataset, Desk, DeskQuestion
from perron.bricks.catalogue.rules import labels
from perron.bricks.catalogue.rules.states import DatasetState
from perron.bricks.catalogue.views.desk_frame import shown
from perron.kernel import staff
from perron.kernel.authorities import Authority, authority_by_slug
from perron.kernel.errors import NotYours
from perron.kernel.web.requests import Request, signed_in

MOST_WAITING = 4


@dataclass(frozen=True, slots=True)
class Waiting:
    """One kind of thing that waits: what it is, how many, the first of them, and where all are."""

    title: str
    count: int
    things: tuple[tuple[str, str, str], ...]  # words, address, a line below
    address: str = ""
    tone: str = "warn"


@dataclass(frozen=True, slots=True)
class Row:
    """One dataset of the list."""

    dataset: Dataset
    state: str
    tone: str


@require_safe
def start(request: Request) -> HttpResponse:
    """To the desk of whoever works at one authority; a choice for whoever works at several. Raises NotYours."""
    actor = signed_in(request)
    held = [role.authority for role in staff.roles_of(actor)]
    if not held:
        raise NotYours
    if request.authority in held:
        held = [request.authority] if request.authority else held
    if len(held) == 1:
        return redirect("catalogue:desk", held[0].slug)
    return render(request, "catalogue/desk_start.html", {"authorities": held})


@require_safe
def desk(request: Request, authority: str) -> HttpResponse:
    """The list, narrowed by state, words and owner; beside it, what waits."""
    here = authority_by_slug(authority)
    asked = _asked(request.GET)
    found = queries.desk(here, request.actor, asked)
    is_narrowed = bool(asked.state or asked.words or asked.is_mine)
    context = {
        "asked": asked,
        "rows": [_row(dataset) for dataset in found.datasets],
        "total": found.total,
        "page": Paginator(range(found.total), queries.PAGE_SIZE).get_page(asked.page),
        "tabs": _tabs(here, found, asked),
        "waiting": [] if is_narrowed or asked.page > 1 else _waiting(here, found),
        "is_empty": not sum(found.counts.values()),
        "here": "datasets",
        "role_writes": found.may_write,
    }
    return shown(request, "desk_list", here, context)


def _asked(query: Mapping[str, str]) -> DeskQuestion:
    state, page = query.get("state", ""), query.get("page", "")
    return DeskQuestion(
        state=state if state in tuple(DatasetState) else "",
        words=query.get("q", "").strip()[:200],
        is_mine=bool(query.get("mine")),
        page=max(1, int(page)) if page.isdecimal() and len(page) < 7 else 1,
    )


def _row(dataset: Dataset) -> Row:
    return Row(dataset, labels.label(labels.STATES, dataset.state), labels.TONES.get(dataset.state, ""))


def _tabs(here: Authority, found: Desk, asked: DeskQuestion) -> list[dict[str, object]]:
    """One tab per state with its count."""
    address = reverse("catalogue:desk", args=[here.slug])
    count = sum(found.counts.values())
    every = {"title": _("All datasets"), "address": address, "current": not asked.state, "count": count}
    states = [
        {
            "title": str(labels.STATES[state]),
            "address": f"{address}?state={state}",
            "current": asked.state == state,
            "count": found.counts[state],
        }
        for state in DatasetState
    ]
    return [every, *states]


def _waiting(here: Authority, found: Desk) -> list[Waiting]:
    """What waits for somebody, the most urgent first; nothing for what does not wait."""
    kinds = [*_waiting_data(here, found), *_waiting_voices(here, found)]
    return [kind for kind in kinds if kind.count]


def _waiting_data(here: Authority, found: Desk) -> list[Waiting]:
    failing = [
        (str(source.dataset), _at("desk_source", here, source.dataset_id), source.url)
        for source in found.failing_sources
    ]
    drifted = [
        (str(source.dataset), _at("desk_source", here, source.dataset_id), source.url)
        for source in found.drifted_sources
    ]
    versions = [
        (str(version.dataset), _at("desk_version", here, version.dataset_id, version.pk), version.note.words)
        for version in found.waiting_versions
    ]
    uploads = [(upload.name, _at("desk_upload", here, upload.pk), "") for upload in found.loose_uploads]
    in_review = reverse("catalogue:desk", args=[here.slug]) + f"?state={DatasetState.IN_REVIEW}"
    return [
        Waiting(_("Sources that fail"), len(failing), tuple(failing[:MOST_WAITING]), tone="bad"),
        Waiting(_("Sources whose columns changed"), len(drifted), tuple(drifted[:MOST_WAITING])),
        Waiting(_("Datasets to review"), found.counts[DatasetState.IN_REVIEW], (), in_review),
        Waiting(_("New versions to decide on"), len(versions), tuple(versions[:MOST_WAITING])),
        Waiting(_("Files that are in no dataset yet"), len(uploads), tuple(uploads[:MOST_WAITING]), tone=""),
    ]


def _waiting_voices(here: Authority, found: Desk) -> list[Waiting]:
    questions = [
        (question.words[:80], _at("desk_question", here, question.pk), str(question.dataset))
        for question in found.open_questions
    ]
    reuses = [(reuse.title, _at("desk_reuse", here, reuse.pk), str(reuse.dataset)) for reuse in found.waiting_reuses]
    return [
        Waiting(_("Questions to answer"), len(questions), tuple(questions[:MOST_WAITING]), _at("desk_questions", here)),
        Waiting(_("Reuses to look at"), len(reuses), tuple(reuses[:MOST_WAITING]), _at("desk_reuses", here)),
    ]


def _at(name: str, here: Authority, *arguments: object) -> str:
    return reverse(f"catalogue:{name}", args=[here.slug, *arguments])
