"""A dataset on the desk: ready to publish or not, its steps from draft to published and withdrawn, and its history."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from perron.bricks.catalogue import permissions
from perron.bricks.catalogue.actions import datasets, personal, review
from perron.bricks.catalogue.forms.review import JustificationForm, ReasonForm, StepForm
from perron.bricks.catalogue.queries import desk, standing
from perron.bricks.catalogue.queries.desk import Dataset, TableFile, Version
from perron.bricks.catalogue.queries.refusals import MISSING_WORDS
from perron.bricks.catalogue.rules import labels
from perron.bricks.catalogue.rules.acts import ACTS
from perron.bricks.catalogue.rules.dictionary import ColumnEntry
from perron.bricks.catalogue.rules.states import DatasetState, UploadState, may_step
from perron.bricks.catalogue.views.desk_description import how_good
from perron.bricks.catalogue.views.desk_frame import about, authority_of, dataset_here, shown
from perron.kernel import audit
from perron.kernel.actors import Actor
from perron.kernel.errors import NotFound
from perron.kernel.web.requests import Request, signed_in

STEPS = ("propose_dataset", "send_back", "publish_dataset", "withdraw_dataset", "restore_dataset")
NEEDED = {"propose_dataset": "describe_dataset", "send_back": "publish_dataset", "restore_dataset": "withdraw_dataset"}


@dataclass(frozen=True, slots=True)
class Check:
    """One line of "ready to publish?": what, whether it is done, and where it is done."""

    words: str
    is_done: bool
    address: str = ""


@dataclass(frozen=True, slots=True)
class Personal:
    """A column with personal data that nobody has justified, and what can be done about it."""

    name: str
    count: int
    drop: str
    justify: str


@require_safe
def dataset(request: Request, authority: str, pk: int) -> HttpResponse:
    """Where the dataset stands, what it still needs, and the next step."""
    return _page(request, dataset_here(request, authority, pk), StepForm())


@require_POST
def propose(request: Request, authority: str, pk: int) -> HttpResponse:
    """Hand the draft to the editors."""
    return _step(request, authority, pk, review.propose_dataset, _("Proposed. The editors have been told."))


@require_POST
def publish(request: Request, authority: str, pk: int) -> HttpResponse:
    """Make it public."""
    return _step(request, authority, pk, review.publish_dataset, _("Published. Everybody can find it now."))


@require_POST
def restore(request: Request, authority: str, pk: int) -> HttpResponse:
    """Make it public again."""
    return _step(request, authority, pk, review.restore_dataset, _("Everybody can find this dataset again."))


def send_back(request: Request, authority: str, pk: int) -> HttpResponse:
    """Give it back to the agent, with a reason."""
    words = {
        "title": _("Send back"),
        "words": _("The dataset becomes a draft again. Whoever made it is told, with your reason."),
        "action": _("Send back"),
        "done": _("Sent back."),
    }
    return _step_with_reason(request, authority, pk, review.send_back, words)


def withdraw(request: Request, authority: str, pk: int) -> HttpResponse:
    """Take it from the public, with a reason that its address gives from then on."""
    words = {
        "title": _("Withdraw"),
        "words": _("Nobody finds the dataset any more. Its address stays and gives your reason to everybody."),
        "action": _("Withdraw"),
        "done": _("Withdrawn."),
    }
    return _step_with_reason(request, authority, pk, review.withdraw_dataset, words)


def discard(request: Request, authority: str, pk: int) -> HttpResponse:
    """Ask, then throw a draft away."""
    found = dataset_here(request, authority, pk)
    permissions.require(request.actor, "create_dataset", found)
    if request.method == "POST":
        datasets.discard_draft(actor=signed_in(request), dataset=found)
        messages.success(request, _("The draft “%(title)s” was thrown away.") % {"title": found})
        return redirect("catalogue:desk", authority)
    context = {
        **about(request, found),
        "title": _("Throw this draft away?"),
        "words": _("The draft, its files and all that was written about it are deleted. This cannot be undone."),
        "action": _("Throw away"),
        "danger": True,
        "cancel": reverse("catalogue:desk_dataset", args=[authority, pk]),
    }
    return shown(request, "desk_confirm", authority_of(found), context)


def justify(request: Request, authority: str, pk: int, table: str, field: str) -> HttpResponse:
    """Say in public why a column with personal data is published; for administrators."""
    found = dataset_here(request, authority, pk)
    permissions.require(request.actor, "justify_personal_data", found)
    if not standing.has_column(found, table, field):
        raise NotFound
    form = JustificationForm(request.POST if request.method == "POST" else None)
    said = form.carry_out(
        lambda: personal.justify_personal_data(
            actor=signed_in(request), dataset=found, table=table, field=field, at=timezone.now(), **form.cleaned_data
        )
    )
    if said:
        messages.success(request, _("Your reason is kept, and everybody can read it."))
        return redirect("catalogue:desk_dataset", authority, pk)
    context = {
        **about(request, found),
        "form": form,
        "title": _("Justify the publication of “%(column)s”") % {"column": field},
        "words": _("Personal data may only be public when a law asks for it. What you write is public too."),
        "action": _("Justify"),
        "cancel": reverse("catalogue:desk_dataset", args=[authority, pk]),
    }
    return shown(request, "desk_step", authority_of(found), context, status=form.status)


def _page(request: Request, found: Dataset, form: StepForm) -> HttpResponse:
    here = authority_of(found)
    version = standing.working_version(found)
    checks, personal_columns = _checks(found, version), _personal(request, found, version)
    is_ready = all(check.is_done for check in checks) and not personal_columns
    context = {
        **about(request, found),
        "form": form,
        "part": "overview",
        "checks": checks,
        "personal": personal_columns,
        "is_ready": is_ready,
        "is_prepared": found.state in (DatasetState.DRAFT, DatasetState.IN_REVIEW),
        "may": {step: _may(request.actor, found, step) for step in STEPS},
        "may_discard": found.state == DatasetState.DRAFT and permissions.may(request.actor, "create_dataset", found),
        "may_add": permissions.may(request.actor, "receive_upload", found),
        "version": version,
        "files": desk.files_of(version),
        "tables": list(version.tables.all()) if version else [],
        "history": _history(found),
        **how_good(found),
    }
    return shown(request, "desk_dataset", here, context, status=form.status)


def _step(request: Request, authority: str, pk: int, act: Callable[..., Dataset], done: str) -> HttpResponse:
    """Take a step that needs no words; a refusal is said on the dataset's page."""
    found = dataset_here(request, authority, pk)
    form = StepForm(request.POST)
    if form.carry_out(lambda: act(actor=signed_in(request), dataset=found, at=timezone.now())):
        messages.success(request, done)
        return redirect("catalogue:desk_dataset", authority, pk)
    return _page(request, found, form)


