"""What waits on an agent's desk: drafts, proposals, failing sources, open questions, reuses and files."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeVar

from django.db.models import Case, Count, Q, QuerySet, TextField, When
from django.db.models.functions import Cast

from perron.bricks.catalogue import permissions
from perron.bricks.catalogue.models import Dataset as Dataset
from perron.bricks.catalogue.models import Question as Question
from perron.bricks.catalogue.models import Reuse as Reuse
from perron.bricks.catalogue.models import Source as Source
from perron.bricks.catalogue.models import TableFile as TableFile
from perron.bricks.catalogue.models import Upload as Upload
from perron.bricks.catalogue.models import Version as Version
from perron.bricks.catalogue.rules.states import DatasetState, QuestionState, ReuseState, VersionState
from perron.kernel.actors import Actor
from perron.kernel.authorities import Authority
from perron.kernel.errors import NotFound, SignInFirst

PAGE_SIZE = 50
Row = TypeVar("Row")


@dataclass(frozen=True, slots=True)
class DeskQuestion:
    """How an agent narrows her list: a state ("" for all), words of titles, only her own, a page from 1."""

    state: str = ""
    words: str = ""
    is_mine: bool = False
    page: int = 1


@dataclass(frozen=True, slots=True)
class Desk:
    """One page of datasets, the last changed first, and what else waits. `counts` has every state."""

    datasets: tuple[Dataset, ...]
    total: int
    counts: dict[str, int]
    failing_sources: tuple[Source, ...]
    drifted_sources: tuple[Source, ...]
    open_questions: tuple[Question, ...]
    waiting_reuses: tuple[Reuse, ...]
    waiting_versions: tuple[Version, ...]
    loose_uploads: tuple[Upload, ...]
    may_write: bool = False  # whether the reader prepares data here, or only looks


def desk(authority: Authority, actor: Actor | None, question: DeskQuestion | None = None) -> Desk:
    """The desk of an authority. Raises SignInFirst or NotYours for anybody but its staff."""
    may_write = permissions.may_at(actor, "create_dataset", authority)
    if not may_write:
        permissions.require_at(actor, "read_drafts", authority)
    asked = question or DeskQuestion()
    found = _datasets(authority, actor, asked)
    counts = _counts(authority)
    is_narrowed = bool(asked.words.strip()) or asked.is_mine
    total = found.count() if is_narrowed else counts.get(asked.state, sum(counts.values()))
    start = (max(asked.page, 1) - 1) * PAGE_SIZE
    sources = Source.objects.filter(dataset__authority=authority, is_active=True).select_related("dataset")
    troubled = list(sources.filter(Q(failures__gt=0) | ~Q(drift=[])).order_by("-failures")[:PAGE_SIZE])
    return Desk(
        datasets=tuple(found.select_related("authority", "owner", "current")[start : start + PAGE_SIZE]),
        total=total,
        counts=counts,
        failing_sources=tuple(source for source in troubled if source.failures),
        drifted_sources=tuple(source for source in troubled if source.drift),
        open_questions=tuple(open_questions(authority)[:PAGE_SIZE]),
        waiting_reuses=tuple(waiting_reuses(authority)[:PAGE_SIZE]),
        waiting_versions=tuple(waiting_versions(authority)[:PAGE_SIZE]),
        loose_uploads=tuple(
            Upload.objects.filter(authority=authority, version=None)
            .select_related("file")
            .order_by("-received_at")[:20]
        ),
        may_write=may_write,
    )


def open_questions(authority: Authority) -> QuerySet[Question]:
    """Questions that wait for an answer, the oldest first."""
    found = Question.objects.filter(dataset__authority=authority, state=QuestionState.WAITING)
    return found.select_related("dataset", "author").order_by("asked_at")


def waiting_reuses(authority: Authority) -> QuerySet[Reuse]:
    """Reuses that wait for a moderator, the oldest first."""
    found = Reuse.objects.filter(dataset__authority=authority, state=ReuseState.WAITING)
    return found.select_related("dataset", "author").order_by("added_at")


def waiting_versions(authority: Authority) -> QuerySet[Version]:
    """New versions of public datasets that wait for an editor, the oldest first."""
    found = Version.objects.filter(
        dataset__authority=authority, state=VersionState.PROPOSED, dataset__state=DatasetState.PUBLISHED
    )
    return found.select_related("dataset", "created_by").order_by("created_at")


def dataset_on_desk(pk: int, actor: Actor | None) -> Dataset:
    """A dataset in any state, for the staff of its authority. Raises NotFound, SignInFirst."""
    found = Dataset.objects.select_related("authority__place", "current", "owner").filter(pk=pk).first()
    return _for_staff(actor, found, found.authority if found else None)


def upload_on_desk(pk: int, actor: Actor | None) -> Upload:
    """A file with what was understood, for the staff of its authority. Raises NotFound, SignInFirst."""
    uploads = Upload.objects.select_related("authority__place", "version__dataset__authority", "file")
    found = uploads.prefetch_related("tables__parquet", "tables__unfit").filter(pk=pk).first()
    return _for_staff(actor, found, found.authority if found else None)


def table_on_desk(pk: int, actor: Actor | None) -> TableFile:
    """A table of a version or of a file being looked at, for staff. Raises NotFound, SignInFirst."""
    tables = TableFile.objects.select_related("parquet", "unfit", "upload__authority", "version__dataset__authority")
    found = tables.filter(pk=pk).first()
    if found and found.version:
        return _for_staff(actor, found, found.version.dataset.authority)
    return _for_staff(actor, found, found.upload.authority if found and found.upload else None)


def version_on_desk(pk: int, actor: Actor | None) -> Version:
    """A version in any state, for staff. Raises NotFound, SignInFirst."""
    found = Version.objects.select_related("dataset__authority", "dataset__current").filter(pk=pk).first()
    return _for_staff(actor, found, found.dataset.authority if found else None)


def question_on_desk(pk: int, actor: Actor | None) -> Question:
    """A question in any state, for staff. Raises NotFound, SignInFirst."""
    found = Question.objects.select_related("dataset__authority").filter(pk=pk).first()
    return _for_staff(actor, found, found.dataset.authority if found else None)


def reuse_on_desk(pk: int, actor: Actor | None) -> Reuse:
    """A reuse in any state, for staff. Raises NotFound, SignInFirst."""
    found = Reuse.objects.select_related("dataset__authority").filter(pk=pk).first()
    return _for_staff(actor, found, found.dataset.authority if found else None)


def versions_on_desk(dataset: Dataset) -> list[Version]:
    """All versions in any state, the newest first, with their tables and files."""
    found = dataset.versions.select_related("created_by", "accepted_by").prefetch_related("tables", "uploads")
    return list(found.order_by("-created_at", "-pk"))


def files_of(version: Version | None) -> list[Upload]:
    """The files of a version, with their tables."""
    return list(version.uploads.select_related("file").prefetch_related("tables").order_by("pk")) if version else []


def source_of(dataset: Dataset) -> Source | None:
    """The address that is fetched for a dataset by the clock; also when it was stopped."""
    return Source.objects.filter(dataset=dataset).first()


def questions_on_desk(authority: Authority, actor: Actor | None, state: str = "") -> QuerySet[Question]:
    """The questions about an authority's datasets, those that wait first. Raises SignInFirst or NotYours."""
    permissions.require_at(actor, "read_drafts", authority)
    found = Question.objects.filter(dataset__authority=authority).select_related("dataset", "author")
    waits_first = Case(When(state=QuestionState.WAITING, then=0), default=1)
    return (found.filter(state=state) if state else found).order_by(waits_first, "-asked_at")


