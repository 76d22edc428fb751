"""Datasets as they can be found: titles, descriptions, keywords and columns; facets beside them."""

from __future__ import annotations

from collections.abc import Iterator

from perron.bricks.catalogue.models import Dataset
from perron.bricks.catalogue.queries.finding import findable, formats_of
from perron.bricks.catalogue.rules.quality import band_of
from perron.kernel.contract import SearchDocument

MOST_COLUMNS = 60  # of wide tables, the first ones say what it is about


def documents() -> Iterator[SearchDocument]:
    """All published datasets."""
    return map(_document, findable().iterator(chunk_size=500))


def document(dataset_id: str) -> SearchDocument | None:
    """One dataset; None when it is not public."""
    dataset = findable().filter(pk=int(dataset_id)).first()
    return _document(dataset) if dataset else None


def _document(dataset: Dataset) -> SearchDocument:
    return SearchDocument(
        ref=dataset.ref,
        title=dataset.titles,
        words=_words(dataset),
        address=dataset.get_absolute_url(),
        authority=dataset.authority.slug if dataset.authority else "",
        place=dataset.place,
        changed_at=dataset.data_changed_at,
        facets=_facets(dataset),
        also=_column_names(dataset),
    )


def _words(dataset: Dataset) -> dict[str, str]:
    """Per language of the reader; machine translations count for their language."""
    tags = {*dataset.titles, *dataset.descriptions, *dataset.keywords}
    words: dict[str, list[str]] = {}
    for tag in sorted(tags):
        parts = [dataset.descriptions.get(tag, ""), *dataset.keywords.get(tag, ())]
        words.setdefault(tag.split("-t-")[0], []).extend(part for part in parts if part)
    return {language: " ".join(parts) for language, parts in words.items()}


def _column_names(dataset: Dataset) -> tuple[str, ...]:
    """Found by, never shown: a list of headers is no sentence."""
    tables = dataset.current.tables.all() if dataset.current else ()
    names = [str(entry["name"]) for table in tables for entry in table.columns]
    return tuple(dict.fromkeys(names))[:MOST_COLUMNS]


def _facets(dataset: Dataset) -> dict[str, tuple[str, ...]]:
    facets = {
        "theme": tuple(dataset.themes),
        "format": formats_of(dataset),
        "licence": (dataset.licence,) if dataset.licence else (),
        "frequency": (dataset.frequency,) if dataset.frequency else (),
        "quality": (band_of(dataset.quality),),
        "high_value": (dataset.high_value,) if dataset.high_value else (),
    }
    return {name: values for name, values in facets.items() if values}
