"""Downloads: right in every format, escaped where a spreadsheet would run them, in constant memory for any size."""

from __future__ import annotations

import csv
import io
import json
import resource
from dataclasses import replace
from pathlib import Path

import duckdb
import pytest
from python_calamine import CalamineWorkbook

from perron.bricks.catalogue.adapters.tables import Engine, Format, Table, export, fast_copy, workbooks
from perron.bricks.catalogue.adapters.tables.refusals import NoShapes, TooManyRowsForFormat
from perron.bricks.catalogue.schemas.query import parse
from perron.bricks.catalogue.tests.table_samples import a_table, an_engine, many, towns


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("exports")


@pytest.fixture(scope="module")
def engine(folder: Path) -> Engine:
    return an_engine(folder)


@pytest.fixture(scope="module")
def table(folder: Path) -> Table:
    return towns(folder)


def whole(table: Table, engine: Engine, format_: Format, address: str = "", *, bom: bool = False) -> bytes:
    return b"".join(export(table, parse(address, table.columns), format_, bom=bom, engine=engine))


def test_csv_has_all_rows_typed_and_quoted(table, engine):
    read = list(csv.reader(io.StringIO(whole(table, engine, Format.CSV).decode(), newline="")))

    assert read[0] == list(table.fields)
    assert read[1] == [
        "1",
        "Éghezée",
        "92035",
        "16000",
        "55.5",
        "true",
        "2020-01-15",
        "2020-01-15T08:30:00",
        "4.9",
        "50.58",
    ]
    assert read[2][7] == "2021-06-01T00:00:00.250000"
    assert read[4] == ["4", "", "", "", "", "true", "", "1999-12-31T23:59:59", "", ""]
    assert read[5][1] == 'Zottegem "Z", x'
    assert len(read) == 7


@pytest.mark.parametrize("start", ["=1+1", "+32 2 000", "-cmd", "@SUM(A1)", "\tx", "\rx"])
def test_a_text_that_a_spreadsheet_would_run_begins_with_an_apostrophe(folder, engine, start):
    made = a_table(folder, f"SELECT '{start}' AS word, -5::BIGINT AS number")
    read = list(csv.reader(io.StringIO(whole(made, engine, Format.CSV).decode(), newline="")))

    assert read[1] == [f"'{start}", "-5"]


def test_a_group_key_is_escaped_too(table, engine):
    assert b'"\'=1+1"' in whole(table, engine, Format.CSV, "group=town")


def test_csv_begins_with_a_byte_order_mark_only_when_asked(table, engine):
    assert whole(table, engine, Format.CSV, bom=True).startswith(b'\xef\xbb\xbf"id"')
    assert whole(table, engine, Format.CSV).startswith(b'"id"')


def test_json_and_lines_of_json_have_typed_values(table, engine):
    rows = json.loads(whole(table, engine, Format.JSON))
    lines = [json.loads(line) for line in whole(table, engine, Format.NDJSON).decode().splitlines()]

    assert rows == lines
    assert rows[0]["people"] == 16000
    assert rows[0]["seen"] == "2020-01-15T08:30:00"
    assert rows[3]["town"] is None


def test_numbers_that_json_does_not_know_are_empty(folder, engine):
    made = a_table(folder, "SELECT unnest(['nan', 'inf', '1.5'])::DOUBLE AS area")

    assert json.loads(whole(made, engine, Format.JSON)) == [{"area": None}, {"area": None}, {"area": 1.5}]


def test_geojson_makes_points_of_coordinates(table, engine):
    features = json.loads(whole(table, engine, Format.GEOJSON, "sort=-id"))["features"]

    assert features[0]["geometry"] == {"type": "Point", "coordinates": [4.9, 50.58]}
    assert features[0]["properties"]["town"] == "Éghezée"
    assert features[2]["geometry"] is None


@pytest.mark.parametrize("is_fast", [False, True])
def test_geojson_has_the_shapes_of_the_table(folder, engine, is_fast):
    shape = '{"type":"Polygon","coordinates":[[[4.0,50.0],[5.0,50.0],[5.0,51.0],[4.0,50.0]]]}'
    made = a_table(folder, f"SELECT 1::BIGINT AS id, '{shape}' AS shape UNION ALL SELECT 2, NULL", geometry="shape")
    if is_fast:
        made = replace(made, identity=made.identity[::-1])
        fast_copy.prepare(made.path, engine.copy_of(made), geometry="shape")
    features = json.loads(whole(made, engine, Format.GEOJSON))["features"]

    assert [feature["geometry"] for feature in features] == [json.loads(shape), None]
    assert features[0]["properties"] == {"id": 1}
    assert json.loads(whole(made, engine, Format.JSON))[0]["shape"] == json.loads(shape)
    assert len(json.loads(whole(made, engine, Format.JSON, "bbox=4.1,50.1,4.2,50.2"))) == 1
    assert json.loads(whole(made, engine, Format.JSON, "bbox=6,50,7,51")) == []


