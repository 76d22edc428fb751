"""What strangers see of the notice board: an open dataset, search documents, a layer, what we hold about a person."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime

from django.urls import reverse

from perron.bricks.example import actions, queries
from perron.bricks.example.models import Note
from perron.kernel.contract import (
    BoundingBox,
    Column,
    ColumnType,
    Concern,
    Feature,
    OpenDataset,
    Ref,
    Refresh,
    SearchDocument,
)
from perron.kernel.errors import NotFound
from perron.kernel.languages import Text, pick


def rows() -> Iterator[Mapping[str, object]]:
    """The open dataset's rows."""
    for note in queries.posted_notes().order_by("pk").iterator():
        yield {
            "id": note.pk,
            "authority": note.authority.slug,
            "title": pick(note.title).words,
            "nis_code": note.place or None,
            "longitude": note.longitude,
            "latitude": note.latitude,
            "posted_at": note.posted_at,
        }


DATASET = OpenDataset(
    name="example.notes",
    title=Text(fr="Notes du panneau", nl="Berichten op het bord", de="Zettel am Brett", en="Notes on the board"),
    description=Text(
        fr="Les notes affichées au panneau, avec leur lieu et leur date.",
        nl="De berichten op het bord, met plaats en datum.",
        de="Die Zettel am Brett, mit Ort und Datum.",
        en="The notes on the board, with their place and date.",
    ),
    columns=(
        Column("id", ColumnType.INTEGER, Text("Numéro", "Nummer", "Nummer", "Number")),
        Column("authority", ColumnType.TEXT, Text("Autorité", "Overheid", "Behörde", "Authority")),
        Column("title", ColumnType.TEXT, Text("Titre", "Titel", "Titel", "Title")),
        Column("nis_code", ColumnType.TEXT, Text("Code INS", "NIS-code", "NIS-Code", "NIS code"), meaning="nis_code"),
        Column(
            "longitude",
            ColumnType.DECIMAL,
            Text("Longitude", "Lengtegraad", "Längengrad", "Longitude"),
            meaning="longitude",
        ),
        Column(
            "latitude",
            ColumnType.DECIMAL,
            Text("Latitude", "Breedtegraad", "Breitengrad", "Latitude"),
            meaning="latitude",
        ),
        Column("posted_at", ColumnType.DATETIME, Text("Affichée le", "Opgehangen op", "Ausgehängt am", "Posted at")),
    ),
    rows=rows,
    key=("id",),
    refresh=Refresh.ON_CHANGE,
    changed_by=("example.note_posted", "example.note_taken_down"),
)


def document(note_id: str) -> SearchDocument | None:
    """One note as it can be found; None when it no longer hangs."""
    try:
        return _document(queries.posted_note(int(note_id)))
    except NotFound:
        return None


def documents() -> Iterator[SearchDocument]:
    """All notes as they can be found."""
    return map(_document, queries.posted_notes().iterator())


def _document(note: Note) -> SearchDocument:
    return SearchDocument(
        ref=note.ref,
        title=note.title,
        words={},
        address=reverse("example:note", kwargs={"note_id": note.pk}),
        authority=note.authority.slug,
        place=note.place,
        changed_at=note.posted_at,
    )


def features(box: BoundingBox, limit: int) -> Iterator[Feature]:
    """The notes on the map."""
    for note in queries.notes_inside(box, limit):
        point = {"type": "Point", "coordinates": [note.longitude, note.latitude]}
        yield Feature(note.ref, point, pick(note.title).words, reverse("example:note", kwargs={"note_id": note.pk}))


def concerns(nis_codes: tuple[str, ...], limit: int) -> Iterable[Concern]:
    """The newest notes at a place or above it."""
    notes = queries.posted_notes()
    if nis_codes:
        notes = notes.filter(place__in=nis_codes)
    for note in notes[:limit]:
        address = reverse("example:note", kwargs={"note_id": note.pk})
        yield Concern(pick(note.title).words, address, str(note.authority), note.posted_at)


def held_about(actor_id: int) -> Iterator[Mapping[str, object]]:
    """The notes that a person wrote."""
    for note in Note.objects.filter(author_id=actor_id):
        yield {"note": str(Ref("example", "note", str(note.pk))), "title": note.title, "posted_at": note.posted_at}


def erase_author(actor_id: int) -> int:
    """The notes stay, their author goes."""
    return Note.objects.filter(author_id=actor_id).update(author=None)


def forget_old_authors(before: datetime) -> int:
    """The retention term's work."""
    return actions.forget_authors(actor=None, before=before)
