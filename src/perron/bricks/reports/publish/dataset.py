"""Reports as open data: one row each, without a word that a citizen wrote."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from perron.bricks.reports.models import Report
from perron.bricks.reports.queries import handbooks
from perron.bricks.reports.queries.addresses import page_of
from perron.bricks.reports.queries.public import public_reports
from perron.kernel.contract import Column, ColumnType, OpenDataset, Refresh
from perron.kernel.languages import LANGUAGES, Text
from perron.kernel.letters import absolute
from perron.kernel.page_addresses import to_keep, to_show

TEXT, INTEGER, DECIMAL = ColumnType.TEXT, ColumnType.INTEGER, ColumnType.DECIMAL
DATE, DATETIME = ColumnType.DATE, ColumnType.DATETIME


def rows() -> Iterator[Mapping[str, object]]:
    """One row per public report, in the order in which they came."""
    for report in public_reports().select_related("authority", "duplicate_of").order_by("pk").iterator(chunk_size=1000):
        yield _row(report)


def _row(report: Report) -> Mapping[str, object]:
    handbook = handbooks.of_report(report.handbook_id)
    category = handbook.by_code.get(report.category)
    lineage = handbook.with_parents(report.category)
    return {
        "id": report.code,
        "authority": report.authority.slug,
        "category": lineage[-1],
        "subcategory": report.category,
        **{f"label_{language}": category.names.get(language) if category else None for language in LANGUAGES},
        "nis_code": report.place,
        "longitude": report.longitude,
        "latitude": report.latitude,
        "status": "open" if report.closed_at is None else "closed",  # the two words of Open311
        "status_detail": report.state,
        "channel": report.channel,
        "created": report.sent_at,
        "acknowledged": report.acknowledged_at,
        "due": report.due_at,
        "planned": report.planned_on,
        "done": report.done_at,
        "closed": report.closed_at,
        "mended": report.mended_at,
        "reopened": report.reopened,
        "me_too": report.me_too,
        "duplicate_of": report.duplicate_of.code if report.duplicate_of and report.duplicate_of.is_public else None,
        "url": absolute(to_show(to_keep(page_of(report)), report.authority.language)),
    }


DATASET = OpenDataset(
    name="reports.reports",
    title=Text(
        fr="Signalements dans l’espace public",
        nl="Meldingen in de openbare ruimte",
        de="Meldungen im öffentlichen Raum",
        en="Reports in public space",
    ),
    description=Text(
        fr="Ce qui a été signalé, où, à qui, et quand ce fut traité, déclaré fait, et vraiment réparé selon qui l’a "
        "signalé. Sans texte ni photo de citoyens.",
        nl="Wat gemeld werd, waar, aan wie, en wanneer het behandeld, als gedaan verklaard en volgens de melder echt "
        "hersteld werd. Zonder tekst of foto van burgers.",
        de="Was gemeldet wurde, wo, bei wem, und wann es bearbeitet, als erledigt erklärt und laut meldender Person "
        "wirklich repariert wurde. Ohne Text oder Foto von Bürgern.",
        en="What was reported, where, to whom, and when it was treated, said to be done, and really mended according "
        "to who reported it. Without words or photos of citizens.",
    ),
    columns=(
        Column("id", TEXT, Text("Code", "Code", "Code", "Code")),
        Column("authority", TEXT, Text("Autorité", "Overheid", "Behörde", "Authority")),
        Column("category", TEXT, Text("Catégorie", "Categorie", "Kategorie", "Category")),
        Column("subcategory", TEXT, Text("Sous-catégorie", "Subcategorie", "Unterkategorie", "Subcategory")),
        Column("label_fr", TEXT, Text("Nom français", "Franse naam", "Französischer Name", "French name")),
        Column("label_nl", TEXT, Text("Nom néerlandais", "Nederlandse naam", "Niederländischer Name", "Dutch name")),
        Column("label_de", TEXT, Text("Nom allemand", "Duitse naam", "Deutscher Name", "German name")),
        Column("label_en", TEXT, Text("Nom anglais", "Engelse naam", "Englischer Name", "English name")),
        Column("nis_code", TEXT, Text("Code INS", "NIS-code", "NIS-Code", "NIS code"), meaning="nis_code"),
        Column("longitude", DECIMAL, Text("Longitude", "Lengtegraad", "Längengrad", "Longitude"), meaning="longitude"),
        Column("latitude", DECIMAL, Text("Latitude", "Breedtegraad", "Breitengrad", "Latitude"), meaning="latitude"),
        Column("status", TEXT, Text("Statut", "Status", "Status", "Status")),
        Column("status_detail", TEXT, Text("Statut précis", "Precieze status", "Genauer Status", "Exact status")),
        Column("channel", TEXT, Text("Canal", "Kanaal", "Kanal", "Channel")),
        Column("created", DATETIME, Text("Signalé le", "Gemeld op", "Gemeldet am", "Reported at")),
        Column(
            "acknowledged",
            DATETIME,
            Text("Pris en charge le", "In behandeling sinds", "Aufgenommen am", "Acknowledged"),
        ),
        Column("due", DATETIME, Text("Promis pour le", "Beloofd tegen", "Zugesagt bis", "Due")),
        Column("planned", DATE, Text("Planifié le", "Gepland op", "Geplant am", "Planned on")),
        Column(
            "done", DATETIME, Text("Déclaré fait le", "Gedaan verklaard op", "Erledigt gemeldet am", "Said done at")
        ),
        Column("closed", DATETIME, Text("Clôturé le", "Afgesloten op", "Abgeschlossen am", "Closed at")),
        Column(
            "mended",
            DATETIME,
            Text(
                "Réparé, dit l’auteur", "Hersteld volgens melder", "Laut Melder repariert", "Mended, says the reporter"
            ),
        ),
        Column("reopened", INTEGER, Text("Réouvertures", "Heropeningen", "Wiedereröffnungen", "Times reopened")),
        Column("me_too", INTEGER, Text("« Moi aussi »", "“Ik ook”", "„Ich auch“", "“Me too”")),
        Column("duplicate_of", TEXT, Text("Double de", "Dubbel van", "Doppel von", "Duplicate of")),
        Column("url", TEXT, Text("Page", "Pagina", "Seite", "Page"), meaning="url"),
    ),
    rows=rows,
    key=("id",),
    theme="TRAN",
    refresh=Refresh.NIGHTLY,
)