def _step_with_reason(
    request: Request, authority: str, pk: int, act: Callable[..., Dataset], words: dict[str, str]
) -> HttpResponse:
    found = dataset_here(request, authority, pk)
    permissions.require(request.actor, NEEDED.get(act.__name__, act.__name__), found)
    form = ReasonForm(request.POST if request.method == "POST" else None)
    taken = form.carry_out(
        lambda: act(actor=signed_in(request), dataset=found, reason=form.cleaned_data["reason"], at=timezone.now())
    )
    if taken:
        messages.success(request, words["done"])
        return redirect("catalogue:desk_dataset", authority, pk)
    cancel = reverse("catalogue:desk_dataset", args=[authority, pk])
    context = {**about(request, found), **words, "form": form, "cancel": cancel}
    return shown(request, "desk_step", authority_of(found), context, status=form.status)


def _may(actor: Actor | None, found: Dataset, step: str) -> bool:
    """Whether this person may take this step now."""
    is_possible = may_step(step, found.state) and not found.is_declared
    return is_possible and permissions.may(actor, NEEDED.get(step, step), found)


def _checks(found: Dataset, version: Version | None) -> list[Check]:
    """What a reader needs before this is public, each with the place where it is given."""
    missing = set(standing.missing_for(found))
    slug = authority_of(found).slug
    describing = reverse("catalogue:desk_describe", args=[slug, found.pk])
    adding = reverse("catalogue:desk_new", args=[slug]) + f"?dataset={found.pk}"
    fields = {
        "theme": "themes",
        "licence_reason": "licence_reason",
        "licence_url": "licence_url",
        "contact": "contact_email",
    }
    language = next(iter(authority_of(found).languages), "fr")
    fields |= {"title": f"title_{language}", "description": f"description_{language}"}
    checks = []
    for code, words in MISSING_WORDS.items():
        address = adding if code == "data" else f"{describing}#id_{fields.get(code, code)}"
        if code in missing or code not in ("licence_reason", "licence_url"):
            text = str(words)
            checks.append(Check(text[:1].upper() + text[1:], code not in missing, address))
    for upload in desk.files_of(version):
        if upload.state != UploadState.READ:
            words_of = _("The file “%(name)s” must be read") % {"name": upload.name}
            checks.append(
                Check(words_of, is_done=False, address=reverse("catalogue:desk_upload", args=[slug, upload.pk]))
            )
    return checks


def _personal(request: Request, found: Dataset, version: Version | None) -> list[Personal]:
    if version is None:
        return []
    may_justify = permissions.may(request.actor, "justify_personal_data", found)
    return [
        _personal_column(found, table, entry, may_justify=may_justify)
        for table, entry in standing.personal_columns(found, version)
    ]


def _personal_column(found: Dataset, table: TableFile, entry: ColumnEntry, *, may_justify: bool) -> Personal:
    slug = authority_of(found).slug
    drop = reverse("catalogue:desk_upload", args=[slug, table.upload_id]) if table.upload_id else ""
    justified = reverse("catalogue:desk_justify", args=[slug, found.pk, table.name, entry.field]) if may_justify else ""
    return Personal(entry.name, entry.personal, drop, justified)


def _history(found: Dataset) -> list[dict[str, object]]:
    """What happened, the last first, with who and why."""
    return [
        {
            "title": labels.label(ACTS, act.verb),
            "line": " · ".join(filter(None, (_name(act.actor), act.note))),
            "at": _at(act.at),
        }
        for act in audit.history(found.ref, limit=30)
    ]


def _name(actor: Actor | None) -> str:
    return (actor.name or actor.email) if actor else ""


def _at(moment: datetime) -> datetime:
    return timezone.localtime(moment)
