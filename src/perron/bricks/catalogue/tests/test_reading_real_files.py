"""Real files of Belgian and European public bodies: encoding, header, types, meanings and counts are as they are."""

from __future__ import annotations

from pathlib import Path

import pytest

from perron.bricks.catalogue.rules.understanding import ColumnChoice, ReadingChoices
from perron.bricks.catalogue.tests.reading_files import codes, column, only, reading, real, real_reading, rows, types

# name: format, encoding, separator, table → rows
FILES: dict[str, tuple[str, str, str, dict[str, int]]] = {
    "NACEBEL_2025.xlsx": ("xlsx", "", "", {"NACEBEL2025": 2024}),
    "bruxelles_subsides_2019.json.gz": ("json", "", "", {"bruxelles_subsides_2019": 1261}),
    "bruxelles_subsides_2022.json.gz": ("json", "", "", {"bruxelles_subsides_2022": 1248}),
    "bruxelles_subsides_2024.json.gz": ("json", "", "", {"bruxelles_subsides_2024": 1224}),
    "gemeenten_brussels_gewest_oppervlakte.csv": ("csv", "utf-8", ",", {"gemeenten_brussels_gewest_oppervlakte": 19}),
    "gemeenten_vlaams_gewest_oppervlakte.csv": ("csv", "utf-8", ",", {"gemeenten_vlaams_gewest_oppervlakte": 285}),
    "gemeenten_waals_gewest_oppervlakte.csv": ("csv", "utf-8", ",", {"gemeenten_waals_gewest_oppervlakte": 262}),
    "gent_contour.geojson": ("geojson", "", "", {"gent_contour": 1}),
    "gent_parken.geojson.gz": ("geojson", "", "", {"gent_parken": 161}),
    "gtfs_gtfs2lc_feed.zip": ("gtfs", "utf-8", ",", {"stops": 16}),
    "gtfs_sample-feed-1.zip": ("gtfs", "utf-8", ",", {"stops": 9, "stop_times": 28}),
    "irail_facilities.csv": ("csv", "utf-8", ",", {"irail_facilities": 690}),
    "irail_shapes.geojson.gz": ("geojson", "", "", {"irail_shapes": 928}),
    "irail_stations.csv": ("csv", "utf-8", ",", {"irail_stations": 729}),
    "irail_stops.csv.gz": ("csv", "utf-8", ",", {"irail_stops": 3053}),
    "namur_parkings_hors_voirie.xlsx": ("xlsx", "", "", {"Feuil1": 10}),
    "paris_bike_stations.csv": ("csv", "utf-8", ",", {"paris_bike_stations": 1226}),
    "paris_bike_stations.gpkg": ("gpkg", "", "", {"paris_bike_stations_mercator": 1226}),
    "sciensano_CASES_MUNI_CUM.csv": ("csv", "utf-8", ",", {"sciensano_CASES_MUNI_CUM": 582}),
    "sciensano_COVID19BE.xlsx": (
        "xlsx",
        "",
        "",
        {"CASES_AGESEX": 35502, "CASES_MUNI": 55096, "HOSP": 2563, "MORT": 2491, "TESTS": 2964},
    ),
    "sciensano_HOSP.json.gz": ("json", "", "", {"sciensano_HOSP": 2563}),
    "statbel_TF_ACCIDENTS_VICTIMS_2020.zip": ("zip", "utf-8", "|", {"TF_ACCIDENTS_VICTIMS_2020": 66130}),
    "statbel_TF_PSNL_INC_TAX_MUNTY.zip": ("zip", "utf-8", "|", {"TF_PSNL_INC_TAX_MUNTY": 5301}),
    "statbel_TF_VAT_NACE_SQ_2019.zip": ("zip", "", "", {"TF_VAT_NACE_2019": 304_245}),
    "statbel_bevolking_per_gemeente_2024.csv": ("csv", "cp1252", ";", {"statbel_bevolking_per_gemeente_2024": 638}),
    "statbel_bouwvergunningen_2025-12.zip": ("zip", "utf-8", "|", {"BV_opendata_251021_114328": 238848}),
    "tec_gtfs_broken_2013.zip": ("gtfs", "utf-8", ",", {"stops": 32059, "shapes": 1571}),
    "tec_poteaux_2013.shp.zip": ("shp", "", "", {"Poteaux_2013_12": 32059}),
    "veka_energiepremies_bedrag.csv": ("csv", "utf-8", ",", {"veka_energiepremies_bedrag": 442}),
    "verbruiksgegevens-per-maand.xlsx": ("xlsx", "", "", {"P0269_FLUVIUS": 2625}),
    "vlaanderen_Refgem.shp.zip": ("shp", "", "", {"Refgem": 300}),
    "vlaanderen_bouwen_of_verbouwen.csv": ("csv", "utf-8", ",", {"vlaanderen_bouwen_of_verbouwen": 1295}),
    "vlaanderen_vastgoed_yearly.csv.gz": ("csv", "utf-8", ",", {"vlaanderen_vastgoed_yearly": 34740}),
    "zh_spitex.xlsx": ("xlsx", "", "", {"2024": 258, "2023": 249, "2019": 197}),
}


