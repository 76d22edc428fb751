"""How datasets can be narrowed in the search over everything: the same facets and words as in the catalogue's own."""

from __future__ import annotations

from collections.abc import Callable

from perron.bricks.catalogue.queries.finding import label_of
from perron.kernel.contract import Facet
from perron.kernel.languages import Text


def _facet(name: str, title: Text) -> Facet:
    return Facet(name, title, _words_of(name))


def _words_of(name: str) -> Callable[[str], str]:
    return lambda value: label_of(name, value)


FACETS = (
    _facet("theme", Text("Thème", "Thema", "Thema", "Theme")),
    _facet("format", Text("Format", "Formaat", "Format", "Format")),
    _facet("licence", Text("Licence", "Licentie", "Lizenz", "Licence")),
    _facet("frequency", Text("Rythme", "Ritme", "Rhythmus", "How often it changes")),
    _facet("quality", Text("Qualité", "Kwaliteit", "Qualität", "Quality")),
    _facet(
        "high_value",
        Text(
            "Données de forte valeur (UE)",
            "Hoogwaardige data (EU)",
            "Hochwertige Daten (EU)",
            "High-value data (EU)",
        ),
    ),
)
