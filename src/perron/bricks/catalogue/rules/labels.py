"""The words of the house for codes that people meet: types and meanings of columns, states, rhythms, access."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from perron.bricks.catalogue.rules import meanings
from perron.bricks.catalogue.rules.states import AccessRight, DatasetState, Every, ReuseKind, VersionState
from perron.kernel.contract import ColumnType
from perron.kernel.languages import Text

TYPES: Final[Mapping[str, Text]] = {
    ColumnType.TEXT: Text(fr="Texte", nl="Tekst", de="Text", en="Text"),
    ColumnType.INTEGER: Text(fr="Nombre entier", nl="Geheel getal", de="Ganze Zahl", en="Whole number"),
    ColumnType.DECIMAL: Text(fr="Nombre décimal", nl="Decimaal getal", de="Dezimalzahl", en="Decimal number"),
    ColumnType.BOOLEAN: Text(fr="Oui ou non", nl="Ja of nee", de="Ja oder nein", en="Yes or no"),
    ColumnType.DATE: Text(fr="Date", nl="Datum", de="Datum", en="Date"),
    ColumnType.DATETIME: Text(fr="Date et heure", nl="Datum en uur", de="Datum und Uhrzeit", en="Date and time"),
    ColumnType.GEOMETRY: Text(fr="Forme sur la carte", nl="Vorm op de kaart", de="Form auf der Karte", en="Shape"),
}
MEANINGS: Final[Mapping[str, Text]] = {
    meanings.NIS_CODE: Text(fr="Code INS (commune)", nl="NIS-code (gemeente)", de="NIS-Code (Gemeinde)", en="NIS code"),
    meanings.POSTAL_CODE: Text(fr="Code postal", nl="Postcode", de="Postleitzahl", en="Postal code"),
    meanings.ENTERPRISE_NUMBER: Text(
        fr="Numéro d'entreprise", nl="Ondernemingsnummer", de="Unternehmensnummer", en="Enterprise number"
    ),
    meanings.ESTABLISHMENT_UNIT: Text(
        fr="Numéro d'unité d'établissement",
        nl="Vestigingseenheidsnummer",
        de="Niederlassungseinheitsnummer",
        en="Establishment unit number",
    ),
    meanings.NATIONAL_NUMBER: Text(
        fr="Numéro de registre national",
        nl="Rijksregisternummer",
        de="Nationalregisternummer",
        en="National register number",
    ),
    meanings.IBAN: Text(fr="Compte bancaire (IBAN)", nl="Bankrekening (IBAN)", de="Bankkonto (IBAN)", en="IBAN"),
    meanings.PHONE: Text(fr="Numéro de téléphone", nl="Telefoonnummer", de="Telefonnummer", en="Telephone number"),
    meanings.EMAIL: Text(fr="Adresse e-mail", nl="E-mailadres", de="E-Mail-Adresse", en="E-mail address"),
    meanings.URL: Text(fr="Adresse web", nl="Webadres", de="Webadresse", en="Web address"),
    meanings.LONGITUDE: Text(fr="Longitude", nl="Lengtegraad", de="Längengrad", en="Longitude"),
    meanings.LATITUDE: Text(fr="Latitude", nl="Breedtegraad", de="Breitengrad", en="Latitude"),
    meanings.COORDINATES: Text(fr="Coordonnées", nl="Coördinaten", de="Koordinaten", en="Coordinates"),
    meanings.LAMBERT_72_X: Text(fr="Lambert 72, x", nl="Lambert 72, x", de="Lambert 72, x", en="Lambert 72, x"),
    meanings.LAMBERT_72_Y: Text(fr="Lambert 72, y", nl="Lambert 72, y", de="Lambert 72, y", en="Lambert 72, y"),
    meanings.LAMBERT_2008_X: Text(
        fr="Lambert 2008, x", nl="Lambert 2008, x", de="Lambert 2008, x", en="Lambert 2008, x"
    ),
    meanings.LAMBERT_2008_Y: Text(
        fr="Lambert 2008, y", nl="Lambert 2008, y", de="Lambert 2008, y", en="Lambert 2008, y"
    ),
    meanings.YEAR: Text(fr="Année", nl="Jaar", de="Jahr", en="Year"),
    meanings.PERCENTAGE: Text(fr="Pourcentage", nl="Percentage", de="Prozentsatz", en="Percentage"),
    meanings.AMOUNT: Text(fr="Montant en euros", nl="Bedrag in euro", de="Betrag in Euro", en="Amount in euros"),
}
STATES: Final[Mapping[str, Text]] = {
    DatasetState.DRAFT: Text(fr="Projet", nl="Ontwerp", de="Entwurf", en="Draft"),
    DatasetState.IN_REVIEW: Text(fr="En relecture", nl="Ter nazicht", de="In Prüfung", en="In review"),
    DatasetState.PUBLISHED: Text(fr="Publié", nl="Gepubliceerd", de="Veröffentlicht", en="Published"),
    DatasetState.WITHDRAWN: Text(fr="Retiré", nl="Ingetrokken", de="Zurückgezogen", en="Withdrawn"),
}
VERSION_STATES: Final[Mapping[str, Text]] = {
    VersionState.PREPARING: Text(fr="En préparation", nl="In voorbereiding", de="In Vorbereitung", en="In preparation"),
    VersionState.PROPOSED: Text(
        fr="Attend une décision", nl="Wacht op een beslissing", de="Wartet auf Entscheidung", en="Waits for a decision"
    ),
    VersionState.ACCEPTED: Text(fr="Acceptée", nl="Aanvaard", de="Angenommen", en="Accepted"),
    VersionState.REFUSED: Text(fr="Refusée", nl="Geweigerd", de="Abgelehnt", en="Refused"),
}
TONES: Final[Mapping[str, str]] = {
    DatasetState.IN_REVIEW: "warn",
    DatasetState.PUBLISHED: "good",
    DatasetState.WITHDRAWN: "bad",
    VersionState.PROPOSED: "warn",
    VersionState.ACCEPTED: "good",
    VersionState.REFUSED: "bad",
}
"""How a state is coloured, where it is not neutral: a word of `ui/state.html`."""

EVERY: Final[Mapping[str, Text]] = {
    Every.DAY: Text(fr="Chaque nuit", nl="Elke nacht", de="Jede Nacht", en="Every night"),
    Every.WEEK: Text(fr="Chaque semaine", nl="Elke week", de="Jede Woche", en="Every week"),
    Every.MONTH: Text(fr="Chaque mois", nl="Elke maand", de="Jeden Monat", en="Every month"),
}
ACCESS: Final[Mapping[str, Text]] = {
    AccessRight.PUBLIC: Text(
        fr="Public : tout le monde peut avoir les données",
        nl="Openbaar: iedereen mag de data hebben",
        de="Öffentlich: alle dürfen die Daten haben",
        en="Public: everybody may have the data",
    ),
    AccessRight.RESTRICTED: Text(
        fr="Restreint : la description est publique, les données sur demande",
        nl="Beperkt: de beschrijving is openbaar, de data op aanvraag",
        de="Eingeschränkt: Beschreibung öffentlich, Daten auf Anfrage",
        en="Restricted: the description is public, the data on request",
    ),
    AccessRight.NON_PUBLIC: Text(
        fr="Non public : la description est publique, les données ne le sont pas",
        nl="Niet openbaar: de beschrijving is openbaar, de data niet",
        de="Nicht öffentlich: Beschreibung öffentlich, Daten nicht",
        en="Not public: the description is public, the data are not",
    ),
}
REUSE_KINDS: Final[Mapping[str, Text]] = {
    ReuseKind.APPLICATION: Text(fr="Application", nl="Toepassing", de="Anwendung", en="Application"),
    ReuseKind.VISUALISATION: Text(fr="Visualisation", nl="Visualisatie", de="Visualisierung", en="Visualisation"),
    ReuseKind.ARTICLE: Text(fr="Article", nl="Artikel", de="Artikel", en="Article"),
    ReuseKind.RESEARCH: Text(fr="Recherche", nl="Onderzoek", de="Forschung", en="Research"),
    ReuseKind.TEACHING: Text(fr="Enseignement", nl="Onderwijs", de="Unterricht", en="Teaching"),
    ReuseKind.OTHER: Text(fr="Autre", nl="Andere", de="Anderes", en="Other"),
}


def label(texts: Mapping[str, Text], code: str) -> str:
    """The word for a code in the reader's language; the code itself when we have no word for it."""
    return str(texts[code]) if code in texts else code
