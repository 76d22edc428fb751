"""What a dataset's page shows, as values that its templates read."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from perron.bricks.catalogue.publish.schema_org import as_schema_org
from perron.bricks.catalogue.queries.showing import Dataset, DatasetShown, Preview, TableFile, Version
from perron.bricks.catalogue.rules import frequencies, high_value, licences, themes
from perron.bricks.catalogue.rules.citation import Citation
from perron.bricks.catalogue.views.public_cells import is_number, written
from perron.bricks.catalogue.views.public_dictionary import DictionaryLine, as_lines
from perron.bricks.catalogue.views.public_files import FilesOfTable, OriginalFile, as_downloads, files_of
from perron.bricks.catalogue.views.public_history import changes_in_words
from perron.bricks.catalogue.views.public_words import ACCESS, BANDS, CONDITIONS, FREE, LACKING, NAMED, TONES
from perron.kernel.places.facts import places
from perron.ui import words

Line = dict[str, object]
MOST_LACKING = 4
LONG_DICTIONARY = 15  # columns: a longer one opens on demand
JSON_ESCAPES = {ord(character): f"\\u{ord(character):04X}" for character in "<>&"}


@dataclass(frozen=True)
class DatasetPage:
    """A dataset, or one of its versions. `origin`: scheme and host of this site."""

    shown: DatasetShown
    preview: Preview | None
    origin: str

    @property
    def dataset(self) -> Dataset:
        """The record."""
        return self.shown.dataset

    @property
    def version(self) -> Version:
        """The edition shown."""
        return self.shown.version

    @cached_property
    def about(self) -> Record:
        """What the record says, in the reader's words."""
        return Record(self.dataset)

    @cached_property
    def tables(self) -> list[FilesOfTable]:
        """The tables, each with the files in which it can be had."""
        number = None if self.shown.is_current else self.version.number
        tables = self.shown.tables if self.shown.is_open else []
        return [files_of(self.dataset, table, self._title_of(table), number) for table in tables]

    @property
    def originals(self) -> list[OriginalFile]:
        """The files as they came."""
        return [OriginalFile(self.dataset.slug, upload) for upload in self.shown.originals]

    @property
    def dictionary(self) -> list[tuple[str, list[DictionaryLine], bool]]:
        """Per table its columns, and whether they are shown at once."""
        tables = [(self._title_of(table), as_lines(table, is_open=self.shown.is_open)) for table in self.shown.tables]
        return [(title, lines, at == 0 and len(lines) <= LONG_DICTIONARY) for at, (title, lines) in enumerate(tables)]

    @cached_property
    def first_rows(self) -> Line | None:
        """The preview as `ui/table.html` takes it."""
        if self.preview is None:
            return None
        entries = self.preview.columns
        return {
            "columns": [
                {"title": entry.title.words or entry.field, "is_number": is_number(entry)} for entry in entries
            ],
            "rows": [[written(*pair) for pair in zip(entries, row, strict=True)] for row in self.preview.rows],
            "hidden": self.preview.hidden,
        }

    @property
    def quality(self) -> Line:
        """How good it is, with what is missing, in words."""
        found = self.shown.quality
        lacking = [LACKING[code] for code in found.next_steps[:MOST_LACKING]]
        return {"score": found.score, "word": BANDS[found.band], "tone": TONES[found.band], "lacking": lacking}

    @property
    def history(self) -> list[Line]:
        """The versions, the newest first, as `ui/timeline.html` takes them."""
        return [
            {
                "title": _("Version %(number)s") % {"number": version.number},
                "at": version.accepted_at,
                "line": version.note.words or " · ".join(changes_in_words(version)),
                "address": reverse("catalogue:version", args=[self.dataset.slug, version.number]),
                "is_current": version.pk == self.version.pk,
            }
            for version in self.shown.versions
        ]

    @property
    def changes(self) -> list[str]:
        """What this version changed."""
        return changes_in_words(self.version)

    @property
    def permalink(self) -> str:
        """The address of exactly this version, to cite."""
        return self.origin + reverse("catalogue:version", args=[self.dataset.slug, self.version.number])

    @property
    def citation(self) -> Line:
        """How to cite it, for people and for reference managers."""
        author = self.dataset.authority.name if self.dataset.authority else _("This site")
        published: date = (self.version.accepted_at or self.version.created_at).date()
        cited = Citation(
            author=author,
            title=self.dataset.title.words,
            version=self.version.number,
            published_on=published,
            publisher=author,
            address=self.permalink,
            key=f"{self.dataset.slug}-{self.version.number}",
        )
        return {"text": cited.as_text(_("version"), _("dataset")), "bibtex": cited.as_bibtex()}

    @property
    def structured(self) -> SafeString:
        """The record for search engines, as the content of a script element: `<`, `>` and `&` are escaped in it."""
        address = self.origin + self.dataset.get_absolute_url()
        downloads = as_downloads(self.tables, self.origin)
        record = as_schema_org(self.dataset, self.version, self.shown.tables, address=address, downloads=downloads)
        return mark_safe(json.dumps(record, ensure_ascii=False).translate(JSON_ESCAPES))  # noqa: S308  escaped just here

    def _title_of(self, table: TableFile) -> str:
        """A table is called as its sheet or file; the only one as the dataset."""
        return str(table) if len(self.shown.tables) > 1 else self.dataset.title.words


@dataclass(frozen=True)
class Record:
    """The record of a dataset in the reader's words."""

    dataset: Dataset

    @property
    def themes(self) -> list[tuple[str, str]]:
        """Code and name."""
        return [(code, str(themes.THEMES[code])) for code in self.dataset.themes if code in themes.THEMES]

    @property
    def frequency(self) -> str:
        """How often it changes."""
        known = frequencies.FREQUENCIES.get(self.dataset.frequency)
        return str(known.title) if known else ""

    @property
    def high_value(self) -> str:
        """Its category among the high-value datasets of the EU."""
        return str(high_value.CATEGORIES.get(self.dataset.high_value, ""))

    @property
    def place(self) -> str:
        """The name of the place it is about."""
        known = places().get(self.dataset.place)
        return known.name if known else ""

    @property
    def period(self) -> str:
        """What time it covers, in words."""
        start, end = self.dataset.period_start, self.dataset.period_end
        if start and end:
            return _("%(start)s to %(end)s") % {"start": words.date(start, "long"), "end": words.date(end, "long")}
        if start:
            return _("from %(start)s") % {"start": words.date(start, "long")}
        return _("until %(end)s") % {"end": words.date(end, "long")} if end else ""

    @property
    def languages(self) -> str:
        """The languages of the data."""
        names = {"fr": _("French"), "nl": _("Dutch"), "de": _("German"), "en": _("English")}
        return ", ".join(names.get(tag, tag) for tag in self.dataset.languages)

    @property
    def licence(self) -> Line:
        """Its name, the address of its text, and what one may do, in a sentence."""
        known = licences.LICENCES.get(self.dataset.licence)
        given = NAMED if known and known.needs_source else FREE
        return {
            "title": str(known.title) if known else self.dataset.licence,
            "address": (known.text if known else "") or self.dataset.licence_url,
            "sentence": str(CONDITIONS.get(self.dataset.licence, given)),
            "reason": self.dataset.licence_reason,
        }

    @property
    def closed(self) -> str:
        """Why the data cannot be had, when they cannot."""
        return str(ACCESS.get(self.dataset.access, ""))
