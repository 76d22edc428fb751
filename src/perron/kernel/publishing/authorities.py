"""The authorities served by this installation, as open data."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from perron.kernel.authorities import all_authorities
from perron.kernel.contract import Column, ColumnType, OpenDataset, Refresh
from perron.kernel.languages import Text

TEXT = ColumnType.TEXT
COLUMNS = (
    Column("authority", TEXT, Text("Identifiant", "Identificatie", "Kennung", "Identifier")),
    Column("kind", TEXT, Text("Type", "Soort", "Art", "Kind")),
    Column("name_fr", TEXT, Text("Nom français", "Franse naam", "Französischer Name", "French name")),
    Column("name_nl", TEXT, Text("Nom néerlandais", "Nederlandse naam", "Niederländischer Name", "Dutch name")),
    Column("name_de", TEXT, Text("Nom allemand", "Duitse naam", "Deutscher Name", "German name")),
    Column("name_en", TEXT, Text("Nom anglais", "Engelse naam", "Englischer Name", "English name")),
    Column("nis_code", TEXT, Text("Code INS", "NIS-code", "NIS-Code", "NIS code"), meaning="nis_code"),
    Column("part_of", TEXT, Text("Fait partie de", "Deel van", "Teil von", "Part of")),
    Column("languages", TEXT, Text("Langues", "Talen", "Sprachen", "Languages")),
    Column(
        "enterprise_number",
        TEXT,
        Text("Numéro d'entreprise", "Ondernemingsnummer", "Unternehmensnummer", "Enterprise number"),
        meaning="enterprise_number",
    ),
    Column("website", TEXT, Text("Site web", "Website", "Website", "Website"), meaning="url"),
)


def rows() -> Iterator[Mapping[str, object]]:
    """One row per authority that is served today, by identifier."""
    for authority in all_authorities().select_related("parent").order_by("slug"):
        names = {f"name_{language}": authority.names.get(language) for language in ("fr", "nl", "de", "en")}
        yield {
            "authority": authority.slug,
            "kind": authority.kind,
            **names,
            "nis_code": authority.place_id,
            "part_of": authority.parent.slug if authority.parent else None,
            "languages": " ".join(authority.languages),
            "enterprise_number": authority.enterprise_number or None,
            "website": authority.website or None,
        }


AUTHORITIES = OpenDataset(
    name="kernel.authorities",
    title=Text(
        fr="Autorités présentes sur cette plateforme",
        nl="Overheden op dit platform",
        de="Behörden auf dieser Plattform",
        en="Authorities on this platform",
    ),
    description=Text(
        fr="Les communes, provinces, régions et services qui sont servis ici, avec leur territoire et leurs langues.",
        nl="De gemeenten, provincies, gewesten en diensten die hier bediend worden, met hun grondgebied en talen.",
        de="Die Gemeinden, Provinzen, Regionen und Dienste, die hier vertreten sind, mit Gebiet und Sprachen.",
        en="The communes, provinces, regions and services that are served here, with their territory and languages.",
    ),
    columns=COLUMNS,
    rows=rows,
    key=("authority",),
    refresh=Refresh.ON_CHANGE,
    changed_by=("kernel.authority_changed",),
)
