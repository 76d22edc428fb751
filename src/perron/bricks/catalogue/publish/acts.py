"""What the catalogue's acts are called in the public log, where no event of theirs says it."""

from __future__ import annotations

from typing import Final

from perron.kernel.contract import Act
from perron.kernel.languages import Text


def _act(verb: str, fr: str, nl: str, de: str, en: str) -> Act:
    return Act(f"catalogue.{verb}", Text(fr, nl, de, en))


ACTS: Final = (
    _act("receive_upload", "Fichier reçu", "Bestand ontvangen", "Datei erhalten", "File received"),
    _act("receive_link", "Adresse à lire reçue", "Adres ontvangen", "Adresse erhalten", "Address received"),
    _act(
        "choose_reading",
        "Lecture d’un fichier corrigée",
        "Lezing van een bestand verbeterd",
        "Einlesen einer Datei berichtigt",
        "Reading of a file corrected",
    ),
    _act("read_again", "Fichier relu", "Bestand opnieuw gelezen", "Datei neu eingelesen", "File read again"),
    _act("add_upload", "Fichier ajouté", "Bestand toegevoegd", "Datei hinzugefügt", "File added"),
    _act("discard_upload", "Fichier jeté", "Bestand weggegooid", "Datei verworfen", "File thrown away"),
    _act(
        "describe_dataset", "Description modifiée", "Beschrijving gewijzigd", "Beschreibung geändert", "Described anew"
    ),
    _act("describe_columns", "Colonnes expliquées", "Kolommen uitgelegd", "Spalten erklärt", "Columns explained"),
    _act("change_address", "Adresse changée", "Adres gewijzigd", "Adresse geändert", "Address changed"),
    _act("discard_draft", "Projet jeté", "Ontwerp weggegooid", "Entwurf verworfen", "Draft thrown away"),
    _act(
        "justify_personal_data",
        "Données personnelles justifiées",
        "Persoonsgegevens verantwoord",
        "Personenbezogene Daten begründet",
        "Personal data justified",
    ),
    _act(
        "note_fetch",
        "Source relevée",
        "Bron opgehaald",
        "Quelle abgerufen",
        "Source fetched",
    ),
    _act(
        "take_fetched",
        "Fichier relevé mis en version",
        "Opgehaald bestand als versie genomen",
        "Abgerufene Datei als Version genommen",
        "Fetched file made a version",
    ),
    _act("stop_source", "Source arrêtée", "Bron stopgezet", "Quelle angehalten", "Source stopped"),
    _act(
        "abandon_declared",
        "Jeu de données figé",
        "Dataset bevroren",
        "Datensatz eingefroren",
        "Dataset frozen",
    ),
    _act(
        "refresh_declared",
        "Jeu de données actualisé",
        "Dataset ververst",
        "Datensatz aufgefrischt",
        "Dataset refreshed",
    ),
    _act(
        "forget_unpublished",
        "Fichiers non publiés effacés",
        "Niet-gepubliceerde bestanden gewist",
        "Unveröffentlichte Dateien gelöscht",
        "Unpublished files deleted",
    ),
    _act(
        "forget_visitors",
        "Adresses de visiteurs effacées",
        "Adressen van bezoekers gewist",
        "Adressen von Besuchern gelöscht",
        "Addresses of visitors deleted",
    ),
)
