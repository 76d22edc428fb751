"""What to do next to make a dataset better, by the code of the quality criterion (see `rules.quality`)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from perron.kernel.languages import Text

ADVICE: Final[Mapping[str, Text]] = {
    "data": Text(
        fr="Ajoutez un fichier.", nl="Voeg een bestand toe.", de="Fügen Sie eine Datei hinzu.", en="Add a file."
    ),
    "licence": Text(
        fr="Choisissez une licence : sans elle, personne ne sait ce qui est permis.",
        nl="Kies een licentie: zonder licentie weet niemand wat mag.",
        de="Wählen Sie eine Lizenz: Ohne sie weiß niemand, was erlaubt ist.",
        en="Choose a licence: without one, nobody knows what is allowed.",
    ),
    "description": Text(
        fr="Dites en deux ou trois phrases ce que contiennent les données et d'où elles viennent.",
        nl="Zeg in twee of drie zinnen wat de data bevatten en waar ze vandaan komen.",
        de="Sagen Sie in zwei oder drei Sätzen, was die Daten enthalten und woher sie kommen.",
        en="Say in two or three sentences what the data hold and where they come from.",
    ),
    "tables": Text(
        fr="Ajoutez un tableau (CSV, Excel, GeoJSON…) : un document ne se filtre pas.",
        nl="Voeg een tabel toe (CSV, Excel, GeoJSON…): een document kan men niet filteren.",
        de="Fügen Sie eine Tabelle hinzu (CSV, Excel, GeoJSON…): Ein Dokument lässt sich nicht filtern.",
        en="Add a table (CSV, Excel, GeoJSON…): a document cannot be filtered.",
    ),
    "columns": Text(
        fr="Décrivez les colonnes : un titre clair, une unité, une phrase.",
        nl="Beschrijf de kolommen: een duidelijke titel, een eenheid, een zin.",
        de="Beschreiben Sie die Spalten: ein klarer Titel, eine Einheit, ein Satz.",
        en="Describe the columns: a clear title, a unit, one sentence.",
    ),
    "contact": Text(
        fr="Dites à qui poser des questions.",
        nl="Zeg bij wie men vragen kan stellen.",
        de="Sagen Sie, an wen man Fragen richten kann.",
        en="Say whom people can ask.",
    ),
    "themes": Text(fr="Choisissez un thème.", nl="Kies een thema.", de="Wählen Sie ein Thema.", en="Choose a theme."),
    "open_licence": Text(
        fr="Choisissez une licence ouverte si rien ne l'interdit.",
        nl="Kies een open licentie als niets dat verbiedt.",
        de="Wählen Sie eine offene Lizenz, wenn nichts dagegen spricht.",
        en="Choose an open licence if nothing forbids it.",
    ),
    "up_to_date": Text(
        fr="Les données ont du retard sur leur fréquence : proposez une nouvelle version.",
        nl="De data lopen achter op hun frequentie: stel een nieuwe versie voor.",
        de="Die Daten hinken ihrer Häufigkeit hinterher: Schlagen Sie eine neue Version vor.",
        en="The data are later than their frequency says: propose a new version.",
    ),
    "frequency": Text(
        fr="Dites à quelle fréquence les données changent.",
        nl="Zeg hoe vaak de data veranderen.",
        de="Sagen Sie, wie oft sich die Daten ändern.",
        en="Say how often the data change.",
    ),
    "place": Text(
        fr="Dites de quel lieu parlent les données.",
        nl="Zeg over welke plaats de data gaan.",
        de="Sagen Sie, um welchen Ort es geht.",
        en="Say which place the data are about.",
    ),
    "period": Text(
        fr="Dites de quelle période parlent les données.",
        nl="Zeg over welke periode de data gaan.",
        de="Sagen Sie, um welchen Zeitraum es geht.",
        en="Say which period the data are about.",
    ),
    "languages": Text(
        fr="Écrivez aussi le titre dans une autre langue.",
        nl="Schrijf de titel ook in een andere taal.",
        de="Schreiben Sie den Titel auch in einer anderen Sprache.",
        en="Write the title in another language too.",
    ),
    "keywords": Text(
        fr="Ajoutez trois mots-clés, ceux que les gens emploient.",
        nl="Voeg drie trefwoorden toe, die mensen gebruiken.",
        de="Fügen Sie drei Schlagwörter hinzu, die die Leute benutzen.",
        en="Add three keywords, the words that people use.",
    ),
    "clean_rows": Text(
        fr="Corrigez les lignes qui ne conviennent pas, puis proposez une nouvelle version.",
        nl="Verbeter de rijen die niet passen en stel een nieuwe versie voor.",
        de="Korrigieren Sie die Zeilen, die nicht passen, und schlagen Sie eine neue Version vor.",
        en="Correct the rows that do not fit, then propose a new version.",
    ),
}
PAGES: Final[Mapping[str, str]] = {
    "data": "files",
    "tables": "files",
    "columns": "columns",
    "up_to_date": "versions",
    "clean_rows": "files",
}
"""Where it is done: a part of the dataset's desk; everything else is in the description."""
