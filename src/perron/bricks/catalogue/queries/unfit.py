"""The rows of a published table that did not fit: whoever may have the file as it came may have them all.

When columns or tables were left out, only values of published columns remain, and none that tells of a person: a row
that is kept apart as a whole also holds what was left out.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass

from perron.bricks.catalogue import permissions
from perron.bricks.catalogue.models import TableFile
from perron.bricks.catalogue.queries.reading import dataset_to_read
from perron.bricks.catalogue.queries.refusals import NotPublic
from perron.bricks.catalogue.rules.personal import kinds_in
from perron.bricks.catalogue.rules.states import AccessRight, VersionState
from perron.kernel import files
from perron.kernel.actors import Actor
from perron.kernel.errors import NotFound
from perron.kernel.files import StoredFile


@dataclass(frozen=True, slots=True)
class UnfitRows:
    """A list of line, column, value, reason. `is_whole`: `file` may be handed out as it is, else only `rows`."""

    file: StoredFile
    name: str
    is_whole: bool
    columns: frozenset[str]

    def rows(self) -> Iterator[list[str]]:
        """The header, then what may be shown. Raises Unavailable."""
        with files.local_path(self.file).open(encoding="utf-8-sig", newline="") as stream:
            rows = csv.reader(stream)
            yield next(rows)
            yield from (row for row in rows if row[1] in self.columns and not kinds_in(row[2]))


def unfit_to_read(*, slug: str, table_id: int, actor: Actor | None = None) -> UnfitRows:
    """What did not fit a table of an accepted version (for staff: of any).

    Raises NotFound, MovedTo, WithdrawnBecause, NotPublic.
    """
    dataset = dataset_to_read(slug, actor)
    is_staff = permissions.may_read_draft(actor, dataset)
    if dataset.access != AccessRight.PUBLIC and not is_staff:
        raise NotPublic
    tables = TableFile.objects.select_related("unfit", "upload").filter(version__dataset=dataset, pk=table_id)
    table = (tables if is_staff else tables.filter(version__state=VersionState.ACCEPTED)).first()
    if table is None or table.unfit is None:
        raise NotFound
    is_whole = is_staff or (table.upload is not None and table.upload.offered)
    columns = frozenset(entry.name or entry.field for entry in table.dictionary)
    return UnfitRows(table.unfit, table.name, is_whole, columns)
