"""New versions on the desk: what a file would change, proposed, decided; and the address from which versions come."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from perron.bricks.catalogue import permissions
from perron.bricks.catalogue.actions import versions
from perron.bricks.catalogue.forms.review import ReasonForm, StepForm
from perron.bricks.catalogue.forms.versions import ProposalForm
from perron.bricks.catalogue.queries import comparing, desk
from perron.bricks.catalogue.queries.comparing import Comparison
from perron.bricks.catalogue.queries.desk import Version
from perron.bricks.catalogue.rules import labels
from perron.bricks.catalogue.rules.changes import TableChanges
from perron.bricks.catalogue.rules.states import UploadState, VersionState, takes_new_versions
from perron.bricks.catalogue.views.desk_frame import about, authority_of, dataset_here, shown, upload_here
from perron.kernel.errors import NotFound
from perron.kernel.web.requests import Request, signed_in

KINDS = {"changed": "warn", "added": "info", "removed": "bad"}


@dataclass(frozen=True, slots=True)
class Sample:
    """Some rows of a kind, as `ui/table.html` takes them."""

    title: str
    heads: list[dict[str, object]]
    rows: list[list[str]]


@dataclass(frozen=True, slots=True)
class TableCard:
    """What changes in one table."""

    changes: TableChanges
    samples: list[Sample]
    tone: str


@require_safe
def all_versions(request: Request, authority: str, pk: int) -> HttpResponse:
    """The versions of a dataset, the newest first."""
    dataset = dataset_here(request, authority, pk)
    rows = [
        (version, labels.label(labels.VERSION_STATES, version.state), labels.TONES.get(version.state, ""))
        for version in desk.versions_on_desk(dataset)
    ]
    may_propose = takes_new_versions(dataset.state) and permissions.may(request.actor, "propose_version", dataset)
    context = {
        **about(request, dataset),
        "part": "versions",
        "versions": rows,
        "may_propose": may_propose and not dataset.is_declared,
    }
    return shown(request, "desk_versions", authority_of(dataset), context)


def compare(request: Request, authority: str, pk: int, upload: int) -> HttpResponse:
    """What a file would change in the published data; then propose it."""
    dataset, found = dataset_here(request, authority, pk), upload_here(request, authority, upload)
    permissions.require(request.actor, "propose_version", dataset)
    if found.version_id is not None and request.method != "POST":
        return redirect("catalogue:desk_versions", authority, pk)
    form = ProposalForm(request.POST if request.method == "POST" else None, spoken=authority_of(dataset).languages)
    proposed = form.carry_out(
        lambda: versions.propose_version(
            actor=signed_in(request),
            dataset=dataset,
            upload=found,
            at=timezone.now(),
            notes=form.notes(),
            keep_others=form.cleaned_data["keep_others"],
        )
    )
    if proposed:
        messages.success(request, _("The new version is proposed. It is published once an editor accepts it."))
        return redirect("catalogue:desk_version", authority, pk, proposed.pk)
    comparison = comparing.comparison_with(dataset, found) if found.state == UploadState.READ else None
    context = {
        **about(request, dataset),
        "part": "versions",
        "form": form,
        "upload": found,
        "cancel": reverse("catalogue:desk_upload", args=[authority, upload]) + f"?dataset={pk}",
        "is_same": comparison is not None and comparison.changes.is_nothing,
        "drifts": comparison is not None and comparison.changes.drifts,
        "tables": cards(comparison) if comparison else [],
    }
    return shown(request, "desk_compare", authority_of(dataset), context, status=form.status)


@require_safe
def version(request: Request, authority: str, pk: int, version: int) -> HttpResponse:
    """One version: what it changes, and the decision when it waits for one."""
    return _page(request, _version_here(request, authority, pk, version), StepForm())


@require_POST
def accept(request: Request, authority: str, pk: int, version: int) -> HttpResponse:
    """Make it the version that everybody gets."""
    found, form = _version_here(request, authority, pk, version), StepForm(request.POST)
    if form.carry_out(lambda: versions.accept_version(actor=signed_in(request), version=found, at=timezone.now())):
        messages.success(request, _("Accepted. Everybody gets this version now; the earlier ones stay readable."))
        return redirect("catalogue:desk_dataset", authority, pk)
    return _page(request, found, form)


def refuse(request: Request, authority: str, pk: int, version: int) -> HttpResponse:
    """Set it aside, with a reason."""
    found = _version_here(request, authority, pk, version)
    permissions.require(request.actor, "publish_dataset", found.dataset)
    form = ReasonForm(request.POST if request.method == "POST" else None)
    refused = form.carry_out(
        lambda: versions.refuse_version(
            actor=signed_in(request), version=found, reason=form.cleaned_data["reason"], at=timezone.now()
        )
    )
    if refused:
        messages.success(request, _("Refused. The published data stay as they are."))
        return redirect("catalogue:desk_versions", authority, pk)
    context = {
        **about(request, found.dataset),
        "form": form,
        "title": _("Refuse this version"),
        "words": _("The published data stay as they are. Your colleagues see your reason."),
        "action": _("Refuse"),
        "cancel": reverse("catalogue:desk_version", args=[authority, pk, version]),
    }
    return shown(request, "desk_step", authority_of(found.dataset), context, status=form.status)


def cards(comparison: Comparison) -> list[TableCard]:
    """The changes of each table with examples."""
    made = []
    for changes in comparison.changes.tables:
        found = comparison.samples.get(changes.table)
        samples = []
        if found is not None:
            modified = [
                [" · ".join(map(str, one.key)), one.column, one.before or "", one.after or ""]
                for one in found.sample_modified
            ]
            heads = [_("Row"), _("Column"), _("Before"), _("Now")]
            samples = [
                _sample(_("Some rows that were added"), found.sample_added),
                _sample(_("Some rows that were removed"), found.sample_removed),
                Sample(_("Some values that changed"), [{"title": head} for head in heads], modified),
            ]
        made.append(TableCard(changes, [one for one in samples if one.rows], KINDS.get(changes.kind, "")))
    return made


def _sample(title: str, rows: tuple[object, ...]) -> Sample:
    found = [row for row in rows if isinstance(row, dict)]
    names = list(found[0]) if found else []
    return Sample(title, [{"title": name} for name in names], [[_short(row[name]) for name in names] for row in found])


def _short(value: str | None) -> str:
    return "" if value is None else value if len(value) <= 80 else f"{value[:77]}…"


def _version_here(request: Request, authority: str, pk: int, version: int) -> Version:
    dataset_here(request, authority, pk)
    found = desk.version_on_desk(version, request.actor)
    if found.dataset_id != pk:
        raise NotFound
    return found


def _page(request: Request, found: Version, form: StepForm) -> HttpResponse:
    dataset, waits = found.dataset, found.state == VersionState.PROPOSED
    comparison = comparing.comparison_of(found) if waits else None
    context = {
        **about(request, dataset),
        "part": "versions",
        "form": form,
        "version": found,
        "version_state": labels.label(labels.VERSION_STATES, found.state),
        "version_tone": labels.TONES.get(found.state, ""),
        "tables": cards(comparison) if comparison else cards(Comparison(comparing.changes_of(found), {})),
        "drifts": comparison is not None and comparison.changes.drifts,
        "may_decide": waits
        and takes_new_versions(dataset.state)
        and permissions.may(request.actor, "publish_dataset", dataset),
    }
    return shown(request, "desk_version", authority_of(dataset), context, status=form.status)
