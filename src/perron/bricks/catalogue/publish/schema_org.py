"""A dataset in the vocabulary of schema.org, as search engines for data read it (JSON-LD).

Source: schema.org Dataset and DataDownload; recommendations of Google Dataset Search.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from perron.bricks.catalogue.models import Dataset, TableFile, Version
from perron.bricks.catalogue.rules import frequencies, licences, themes
from perron.kernel.languages import current_language
from perron.kernel.places.facts import places


@dataclass(frozen=True, slots=True)
class Download:
    """A file that can be had: its absolute address, media type, name."""

    address: str
    media_type: str
    name: str


def as_schema_org(
    dataset: Dataset, version: Version, tables: Sequence[TableFile], *, address: str, downloads: Sequence[Download]
) -> dict[str, object]:
    """The record as JSON-LD; what is not known is left out. `address` is the absolute one of the page."""
    licence = licences.LICENCES.get(dataset.licence)
    record: dict[str, object] = {
        "@context": "https://schema.org/",
        "@type": "Dataset",
        "@id": address,
        "url": address,
        "name": dataset.title.words,
        "description": dataset.description.words or dataset.title.words,
        "inLanguage": list(dataset.languages) or current_language(),
        "keywords": _keywords(dataset),
        "license": (licence.uri or licence.text) if licence else dataset.licence_url,
        "isAccessibleForFree": dataset.licence != "FEE",
        "version": str(version.number),
        "datePublished": dataset.published_at.date().isoformat() if dataset.published_at else "",
        "dateModified": dataset.data_changed_at.date().isoformat() if dataset.data_changed_at else "",
        "temporalCoverage": _period(dataset),
        "spatialCoverage": _place(dataset),
        "publisher": _publisher(dataset),
        "creator": _publisher(dataset),
        "variableMeasured": _variables(tables),
        "distribution": [
            {"@type": "DataDownload", "contentUrl": file.address, "encodingFormat": file.media_type, "name": file.name}
            for file in downloads
        ],
    }
    return {name: value for name, value in record.items() if value not in ("", [], {}, None)}


def _keywords(dataset: Dataset) -> list[str]:
    words = [word for tag, said in dataset.keywords.items() if "-t-" not in tag for word in said]
    named = [str(themes.THEMES[code]) for code in dataset.themes if code in themes.THEMES]
    rhythm = frequencies.FREQUENCIES.get(dataset.frequency)
    return list(dict.fromkeys([*words, *named, *([str(rhythm.title)] if rhythm else [])]))


def _period(dataset: Dataset) -> str:
    if not (dataset.period_start or dataset.period_end):
        return ""
    start, end = (day.isoformat() if day else ".." for day in (dataset.period_start, dataset.period_end))
    return f"{start}/{end}"


def _place(dataset: Dataset) -> dict[str, object]:
    known = places().get(dataset.place)
    if known is None:
        return {}
    place: dict[str, object] = {"@type": "Place", "name": known.name, "identifier": f"NIS {known.nis}"}
    if known.extent:
        box = known.extent
        shape = {"@type": "GeoShape", "box": f"{box.south} {box.west} {box.north} {box.east}"}
        place["geo"] = shape
    return place


def _publisher(dataset: Dataset) -> dict[str, object]:
    authority = dataset.authority
    if authority is None:
        return {}
    known = {"@type": "GovernmentOrganization", "name": authority.name, "url": authority.website}
    return {name: value for name, value in known.items() if value}


def _variables(tables: Sequence[TableFile]) -> list[dict[str, object]]:
    entries = [entry for table in tables[:1] for entry in table.dictionary[:60]]
    found: list[dict[str, object]] = []
    for entry in entries:
        variable = {
            "@type": "PropertyValue",
            "name": entry.title.words,
            "description": entry.description.words,
            "unitText": entry.unit,
        }
        found.append({name: value for name, value in variable.items() if value})
    return found
