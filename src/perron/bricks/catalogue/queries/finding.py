"""The public search for datasets: words and facets over the house's index, in the reader's language first."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import QuerySet

from perron.bricks.catalogue.models import Dataset, TableFile
from perron.bricks.catalogue.rules.searching import PAGE_SIZE, DatasetQuestion, Facet
from perron.bricks.catalogue.rules.states import DatasetState
from perron.kernel.authorities import Authority
from perron.kernel.contract import BoundingBox

Box = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class DatasetsFound:
    """One page of answers: datasets with authority and current version, how many in all, and how to narrow further.

    `did_you_mean` is another spelling that finds more; "" when there is none.
    """

    question: DatasetQuestion
    datasets: tuple[Dataset, ...]
    total: int
    facets: tuple[Facet, ...]
    did_you_mean: str = ""

    @property
    def pages(self) -> int:
        """How many pages there are, at least one."""
        return max(1, -(-self.total // PAGE_SIZE))


def datasets_found(question: DatasetQuestion, authority: Authority | None = None) -> DatasetsFound:
    """Published datasets that answer a question; of one authority when the site is served under it."""
    raise NotImplementedError


def formats_of(dataset: Dataset) -> tuple[str, ...]:
    """Short names of the formats in which the current version can be had: of its original files, and csv for tables."""
    if dataset.current is None:
        return ()
    originals = [upload.understanding.get("format", "") for upload in dataset.current.uploads.all() if upload.offered]
    tables = ("csv", "json", "parquet", "xlsx") if any(dataset.current.tables.all()) else ()
    return tuple(dict.fromkeys(filter(None, [*originals, *tables])))


def findable() -> QuerySet[Dataset]:
    """Published datasets with all that is shown of them in lists: authority, current version, its tables and files."""
    found = Dataset.objects.filter(state=DatasetState.PUBLISHED).select_related("authority", "current")
    return found.prefetch_related("current__tables", "current__uploads")


def with_extent(box: BoundingBox, limit: int) -> list[tuple[Dataset, Box]]:
    """Published datasets with a table whose extent (west, south, east, north) touches the box, the best first."""
    tables = TableFile.objects.filter(
        version__current_of__state=DatasetState.PUBLISHED,
        box__0__lte=box.east,
        box__1__lte=box.north,
        box__2__gte=box.west,
        box__3__gte=box.south,
    )
    best = tables.select_related("version__dataset__authority").order_by("-version__dataset__quality", "pk")
    extents: dict[int, tuple[Dataset, Box]] = {}
    for table in best[: 2 * limit]:
        if table.version is not None:
            west, south, east, north = table.box
            extents.setdefault(table.version.dataset_id, (table.version.dataset, (west, south, east, north)))
    return list(extents.values())[:limit]
