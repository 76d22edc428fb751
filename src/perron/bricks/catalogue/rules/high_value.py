"""The six categories of high-value datasets, which are free and have an API.

Source: Commission Implementing Regulation (EU) 2023/138 of 21 December 2022, annex; codes: Publications Office of the
EU, "High-value dataset categories" (http://data.europa.eu/bna/asd487ae75).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from perron.kernel.languages import Text

EU: Final = "http://data.europa.eu/bna/"
LEGISLATION: Final = "http://data.europa.eu/eli/reg_impl/2023/138/oj"

CATEGORIES: Final[Mapping[str, Text]] = {
    "c_ac64a52d": Text(fr="Géospatiales", nl="Geospatiale data", de="Georaum", en="Geospatial"),
    "c_dd313021": Text(
        fr="Observation de la terre et environnement",
        nl="Aardobservatie en milieu",
        de="Erdbeobachtung und Umwelt",
        en="Earth observation and environment",
    ),
    "c_164e0bf5": Text(fr="Météorologiques", nl="Meteorologische data", de="Meteorologie", en="Meteorological"),
    "c_e1da4e07": Text(fr="Statistiques", nl="Statistiek", de="Statistik", en="Statistics"),
    "c_a9135398": Text(
        fr="Entreprises et propriété d'entreprises",
        nl="Bedrijven en eigendom van bedrijven",
        de="Unternehmen und Eigentümerschaft von Unternehmen",
        en="Companies and company ownership",
    ),
    "c_b79e35eb": Text(fr="Mobilité", nl="Mobiliteit", de="Mobilität", en="Mobility"),
}


def category_uri(code: str) -> str:
    """The address of a category, as cited in DCAT-AP records."""
    return EU + code
