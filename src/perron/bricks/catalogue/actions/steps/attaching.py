"""Putting files and their tables into a version, and keeping the quality score beside the dataset."""

from __future__ import annotations

from datetime import datetime

from perron.bricks.catalogue.models import Dataset, Upload, Version
from perron.bricks.catalogue.queries import standing
from perron.bricks.catalogue.rules import slugs


def attach(upload: Upload, version: Version) -> None:
    """Put a file and its tables into a version in the making; names that are taken there get a number."""
    upload.version = version
    upload.save(update_fields=["version"])
    taken = set(version.tables.values_list("name", flat=True))
    for position, table in enumerate(upload.tables.all(), start=len(taken)):
        table.name = slugs.free_slug(table.name, taken)
        taken.add(table.name)
        table.version, table.position = version, position
        table.save(update_fields=["name", "version", "position"])


def note_quality(dataset: Dataset, *, at: datetime) -> None:
    """Keep the score with the row, for lists and facets."""
    dataset.quality = standing.quality_of(dataset, today=at.date()).score
    dataset.save(update_fields=["quality"])
