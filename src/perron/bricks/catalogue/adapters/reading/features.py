"""Maps (GeoJSON, GeoPackage, shapefile, KML): one table per layer, geometry as GeoJSON in WGS 84."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, Final

import numpy as np
import pyogrio
import pyproj
import shapely
from pyogrio.errors import DataLayerError, DataSourceError

from perron.bricks.catalogue.adapters.reading import objects
from perron.bricks.catalogue.adapters.reading.refusals import DamagedFile
from perron.bricks.catalogue.adapters.reading.stage import Numbered, Sheet, Stage, Unfit
from perron.bricks.catalogue.rules.understanding import Doubt
from perron.kernel.contract import ColumnType

Array = np.ndarray[Any, Any]  # of whatever the layer's columns hold
GEOMETRY: Final = "geometry"
PRECISION: Final = 1e-7  # degrees: about a centimetre
LAMBERT_72, LAMBERT_2008, WGS84 = "EPSG:31370", "EPSG:3812", "OGC:CRS84"
DECLARED: Final = {
    "OFTString": ColumnType.TEXT,
    "OFTInteger": ColumnType.INTEGER,
    "OFTInteger64": ColumnType.INTEGER,
    "OFTReal": ColumnType.DECIMAL,
}


def read(stage: Stage, path: Path, format_: str, name: str) -> list[Sheet]:
    """Put every layer of a file on the stage. DamagedFile when it cannot be read."""
    try:
        layers = [str(layer) for layer in pyogrio.list_layers(path)[:, 0]]
        return [
            _layer(stage, path, layer, format_, layer if len(layers) > 1 or format_ in ("shp", "gpkg") else name)
            for layer in layers
        ]
    except (DataSourceError, DataLayerError, pyproj.exceptions.ProjError, shapely.errors.ShapelyError) as error:
        raise DamagedFile(format=format_, reason=str(error)[:500]) from error


def _layer(stage: Stage, path: Path, layer: str, format_: str, name: str) -> Sheet:
    options = {"encoding": "cp1252"} if format_ == "shp" and not path.with_suffix(".cpg").exists() else {}
    about, _, geometry, columns = pyogrio.raw.read(path, layer=layer, **options)
    names = [str(field) for field in about["fields"]]
    stage.check_width(len(names) + 1)
    kinds = [str(kind) for kind in about.get("ogr_types", ())]
    texts = [_texts(column, kind) for column, kind in zip(columns, kinds, strict=True)]
    if geometry is None:
        return Sheet(name, stage.load_rows(_numbered(texts), len(names)), tuple(names))
    written, box, doubts, lost = geometries(geometry, about["crs"])
    relation = stage.load_rows(_numbered([*texts, written]), len(names) + 1)
    sheet = Sheet(name, relation, (*names, GEOMETRY), decimal=".", geometry=len(names), box=box, doubts=doubts)
    sheet.unfit += [Unfit(row + 1, GEOMETRY, reason, "broken_geometry") for row, reason in lost]
    if format_ in ("gpkg", "shp"):
        sheet.declared = {
            place: DECLARED[kind] for place, kind in enumerate(kinds) if kind in DECLARED and kind != "OFTReal"
        }
    return sheet


def _numbered(columns: Sequence[Sequence[str]]) -> Iterator[Numbered]:
    yield from enumerate(zip(*columns, strict=True), start=1)


def _texts(column: Array, kind: str) -> list[str]:
    if kind in ("OFTInteger", "OFTInteger64", "OFTReal"):
        return ["" if _is_nothing(value) else objects.text_of(value) for value in column.tolist()]
    return ["" if _is_nothing(value) else _text(value) for value in column]


def _is_nothing(value: object) -> bool:
    if value is None or (isinstance(value, float) and math.isnan(value)):
        return True
    return isinstance(value, np.datetime64) and bool(np.isnat(value))


def _text(value: object) -> str:
    if isinstance(value, np.datetime64):
        text = str(value.astype("datetime64[s]")).replace("T", " ")
        return text.removesuffix(" 00:00:00")
    if isinstance(value, np.ndarray | list):
        return objects.text_of(list(value.tolist() if isinstance(value, np.ndarray) else value))
    return str(value).replace("\0", "")


def crs_of(written: str | None) -> tuple[pyproj.CRS, tuple[Doubt, ...]]:
    """The reference system of a layer: a Belgian one written without its transformation is taken by its name."""
    if not written:
        return pyproj.CRS(WGS84), (Doubt("no_reference_system"),)
    crs = pyproj.CRS.from_user_input(written)
    title = crs.name.lower()
    if "belg" in title or "lambert 72" in title or "lb72" in title:
        return pyproj.CRS(LAMBERT_2008 if "2008" in title else LAMBERT_72), ()
    known = crs.to_epsg(min_confidence=60)
    return (pyproj.CRS.from_epsg(known) if known else crs), ()


def geometries(
    written: Array, crs_text: str | None
) -> tuple[list[str], tuple[float, float, float, float] | None, list[Doubt], list[tuple[int, str]]]:
    """Geometries as GeoJSON texts in WGS 84, their box, what was doubtful, and the rows whose geometry is broken."""
    shapes = shapely.from_wkb(written, on_invalid="ignore")
    lost = [(row, "unreadable") for row in range(len(shapes)) if shapes[row] is None and written[row] is not None]
    crs, found = crs_of(crs_text)
    doubts = list(found)
    shapes = shapely.force_2d(shapes)
    if found and not _in_degrees(shapes):
        crs, doubts = _belgian(shapes), [Doubt("guessed_reference_system")]
    if crs != pyproj.CRS(WGS84) and crs.to_epsg() != 4326:
        transformer = pyproj.Transformer.from_crs(crs, WGS84, always_xy=True)
        shapes = shapely.transform(
            shapes, lambda points: np.column_stack(transformer.transform(points[:, 0], points[:, 1]))
        )
        doubts.append(Doubt("reprojected", {"system": crs.name}))
    shapes = shapely.set_precision(shapes, PRECISION, mode="pointwise")
    bounds = shapely.total_bounds(shapes)
    box = tuple(float(side) for side in bounds) if not np.isnan(bounds).any() and np.isfinite(bounds).all() else None
    texts = ["" if shape is None or shape.is_empty else str(shapely.to_geojson(shape)) for shape in shapes]
    return texts, (box[0], box[1], box[2], box[3]) if box else None, doubts, lost


def _in_degrees(shapes: Array) -> bool:
    west, south, east, north = shapely.total_bounds(shapes)
    return bool(np.isnan(west) or (west >= -180 and east <= 180 and south >= -90 and north <= 90))


def _belgian(shapes: Array) -> pyproj.CRS:
    return pyproj.CRS(LAMBERT_2008 if shapely.total_bounds(shapes)[0] > 400_000 else LAMBERT_72)
