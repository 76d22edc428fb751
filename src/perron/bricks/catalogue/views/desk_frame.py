"""What all pages of the desk share: whose desk it is, what may be looked at there, and the page around the work."""

from __future__ import annotations

from collections.abc import Mapping

from django.http import HttpResponse
from django.shortcuts import render

from perron.bricks.catalogue import permissions
from perron.bricks.catalogue.queries import desk
from perron.bricks.catalogue.queries.desk import Dataset, Upload
from perron.bricks.catalogue.rules import labels
from perron.kernel.authorities import Authority, authority_by_slug
from perron.kernel.errors import NotFound
from perron.kernel.web.requests import Request


def desk_of(request: Request, slug: str) -> Authority:
    """The authority of a desk, for its staff. Raises NotFound, SignInFirst, NotYours."""
    found = authority_by_slug(slug)
    permissions.require_at(request.actor, "read_drafts", found)
    return found


def dataset_here(request: Request, slug: str, pk: int) -> Dataset:
    """A dataset on this desk. Raises NotFound (also for one of another desk), SignInFirst."""
    found = desk.dataset_on_desk(pk, request.actor)
    if authority_of(found).slug != slug:
        raise NotFound
    return found


def upload_here(request: Request, slug: str, pk: int) -> Upload:
    """A file on this desk. Raises NotFound, SignInFirst."""
    found = desk.upload_on_desk(pk, request.actor)
    if found.authority.slug != slug:
        raise NotFound
    return found


def authority_of(dataset: Dataset) -> Authority:
    """Whose dataset it is. Raises NotFound for what belongs to the installation itself: no desk has it."""
    if dataset.authority is None:
        raise NotFound
    return dataset.authority


def shown(
    request: Request, template: str, authority: Authority, context: Mapping[str, object], *, status: int = 200
) -> HttpResponse:
    """A page of the desk. Never kept by browsers: a colleague may be in the same case."""
    page: dict[str, object] = {"authority": authority, **context}
    if "role_writes" not in page:
        page["role_writes"] = permissions.may_at(request.actor, "create_dataset", authority)
    response = render(request, f"catalogue/{template}.html", page, status=status)
    response["Cache-Control"] = "private, no-store"
    return response


def about(request: Request, dataset: Dataset) -> dict[str, object]:
    """What every page of one dataset shows: its state, and which parts the reader may open."""
    return {
        "dataset": dataset,
        "state": labels.label(labels.STATES, dataset.state),
        "tone": labels.TONES.get(dataset.state, ""),
        "may_edit": permissions.may_edit(request.actor, dataset),
    }
