"""Every file that we hand out, opened by a program of others: DuckDB, GDAL, Calamine, Python's own."""

from __future__ import annotations

import csv
from datetime import date
from decimal import Decimal
from io import StringIO
from pathlib import Path

import duckdb
import pyogrio.raw
import pytest
import python_calamine
import shapely
from django.test import Client

ROWS, FIRST = 18, "Été « 10 », l’autre"


@pytest.fixture
def kept(published, tmp_path: Path):
    """Download the table in a format, as a file."""

    def download(extension: str, query: str = "") -> Path:
        table = published.current.tables.get().name
        address = f"/api/catalogue/v1/datasets/{published.slug}/tables/{table}/rows.{extension}{query}"
        answer = Client().get(address)
        assert answer.status_code == 200
        path = tmp_path / f"table.{extension}"
        path.write_bytes(b"".join(answer.streaming_content))
        return path

    return download


def asked(statement: str) -> list[tuple[object, ...]]:
    with duckdb.connect() as database:
        return database.execute(statement).fetchall()


def test_csv_in_duckdb_has_types_and_accents_by_itself(kept):
    (first, *_rest) = found = asked(f"SELECT id, commune, prix, le, lon FROM '{kept('csv')}' ORDER BY id")

    assert len(found) == ROWS
    assert first == (10, FIRST, 10.5, date(2021, 1, 10), 4.1)


def test_csv_in_pythons_own_reader(kept):
    found = list(csv.DictReader(StringIO(kept("csv").read_text("utf-8"))))

    assert (len(found), found[0]["commune"]) == (ROWS, FIRST)


def test_parquet_in_duckdb_keeps_exact_types(kept):
    path = kept("parquet")

    assert asked(f"SELECT commune, prix, le FROM '{path}' WHERE id = 10") == [
        (FIRST, Decimal("10.50"), date(2021, 1, 10))
    ]
    assert asked(f"SELECT count(*) FROM '{path}'") == [(ROWS,)]


def test_json_lines_and_json_in_duckdb(kept):
    lines = asked(f"SELECT count(*), sum(prix) FROM read_json('{kept('ndjson')}', format = 'newline_delimited')")

    assert lines[0][0] == ROWS
    assert asked(f"SELECT count(*) FROM read_json('{kept('json')}')")[0][0] == ROWS


def test_geojson_in_gdal_lies_where_it_should(kept):
    about, _ids, shapes, values = pyogrio.raw.read(kept("geojson"))

    points = shapely.from_wkb(shapes)
    assert (about["crs"], len(points)) == ("EPSG:4326", ROWS)
    assert (points[0].x, points[0].y) == (4.1, 50.1)
    assert dict(zip(about["fields"], (value[0] for value in values), strict=True))["commune"] == FIRST


def test_a_workbook_in_calamine_has_numbers_and_dates_not_texts(kept):
    workbook = python_calamine.load_workbook(str(kept("xlsx")))

    header, first, *_rest = workbook.get_sheet_by_index(0).to_python()
    row = dict(zip(header, first, strict=True))
    assert (row["id"], row["commune"], row["prix"], row["le"]) == (10, FIRST, 10.5, date(2021, 1, 10))
