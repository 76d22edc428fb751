"""Formats that no real file here is written in, small ones made on the spot: Parquet, JSON lines, KML, SQLite."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from decimal import Decimal
from pathlib import Path

import duckdb
import numpy as np
import pyogrio.raw
import pyproj
import pytest
import shapely

from perron.bricks.catalogue.adapters.reading.shapes import quoted
from perron.bricks.catalogue.tests.reading_files import (
    binary_workbook,
    column,
    only,
    reading,
    reading_text,
    real_reading,
    rows,
    types,
)

KML = """<?xml version="1.0" encoding="UTF-8"?>
<kml xmlns="http://www.opengis.net/kml/2.2"><Document><Folder><name>Bornes</name>
<Placemark><name>Grand-Place</name><Point><coordinates>4.3525,50.8467,0</coordinates></Point></Placemark>
<Placemark><name>Place Saint-Lambert</name><Point><coordinates>5.5736,50.6451</coordinates></Point></Placemark>
</Folder></Document></kml>"""
GEO = '{"version":"1.0.0","primary_column":"geom","columns":{"geom":{"encoding":"WKB","geometry_types":["Point"]%s}}}'


def parquet(path: Path, query: str, options: str = "") -> Path:
    with duckdb.connect() as connection:
        connection.execute(f"COPY ({query}) TO '{path}' (FORMAT parquet{options})")
    return path


def point(x: float, y: float) -> str:
    return f"from_hex('{shapely.to_wkb(shapely.Point(x, y)).hex()}')"


def test_a_parquet_file_keeps_its_types(tmp_path: Path) -> None:
    path = parquet(
        tmp_path / "a.parquet",
        "SELECT '04000' AS code, 7 AS number, 1.5::DOUBLE AS share, true AS open, DATE '2024-02-29' AS day "
        "UNION ALL SELECT NULL, NULL, NULL, NULL, NULL",
    )

    understanding = reading(path, tmp_path)
    table = only(understanding)

    assert (understanding.format, table.row_count) == ("parquet", 1)
    assert types(table) == {
        "code": "text",
        "number": "integer",
        "share": "decimal",
        "open": "boolean",
        "day": "date",
    }
    assert column(table, "code").examples == ("04000",)


@pytest.mark.parametrize(
    ("crs", "x", "y"),
    [("", 4.3525, 50.8467), ("EPSG:31370", 148_880, 170_700)],
)
def test_the_shapes_of_a_geoparquet_file_stand_on_the_map(crs: str, x: float, y: float, tmp_path: Path) -> None:
    system = f',"crs":{pyproj.CRS(crs).to_json()}' if crs else ""
    kept = f", KV_METADATA {{geo: {quoted(GEO % system)}}}"
    path = parquet(tmp_path / "a.parquet", f"SELECT 'Grand-Place' AS name, {point(x, y)} AS geom", kept)

    table = only(reading(path, tmp_path))

    assert table.geometry == "geom"
    assert table.box is not None
    assert (round(table.box[0], 2), round(table.box[1], 2)) == (4.35, 50.85)


def test_shapes_in_bytes_under_a_usual_name_are_shapes(tmp_path: Path) -> None:
    path = parquet(tmp_path / "a.parquet", f"SELECT 1 AS id, {point(148_880, 170_700)} AS geometry")

    table = only(reading(path, tmp_path))

    assert table.geometry == "geometry"
    assert "guessed_reference_system" in {doubt.code for doubt in table.doubts}
    assert '"Point"' in str(rows(tmp_path, table, "geometry")[0][0])


def test_other_bytes_are_counted_not_shown(tmp_path: Path) -> None:
    table = only(reading(parquet(tmp_path / "a.parquet", "SELECT 1 AS id, '\\x00\\x01'::BLOB AS photo"), tmp_path))

    assert column(table, "photo").examples == ("2 bytes",)


def test_json_lines_become_one_table(tmp_path: Path) -> None:
    lines = '{"nom": "Gand", "lieu": {"cp": "9000"}}\n\n{"nom": "Mons", "lieu": {"cp": "7000"}, "note": "x"}\n'

    understanding = reading_text(lines, tmp_path, name="a.ndjson")
    table = only(understanding)

    assert understanding.format == "ndjson"
    assert [each.name for each in table.columns] == ["nom", "lieu.cp", "note"]
    assert table.row_count == 2


def test_the_places_of_a_kml_stand_on_the_map(tmp_path: Path) -> None:
    understanding = reading_text(KML, tmp_path, name="bornes.kml")
    table = only(understanding)

    assert (understanding.format, table.row_count) == ("kml", 2)
    assert table.box == (4.3525, 50.6451, 5.5736, 50.8467)
    assert "Grand-Place" in str(rows(tmp_path, table))


def database(path: Path) -> Path:
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("CREATE TABLE ecoles (code TEXT, eleves REAL, photo BLOB)")
        connection.executemany("INSERT INTO ecoles VALUES (?, ?, ?)", [("0012", 250.0, b"12"), ("0013", None, None)])
        connection.execute(
            "CREATE VIEW endless AS WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x FROM n) SELECT * FROM n"
        )
    return path


def test_a_database_gives_its_tables_and_not_its_views(tmp_path: Path) -> None:
    understanding = reading(database(tmp_path / "ecoles.sqlite"), tmp_path)
    table = only(understanding)

    assert (understanding.format, table.name) == ("sqlite", "ecoles")
    assert types(table) == {"code": "text", "eleves": "integer", "photo": "text"}
    assert rows(tmp_path, table) == [("0012", 250, "2 bytes"), ("0013", None, None)]


def test_a_geopackage_without_shapes_gives_its_table(tmp_path: Path) -> None:
    path = tmp_path / "a.gpkg"
    names = np.array(["Aat", "Gent"], dtype=object)
    pyogrio.raw.write(path, None, [names], ["naam"], layer="steden", driver="GPKG", geometry_type=None)

    table = only(reading(path, tmp_path))

    assert (table.row_count, table.geometry, types(table)) == (2, "", {"naam": "text"})


def test_a_binary_workbook_is_read_as_any_other(tmp_path: Path) -> None:
    table = only(reading(binary_workbook(tmp_path / "sent", ["essence", "hauteur"], ["Chêne", 12.5]), tmp_path))

    assert (table.name, types(table)) == ("Arbres", {"essence": "text", "hauteur": "decimal"})
    assert rows(tmp_path, table) == [("Chêne", Decimal("12.5"))]


def test_the_vat_units_of_statbel_are_four_tables() -> None:
    understanding, _ = real_reading("statbel_TF_VAT_NACE_SQ_2019.zip")

    sizes = {table.name: table.row_count for table in understanding.tables}
    vat = understanding.tables[0]

    assert understanding.format == "zip"
    assert set(sizes) == {"TF_VAT_NACE_2019", "TD_NACE", "TD_LGL_PSN_VAT", "TD_MUNTY_REFNIS"}
    assert column(vat, "CD_REFNIS").meaning == "nis_code"
    assert column(vat, "MS_NUM_VAT").type == "integer"
    assert sizes["TF_VAT_NACE_2019"] > 100_000
