"""Files on the desk: dropped or fetched, read while one waits, corrected, taken into a dataset or thrown away."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from perron.bricks.catalogue import permissions
from perron.bricks.catalogue.actions import datasets, uploads
from perron.bricks.catalogue.forms.reading import FileChoicesForm, ReadingForm
from perron.bricks.catalogue.forms.uploads import FileForm, LinkForm, PartForm
from perron.bricks.catalogue.queries import desk
from perron.bricks.catalogue.queries.desk import Dataset, Upload
from perron.bricks.catalogue.rules.states import UploadState, VersionState, takes_new_versions
from perron.bricks.catalogue.schemas.failures import failure
from perron.bricks.catalogue.views.desk_frame import authority_of, dataset_here, desk_of, shown, upload_here
from perron.bricks.catalogue.views.desk_understood import understood_file
from perron.kernel import file_parts, files
from perron.kernel.authorities import Authority
from perron.kernel.errors import NotFound
from perron.kernel.web.requests import Request, signed_in


def new(request: Request, authority: str) -> HttpResponse:
    """Drop a file or give an address; `?dataset=` says for which dataset, else it is for a new one."""
    here = desk_of(request, authority)
    permissions.require_at(request.actor, "receive_upload", here)
    dataset = _dataset_asked(request, here)
    by_link, in_pieces = "url" in request.POST, "part" in request.POST
    sent = request.POST if request.method == "POST" else None
    file_form = PartForm(sent) if in_pieces else FileForm(None if by_link else sent, request.FILES or None)
    link_form = LinkForm(sent if by_link else None)
    received = _receive(request, here, file_form, link_form) if sent is not None else None
    if received:
        return redirect(_reading_address(received, dataset))
    context = {
        "dataset": dataset,
        "file_form": file_form,
        "link_form": link_form,
        "limit": settings.FILE_SIZE_LIMIT,
        "here": "new",
    }
    return shown(request, "desk_new", here, context, status=(link_form if by_link else file_form).status)


def upload(request: Request, authority: str, pk: int) -> HttpResponse:
    """How far the reading is; then what was understood, each part correctable; or why it could not be read."""
    found = upload_here(request, authority, pk)
    dataset = _dataset_for(request, found)
    form = _form(request.POST if request.method == "POST" else None, found)
    chosen = form.carry_out(
        lambda: uploads.choose_reading(actor=signed_in(request), upload=found, choices=form.choices())
    )
    if chosen:
        return redirect(_reading_address(found, dataset))
    context: dict[str, object] = {
        "upload": found,
        "dataset": dataset,
        "form": form,
        "may_change": _may_change(request, found),
        "is_waiting": found.state in (UploadState.WAITING, UploadState.READING),
        "is_new_version": dataset is not None and takes_new_versions(dataset.state),
        "here": "datasets" if found.version_id else "new",
    }
    if found.state == UploadState.FAILED:
        context["failure"] = failure(found.error_code, found.error_facts)
    elif isinstance(form, ReadingForm) and not context["is_waiting"]:
        context["file"] = understood_file(found, form)
    return shown(request, "desk_upload", found.authority, context, status=form.status)


@require_POST
def read_again(request: Request, authority: str, pk: int) -> HttpResponse:
    """Try once more what failed."""
    found = upload_here(request, authority, pk)
    uploads.read_again(actor=signed_in(request), upload=found)
    return redirect(_reading_address(found, _dataset_for(request, found)))


def discard(request: Request, authority: str, pk: int) -> HttpResponse:
    """Ask, then throw a file away."""
    found = upload_here(request, authority, pk)
    dataset = _dataset_for(request, found)
    permissions.require_at(request.actor, "receive_upload", found.authority)
    if request.method == "POST":
        uploads.discard_upload(actor=signed_in(request), upload=found)
        messages.success(request, _("The file “%(name)s” was thrown away.") % {"name": found.name})
        return _back(found.authority, dataset)
    words = _("“%(name)s” and what was read of it are deleted. This cannot be undone.") % {"name": found.name}
    context = {
        "title": _("Throw this file away?"),
        "words": words,
        "action": _("Throw away"),
        "danger": True,
        "cancel": _reading_address(found, dataset),
    }
    return shown(request, "desk_confirm", found.authority, context)


@require_POST
def take(request: Request, authority: str, pk: int) -> HttpResponse:
    """Make a dataset of a file that was read, or put it into the draft it was sent for."""
    found = upload_here(request, authority, pk)
    actor, dataset = signed_in(request), _dataset_for(request, found)
    if dataset is None:
        made = datasets.create_dataset(actor=actor, authority=found.authority, upload=found, at=timezone.now())
        messages.success(request, _("The dataset is made. Now say what it is: we filled in what the file tells."))
        return redirect("catalogue:desk_describe", found.authority.slug, made.pk)
    uploads.add_upload(actor=actor, dataset=dataset, upload=found)
    messages.success(request, _("The file was added to the dataset."))
    return redirect("catalogue:desk_dataset", found.authority.slug, dataset.pk)


@require_safe
def unfit(request: Request, authority: str, pk: int, table: int) -> HttpResponseBase:
    """The rows of a table that did not fit, as a file: the line, the reason, and the values as they were."""
    found = upload_here(request, authority, pk)
    kept = next((one for one in found.tables.all() if one.pk == table), None)
    if kept is None or kept.unfit is None:
        raise NotFound
    return files.serve(request, kept.unfit, name=f"{kept.name}-unfit.csv", public=False)


def _receive(request: Request, here: Authority, file_form: FileForm | PartForm, link_form: LinkForm) -> Upload | None:
    actor, at = signed_in(request), timezone.now()
    if link_form.is_bound:
        return link_form.carry_out(
            lambda: uploads.receive_link(actor=actor, authority=here, url=link_form.cleaned_data["url"], at=at)
        )

    def receive_whole() -> Upload:
        with file_parts.taken(file_form.cleaned_data["part"], actor=actor) as (stream, name):
            return uploads.receive_upload(actor=actor, authority=here, stream=stream, name=name, at=at)

    def receive() -> Upload:
        file = file_form.cleaned_data["file"]
        return uploads.receive_upload(actor=actor, authority=here, stream=file, name=file.name, at=at)

    return file_form.carry_out(receive_whole if isinstance(file_form, PartForm) else receive)


def _form(data: QueryDict | None, found: Upload) -> FileChoicesForm:
    """Everything to correct when the file was read; how to read it, when it was not."""
    understood = found.understood
    if understood is None or found.state == UploadState.FAILED:
        return FileChoicesForm(data, before=found.reading_choices, attempt=found.attempt)
    return ReadingForm(data, understood=understood, before=found.reading_choices, attempt=found.attempt)


def _may_change(request: Request, found: Upload) -> bool:
    is_open = found.version is None or found.version.state == VersionState.PREPARING
    return is_open and permissions.may_at(request.actor, "receive_upload", found.authority)


def _dataset_asked(request: Request, here: Authority) -> Dataset | None:
    """The dataset that the file is for, when the address says one."""
    number = request.GET.get("dataset", "")
    return dataset_here(request, here.slug, int(number)) if number.isdecimal() else None


def _dataset_for(request: Request, found: Upload) -> Dataset | None:
    if found.version is not None:
        return desk.dataset_on_desk(found.version.dataset_id, request.actor)
    return _dataset_asked(request, found.authority)


def _reading_address(found: Upload, dataset: Dataset | None) -> str:
    address = reverse("catalogue:desk_upload", args=[found.authority.slug, found.pk])
    return f"{address}?dataset={dataset.pk}" if dataset and not found.version_id else address


def _back(here: Authority, dataset: Dataset | None) -> HttpResponse:
    if dataset is None:
        return redirect("catalogue:desk", here.slug)
    return redirect("catalogue:desk_dataset", authority_of(dataset).slug, dataset.pk)
