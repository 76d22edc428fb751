"""The words of a dataset on the desk: its description with the quality beside it, and the dictionary of its tables."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from perron.bricks.catalogue import permissions
from perron.bricks.catalogue.actions import datasets
from perron.bricks.catalogue.forms.columns import DictionaryForm
from perron.bricks.catalogue.forms.description import DescriptionForm
from perron.bricks.catalogue.forms.review import AddressForm
from perron.bricks.catalogue.queries import desk, standing
from perron.bricks.catalogue.queries.desk import Dataset
from perron.bricks.catalogue.rules import advice, licences, quality
from perron.bricks.catalogue.views.desk_frame import about, authority_of, dataset_here, shown
from perron.bricks.catalogue.views.desk_understood import preview
from perron.kernel.errors import ChangedMeanwhile, NotFound
from perron.kernel.web.requests import Request, signed_in

MOST_ADVICE = 4


def describe(request: Request, authority: str, pk: int) -> HttpResponse:
    """The form of the description; what was typed is never lost, also when somebody else saved in between."""
    dataset = dataset_here(request, authority, pk)
    permissions.require_edit(request.actor, dataset)
    here = authority_of(dataset)
    form = DescriptionForm(
        request.POST if request.method == "POST" else None,
        saved=standing.description_of(dataset),
        edit_number=dataset.edit_number,
        spoken=here.languages,
    )
    saved = form.carry_out(
        lambda: datasets.describe_dataset(
            actor=signed_in(request),
            dataset=dataset,
            description=form.description(),
            edit_number=form.cleaned_data["edit_number"],
            at=timezone.now(),
        )
    )
    if saved:
        messages.success(request, _("Saved."))
        return redirect(
            "catalogue:desk_describe" if "stay" in request.POST else "catalogue:desk_dataset", authority, pk
        )
    if isinstance(form.refusal, ChangedMeanwhile):
        fresh = desk.dataset_on_desk(pk, request.actor)
        form.show_both(standing.description_of(fresh), fresh.edit_number)
    context = {
        **about(request, dataset),
        "form": form,
        "part": "description",
        "cascade": licences.cascade_on(timezone.localdate()),
        "licences": licences.LICENCES,
        "other_licences": licences.other_usual(),
        **how_good(dataset),
    }
    return shown(request, "desk_describe", here, context, status=form.status)


def columns(request: Request, authority: str, pk: int, table: int) -> HttpResponse:
    """The dictionary of one table: the words of each column, in the authority's languages."""
    dataset = dataset_here(request, authority, pk)
    permissions.require_edit(request.actor, dataset)
    version = standing.working_version(dataset)
    tables = list(version.tables.all()) if version else []
    chosen = next((one for one in tables if one.pk == table), None)
    if chosen is None:
        raise NotFound
    here = authority_of(dataset)
    form = DictionaryForm(
        request.POST if request.method == "POST" else None,
        entries=chosen.dictionary,
        spoken=here.languages,
        edit_number=dataset.edit_number,
    )
    saved = form.carry_out(
        lambda: datasets.describe_columns(
            actor=signed_in(request),
            table=chosen,
            words=form.words(),
            edit_number=form.cleaned_data["edit_number"],
            at=timezone.now(),
        )
    )
    if saved:
        messages.success(request, _("Saved."))
        return redirect("catalogue:desk_columns", authority, pk, table)
    if isinstance(form.refusal, ChangedMeanwhile):
        form.save_over(desk.dataset_on_desk(pk, request.actor).edit_number)
    heads, rows = preview(chosen)
    context = {
        **about(request, dataset),
        "form": form,
        "table": chosen,
        "tables": tables,
        "part": "columns",
        "heads": heads,
        "rows": rows,
    }
    return shown(request, "desk_columns", here, context, status=form.status)


def address(request: Request, authority: str, pk: int) -> HttpResponse:
    """Another address for a dataset."""
    dataset = dataset_here(request, authority, pk)
    permissions.require_edit(request.actor, dataset)
    form = AddressForm(request.POST if request.method == "POST" else None, initial={"slug": dataset.slug})
    moved = form.carry_out(
        lambda: datasets.change_address(
            actor=signed_in(request), dataset=dataset, slug=form.cleaned_data["slug"].strip(), at=timezone.now()
        )
    )
    if moved:
        messages.success(request, _("The dataset has its new address."))
        return redirect("catalogue:desk_dataset", authority, pk)
    context = {
        **about(request, dataset),
        "form": form,
        "title": _("Change the address"),
        "words": _("The page, the files and the API of this dataset have this address."),
        "action": _("Change the address"),
        "cancel": reverse("catalogue:desk_dataset", args=[authority, pk]),
    }
    return shown(request, "desk_step", authority_of(dataset), context, status=form.status)


def how_good(dataset: Dataset) -> dict[str, object]:
    """The quality today and the next best things to do, for the box beside a form."""
    found: quality.Quality = standing.quality_of(dataset, today=timezone.localdate())
    steps = [str(advice.ADVICE[code]) for code in found.next_steps if code in advice.ADVICE]
    tones = {"good": "good", "fair": "warn", "poor": "bad"}
    return {"quality": found, "quality_tone": tones[found.band], "advice": steps[:MOST_ADVICE]}
