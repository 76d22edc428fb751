"""The public search for datasets: words and facets over the house's index, in the reader's language first."""

from __future__ import annotations

from dataclasses import dataclass

from perron.bricks.catalogue.models import Dataset
from perron.bricks.catalogue.rules.searching import PAGE_SIZE, DatasetQuestion, Facet
from perron.kernel.authorities import Authority


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
