"""Refusals of the table engine: questions that are well written, and still cannot be answered."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from perron.kernel.errors import Refused


class BadCursor(Refused):
    """`after` is not something we gave out."""

    code = "bad_cursor"
    sentence = _("The address of this page is damaged (“after”).")
    way_out = _("Start from the first page, and follow the addresses we give.")


class CursorOfAnotherQuery(Refused):
    """`after` was given for another question, or for another version of the table."""

    code = "cursor_of_another_query"
    status = 409
    sentence = _("This page belongs to another question, or the data has changed since.")
    way_out = _("Start again from the first page, without “after”.")


class TookTooLong(Refused):
    """Facts: `seconds`."""

    code = "took_too_long"
    status = 422
    sentence = _("This question took more than %(seconds)s seconds, so we stopped it.")
    way_out = _("Ask for less at once, or download the file and compute on your own machine.")


class TooHeavy(Refused):
    """The answer does not fit in the memory that one question may use."""

    code = "too_heavy"
    status = 422
    sentence = _("This question needs more memory than one question may use.")
    way_out = _("Ask for less at once, or download the file and compute on your own machine.")


class OutOfBounds(Refused):
    """A value or a computed figure does not fit its type."""

    code = "out_of_bounds"
    status = 422
    sentence = _("A number in this question, or in its answer, is larger than this column can hold.")
    way_out = _("Use another figure, or filter first.")


class NoShapes(Refused):
    """A map format of a table without places."""

    code = "no_shapes"
    sentence = _("The rows of this table have no place on the map, so there is no GeoJSON of it.")
    way_out = _("Choose CSV, JSON, XLSX or Parquet.")


class TooManyRowsForFormat(Refused):
    """Facts: `rows`, `limit`, `format`."""

    code = "too_many_rows_for_format"
    status = 422
    sentence = _("There are %(rows)s rows, and a file of the format %(format)s holds at most %(limit)s.")
    way_out = _("Filter first, or choose CSV or Parquet, which hold any number of rows.")
