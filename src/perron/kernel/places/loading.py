"""Writes the table of facts into the database, so that other tables can point at places. Bears being called at each start."""

from __future__ import annotations

from django.db import transaction

from perron.kernel.models import Place, PostalCode
from perron.kernel.places import facts
from perron.kernel.places.facts import PlaceFacts, PostalFacts

_PLACE_FIELDS = [field.name for field in Place._meta.concrete_fields if not field.primary_key]


@transaction.atomic
def load_facts() -> int:
    """Bring places and postal codes up to date with `kernel/territory/*.csv`; says how many places were new or changed.

    A place is never deleted: a code that has left the table may still be pointed at.
    """
    held = Place.objects.select_for_update().in_bulk()  # two processes that start together take turns
    wanted = [_place(known) for known in facts.places().values()]
    changed = [place for place in wanted if _values(place) != _values(held.get(place.nis))]
    # Containers come first in the table, and the database checks parents at the end of the statement anyway.
    Place.objects.bulk_create(changed, update_conflicts=True, unique_fields=["nis"], update_fields=_PLACE_FIELDS)
    _load_postal_codes()
    return len(changed)


def _load_postal_codes() -> None:
    wanted = [_postal_code(known) for known in facts.postal_codes()]
    held = PostalCode.objects.order_by("pk").values_list("code", "place_id", "names", "is_main")
    if list(held) != [(postal.code, postal.place_id, postal.names, postal.is_main) for postal in wanted]:
        PostalCode.objects.all().delete()
        PostalCode.objects.bulk_create(wanted)


def _values(place: Place | None) -> list[object]:
    return [getattr(place, field.attname) for field in Place._meta.concrete_fields] if place else []


def _place(known: PlaceFacts) -> Place:
    box = known.extent
    return Place(
        nis=known.nis,
        kind=known.kind,
        names=dict(known.names),
        parent_id=known.parent or None,
        also_within=list(known.also_within),
        valid_from=known.valid_from,
        valid_until=known.valid_until,
        successors=list(known.successors),
        languages=list(known.languages),
        facilities=list(known.facilities),
        facility_kind=known.facility_kind,
        lon=known.lon,
        lat=known.lat,
        west=box.west if box else None,
        south=box.south if box else None,
        east=box.east if box else None,
        north=box.north if box else None,
    )


def _postal_code(known: PostalFacts) -> PostalCode:
    return PostalCode(code=known.code, place_id=known.nis, names=dict(known.names), is_main=known.is_main)
