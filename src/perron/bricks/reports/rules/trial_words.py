"""What can be otherwise in a trial, in words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from perron.kernel.languages import Text

ASPECT_WORDS: Final[Mapping[str, Text]] = {
    "authority": Text(fr="Autorité", nl="Overheid", de="Behörde", en="Authority"),
    "team": Text(fr="Équipe", nl="Team", de="Team", en="Team"),
    "category": Text(fr="Catégorie", nl="Categorie", de="Kategorie", en="Category"),
    "priority": Text(fr="Priorité", nl="Prioriteit", de="Priorität", en="Priority"),
    "term": Text(fr="Échéance", nl="Termijn", de="Frist", en="Due"),
    "outside": Text(fr="Ailleurs", nl="Elders", de="Anderswo", en="Elsewhere"),
}
