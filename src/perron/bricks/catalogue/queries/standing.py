"""Where a dataset stands: its row under lock, its description as a value, its open version, what still lacks."""

from __future__ import annotations

from dataclasses import fields
from datetime import date

from django.db.models import QuerySet

from perron.bricks.catalogue.models import Dataset, Justification, TableFile, Upload, Version
from perron.bricks.catalogue.rules import completeness, frequencies, licences, quality
from perron.bricks.catalogue.rules.description import Description
from perron.bricks.catalogue.rules.dictionary import ColumnEntry
from perron.bricks.catalogue.rules.states import OPEN_VERSIONS, DatasetState, UploadState


def locked_dataset(pk: int) -> Dataset:
    """The dataset, held until the end of the transaction."""
    return Dataset.objects.select_for_update(of=("self",)).select_related("authority", "current", "owner").get(pk=pk)


def description_of(dataset: Dataset) -> Description:
    """The record as a plain value, as forms and rules take it."""
    values = {known.name: getattr(dataset, known.name) for known in fields(Description)}
    values["themes"], values["languages"] = tuple(dataset.themes), tuple(dataset.languages)
    values["keywords"] = {tag: tuple(words) for tag, words in dataset.keywords.items()}
    return Description(**values)


def open_version(dataset: Dataset) -> Version | None:
    """The version in the making; None when there is none."""
    return dataset.versions.filter(state__in=OPEN_VERSIONS).first()


def working_version(dataset: Dataset) -> Version | None:
    """The version that counts in the dataset's state: the one in the making for a draft, else the current one."""
    if dataset.state in (DatasetState.DRAFT, DatasetState.IN_REVIEW):
        return open_version(dataset)
    return dataset.current


def next_number(dataset: Dataset) -> int:
    """The number that the next version will have."""
    return dataset.versions.filter(state="accepted").count() + 1


def unread_uploads(version: Version) -> QuerySet[Upload]:
    """Files of a version that are not read, or could not be."""
    return version.uploads.exclude(state=UploadState.READ)


def personal_columns(dataset: Dataset, version: Version) -> list[tuple[TableFile, ColumnEntry]]:
    """Columns with valid personal identifiers whose publication nobody has justified."""
    justified = set(Justification.objects.filter(dataset=dataset).values_list("table", "field"))
    return [
        (table, entry)
        for table in version.tables.all()
        for entry in table.dictionary
        if entry.personal and (table.name, entry.field) not in justified
    ]


def missing_for(dataset: Dataset) -> tuple[str, ...]:
    """Codes of what the record lacks before it can be published (see `rules.completeness`)."""
    version = working_version(dataset)
    has_data = version is not None and (version.tables.exists() or version.uploads.exists())
    return completeness.missing_from(description_of(dataset), has_data=has_data)


def quality_of(dataset: Dataset, *, today: date) -> quality.Quality:
    """How good the dataset is today, with what to do next."""
    version = working_version(dataset)
    tables = list(version.tables.all()) if version else []
    licence = licences.LICENCES.get(dataset.licence)
    edition = dataset.data_changed_at or dataset.created_at
    return quality.assess(
        quality.QualityFacts(
            title_languages=sum(1 for tag in dataset.titles if "-t-" not in tag),
            description_length=max(map(len, dataset.descriptions.values()), default=0),
            keywords=max(map(len, dataset.keywords.values()), default=0),
            themes=len(dataset.themes),
            has_place=bool(dataset.place),
            has_period=bool(dataset.period_start or dataset.period_end),
            has_frequency=bool(dataset.frequency),
            is_late=frequencies.is_late(dataset.frequency, last_edition=edition.date(), today=today),
            licence_known=licence is not None,
            licence_open=licence is not None and licence.is_open,
            has_contact=bool(dataset.contact_email or dataset.contact_url),
            has_data=bool(tables) or (version is not None and version.uploads.exists()),
            has_tables=bool(tables),
            unfit_rows=sum(table.unfit_rows for table in tables),
            described_columns=_described_share([entry for table in tables for entry in table.dictionary]),
        )
    )


def _described_share(entries: list[ColumnEntry]) -> float:
    """Columns that say more than their header, of all."""
    told = sum(1 for entry in entries if entry.titles or entry.descriptions or entry.meaning)
    return told / len(entries) if entries else 0.0


def has_column(dataset: Dataset, table: str, field: str) -> bool:
    """Whether any version of the dataset has this field in a table of that name."""
    found = TableFile.objects.filter(version__dataset=dataset, name=table)
    return any(entry.field == field for each in found for entry in each.dictionary)
