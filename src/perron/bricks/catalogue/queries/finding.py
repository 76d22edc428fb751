"""The public search for datasets: words and facets over the house's index, in the reader's language first."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from perron.bricks.catalogue.models import Dataset, TableFile
from perron.bricks.catalogue.rules import frequencies, high_value, licences, themes
from perron.bricks.catalogue.rules.searching import FACETS, PAGE_SIZE, DatasetQuestion, Facet, FacetChoice
from perron.bricks.catalogue.rules.states import AccessRight, DatasetState
from perron.kernel import search
from perron.kernel.authorities import Authority, all_authorities
from perron.kernel.contract import BoundingBox
from perron.kernel.places import facts

Box = tuple[float, float, float, float]
Hits = tuple[search.Hit, ...]

KIND = "catalogue.dataset"
INVENTORY = "declared:catalogue.datasets"  # the origin of the dataset that lists all others
BUILT_IN = {"publisher": "authority", "place": "place"}  # what the house's index calls them
OFFERED_PLACES = ("region", "province", "commune")
MOST_CHOICES = 40  # per facet: more is no help; chosen ones are always there
FEW_CHOICES = 8  # of a facet that is folded


@dataclass(frozen=True, slots=True)
class DatasetFound:
    """One answer: the dataset with its authority, the formats to be had, and the words asked for where they stand."""

    dataset: Dataset
    formats: tuple[str, ...]
    excerpt: tuple[search.Piece, ...] = ()


@dataclass(frozen=True, slots=True)
class DatasetsFound:
    """One page of answers, how many in all, and how to narrow further. `next` is "" on the last page.

    `corrected` are the words that were searched instead, when nothing has the words as typed.
    """

    question: DatasetQuestion
    rows: tuple[DatasetFound, ...]
    total: int
    facets: tuple[Facet, ...]
    next: str = ""
    corrected: str = ""

    @property
    def datasets(self) -> tuple[Dataset, ...]:
        """The datasets of this page."""
        return tuple(row.dataset for row in self.rows)

    @property
    def next_query(self) -> str:
        """The query string of the page that follows; "" on the last."""
        return self.question.continued(self.next).as_query() if self.next else ""


def datasets_found(
    question: DatasetQuestion, authority: Authority | None = None, *, unfolded: Collection[str] = FACETS
) -> DatasetsFound:
    """Published datasets that answer a question; of one authority when the site is served under it.

    `unfolded`: the facets whose choices are all given; the others give a few, and say whether there are more.
    """
    found = search.find(_asked(question, authority))
    return DatasetsFound(
        question=question,
        rows=_rows(found.hits),
        total=found.total,
        facets=_facets(question, found.facets, unfolded),
        next=found.next,
        corrected=found.corrected,
    )


def topic_of(question: DatasetQuestion, authority: Authority | None = None) -> str:
    """The topic under which this search is followed: new answers to it are told by the house."""
    return f"search:{search.canonical(_asked(question, authority))}"


def inventory_address() -> str:
    """The page of the catalogue's own inventory, where anyone may say what is missing; "" when there is none."""
    inventory = Dataset.objects.filter(origin=INVENTORY, state=DatasetState.PUBLISHED).first()
    return inventory.get_absolute_url() if inventory else ""


def formats_of(dataset: Dataset) -> tuple[str, ...]:
    """Short names of the formats to be had of the current version: of its original files, and those of tables.

    None of data that are not public: strangers cannot have them, nor find the dataset by them.
    """
    if dataset.current is None or dataset.access != AccessRight.PUBLIC:
        return ()
    originals = [upload.understanding.get("format", "") for upload in dataset.current.uploads.all() if upload.offered]
    tables = ("csv", "json", "parquet", "xlsx") if any(dataset.current.tables.all()) else ()
    return tuple(dict.fromkeys(filter(None, [*originals, *tables])))


def findable() -> QuerySet[Dataset]:
    """Published datasets with all that is told of them: authority, current version, its tables and files."""
    found = Dataset.objects.filter(state=DatasetState.PUBLISHED).select_related("authority", "current")
    return found.prefetch_related("current__tables", "current__uploads")


def with_extent(box: BoundingBox, limit: int) -> list[tuple[Dataset, Box]]:
    """Public data with a table whose extent (west, south, east, north) touches the box, the best first."""
    tables = TableFile.objects.filter(
        version__current_of__state=DatasetState.PUBLISHED,
        version__current_of__access=AccessRight.PUBLIC,
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


def _asked(question: DatasetQuestion, authority: Authority | None) -> search.Question:
    return search.Question(
        words=question.words,
        kinds=(KIND,),
        authorities=(authority.slug,) if authority else question.publisher,
        place=next(iter(question.place), ""),
        facets={name: values for name, values in question.chosen.items() if name not in BUILT_IN},
        sort=search.Sort(question.sort),
        after=question.after,
        limit=PAGE_SIZE,
    )


def _rows(hits: Hits) -> tuple[DatasetFound, ...]:
    """The datasets in the order of the hits; the index may still know one that is public no more."""
    numbers = {hit.ref: int(hit.ref.rpartition(":")[2]) for hit in hits}
    public = Dataset.objects.filter(state=DatasetState.PUBLISHED).select_related("authority")
    known = public.in_bulk(numbers.values())
    return tuple(
        DatasetFound(known[numbers[hit.ref]], tuple(hit.facets.get("format", ())), hit.excerpt)
        for hit in hits
        if numbers[hit.ref] in known
    )


def _facets(question: DatasetQuestion, counts: search.Counts, unfolded: Collection[str]) -> tuple[Facet, ...]:
    most = {name: MOST_CHOICES if name in unfolded else FEW_CHOICES for name in FACETS}
    facets = (_facet(name, question, counts.get(BUILT_IN.get(name, name), {}), most[name]) for name in FACETS)
    return tuple(facet for facet in facets if facet.choices)


def _facet(name: str, question: DatasetQuestion, counts: Mapping[str, int], most: int) -> Facet:
    chosen: tuple[str, ...] = getattr(question, name)
    offered = [value for value in counts if value not in chosen and _is_offered(name, value)]
    values = [*chosen, *offered[:most]]
    labels = _labels(name, values)
    choices = [FacetChoice(value, labels.get(value, value), counts.get(value, 0), value in chosen) for value in values]
    return Facet(name, tuple(choices), is_folded=most < min(len(offered), MOST_CHOICES))


def _is_offered(name: str, value: str) -> bool:
    """Of places, the ladder that people think in: communities cross it, and the country is everything."""
    if name != "place":
        return True
    known = facts.places().get(value)
    return known is not None and known.kind in OFFERED_PLACES


def label_of(name: str, value: str) -> str:
    """What people read for one value of a facet; the value itself when nobody named it."""
    return _labels(name, [value]).get(value, value)


def _labels(name: str, values: list[str]) -> Mapping[str, str]:
    """What people read for codes, in their language."""
    if name == "publisher":
        return {publisher.slug: publisher.name for publisher in all_authorities().filter(slug__in=values)}
    if name == "place":
        known = facts.places()
        return {nis: known[nis].name for nis in values if nis in known}
    lists: Mapping[str, Mapping[str, object]] = {
        "theme": themes.THEMES,
        "high_value": high_value.CATEGORIES,
        "licence": {code: licence.title for code, licence in licences.LICENCES.items()},
        "frequency": {code: frequency.title for code, frequency in frequencies.FREQUENCIES.items()},
        "quality": {"good": _("Good"), "fair": _("Fair"), "poor": _("Poor")},
        "format": {value: value.upper() for value in values},
    }
    return {value: str(lists[name][value]) for value in values if value in lists[name]}
