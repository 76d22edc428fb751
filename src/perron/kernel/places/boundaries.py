"""The boundaries held by the database: loading them, and knowing which set is the current one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import shapely
from django.db import transaction
from django.utils import timezone

from perron.kernel.models import Boundary, BoundarySet
from perron.kernel.places import boundary_file, facts, hierarchy, shapes

MERGED_KINDS = ("arrondissement", "province", "region", "language_area", "community", "country")


@dataclass(frozen=True, slots=True)
class BoundaryReport:
    """What a loading did. All are codes: of communes loaded, still missing, mended, followed from a former code,
    unknown in the file, and known but without a usable outline.
    """

    version: int
    loaded: tuple[str, ...]
    missing: tuple[str, ...]
    mended: tuple[str, ...]
    followed: tuple[str, ...]
    unknown: tuple[str, ...]
    empty: tuple[str, ...]


def load_boundaries(
    path: Path, *, source: str = "", licence: str = "CC-BY-4.0", at: datetime | None = None
) -> BoundaryReport:
    """Replace all boundaries by those of a GeoJSON file of communes; larger places are merged from them.

    Raises NotBoundaries when the file cannot be used; what was there before then stays.
    """
    read = boundary_file.read(path)
    outlines = shapes.fit_together(read.shapes)
    coarse = shapes.simplify_together(outlines)
    loaded_in = _save(
        {**outlines, **_larger(outlines)}, {**coarse, **_larger(coarse)}, source or path.name, licence, at
    )
    return BoundaryReport(
        version=loaded_in.pk,
        loaded=tuple(sorted(read.shapes)),
        missing=tuple(sorted(set(hierarchy.communes()) - set(read.shapes))),
        mended=read.mended,
        followed=read.followed,
        unknown=read.unknown,
        empty=read.empty,
    )


def current_set() -> BoundarySet | None:
    """The boundaries in use; None when none were ever loaded."""
    return BoundarySet.objects.first()


def _larger(communes: shapes.Shapes) -> dict[str, shapely.Geometry]:
    wholes = [code for code, known in facts.places().items() if known.kind in MERGED_KINDS and not known.valid_until]
    return shapes.merge(communes, {code: hierarchy.places_in(code) for code in wholes})


@transaction.atomic
def _save(
    outlines: shapes.Shapes, coarse: shapes.Shapes, source: str, licence: str, at: datetime | None
) -> BoundarySet:
    loaded_in = BoundarySet.objects.create(source=source, licence=licence, loaded_at=at or timezone.now())
    Boundary.objects.all().delete()
    Boundary.objects.bulk_create(
        Boundary(place_id=code, loaded_in=loaded_in, geometry=outline.wkb, simplified=coarse[code].wkb)
        for code, outline in outlines.items()
    )
    return loaded_in