def reuses_on_desk(authority: Authority, actor: Actor | None, state: str = "") -> QuerySet[Reuse]:
    """The reuses of an authority's datasets, those that wait first. Raises SignInFirst or NotYours."""
    permissions.require_at(actor, "read_drafts", authority)
    found = Reuse.objects.filter(dataset__authority=authority).select_related("dataset", "author")
    waits_first = Case(When(state=ReuseState.WAITING, then=0), default=1)
    return (found.filter(state=state) if state else found).order_by(waits_first, "-added_at")


def _for_staff(actor: Actor | None, found: Row | None, authority: Authority | None) -> Row:
    """What is on a desk, for those who work there; others hear the same whether it is there or not.

    Without an authority it is the installation's own. Raises SignInFirst, NotFound.
    """
    if actor is None:
        raise SignInFirst
    if found is None or not permissions.may_at(actor, "read_drafts", authority):
        raise NotFound
    return found


def _datasets(authority: Authority, actor: Actor | None, asked: DeskQuestion) -> QuerySet[Dataset]:
    found = Dataset.objects.filter(authority=authority)
    if asked.state:
        found = found.filter(state=asked.state)
    if asked.is_mine:
        found = found.filter(owner=actor)
    for word in asked.words.split():
        found = found.annotate(all_titles=Cast("titles", TextField())).filter(
            Q(all_titles__icontains=word) | Q(slug__icontains=word)
        )
    return found.order_by("-changed_at", "-pk")


def _counts(authority: Authority) -> dict[str, int]:
    grouped = Dataset.objects.filter(authority=authority).values_list("state").annotate(count=Count("pk"))
    return {state.value: 0 for state in DatasetState} | dict(grouped.order_by())
