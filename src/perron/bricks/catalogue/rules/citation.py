"""How to cite a dataset: as a sentence for people (after DataCite's recommendation), and as BibTeX."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final

_ESCAPED: Final = str.maketrans({character: f"\\{character}" for character in "&%$#_{}"} | {"\\": r"\textbackslash{}"})


@dataclass(frozen=True, slots=True)
class Citation:
    """What is cited. `address` is the page of this version, `published_on` its date."""

    author: str
    title: str
    version: int
    published_on: date
    publisher: str
    address: str
    key: str

    def as_text(self, version_word: str, dataset_word: str) -> str:
        """`Author (2024). Title (Version 2) [Dataset]. Publisher. https://…`; the words are the reader's."""
        publisher = f" {self.publisher}." if self.publisher and self.publisher != self.author else ""
        what = f"{self.title} ({version_word} {self.version}) [{dataset_word}]"
        return f"{self.author} ({self.published_on.year}). {what}.{publisher} {self.address}"

    def as_bibtex(self) -> str:
        """An entry of the type `dataset` (biblatex), with what BibTeX would misread escaped."""
        fields = {
            "author": f"{{{self.author.translate(_ESCAPED)}}}",
            "title": self.title.translate(_ESCAPED),
            "year": str(self.published_on.year),
            "date": self.published_on.isoformat(),
            "version": str(self.version),
            "publisher": self.publisher.translate(_ESCAPED),
            "url": self.address,
        }
        lines = [f"  {name} = {{{value}}}," for name, value in fields.items() if value]
        return "\n".join([f"@dataset{{{self.key},", *lines, "}"])
