"""What was understood of a file that an agent dropped, and what she corrected: plain values, kept as JSON.

A file is read into tables (one per sheet, layer or member of an archive); what is no table is kept as a document.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from perron.kernel.contract import ColumnType

NO_MEANING: Final = "none"  # what an agent chooses when a recognised meaning is none


@dataclass(frozen=True, slots=True)
class Doubt:
    """Something the reader of the file was not sure of, or changed: `code` has a sentence, `facts` fill its places."""

    code: str
    facts: Mapping[str, str | int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ColumnUnderstanding:
    """One column. `name` is the header as written; `field` the identifier (ASCII, lower case, unique) in files and API.

    `minimum`, `maximum` and `examples` are written as in the canonical CSV; `unfit` counts values that do not fit the
    `type`.
    """

    name: str
    field: str
    type: ColumnType
    meaning: str = ""
    language: str = ""  # of a language twin: "nom_fr" → "fr"
    filled: int = 0
    distinct: int = 0
    minimum: str | None = None
    maximum: str | None = None
    examples: tuple[str, ...] = ()
    unfit: int = 0
    personal: int = 0  # values that are valid personal identifiers (see rules.personal)
    doubts: tuple[Doubt, ...] = ()


@dataclass(frozen=True, slots=True)
class TableUnderstanding:
    """One table. `parquet` and `unfit_csv` are file names in the folder the reading wrote to (`unfit_csv` may be "").

    `geometry` is the field of the GeoJSON/WGS 84 geometry, "" when there is none; `box` its west, south, east, north.
    `points` names the (longitude, latitude) fields when coordinates are columns. `covering` is a column of the Parquet
    file that is not published: per row a STRUCT(xmin, ymin, xmax, ymax) in degrees, as GeoParquet's bbox; "" when none.
    """

    name: str
    columns: tuple[ColumnUnderstanding, ...]
    row_count: int
    parquet: str
    unfit_rows: int = 0
    unfit_csv: str = ""
    header_row: int = 0  # 1-based line of the header; 0: none was found and names were made
    geometry: str = ""
    box: tuple[float, float, float, float] | None = None
    points: tuple[str, str] | None = None
    covering: str = ""
    key: tuple[str, ...] = ()  # fields that tell rows apart, when some do
    doubts: tuple[Doubt, ...] = ()


@dataclass(frozen=True, slots=True)
class Understanding:
    """The whole file. `format` is a short name: csv, xlsx, xls, ods, json, ndjson, geojson, gpkg, shp, kml, parquet,
    sqlite, gtfs, zip, or document.
    """

    format: str
    media_type: str
    size: int
    tables: tuple[TableUnderstanding, ...] = ()
    encoding: str = ""
    separator: str = ""
    decimal: str = ""
    languages: tuple[str, ...] = ()
    doubts: tuple[Doubt, ...] = ()
    cleaned: str = ""  # of a picture: the name of its copy without place and camera, in the folder the reading wrote to


@dataclass(frozen=True, slots=True)
class ColumnChoice:
    """What the agent decided for a column, by its header as written. Empty values mean: as understood.

    `meaning` is `NO_MEANING` for a column that was taken for more than it is.
    """

    type: str = ""
    field: str = ""
    meaning: str = ""
    drop: bool = False


@dataclass(frozen=True, slots=True)
class ReadingChoices:
    """What the agent decided for the file. Empty values mean: as understood.

    `header_row`: 1-based line, -1 for "there is none". `tables`: names of those to keep, empty for all.
    `columns`: per table name, per header as written.
    """

    encoding: str = ""
    separator: str = ""
    decimal: str = ""
    header_row: int = 0
    tables: tuple[str, ...] = ()
    columns: Mapping[str, Mapping[str, ColumnChoice]] = field(default_factory=dict)
