"""The communes of Belgium, of today and former ones, as open data."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from perron.kernel.contract import Column, ColumnType, OpenDataset, Refresh
from perron.kernel.languages import Text
from perron.kernel.places import facts, hierarchy

TEXT, DATE, DECIMAL = ColumnType.TEXT, ColumnType.DATE, ColumnType.DECIMAL
SEVERAL = Text(
    fr="Plusieurs valeurs sont séparées par une espace.",
    nl="Meerdere waarden zijn gescheiden door een spatie.",
    de="Mehrere Werte sind durch ein Leerzeichen getrennt.",
    en="Several values are separated by a space.",
)
FACILITIES = Text(
    fr="Langue dans laquelle la commune sert aussi ceux qui le demandent (communes à facilités).",
    nl="Taal waarin de gemeente ook dient wie daarom vraagt (faciliteitengemeenten).",
    de="Sprache, in der die Gemeinde auf Wunsch auch bedient (Gemeinden mit Spracherleichterungen).",
    en="Language in which the commune also serves those who ask for it (communes with facilities).",
)
CENTRE = Text(
    fr="D'un point à l'intérieur de la commune, en degrés (WGS 84).",
    nl="Van een punt binnen de gemeente, in graden (WGS 84).",
    de="Eines Punktes innerhalb der Gemeinde, in Grad (WGS 84).",
    en="Of a point inside the commune, in degrees (WGS 84).",
)
COLUMNS = (
    Column("nis_code", TEXT, Text("Code INS", "NIS-code", "NIS-Code", "NIS code"), meaning="nis_code"),
    Column("name_fr", TEXT, Text("Nom français", "Franse naam", "Französischer Name", "French name")),
    Column("name_nl", TEXT, Text("Nom néerlandais", "Nederlandse naam", "Niederländischer Name", "Dutch name")),
    Column("name_de", TEXT, Text("Nom allemand", "Duitse naam", "Deutscher Name", "German name")),
    Column("arrondissement", TEXT, Text("Arrondissement", "Arrondissement", "Bezirk", "Arrondissement")),
    Column("province", TEXT, Text("Province", "Provincie", "Provinz", "Province")),
    Column("region", TEXT, Text("Région", "Gewest", "Region", "Region")),
    Column("valid_from", DATE, Text("Existe depuis", "Bestaat sinds", "Besteht seit", "Exists since")),
    Column("valid_until", DATE, Text("A existé jusqu'au", "Bestond tot", "Bestand bis", "Existed until")),
    Column(
        "successors", TEXT, Text("Codes qui ont suivi", "Opvolgende codes", "Nachfolgende Codes", "Successors"), SEVERAL
    ),
    Column("languages", TEXT, Text("Langues", "Talen", "Sprachen", "Languages"), SEVERAL),
    Column("facilities", TEXT, Text("Facilités", "Faciliteiten", "Spracherleichterungen", "Facilities"), FACILITIES),
    Column("postal_codes", TEXT, Text("Codes postaux", "Postcodes", "Postleitzahlen", "Postal codes"), SEVERAL),
    Column("longitude", DECIMAL, Text("Longitude", "Lengtegraad", "Längengrad", "Longitude"), CENTRE, "longitude"),
    Column("latitude", DECIMAL, Text("Latitude", "Breedtegraad", "Breitengrad", "Latitude"), CENTRE, "latitude"),
)


def rows() -> Iterator[Mapping[str, object]]:
    """One row per code of a commune, in order of code."""
    postal_codes = facts.postal_codes_of()
    for nis, here in sorted(facts.places().items()):
        if here.kind != "commune":
            continue
        within = {facts.places()[code].kind: code for code in hierarchy.ancestors(nis)}
        yield {
            "nis_code": nis,
            "name_fr": here.names["fr"],
            "name_nl": here.names["nl"],
            "name_de": here.names["de"],
            "arrondissement": within["arrondissement"],
            "province": within.get("province"),
            "region": within["region"],
            "valid_from": here.valid_from,
            "valid_until": here.valid_until,
            "successors": " ".join(here.successors) or None,
            "languages": " ".join(here.languages),
            "facilities": " ".join(here.facilities) or None,
            "postal_codes": " ".join(postal_codes.get(nis, ())) or None,
            "longitude": here.lon,
            "latitude": here.lat,
        }


COMMUNES = OpenDataset(
    name="kernel.communes",
    title=Text(
        fr="Communes de Belgique, actuelles et anciennes",
        nl="Gemeenten van België, huidige en vroegere",
        de="Gemeinden Belgiens, heutige und frühere",
        en="Communes of Belgium, present and former",
    ),
    description=Text(
        fr="Toutes les communes depuis 2018 avec leur code INS, leurs dates, leurs successeurs, leurs langues, "
        "leurs codes postaux et leur centre. D'après Statbel (REFNIS).",
        nl="Alle gemeenten sinds 2018 met hun NIS-code, data, opvolgers, talen, postcodes en middelpunt. "
        "Naar Statbel (REFNIS).",
        de="Alle Gemeinden seit 2018 mit NIS-Code, Daten, Nachfolgern, Sprachen, Postleitzahlen und Mittelpunkt. "
        "Nach Statbel (REFNIS).",
        en="All communes since 2018 with their NIS code, dates, successors, languages, postal codes and centre. "
        "After Statbel (REFNIS).",
    ),
    columns=COLUMNS,
    rows=rows,
    key=("nis_code",),
    theme="REGI",
    refresh=Refresh.ON_CHANGE,
    changed_by=("kernel.territory_loaded",),
)
