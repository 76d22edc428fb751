"""What a version changed, in whole sentences."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from perron.bricks.catalogue.queries.showing import Version
from perron.bricks.catalogue.rules.changes import TableChanges, changes_from_json
from perron.ui import words


def changes_in_words(version: Version) -> list[str]:
    """The changes from the version before; of the first version, nothing."""
    tables = changes_from_json(version.changes).tables
    return [sentence for table in tables for sentence in _of(table, is_only=len(tables) == 1)]


def _of(table: TableChanges, *, is_only: bool) -> Iterator[str]:
    if table.kind == "added":
        yield _("New table: %(table)s") % {"table": table.table}
        return
    if table.kind == "removed":
        yield _("Table removed: %(table)s") % {"table": table.table}
        return
    if not is_only and table.kind != "same":
        yield _("Table %(table)s:") % {"table": table.table}
    yield from _rows(table)
    if table.columns_added:
        yield _("new columns: %(columns)s") % {"columns": ", ".join(table.columns_added)}
    if table.columns_removed:
        yield _("columns removed: %(columns)s") % {"columns": ", ".join(table.columns_removed)}
    for field, _before, _now in table.retyped:
        yield _("type changed: %(column)s") % {"column": field}


def _rows(table: TableChanges) -> Iterator[str]:
    if added := table.rows_added:
        yield ngettext("%(count)s row added", "%(count)s rows added", added) % {"count": words.number(added)}
    if removed := table.rows_removed:
        yield ngettext("%(count)s row removed", "%(count)s rows removed", removed) % {"count": words.number(removed)}
    if modified := table.rows_modified:
        yield ngettext("%(count)s row changed", "%(count)s rows changed", modified) % {"count": words.number(modified)}
