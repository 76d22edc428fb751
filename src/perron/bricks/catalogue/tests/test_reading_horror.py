"""Each of the 22 horror files is read as a careful person would read it."""

from __future__ import annotations

from pathlib import Path

import pytest

from perron.bricks.catalogue.tests.reading_files import codes, only, reading, real, rows, types

# name: format, encoding, line of the header, rows, some types, doubts about the table
HORRORS: dict[str, tuple[str, str, int, int, dict[str, str], set[str]]] = {
    "begrotingsanalyse-2011.csv": (
        "csv",
        "utf-8",
        7,
        36,
        {"nr": "integer", "provincie_a_groningen": "integer"},
        {"lines_above_header", "several_header_rows"},
    ),
    "blank_line.ods": ("ods", "", 1, 3, {"name": "text", "age": "integer", "when": "date"}, set()),
    "characters.csv": ("csv", "big5", 1, 382, {"changetime": "datetime", "x": "decimal", "id": "text"}, set()),
    "doublequote.csv": ("csv", "utf-8", 1, 5, {"ano": "integer", "pbi": "decimal", "descripcionap": "text"}, set()),
    "excel_pasting.csv": (
        "csv",
        "utf-8",
        4,
        14,
        {"year": "text", "c_2000": "integer"},
        {"lines_above_header", "notes_below"},
    ),
    "issue320.xlsx": (
        "xlsx",
        "",
        12,
        46,
        {"country": "text", "current_population_analysed": "integer", "current_phase_1_2": "decimal"},
        {"several_header_rows", "merged_cells", "notes_below"},
    ),
    "istat_comuni_issue-811.csv.gz": (
        "csv",
        "cp1252",
        1,
        7904,
        {"codice_regione": "text", "denominazione_in_italiano": "text"},
        set(),
    ),
    "long.csv": ("csv", "utf-8", 0, 4000, {"column_1": "text"}, {"no_header"}),
    "merged-cells.xlsx": ("xlsx", "", 1, 0, {"data": "text"}, {"no_rows"}),
    "mixedGLB.csv": (
        "csv",
        "utf-8",
        4,
        133,
        {"year": "integer", "jan": "integer", "j_d": "integer"},
        {"lines_above_header"},
    ),
    "multiline-headers.xlsx": (
        "xlsx",
        "",
        5,
        1,
        {"region": "text", "caloric_contribution": "text"},
        {"several_header_rows", "merged_cells"},
    ),
    "multilineods.ods": ("ods", "", 1, 0, {"c_1_2_3_4": "text"}, {"no_rows"}),
    "number_format_multicode.xlsx": ("xlsx", "", 1, 3, {"col1": "decimal"}, set()),
    "ogd10_energieforschung_ch.csv": ("csv", "utf-8", 1, 2311, {"jahr": "integer", "finanzbeitrag": "decimal"}, set()),
    "preserve-formatting.xlsx": ("xlsx", "", 1, 1, {"c_0_00": "decimal", "m_d_yy": "date"}, set()),
    "span_rich.xls": ("xls", "", 1, 5, {"i": "text", "h": "text"}, {"merged_cells"}),
    "spanish_chars.csv": (
        "csv",
        "cp1252",
        1,
        114,
        {"gasto_total_2011": "decimal", "descripcion": "text"},
        {"notes_below"},
    ),
    "sparse_with_column_errors.csv": (
        "csv",
        "cp1252",
        1,
        2200,
        {"bezeichnung": "text", "kapitel_titel": "text"},
        set(),
    ),
    "table-with-accents.csv": (
        "csv",
        "cp1252",
        1,
        638,
        {"date": "date", "annee": "integer", "occupancy_rate": "decimal"},
        set(),
    ),
    "unicode_sheet_name.xls": ("xls", "", 1, 0, {}, {"no_rows"}),
    "utf-16le_encoded.csv": (
        "csv",
        "utf-16",
        1,
        327,
        {"total_informal_admissions": "integer", "organisation_code": "text"},
        set(),
    ),
    "weird_head_padding.csv": (
        "csv",
        "utf-8",
        12,
        0,
        {"c_1993": "integer", "c_2010": "integer"},
        {"lines_above_header", "notes_below"},
    ),
}


@pytest.mark.parametrize("name", HORRORS)
def test_a_horror_file_is_read_as_a_careful_person_would(name: str, tmp_path: Path) -> None:
    format_, encoding, header, count, some_types, doubts = HORRORS[name]

    understanding = reading(real(f"horror/{name}"), tmp_path)

    table = only(understanding)
    assert (understanding.format, understanding.encoding, table.header_row) == (format_, encoding, header)
    assert table.row_count == (count or table.row_count)
    assert some_types.items() <= types(table).items()
    assert doubts <= codes(table)


def test_all_horror_files_are_tried() -> None:
    assert {path.name for path in real("horror").iterdir()} == set(HORRORS)


def test_notes_and_titles_are_listed_not_lost(tmp_path: Path) -> None:
    table = only(reading(real("horror/excel_pasting.csv"), tmp_path))

    listed = (tmp_path / table.unfit_csv).read_text(encoding="utf-8-sig")

    assert "CO2 emissions by different sub-groups" in listed
    assert "Source: Office for National Statistics." in listed
    assert table.unfit_rows == 4


def test_headings_of_several_rows_become_one_name(tmp_path: Path) -> None:
    table = only(reading(real("horror/multiline-headers.xlsx"), tmp_path))

    assert [column.name for column in table.columns] == [
        "Region",
        "Caloric contribution (%)",
        "Cumulative impact of changes on cost of food basket from previous quarter",
        "Cumulative impact of changes on cost of food basket from baseline (%)",
    ]


def test_notes_below_a_padded_table_are_not_rows(tmp_path: Path) -> None:
    table = only(reading(real("horror/weird_head_padding.csv"), tmp_path))

    first = [str(row[0]) for row in rows(tmp_path, table)]

    assert first[0] == "Chirurgie (ohne Orthopädie) ..."
    assert first[-1] == "Strahlentherapie"


def test_line_breaks_in_cells_stay(tmp_path: Path) -> None:
    table = only(reading(real("horror/excel_pasting.csv"), tmp_path))

    assert "Machinery and \nequipment" in {str(row[0]).replace("\r", "") for row in rows(tmp_path, table)}
