"""Loading roads, areas and equipment with their managers, from GeoJSON: a whole source at a time."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import Final

import shapely
from django.db import transaction
from django.utils.translation import gettext_lazy as _
from shapely.geometry import mapping

from perron.bricks.reports.models import ManagedPlace
from perron.bricks.reports.queries import managed_places
from perron.bricks.reports.rules.managed import FieldNames, NotLoadable, PlaceGiven, places_given
from perron.kernel import audit
from perron.kernel import permissions as rights
from perron.kernel.actors import Actor
from perron.kernel.authorities import Authority, all_authorities
from perron.kernel.contract import Ref
from perron.kernel.errors import Refused

AT_ONCE: Final = 2000


class PlacesNotLoaded(Refused):
    """The file holds nothing that can be loaded. Fact `why`."""

    code = "places_not_loaded"
    status = 422
    sentence = _("Nothing was loaded: %(why)s")


@dataclass(frozen=True, slots=True)
class Loaded:
    """What became of a file: how many places are there now, how many belong to an authority here, what was left out."""

    places: int
    managed_here: int
    left_out: tuple[str, ...]
    unknown_managers: tuple[str, ...]


@transaction.atomic
def load_managed_places(
    *,
    actor: Actor | None,
    document: Mapping[str, object],
    source: str,
    kind: str,
    fields: FieldNames,
    at: datetime,
    manager: Authority | None = None,
) -> Loaded:
    """Replace all places of a source by those of a GeoJSON document. Operators only.

    `fields` says in which properties the identifier, the names and the manager stand; `manager` is everybody's when
    the file does not say. Raises PlacesNotLoaded, OperatorsOnly.
    """
    rights.require_operator(actor)
    left_out: list[str] = []
    try:
        given = list(places_given(document, kind, fields, left_out))
    except NotLoadable as wrong:
        raise PlacesNotLoaded(why=str(wrong)) from wrong
    if not given:
        raise PlacesNotLoaded(why="; ".join(left_out[:5]) or str(_("the file is empty.")))
    known = {authority.slug: authority for authority in all_authorities()}
    ManagedPlace.objects.filter(source=source).delete()
    rows = (_row(one, source, at, known, manager) for one in given)
    for batch in _batches(rows):
        ManagedPlace.objects.bulk_create(batch)
    _record(actor, source, len(given))
    here = ManagedPlace.objects.filter(source=source, manager__isnull=False).count()
    strangers = sorted({one.manager for one in given if one.manager and one.manager not in known})
    return Loaded(len(given), here, tuple(left_out), tuple(strangers))


@transaction.atomic
def remove_managed_places(*, actor: Actor | None, source: str) -> int:
    """Forget all places of a source; says how many. Operators only."""
    rights.require_operator(actor)
    removed, _per_model = ManagedPlace.objects.filter(source=source).delete()
    _record(actor, source, 0)
    return removed


def _record(actor: Actor | None, source: str, places: int) -> None:
    audit.record(
        actor=actor,
        verb="reports.load_managed_places",
        subject=Ref("reports", "managed_places", source),
        facts={"places": places},
    )
    managed_places.forget()
    transaction.on_commit(managed_places.forget)


def _row(
    one: PlaceGiven, source: str, at: datetime, known: Mapping[str, Authority], manager: Authority | None
) -> ManagedPlace:
    owner = known.get(one.manager) if one.manager else manager
    return ManagedPlace(
        source=source,
        identifier=one.identifier,
        kind=one.kind,
        names=dict(one.names),
        manager=owner,
        manager_names={} if owner else dict(one.manager_names),
        geometry=mapping(shapely.set_precision(one.geometry, 1e-7)),
        loaded_at=at,
    )


def _batches(rows: Iterable[ManagedPlace]) -> Iterator[list[ManagedPlace]]:
    waiting = iter(rows)
    while batch := list(islice(waiting, AT_ONCE)):
        yield batch
