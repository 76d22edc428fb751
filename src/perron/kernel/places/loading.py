"""Writes the table of facts into the database, so that other tables can point at places. Called at each start."""

from __future__ import annotations

from django.db import transaction

from perron.kernel import events
from perron.kernel.models import Place, PostalCode
from perron.kernel.places import facts
from perron.kernel.places.facts import PlaceFacts, PostalFacts

_FIELDS = Place._meta.concrete_fields  # noqa: SLF001  documented by Django
_FIELDS_BUT_KEY = [field.name for field in _FIELDS if not field.primary_key]


@transaction.atomic
def load_facts() -> int:
    """Bring places and postal codes up to date with `kernel/territory/*.csv`; says how many places were new or changed.

    A place is never deleted: a code that has left the table may still be pointed at.
    """
    list(Place.objects.select_for_update().filter(parent=None))  # two processes that start together take turns
    changed = _changed_places()
    # The database checks parents at the end of the transaction, so their order does not matter.
    Place.objects.bulk_create(changed, update_conflicts=True, unique_fields=["nis"], update_fields=_FIELDS_BUT_KEY)
    if _postal_codes_changed():
        PostalCode.objects.all().delete()
        PostalCode.objects.bulk_create(_postal_codes())
    if changed:
        events.emit("kernel.territory_loaded", places=len(changed))
    return len(changed)


def facts_are_stale() -> bool:
    """Whether `load_facts` has something to do."""
    return bool(_changed_places()) or _postal_codes_changed()


def _changed_places() -> list[Place]:
    held = Place.objects.in_bulk()
    wanted = [_place(known) for known in facts.places().values()]
    return [place for place in wanted if _values(place) != _values(held.get(place.nis))]


def _postal_codes_changed() -> bool:
    held = PostalCode.objects.order_by("pk").values_list("code", "place_id", "names", "is_main")
    return list(held) != [(postal.code, postal.place_id, postal.names, postal.is_main) for postal in _postal_codes()]


def _postal_codes() -> list[PostalCode]:
    return [_postal_code(known) for known in facts.postal_codes()]


def _values(place: Place | None) -> list[object]:
    return [getattr(place, field.attname) for field in _FIELDS] if place else []


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
