"""Identifiers for columns: ASCII, lower case, unique in their table, and still recognisable."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from typing import Final

LONGEST: Final = 60
_LIGATURES: Final = str.maketrans(
    {"œ": "oe", "Œ": "OE", "æ": "ae", "ß": "ss", "ø": "o", "²": "2", "³": "3", "€": "eur"}
)


def identifier(name: str) -> str:
    """`Nombre d'élèves (m²)` → `nombre_d_eleves_m2`; "" when nothing is left."""
    plain = unicodedata.normalize("NFKD", name.translate(_LIGATURES)).encode("ascii", "ignore").decode()
    words = re.sub(r"[^a-z0-9]+", "_", plain.lower()).strip("_")[:LONGEST].strip("_")
    return f"c_{words}" if words[:1].isdigit() else words


def identifiers(names: Iterable[str]) -> tuple[str, ...]:
    """One identifier per name, unique: a second `nom` becomes `nom_2`, a nameless third column `column_3`."""
    taken: set[str] = set()
    found: list[str] = []
    for position, name in enumerate(names, start=1):
        wanted = identifier(name) or f"column_{position}"
        found.append(free(wanted, taken))
        taken.add(found[-1])
    return tuple(found)


def free(wanted: str, taken: set[str]) -> str:
    """`wanted`, or `wanted_2`, `wanted_3` … if it is taken."""
    name, number = wanted, 1
    while name in taken:
        number += 1
        name = f"{wanted}_{number}"
    return name
