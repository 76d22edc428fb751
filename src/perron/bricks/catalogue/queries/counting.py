"""How much there is: for the first page, an authority's page, and the report of the operator."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Count, Sum

from perron.bricks.catalogue.models import Dataset
from perron.bricks.catalogue.rules.states import DatasetState
from perron.kernel.authorities import Authority


@dataclass(frozen=True, slots=True)
class DatasetCounts:
    """Published datasets, who publishes them, and the rows in their tables."""

    datasets: int
    publishers: int
    rows: int


def dataset_counts(authority: Authority | None = None) -> DatasetCounts:
    """The figures of the whole installation, or of one authority."""
    published = Dataset.objects.filter(state=DatasetState.PUBLISHED)
    if authority is not None:
        published = published.filter(authority=authority)
    counted = published.aggregate(datasets=Count("pk"), publishers=Count("authority", distinct=True))
    rows = published.aggregate(rows=Sum("current__tables__row_count"))["rows"] or 0
    return DatasetCounts(counted["datasets"], counted["publishers"], rows)


def newest(codes: tuple[str, ...] | None = None, *, limit: int = 10) -> list[Dataset]:
    """The datasets published last: anywhere, or about one of these places (NIS codes)."""
    published = Dataset.objects.filter(state=DatasetState.PUBLISHED).select_related("authority")
    if codes is not None:
        published = published.filter(place__in=codes)
    return list(published.order_by("-published_at")[:limit])
