"""One dataset as a stranger or its staff may read it: the record, its versions, its tables, its voices."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final

from django.db import connection
from django.db.models import F, Q, QuerySet

from perron.bricks.catalogue import permissions
from perron.bricks.catalogue.adapters.tables import TableToRead
from perron.bricks.catalogue.models import (
    Dataset,
    DatasetAddress,
    Justification,
    Question,
    Reuse,
    TableFile,
    Upload,
    Version,
)
from perron.bricks.catalogue.queries import standing
from perron.bricks.catalogue.queries.refusals import MovedTo, NotPublic, WithdrawnBecause
from perron.bricks.catalogue.rules.dictionary import columns_from_json
from perron.bricks.catalogue.rules.states import AccessRight, DatasetState, QuestionState, ReuseState, VersionState
from perron.kernel.actors import Actor
from perron.kernel.errors import NotFound
from perron.kernel.files import StoredFile

RELATED_CANDIDATES = 24
ASKED_SLUG, ASKED_TABLE = "?slug", "?table"  # marks in a compiled statement; no slug can be one
HIGHEST_NUMBER: Final = 2**31 - 1  # of a version, for the database; also its mark, since no version gets so far


def dataset_to_read(slug: str, actor: Actor | None = None) -> Dataset:
    """The dataset at an address, with its authority and current version.

    Raises NotFound (also for drafts, except to staff), MovedTo for an address it left, WithdrawnBecause (410).
    """
    dataset = Dataset.objects.select_related("authority__place", "current").filter(slug=slug).first()
    if dataset is None:
        raise _moved_or_unknown(slug)
    if dataset.is_published or permissions.may_read_draft(actor, dataset):
        return dataset
    if dataset.is_withdrawn:
        raise WithdrawnBecause(reason=dataset.withdrawn_reason, title=dataset.title.words, slug=slug)
    raise NotFound


def version_to_read(dataset: Dataset, number: int | None = None, actor: Actor | None = None) -> Version:
    """A version of a dataset that was read: the accepted one of that number, else the newest; staff see open ones too.

    Raises NotFound.
    """
    if number is None:
        version = dataset.current or _open_for(dataset, actor)
    else:
        version = dataset.versions.filter(state=VersionState.ACCEPTED, number=number).first()
        version = version or _open_for(dataset, actor, number)
    if version is None:
        raise NotFound
    return version


def versions_of(dataset: Dataset) -> Sequence[Version]:
    """The accepted versions, the newest first, with their tables and original files."""
    found = dataset.versions.filter(state=VersionState.ACCEPTED).prefetch_related("tables__parquet", "uploads__file")
    return list(found.order_by("-number"))


def tables_of(version: Version) -> Sequence[TableFile]:
    """The tables of a version in their order, with their files."""
    return list(version.tables.select_related("parquet", "unfit"))


def originals_of(version: Version, actor: Actor | None = None) -> Sequence[Upload]:
    """The files as they came, that may be handed out: all of them to staff."""
    found = version.uploads.select_related("file").exclude(file=None).order_by("pk")
    if permissions.may_read_draft(actor, version.dataset):
        return list(found)
    return list(found.filter(offered=True)) if version.dataset.access == AccessRight.PUBLIC else []


def table_to_read(*, slug: str, table: str = "", version: int | None = None, actor: Actor | None = None) -> TableToRead:
    """A table for the engine: of that version or the newest; the first table when none is named.

    Raises NotFound, MovedTo, WithdrawnBecause, NotPublic.
    """
    if actor is None and (public := _public_table(slug, table, version)):
        return public
    dataset = dataset_to_read(slug, actor)
    if dataset.access != AccessRight.PUBLIC and not permissions.may_read_draft(actor, dataset):
        raise NotPublic
    edition = version_to_read(dataset, version, actor)
    found = edition.tables.select_related("parquet")
    kept = (found.filter(name=table) if table else found).first()
    if kept is None:
        raise NotFound
    return as_table_to_read(dataset, edition, kept)


def as_table_to_read(dataset: Dataset, version: Version, table: TableFile) -> TableToRead:
    """The same for a table that was found already."""
    return TableToRead(
        parquet=table.parquet,
        columns=table.dictionary,
        version=version.number,
        dataset=dataset.slug,
        name=table.name,
        row_count=table.row_count,
        geometry=table.geometry,
        points=(table.points[0], table.points[1]) if table.points else None,
        is_latest=version.pk == dataset.current_id,
        licence=dataset.licence,
        covering=table.covering,
    )


def original_to_read(*, slug: str, upload_id: int, actor: Actor | None = None) -> Upload:
    """An original file of an accepted version (for staff: of any). Raises as `table_to_read`."""
    dataset = dataset_to_read(slug, actor)
    is_staff = permissions.may_read_draft(actor, dataset)
    if dataset.access != AccessRight.PUBLIC and not is_staff:
        raise NotPublic
    found = Upload.objects.select_related("file").filter(pk=upload_id, version__dataset=dataset).exclude(file=None)
    allowed = found if is_staff else found.filter(offered=True, version__state=VersionState.ACCEPTED)
    upload = allowed.first()
    if upload is None:
        raise NotFound
    return upload


def questions_of(dataset: Dataset) -> QuerySet[Question]:
    """The questions that strangers see, the newest first."""
    waits_in_public = Q(state=QuestionState.WAITING, author__isnull=False)
    shown = dataset.questions.filter(waits_in_public | Q(state=QuestionState.ANSWERED))
    return shown.order_by("-asked_at")


def reuses_of(dataset: Dataset) -> QuerySet[Reuse]:
    """The reuses that strangers see, the newest first."""
    return dataset.reuses.filter(state=ReuseState.SHOWN).order_by("-added_at")


def justifications_of(dataset: Dataset) -> QuerySet[Justification]:
    """Why columns with personal data are public."""
    return dataset.justifications.order_by("table", "field")


@dataclass(frozen=True, slots=True)
class _Kinship:
    dataset: Dataset
    points: int


def related(dataset: Dataset, *, limit: int = 4) -> list[Dataset]:
    """Published datasets of the same place or publisher, those with most themes and words in common first."""
    shown = ("slug", "titles", "themes", "place", "quality", "authority__slug", "authority__names")
    published = Dataset.objects.filter(state="published").exclude(pk=dataset.pk)
    published = published.select_related("authority").only(*shown)
    near = list(
        published.filter(place=dataset.place).order_by("-published_at")[:RELATED_CANDIDATES] if dataset.place else ()
    )
    near += list(published.filter(authority=dataset.authority_id).order_by("-changed_at")[:RELATED_CANDIDATES])
    found = {each.pk: _Kinship(each, _in_common(dataset, each)) for each in near}
    ranked = sorted(found.values(), key=lambda kin: (-kin.points, -kin.dataset.quality, kin.dataset.pk))
    return [kin.dataset for kin in ranked if kin.points][:limit]


def _in_common(one: Dataset, other: Dataset) -> int:
    themes = len(set(one.themes) & set(other.themes))
    return 2 * themes + len(_words(one) & _words(other)) + bool(one.place and one.place == other.place)


def _words(dataset: Dataset) -> set[str]:
    titles = " ".join(dataset.titles.values()).casefold().split()
    return {word for word in titles if len(word) > 4 and not word.isdigit()}


def _open_for(dataset: Dataset, actor: Actor | None, number: int | None = None) -> Version | None:
    version = standing.open_version(dataset) if permissions.may_read_draft(actor, dataset) else None
    return version if version is None or number in (None, version.number) else None


def _public_table(slug: str, table: str, number: int | None) -> TableToRead | None:
    """What a stranger may read at an address, in one query compiled once: the data API answers in milliseconds."""
    if number is not None and number > HIGHEST_NUMBER:
        return None
    text, values = _public_statement(is_named=bool(table), is_numbered=number is not None)
    asked: dict[object, str | int | None] = {ASKED_SLUG: slug, ASKED_TABLE: table, HIGHEST_NUMBER: number}
    with connection.cursor() as cursor:
        cursor.execute(text, [asked.get(value, value) for value in values])
        row = cursor.fetchone()
    if row is None:
        return None
    kept, (stored, sha256, size, columns, points, edition, current) = row[:-7], row[-7:]
    name, row_count, geometry, covering, version, dataset, licence = kept
    pair = json.loads(points)
    return TableToRead(
        parquet=StoredFile(pk=stored, sha256=sha256, size=size),
        columns=columns_from_json(json.loads(columns)),
        version=version,
        dataset=dataset,
        name=name,
        row_count=row_count,
        geometry=geometry,
        points=(pair[0], pair[1]) if pair else None,
        is_latest=edition == current,
        licence=licence,
        covering=covering,
    )


@cache
def _public_statement(*, is_named: bool, is_numbered: bool) -> tuple[str, tuple[str | int, ...]]:
    """The SQL of a public table with its values, among them the marks `ASKED_…`."""
    found = TableFile.objects.filter(
        version__dataset__slug=ASKED_SLUG,
        version__dataset__state=DatasetState.PUBLISHED,
        version__dataset__access=AccessRight.PUBLIC,
        version__state=VersionState.ACCEPTED,
    )
    newest = F("version__dataset__current")
    found = found.filter(version__number=HIGHEST_NUMBER) if is_numbered else found.filter(version=newest)
    found = found.filter(name=ASKED_TABLE) if is_named else found
    own = ("name", "row_count", "geometry", "covering", "version__number")
    of_dataset = ("version__dataset__slug", "version__dataset__licence")
    rest = ("parquet", "parquet__sha256", "parquet__size", "columns", "points", "version", "version__dataset__current")
    return found.values_list(*own, *of_dataset, *rest)[:1].query.sql_with_params()


def _moved_or_unknown(slug: str) -> NotFound | MovedTo:
    address = DatasetAddress.objects.select_related("dataset").filter(slug=slug).first()
    return MovedTo(slug=address.dataset.slug) if address else NotFound()
