"""What the reading of a file doubted or could not fit, in sentences for the agent who sent it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from perron.bricks.catalogue.adapters.reading.refusals import by_code
from perron.bricks.catalogue.rules.labels import MEANINGS, TYPES, label
from perron.bricks.catalogue.rules.understanding import Doubt

DOUBTS: Final[Mapping[str, str | Promise]] = {
    "almost_all": _("%(fits)s values fit the type “%(type)s”, %(others)s do not, so the column stays text."),
    "ambiguous_numbers": _("The mark “%(mark)s” in these numbers can be read in two ways; we took it for %(read_as)s."),
    "converted_coordinates": _("Longitude and latitude were computed from %(x)s and %(y)s (%(system)s)."),
    "derived_column": _("This column is not in the file: we computed it."),
    "duplicate_name": _("Several columns are named “%(name)s”; this one is called %(field)s."),
    "empty_columns": _("%(columns)s columns without name or value were left out."),
    "guessed_encoding": _("The characters of this file are probably written in %(encoding)s. Check the accents."),
    "guessed_reference_system": _(
        "The map does not say its reference system; by its coordinates it is Belgian Lambert."
    ),
    "hidden_sheet": _("This sheet is hidden in the workbook."),
    "leading_zeros": _("%(values)s values begin with a zero, so they are codes and stay text."),
    "lines_above_header": _("%(lines)s lines above the header are not part of the table."),
    "lost_leading_zeros": _("%(values)s codes have probably lost the zero they begin with. They are left as written."),
    "member_not_read": _("The file %(member)s in this archive could not be read. %(reason)s"),
    "member_without_table": _("The file %(member)s in this archive is no table."),
    "merged_cells": _("%(cells)s merged cells were filled with the value they show."),
    "mixed_encodings": _("%(lines)s lines are written in another encoding than the rest. Check their accents."),
    "month_before_day": _("In these dates the month comes before the day."),
    "no_header": _("No header was found, so the columns got names of our own."),
    "no_name": _("This column has no name; it is called %(field)s."),
    "no_records": _("This JSON file holds no list of records."),
    "no_reference_system": _("The map does not say its reference system; we took its coordinates for degrees."),
    "no_rows": _("The table has no rows."),
    "not_what_its_name_says": _("The name ends in .%(extension)s, but the content is %(found)s."),
    "notes_below": _("%(rows)s lines below the table are notes, and not part of it."),
    "personal_data": _("%(values)s values look like personal data (%(kind)s)."),
    "repeated_headers": _("The header is repeated %(rows)s times inside the table; those rows were left out."),
    "reprojected": _("The coordinates were converted from %(system)s to longitude and latitude."),
    "several_header_rows": _("The headings of %(rows)s rows were joined into one name per column."),
    "sheet_without_table": _("The sheet “%(sheet)s” is no table: %(words)s"),
    "split_coordinates": _("Longitude and latitude were taken from the texts in the column %(column)s."),
    "swapped_coordinates": _(
        "%(longitude)s and %(latitude)s seem to bear each other's name; the map is drawn accordingly."
    ),
    "times_in_utc": _("These times carry a time zone and are kept in universal time (UTC)."),
    "two_digit_years": _("These dates write the year with two digits; 69 to 99 are taken for 1969 to 1999."),
    "picture_cleaned": _(
        "Where and with what this picture was taken, and what was noted in it, was removed. The picture is untouched."
    ),
    "pictures_inside_tell": _(
        "Pictures inside this file say where or with what they were taken: %(count)s. If nobody should know, remove"
        " that from them and send the file again."
    ),
    "web_page": _("This is a web page, not data. The address probably leads to an error or a sign-in page."),
}
REASONS: Final[Mapping[str, str | Promise]] = {
    "above_header": _("This line stands above the header."),
    "broken_geometry": _("The shape cannot be read."),
    "not_a_date": _("This is not a date."),
    "not_a_number": _("This is not a number."),
    "not_a_time": _("This is not a date with a time."),
    "not_a_whole_number": _("This is not a whole number."),
    "not_yes_or_no": _("This is neither yes nor no."),
    "note": _("This line is a note below the table."),
    "repeated_header": _("This line repeats the header."),
    "too_few_cells": _("This row has fewer cells than the header; the missing ones are empty."),
    "too_many_cells": _("This row has more cells than the header; those beyond it are listed here."),
}


NUMBER: Final = _("Number")
READ_AS: Final[Mapping[str, str | Promise]] = {
    "decimal": _("the decimal mark"),
    "thousands": _("the mark between thousands"),
}
FORMATS: Final[Mapping[str, str]] = {
    "xlsx": "Excel (XLSX)",
    "xls": "Excel (XLS)",
    "ods": "OpenDocument (ODS)",
    "gpkg": "GeoPackage",
    "geojson": "GeoJSON",
    "sqlite": "SQLite",
    "parquet": "Parquet",
    "shp": "Shapefile",
    "application/pdf": "PDF",
    "image/png": "PNG",
    "image/jpeg": "JPEG",
}
UNKNOWN: Final = _("something that we do not know")


def sentence(doubt: Doubt) -> str:
    """The sentence of a doubt, in the reader's language; its code when there is none."""
    words = DOUBTS.get(doubt.code, doubt.code)
    return str(words) % {name: _said(name, fact, doubt) for name, fact in doubt.facts.items()}


def _said(name: str, fact: str | int, doubt: Doubt) -> str | int:
    """A fact as a reader says it: codes of ours become words."""
    known = str(fact)
    if name == "type":
        return str(NUMBER) if known == "number" else label(TYPES, known)
    if name == "kind":
        return label(MEANINGS, known)
    if name == "reason":
        return str(by_code(known)(**{key: each for key, each in doubt.facts.items() if key != name}))
    if name == "read_as":
        return str(READ_AS.get(known, known))
    if name == "found" and known == "application/octet-stream":
        return str(UNKNOWN)
    return FORMATS.get(known, known if "/" in known else known.upper()) if name == "found" else fact


def reason(code: str) -> str:
    """Why a row or value does not fit, in the reader's language."""
    return str(REASONS.get(code, code))
