"""A table as its explore pages read it: its record and neighbours, answers, the different values of a column."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, cached_property, lru_cache

from perron.bricks.catalogue.adapters.tables import MEDIA_TYPES, Bin, Format, Page, Table, TableToRead, histogram, run
from perron.bricks.catalogue.models import Dataset, TableFile
from perron.bricks.catalogue.queries.reading import dataset_to_read, table_to_read
from perron.bricks.catalogue.queries.within import expanded
from perron.bricks.catalogue.rules.dictionary import ColumnEntry
from perron.bricks.catalogue.rules.meanings import NIS_CODE
from perron.bricks.catalogue.rules.query import GroupKey, Query, SortKey
from perron.bricks.catalogue.rules.states import VersionState
from perron.kernel import files, places
from perron.kernel.actors import Actor
from perron.kernel.places import Place, PlaceKind

__all__ = ["MEDIA_TYPES", "Bin", "Dataset", "Explored", "Format", "Neighbour", "Page", "TableToRead"]


@dataclass(frozen=True, slots=True)
class Neighbour:
    """A table of the same version: its name in addresses, and as people read it."""

    name: str
    label: str
    row_count: int


@dataclass(frozen=True)
class Explored:
    """A table that may be read, with what stands around it."""

    dataset: Dataset
    found: TableToRead
    tables: tuple[Neighbour, ...]

    @cached_property
    def table(self) -> Table:
        """The table for the engine."""
        return self.found.opened(files.local_path(self.found.parquet))

    @property
    def entries(self) -> tuple[ColumnEntry, ...]:
        """The columns."""
        return self.found.columns

    @cached_property
    def by_field(self) -> Mapping[str, ColumnEntry]:
        """The columns by field."""
        return {entry.field: entry for entry in self.found.columns}

    @property
    def nis(self) -> ColumnEntry | None:
        """The column with codes of places."""
        return next((entry for entry in self.found.columns if entry.meaning == NIS_CODE), None)

    @property
    def has_places(self) -> bool:
        """Whether rows have their own place on the map."""
        return bool(self.found.geometry or self.found.points)

    @property
    def label(self) -> str:
        """The table as people read it."""
        return next((each.label for each in self.tables if each.name == self.found.name), self.found.name)


def explored(*, slug: str, table: str, version: int | None, actor: Actor | None) -> Explored:
    """The table at an address; the first one when none is named. Raises as `table_to_read`."""
    found = table_to_read(slug=slug, table=table, version=version, actor=actor)
    dataset = dataset_to_read(slug, actor)
    tables = TableFile.objects.filter(version__dataset=dataset, version__number=found.version)
    named = tables.exclude(version__state=VersionState.REFUSED).values_list("name", "label", "row_count")
    return Explored(dataset, found, tuple(Neighbour(name, label or name, rows) for name, label, rows in named))


def answer(seen: Explored, query: Query) -> Page:
    """A page of rows or groups. Raises what the engine refuses, and UnknownPlace."""
    return run(seen.table, expanded(query))


def total_of(seen: Explored, query: Query) -> int:
    """How many rows answer, whatever else is asked of them."""
    rows = Query(filters=query.filters, words=query.words, box=query.box, places=query.places, limit=0, count=True)
    return answer(seen, rows).total or 0


def spread(seen: Explored, query: Query, field: str) -> tuple[Bin, ...]:
    """How the numbers of a column are spread among the rows that answer."""
    return histogram(seen.table, expanded(query), field)


@dataclass(frozen=True, slots=True)
class _Asked:
    """A column of an immutable file: equal identity and field, equal values."""

    identity: str
    column: str
    limit: int
    table: Table = field(compare=False)


def choices(seen: Explored, entry: ColumnEntry, limit: int) -> Sequence[tuple[object, int]]:
    """The different values of a column with how many rows bear each, in the order of the values, empty left out."""
    return _choices(_Asked(seen.table.identity, entry.field, limit, seen.table))


@lru_cache(maxsize=4096)
def _choices(asked: _Asked) -> tuple[tuple[object, int], ...]:
    query = Query(group=(GroupKey(asked.column),), sort=(SortKey(asked.column),), limit=asked.limit)
    return tuple((row[0], int(str(row[1]))) for row in run(asked.table, query).rows if row[0] is not None)


def places_to_choose(chosen: Sequence[str]) -> list[Place]:
    """Regions and provinces, and whatever was chosen besides."""
    found = places.places(sorted(_regions_and_provinces() | set(chosen)))
    return sorted(found, key=_rank((PlaceKind.REGION, PlaceKind.PROVINCE)))


@cache
def _regions_and_provinces() -> frozenset[str]:
    """Their codes: they last longer than a process."""
    above = {above for code in places.communes() for above in places.ancestors(code)}
    kinds = (PlaceKind.REGION, PlaceKind.PROVINCE)
    return frozenset(code for code in above if any(code in places.places_in(code, kind=kind) for kind in kinds))


def _rank(kinds: Sequence[str]) -> Callable[[Place], tuple[int, str]]:
    return lambda place: (kinds.index(place.kind) if place.kind in kinds else len(kinds), place.name)
