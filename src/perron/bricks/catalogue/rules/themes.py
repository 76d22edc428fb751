"""The thirteen data themes of the EU, with their labels.

Source: Publications Office of the EU, authority table "data-theme" (CC BY 4.0).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from perron.kernel.languages import Text

EU: Final = "http://publications.europa.eu/resource/authority/data-theme/"

THEMES: Final[Mapping[str, Text]] = {
    "AGRI": Text(
        fr="Agriculture, pêche, sylviculture et alimentation",
        nl="Landbouw, visserij, bosbouw en voeding",
        de="Landwirtschaft, Fischerei, Forstwirtschaft und Nahrungsmittel",
        en="Agriculture, fisheries, forestry and food",
    ),
    "ECON": Text(
        fr="Économie et finances", nl="Economie en financiën", de="Wirtschaft und Finanzen", en="Economy and finance"
    ),
    "EDUC": Text(
        fr="Éducation, culture et sport",
        nl="Onderwijs, cultuur en sport",
        de="Bildung, Kultur und Sport",
        en="Education, culture and sport",
    ),
    "ENER": Text(fr="Énergie", nl="Energie", de="Energie", en="Energy"),
    "ENVI": Text(fr="Environnement", nl="Milieu", de="Umwelt", en="Environment"),
    "GOVE": Text(
        fr="Gouvernement et secteur public",
        nl="Overheid en publieke sector",
        de="Regierung und öffentlicher Sektor",
        en="Government and public sector",
    ),
    "HEAL": Text(fr="Santé", nl="Gezondheid", de="Gesundheit", en="Health"),
    "INTR": Text(
        fr="Questions internationales",
        nl="Internationale vraagstukken",
        de="Internationale Themen",
        en="International issues",
    ),
    "JUST": Text(
        fr="Justice, système juridique et sécurité publique",
        nl="Justitie, rechtsstelsel en openbare veiligheid",
        de="Justiz, Rechtssystem und öffentliche Sicherheit",
        en="Justice, legal system and public safety",
    ),
    "REGI": Text(fr="Régions et villes", nl="Regio's en steden", de="Regionen und Städte", en="Regions and cities"),
    "SOCI": Text(
        fr="Population et société",
        nl="Bevolking en samenleving",
        de="Bevölkerung und Gesellschaft",
        en="Population and society",
    ),
    "TECH": Text(
        fr="Science et technologie",
        nl="Wetenschap en technologie",
        de="Wissenschaft und Technologie",
        en="Science and technology",
    ),
    "TRAN": Text(fr="Transports", nl="Vervoer", de="Verkehr", en="Transport"),
}


def theme_uri(code: str) -> str:
    """The address of a theme, as cited in DCAT-AP records."""
    return EU + code