@pytest.mark.parametrize("is_fast", [False, True])
def test_the_box_of_each_row_finds_it_and_is_in_no_answer(folder, engine, is_fast):
    point = '{"type":"Point","coordinates":[4.5,50.5]}'
    # The shape cannot be read as one: only its box can have found the row.
    sql = f"""SELECT 1::BIGINT AS id, 'no shape' AS shape,
            {{'xmin': 4.0, 'ymin': 50.0, 'xmax': 5.0, 'ymax': 51.0}} AS bbox
        UNION ALL SELECT 2, '{point}', {{'xmin': 4.5, 'ymin': 50.5, 'xmax': 4.5, 'ymax': 50.5}}
        UNION ALL SELECT 3, NULL, NULL"""
    made = a_table(folder, sql, geometry="shape", covering="bbox")
    if is_fast:
        made = replace(made, identity=made.identity[::-1])
        fast_copy.prepare(made.path, engine.copy_of(made), geometry="shape")

    for format_ in (Format.CSV, Format.NDJSON, Format.JSON, Format.GEOJSON):
        assert b"bbox" not in whole(made, engine, format_)
    book = CalamineWorkbook.from_filelike(io.BytesIO(whole(made, engine, Format.XLSX)))
    assert book.get_sheet_by_index(0).to_python()[0] == ["id", "shape"]
    part = folder / "part-of-shapes.parquet"
    part.write_bytes(whole(made, engine, Format.PARQUET, "bbox=4.6,50.6,4.7,50.7"))
    with duckdb.connect() as database:
        found = database.execute(f"SELECT * FROM '{part}'")
        assert [column[0] for column in found.description] == ["id", "shape"]
        assert [row[0] for row in found.fetchall()] == [1]
    assert [line["id"] for line in json.loads(whole(made, engine, Format.JSON, "bbox=4.4,50.4,4.6,50.6"))] == [1, 2]
    assert json.loads(whole(made, engine, Format.JSON, "bbox=5.1,50,6,51")) == []


def test_a_table_without_places_has_no_geojson(folder, engine):
    with pytest.raises(NoShapes):
        whole(a_table(folder, "SELECT 1::BIGINT AS id"), engine, Format.GEOJSON)


def test_xlsx_has_typed_cells_and_no_formula(table, engine):
    book = CalamineWorkbook.from_filelike(io.BytesIO(whole(table, engine, Format.XLSX)))
    rows = book.get_sheet_by_index(0).to_python()

    assert rows[0] == list(table.fields)
    assert rows[1][3] == 16000
    assert str(rows[1][6]) == "2020-01-15"
    assert rows[3][1] == "=1+1"
    assert len(rows) == 7


def test_xlsx_says_which_texts_it_had_to_cut(folder, engine):
    made = a_table(folder, "SELECT repeat('x', 40000) AS word")
    book = CalamineWorkbook.from_filelike(io.BytesIO(whole(made, engine, Format.XLSX)))

    assert len(book.get_sheet_by_index(0).to_python()[1][0]) == 32_767
    assert book.get_sheet_by_name("Notes").to_python()[1] == [2, "word"]


def test_xlsx_is_refused_beyond_its_number_of_rows_with_the_number(folder, engine, monkeypatch):
    monkeypatch.setattr(workbooks, "ROWS", 5)

    with pytest.raises(TooManyRowsForFormat) as refused:
        whole(towns(folder), engine, Format.XLSX)
    assert "6 rows" in str(refused.value)


def test_parquet_is_the_file_itself_or_the_rows_asked_for(table, engine, tmp_path):
    assert whole(table, engine, Format.PARQUET) == table.path.read_bytes()

    part = tmp_path / "part.parquet"
    part.write_bytes(whole(table, engine, Format.PARQUET, "select=id,day&people__ge=27000&sort=-people"))
    with duckdb.connect() as database:
        assert [row[0] for row in database.execute(f"SELECT * FROM '{part}'").fetchall()] == [3, 5]


@pytest.mark.parametrize("format_", [Format.CSV, Format.NDJSON, Format.XLSX, Format.PARQUET, Format.JSON])
def test_an_answer_without_rows_is_an_empty_file_of_its_format(table, engine, format_):
    made = whole(table, engine, format_, "town=nowhere")

    if format_ is Format.CSV:
        assert made.count(b"\n") == 1
    if format_ is Format.NDJSON:
        assert made == b""
    if format_ is Format.JSON:
        assert json.loads(made) == []


def test_groups_can_be_downloaded_in_their_order(table, engine):
    read = whole(table, engine, Format.CSV, "group=town&sum=people&sort=-count,town&limit=2").decode().splitlines()

    assert read == ['"town","count","sum_people"', '"Éghezée",2,32000', '"\'=1+1",1,190000']


@pytest.mark.slow
@pytest.mark.parametrize(
    ("format_", "address"),
    [(Format.CSV, ""), (Format.CSV, "sort=street"), (Format.NDJSON, ""), (Format.XLSX, "select=id,people")],
)
def test_two_hundred_thousand_rows_are_sent_in_constant_memory(folder, engine, format_, address):
    large = many(folder, 200_000)
    query = parse(address, large.columns)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    sent = largest = 0
    for piece in export(large, query, format_, engine=engine):
        sent, largest = sent + len(piece), max(largest, len(piece))
    grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before

    assert sent > 2_000_000
    assert largest < 600_000
    assert grown < 110_000  # kB: what the engine itself may use (96 MB), whatever the size of the file
    assert not list(engine.scratch.glob("*.xlsx"))