@pytest.mark.parametrize("name", FILES)
def test_a_real_file_is_read_whole(name: str) -> None:
    format_, encoding, separator, tables = FILES[name]

    understanding, _ = real_reading(name)

    assert (understanding.format, understanding.encoding, understanding.separator) == (format_, encoding, separator)
    assert tables.items() <= {table.name: table.row_count for table in understanding.tables}.items()


def test_the_population_of_communes_has_its_numbers_and_codes() -> None:
    understanding, folder = real_reading("statbel_bevolking_per_gemeente_2024.csv")
    table = only(understanding)

    assert types(table) == {
        "nis_code": "text",
        "woonplaats": "text",
        "mannen": "integer",
        "vrouwen": "integer",
        "totaal": "integer",
    }
    assert column(table, "NIS code").meaning == "nis_code"
    assert {doubt.code for doubt in column(table, "NIS code").doubts} == {"lost_leading_zeros"}
    assert rows(folder, table)[0] == ("1000", "België", 5797225, 5966425, 11763650)
    assert codes(table) == {"notes_below"}
    assert table.key == ("nis_code",)


def test_car_parks_written_as_text_get_a_place_on_the_map() -> None:
    understanding, folder = real_reading("namur_parkings_hors_voirie.xlsx")
    table = only(understanding)

    assert table.points == ("longitude", "latitude")
    assert "split_coordinates" in codes(table)
    assert rows(folder, table, "longitude, latitude")[1] == (4.866921, 50.467195)


def test_a_column_that_the_agent_makes_a_number_lists_what_does_not_fit(tmp_path: Path) -> None:
    choices = ReadingChoices(columns={"Feuil1": {"Nombre de places": ColumnChoice(type="integer", field="places")}})

    table = only(reading(real("namur_parkings_hors_voirie.xlsx"), tmp_path, choices=choices))

    assert (column(table, "Nombre de places").field, column(table, "Nombre de places").unfit) == ("places", 1)
    assert "50.461452, 4.868645,not_a_whole_number" in (tmp_path / table.unfit_csv).read_text().replace('"', "")


def test_lambert_posts_stand_where_they_stand() -> None:
    understanding, folder = real_reading("tec_poteaux_2013.shp.zip")
    table = only(understanding)

    assert table.geometry == "geometry"
    assert table.box is not None
    west, south, east, north = table.box
    assert 2.8 < west < 3
    assert 49.4 < south < 49.6
    assert 6.3 < east < 6.5
    assert 50.8 < north < 51
    assert "reprojected" in codes(table)
    assert rows(folder, table, "bbox.xmin")[0][0] == pytest.approx(3.3, abs=1.5)


def test_a_geopackage_in_metres_lies_where_its_csv_twin_lies() -> None:
    layer = only(real_reading("paris_bike_stations.gpkg")[0])
    twin = only(real_reading("paris_bike_stations.csv")[0])

    assert layer.box == pytest.approx(twin.box, abs=1e-4)
    assert twin.points == ("lon", "lat")


def test_building_permits_keep_their_codes_and_their_order() -> None:
    understanding, folder = real_reading("statbel_bouwvergunningen_2025-12.zip")
    table = only(understanding)

    assert [
        c.meaning
        for c in table.columns
        if "REFNIS" in c.name and c.name not in ("REFNIS_NL", "REFNIS_FR", "CD_REFNIS_LEVEL")
    ] == ["nis_code"] * 6
    assert rows(folder, table, "refnis, cd_year, cd_period")[:2] == [("01000", 1996, 0), ("01000", 1996, 1)]
    assert table.key == ("refnis", "cd_year", "cd_period")


def test_language_twins_are_told_apart() -> None:
    understanding, _ = real_reading("sciensano_CASES_MUNI_CUM.csv")

    table = only(understanding)
    assert (column(table, "TX_DESCR_NL").language, column(table, "TX_DESCR_FR").language) == ("nl", "fr")
    assert set(understanding.languages) == {"fr", "nl"}


def test_a_suppressed_count_is_listed_not_lost() -> None:
    understanding, folder = real_reading("sciensano_CASES_MUNI_CUM.csv")
    table = only(understanding)

    assert (column(table, "CASES").type, column(table, "CASES").unfit) == ("integer", 1)
    assert "<5" in (folder / table.unfit_csv).read_text()


def test_subsidies_written_in_belgian_numbers_are_numbers() -> None:
    understanding, _ = real_reading("bruxelles_subsides_2019.json.gz")
    table = only(understanding)

    assert column(table, "numero_bce_kbo_nummer").meaning == "enterprise_number"
    assert (column(table, "budget_2019_begroting_2019").type, column(table, "budget_2019_begroting_2019").meaning) == (
        "decimal",
        "amount",
    )


def test_amounts_with_a_euro_sign_are_amounts() -> None:
    understanding, _ = real_reading("veka_energiepremies_bedrag.csv")
    table = only(understanding)

    assert (column(table, "Totaal bedrag").type, column(table, "Totaal bedrag").maximum) == ("integer", "123964420")


def test_stops_whose_coordinates_bear_each_others_name_are_put_right_and_said() -> None:
    shapes = next(table for table in real_reading("tec_gtfs_broken_2013.zip")[0].tables if table.name == "shapes")

    assert shapes.points == ("shape_pt_lat", "shape_pt_lon")
    assert "swapped_coordinates" in codes(shapes)
