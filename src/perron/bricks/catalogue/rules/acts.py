"""The words for what happened to a dataset, by the verb of the audit log; for its history."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from perron.kernel.languages import Text

ACTS: Final[Mapping[str, Text]] = {
    "catalogue.create_dataset": Text(fr="Projet créé", nl="Ontwerp aangemaakt", de="Entwurf angelegt", en="Created"),
    "catalogue.describe_dataset": Text(
        fr="Description modifiée", nl="Beschrijving gewijzigd", de="Beschreibung geändert", en="Description changed"
    ),
    "catalogue.describe_columns": Text(
        fr="Colonnes décrites", nl="Kolommen beschreven", de="Spalten beschrieben", en="Columns described"
    ),
    "catalogue.change_address": Text(fr="Adresse changée", nl="Adres gewijzigd", de="Adresse geändert", en="Moved"),
    "catalogue.add_upload": Text(fr="Fichier ajouté", nl="Bestand toegevoegd", de="Datei hinzugefügt", en="File added"),
    "catalogue.propose_dataset": Text(
        fr="Proposé à la publication",
        nl="Voorgesteld voor publicatie",
        de="Zur Veröffentlichung vorgeschlagen",
        en="Proposed",
    ),
    "catalogue.send_back": Text(fr="Renvoyé", nl="Teruggestuurd", de="Zurückgegeben", en="Sent back"),
    "catalogue.publish_dataset": Text(fr="Publié", nl="Gepubliceerd", de="Veröffentlicht", en="Published"),
    "catalogue.withdraw_dataset": Text(fr="Retiré", nl="Ingetrokken", de="Zurückgezogen", en="Withdrawn"),
    "catalogue.restore_dataset": Text(fr="Rétabli", nl="Hersteld", de="Wiederhergestellt", en="Restored"),
    "catalogue.justify_personal_data": Text(
        fr="Données personnelles justifiées",
        nl="Persoonsgegevens verantwoord",
        de="Personenbezogene Daten begründet",
        en="Personal data justified",
    ),
    "catalogue.refresh_declared": Text(fr="Actualisé", nl="Ververst", de="Aufgefrischt", en="Refreshed"),
}
