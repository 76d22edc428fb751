"""The catalogue's own open dataset: one row per published dataset, the inventory that laws ask for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from perron.bricks.catalogue.models import Dataset
from perron.bricks.catalogue.queries.finding import findable, formats_of
from perron.kernel.contract import Column, ColumnType, OpenDataset, Refresh
from perron.kernel.languages import Text

TEXT, INTEGER, DATE = ColumnType.TEXT, ColumnType.INTEGER, ColumnType.DATE


def rows() -> Iterator[Mapping[str, object]]:
    """One row per published dataset, by number; the inventory does not list itself."""
    inventory = f"declared:{INVENTORY.name}"
    for dataset in findable().exclude(origin=inventory).order_by("pk").iterator(chunk_size=500):
        yield _row(dataset)


def _row(dataset: Dataset) -> Mapping[str, object]:
    titles = {f"title_{language}": dataset.titles.get(language) for language in ("fr", "nl", "de", "en")}
    return {
        "id": dataset.pk,
        "address": dataset.slug,
        **titles,
        "publisher": dataset.authority.slug if dataset.authority else None,
        "themes": " ".join(dataset.themes) or None,
        "licence": dataset.licence or None,
        "frequency": dataset.frequency or None,
        "nis_code": dataset.place or None,
        "formats": " ".join(formats_of(dataset)) or None,
        "high_value": dataset.high_value or None,
        "quality": dataset.quality,
        "version": dataset.current.number if dataset.current else None,
        "published_on": dataset.published_at.date() if dataset.published_at else None,
        "data_changed_on": dataset.data_changed_at.date() if dataset.data_changed_at else None,
    }


INVENTORY = OpenDataset(
    name="catalogue.datasets",
    title=Text(
        fr="Inventaire des jeux de données",
        nl="Inventaris van de datasets",
        de="Verzeichnis der Datensätze",
        en="Inventory of the datasets",
    ),
    description=Text(
        fr="Tous les jeux de données publiés ici, avec leur éditeur, leur thème, leur licence et leur qualité.",
        nl="Alle hier gepubliceerde datasets, met uitgever, thema, licentie en kwaliteit.",
        de="Alle hier veröffentlichten Datensätze mit Herausgeber, Thema, Lizenz und Qualität.",
        en="All datasets published here, with their publisher, theme, licence and quality.",
    ),
    columns=(
        Column("id", INTEGER, Text("Numéro", "Nummer", "Nummer", "Number")),
        Column("address", TEXT, Text("Adresse", "Adres", "Adresse", "Address")),
        Column("title_fr", TEXT, Text("Titre français", "Franse titel", "Französischer Titel", "French title")),
        Column(
            "title_nl", TEXT, Text("Titre néerlandais", "Nederlandse titel", "Niederländischer Titel", "Dutch title")
        ),
        Column("title_de", TEXT, Text("Titre allemand", "Duitse titel", "Deutscher Titel", "German title")),
        Column("title_en", TEXT, Text("Titre anglais", "Engelse titel", "Englischer Titel", "English title")),
        Column("publisher", TEXT, Text("Éditeur", "Uitgever", "Herausgeber", "Publisher")),
        Column("themes", TEXT, Text("Thèmes (UE)", "Thema's (EU)", "Themen (EU)", "Themes (EU)")),
        Column("licence", TEXT, Text("Licence", "Licentie", "Lizenz", "Licence")),
        Column("frequency", TEXT, Text("Fréquence (UE)", "Frequentie (EU)", "Häufigkeit (EU)", "Frequency (EU)")),
        Column("nis_code", TEXT, Text("Code INS", "NIS-code", "NIS-Code", "NIS code"), meaning="nis_code"),
        Column("formats", TEXT, Text("Formats", "Formaten", "Formate", "Formats")),
        Column(
            "high_value",
            TEXT,
            Text("Catégorie de forte valeur", "Hoogwaardige categorie", "Hochwertige Kategorie", "High-value category"),
        ),
        Column("quality", INTEGER, Text("Qualité (0-100)", "Kwaliteit (0-100)", "Qualität (0-100)", "Quality (0-100)")),
        Column("version", INTEGER, Text("Version", "Versie", "Version", "Version")),
        Column("published_on", DATE, Text("Publié le", "Gepubliceerd op", "Veröffentlicht am", "Published on")),
        Column(
            "data_changed_on",
            DATE,
            Text("Données modifiées le", "Data gewijzigd op", "Daten geändert am", "Data changed on"),
        ),
    ),
    rows=rows,
    key=("id",),
    refresh=Refresh.NIGHTLY,
)
