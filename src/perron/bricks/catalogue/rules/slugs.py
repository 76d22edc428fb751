"""Addresses made from titles: small letters, figures and hyphens, short enough to read aloud."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection
from typing import Final

LONGEST: Final = 80
PLAIN: Final = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
RESERVED: Final = frozenset({"desk", "follow"})  # no dataset's: they are pages of the catalogue itself
LIGATURES: Final = str.maketrans({"ß": "ss", "œ": "oe", "Œ": "oe", "æ": "ae", "Æ": "ae", "’": "-", "'": "-"})


def slug_from(title: str) -> str:
    """`Écoles de l'été 2024` becomes `ecoles-de-l-ete-2024`; cut between words; `dataset` when nothing is left."""
    plain = unicodedata.normalize("NFKD", title.translate(LIGATURES)).encode("ascii", "ignore").decode().lower()
    slug = "-".join(re.findall(r"[a-z0-9]+", plain))
    if len(slug) > LONGEST:
        slug = slug[: LONGEST + 1].rsplit("-", 1)[0][:LONGEST]
    return slug or "dataset"


def free_slug(wanted: str, taken: Collection[str]) -> str:
    """`wanted`, or with the first number from 2 that makes it free."""
    if wanted not in taken:
        return wanted
    number = 2
    while f"{wanted}-{number}" in taken:
        number += 1
    return f"{wanted}-{number}"


def is_plain(slug: str) -> bool:
    """Whether this can be an address."""
    return len(slug) <= LONGEST and slug not in RESERVED and PLAIN.fullmatch(slug) is not None
