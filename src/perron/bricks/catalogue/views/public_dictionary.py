"""The dictionary of a table as its page shows it: each column with its meaning, how full it is, and its extremes."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.text import Truncator
from django.utils.translation import gettext as _

from perron.bricks.catalogue.queries.showing import TableFile
from perron.bricks.catalogue.rules.dictionary import ColumnEntry
from perron.bricks.catalogue.rules.labels import MEANINGS, TYPES
from perron.bricks.catalogue.views.public_cells import extreme
from perron.kernel.contract import ColumnType
from perron.ui import words

LONGEST = 40  # characters of an example


@dataclass(frozen=True)
class DictionaryLine:
    """One column. `filled`: the share of rows with a value, in whole percent; 100 only when none is empty.

    `is_open`: whether the reader may have the data; else no value of them is shown.
    """

    entry: ColumnEntry
    rows: int
    is_open: bool

    @property
    def title(self) -> str:
        """How it is called; a column without a header has its name in files only."""
        return self.entry.title.words or self.entry.field

    @property
    def type(self) -> str:
        """What its values are, with their unit."""
        return " · ".join(filter(None, [str(TYPES[self.entry.type]), self.entry.unit]))

    @property
    def meaning(self) -> str:
        """What its values mean beyond their type."""
        return str(MEANINGS.get(self.entry.meaning, ""))

    @property
    def filled(self) -> int:
        """The share that is filled."""
        if not self.rows or self.entry.filled >= self.rows:
            return 100
        return min(99, round(100 * self.entry.filled / self.rows))

    @property
    def values(self) -> str:
        """Its least and most; of texts, some examples."""
        if not self.is_open:
            return ""
        if self.entry.type is ColumnType.TEXT and self.entry.examples:
            return ", ".join(Truncator(example).chars(LONGEST) for example in self.entry.examples[:3])
        least, most = extreme(self.entry, self.entry.minimum), extreme(self.entry, self.entry.maximum)
        if self.entry.type is ColumnType.BOOLEAN:
            return ", ".join(dict.fromkeys(filter(None, (most, least))))
        if least and most:
            return least if least == most else _("%(least)s to %(most)s") % {"least": least, "most": most}
        return least or most

    @property
    def distinct(self) -> str:
        """How many different values."""
        return words.number(self.entry.distinct)


def as_lines(table: TableFile, *, is_open: bool) -> list[DictionaryLine]:
    """The columns of a table in their order."""
    return [DictionaryLine(entry, table.row_count, is_open) for entry in table.dictionary]
