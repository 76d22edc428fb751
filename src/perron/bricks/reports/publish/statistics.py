"""The statistics as open data: the same numbers as on their page, from the same count."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import asdict

from perron.bricks.reports.queries.statistics import Counted, all_statistics
from perron.bricks.reports.rules.statistics_words import MEANINGS, TITLES
from perron.kernel.contract import Column, ColumnType, OpenDataset, Refresh
from perron.kernel.languages import Text

ALL = "all"  # in a column of the key: not narrowed
TEXT, INTEGER, DECIMAL = ColumnType.TEXT, ColumnType.INTEGER, ColumnType.DECIMAL


def rows() -> Iterator[Mapping[str, object]]:
    """One row per set of reports, as it was counted last."""
    return map(row_of, all_statistics())


def row_of(one: Counted) -> Mapping[str, object]:
    """A set of reports as a row of the open data, and of the file that the page gives."""
    return {
        "authority": one.authority or ALL,
        "nis_code": one.place or ALL,
        "category": one.category or ALL,
        "period": one.period or ALL,
        "counted_at": one.counted_at,
        **asdict(one.numbers),
    }


DATASET = OpenDataset(
    name="reports.statistics",
    title=Text(
        fr="Délais de réparation des signalements",
        nl="Hersteltijden van meldingen",
        de="Reparaturzeiten der Meldungen",
        en="Mending times of reports",
    ),
    description=Text(
        fr="Par autorité ou commune, catégorie, année et trimestre d’envoi : combien de signalements, combien vraiment "
        "réparés selon qui les a envoyés, en combien de jours (médiane et 90e centile), combien encore ouverts et "
        "depuis quand. « all » : toutes les valeurs ensemble. Les médianes ne s’additionnent pas : prenez la ligne "
        "de l’ensemble voulu. Comptés à partir de « Signalements dans l’espace public », y compris ceux qui furent "
        "retirés du public (colonne hidden).",
        nl="Per overheid of gemeente, categorie, jaar en kwartaal van verzending: hoeveel meldingen, hoeveel volgens "
        "de melder echt hersteld, in hoeveel dagen (mediaan en 90e percentiel), hoeveel nog open en sinds wanneer. "
        "“all”: alle waarden samen. Medianen kunt u niet optellen: neem de rij van het geheel dat u wilt. Geteld uit "
        "“Meldingen in de openbare ruimte”, ook wat aan het publiek werd onttrokken (kolom hidden).",
        de="Je Behörde oder Gemeinde, Kategorie, Jahr und Quartal des Sendens: wie viele Meldungen, wie viele laut "
        "meldender Person wirklich repariert, in wie vielen Tagen (Median und 90. Perzentil), wie viele noch offen "
        "und seit wann. „all“: alle Werte zusammen. Mediane lassen sich nicht addieren: nehmen Sie die Zeile der "
        "gewünschten Gesamtheit. Gezählt aus „Meldungen im öffentlichen Raum“, auch ausgeblendete (Spalte hidden).",
        en="By authority or commune, category, year and quarter of sending: how many reports, how many really mended "
        "according to who sent them, in how many days (median and 90th percentile), how many still open and since "
        "when. “all”: all values together. Medians cannot be added up: take the row of the set that you want. Counted "
        "from “Reports in public space”, and what was taken from the public as well (column hidden).",
    ),
    columns=(
        Column("authority", TEXT, Text("Autorité", "Overheid", "Behörde", "Authority")),
        Column("nis_code", TEXT, Text("Code INS", "NIS-code", "NIS-Code", "NIS code")),
        Column("category", TEXT, Text("Catégorie", "Categorie", "Kategorie", "Category")),
        Column("period", TEXT, Text("Année ou trimestre", "Jaar of kwartaal", "Jahr oder Quartal", "Year or quarter")),
        Column("counted_at", ColumnType.DATETIME, Text("Compté le", "Geteld op", "Gezählt am", "Counted at")),
        *(
            Column(
                name,
                DECIMAL if name.endswith("_days") else INTEGER,
                title,
                MEANINGS.get(name),
                unit="d" if name.endswith("_days") else "",
            )
            for name, title in TITLES.items()
        ),
    ),
    rows=rows,
    key=("authority", "nis_code", "category", "period"),
    theme="TRAN",
    refresh=Refresh.ON_CHANGE,
    changed_by=("reports.statistics_counted",),
)
