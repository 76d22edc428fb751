"""A made-up Belgian table of any length, always the same for the same length: what the measures read and query."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from typing import Final

import numpy as np

ROWS: Final = 1_000_000
HEADER: Final = "id;date;code_nis;code_postal;categorie;statut;montant;nombre;description;longitude;latitude;paye\n"
CHUNK: Final = 50_000
ARRONDISSEMENTS: Final = (
    11,
    12,
    13,
    21,
    23,
    24,
    25,
    31,
    32,
    33,
    34,
    35,
    36,
    37,
    38,
    41,
    42,
    43,
    44,
    45,
    46,
    51,
    52,
    53,
)
CATEGORIES: Final = ("Voirie", "Propreté", "Éclairage", "Espaces verts", "Mobilité", "Bâtiments", "Culture", "Jeunesse")
STATUSES: Final = ("ouvert", "en cours", "terminé", "refusé")
WORDS: Final = (
    "réparation", "trottoir", "école", "place", "rue", "éclairage", "entretien", "travaux", "parc", "bibliothèque",
    "signalisation", "marché", "maison", "citoyens", "dépôt", "plantation", "arbres", "voirie", "égout", "façade",
)  # fmt: skip


def write_table(path: Path, rows: int = ROWS) -> Path:
    """Write the table as CSV (UTF-8, `;`, decimal comma, `dd/mm/yyyy`, oui/non) to `path`, and give `path` back."""
    random = np.random.default_rng(1830)
    with path.open("w", encoding="utf-8", newline="") as file:
        file.write(HEADER)
        for start in range(0, rows, CHUNK):
            file.write(_chunk(random, start, min(CHUNK, rows - start)))
    return path


def _chunk(random: np.random.Generator, start: int, size: int) -> str:
    days = [(date(2015, 1, 1) + timedelta(days=day)).strftime("%d/%m/%Y") for day in range(3652)]
    words = random.integers(0, len(WORDS), (size, 4)).tolist()
    columns = zip(
        range(start + 1, start + size + 1),
        random.integers(0, len(days), size).tolist(),
        random.integers(0, 565, size).tolist(),
        random.integers(0, len(CATEGORIES), size).tolist(),
        random.integers(0, len(STATUSES), size).tolist(),
        (random.gamma(2.0, 400.0, size) * 100).astype(int).tolist(),
        random.poisson(6, size).tolist(),
        words,
        (2.6 + random.random(size) * 3.7).round(5).tolist(),
        (49.5 + random.random(size) * 2.0).round(5).tolist(),
        random.integers(0, 2, size).tolist(),
        strict=True,
    )
    return "".join(_line(days, *row) for row in columns)


def _line(
    days: list[str], number: int, day: int, commune: int, category: int, status: int, cents: int,
    count: int, words: list[int], longitude: float, latitude: float, paid: int,
) -> str:  # fmt: skip
    nis = ARRONDISSEMENTS[commune % 24] * 1000 + commune // 24 + 1
    postcode = 1000 + commune * 15
    text = " ".join(WORDS[word] for word in words)
    amount = f"{cents // 100},{cents % 100:02d}"
    return (
        f"{number};{days[day]};{nis};{postcode};{CATEGORIES[category]};{STATUSES[status]};{amount};{count};{text};"
        f"{longitude};{latitude};{'oui' if paid else 'non'}\n"
    )
