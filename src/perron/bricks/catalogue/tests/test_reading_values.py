"""Values as people write them: numbers, dates, codes, yes and no, personal data, places."""

from __future__ import annotations

from pathlib import Path

import pytest

from perron.bricks.catalogue.rules import as_json, personal
from perron.bricks.catalogue.rules.understanding import NO_MEANING, ColumnChoice, ReadingChoices
from perron.bricks.catalogue.tests.reading_files import codes, column, only, reading_text, rows


@pytest.mark.parametrize(
    ("values", "type_", "first"),
    [
        (["1.234,56", "12,5", "1.000.000,00"], "decimal", "1234.56"),
        (["1,234.56", "12.5", "7.25"], "decimal", "1234.56"),
        (["1 234,50", "12,25", "0,75"], "decimal", "1234.50"),
        (["1'234.50", "12.25", "0.75"], "decimal", "1234.50"),
        (["1.234", "12", "1.234.567"], "integer", "1234"),
        (["€ 5.886.708", "€ 12", "€ 1.000"], "integer", "5886708"),
        (["12,5 %", "7,25 %", "100 %"], "decimal", "12.50"),
        (["31/12/2024", "01/02/2024", "15/08/2023"], "date", "2024-12-31"),
        (["31-12-2024", "01-02-2024", "15-08-2023"], "date", "2024-12-31"),
        (["2024-12-31", "2024-02-01", "2023-08-15"], "date", "2024-12-31"),
        (["31/12/2024 14:30", "01/02/2024 08:05", "15/08/2023 00:00"], "datetime", "2024-12-31T14:30:00"),
        (["2024-12-31T14:30:00+01:00", "2024-02-01T08:05:00Z"], "datetime", "2024-12-31T13:30:00"),
        (["oui", "non", "Oui"], "boolean", "true"),
        (["ja", "neen", "nee"], "boolean", "true"),
        (["vrai", "faux", "VRAI"], "boolean", "true"),
        (["007", "012", "123"], "text", "007"),
        (["31/02/2024", "30/02/2024", "01/01/2024"], "text", "31/02/2024"),
        (["12A", "3", "4"], "text", "12A"),
    ],
)
def test_values_have_the_type_people_mean(values: list[str], type_: str, first: str, tmp_path: Path) -> None:
    table = only(
        reading_text("\n".join(["x;kolom", *(f"a{n};{value}" for n, value in enumerate(values))]) + "\n", tmp_path)
    )

    found = column(table, "kolom")

    assert (found.type, found.examples[0]) == (type_, first)


def test_a_late_word_in_a_column_of_numbers_is_found(tmp_path: Path) -> None:
    lines = ["id;aantal", *(f"n{n};{n}" for n in range(30_000)), "n30000;inconnu", "n30001;5"]

    table = only(reading_text("\n".join(lines), tmp_path))

    assert (column(table, "aantal").type, column(table, "aantal").unfit, table.row_count) == ("integer", 1, 30_002)
    assert "30002,aantal,inconnu,not_a_whole_number" in (tmp_path / table.unfit_csv).read_text()


def test_rows_keep_their_order(tmp_path: Path) -> None:
    lines = ["nummer;bedrag;datum;naam", *(f"{n};{n},5;01/01/2024;naam {n}" for n in range(300_000))]

    table = only(reading_text("\n".join(lines), tmp_path))

    assert [row[0] for row in rows(tmp_path, table, "nummer")] == list(range(300_000))


def test_accents_of_an_office_computer_are_western(tmp_path: Path) -> None:
    understanding = reading_text(
        "commune;nombre\nLiège;1\nČeský;2\n".replace("Český", "Huy").encode("cp1252"), tmp_path
    )

    assert (understanding.encoding, rows(tmp_path, only(understanding))[0][0]) == ("cp1252", "Liège")


def test_line_breaks_in_cells_and_mixed_line_ends_are_read(tmp_path: Path) -> None:
    table = only(reading_text('naam;"straat\nnr";n\r\nA;"Dorp\n1";1\nB;"Dorp\r\n2";2\r\nC;;3\r', tmp_path))

    assert ([c.name for c in table.columns], table.row_count) == (["naam", "straat nr", "n"], 3)


def test_names_that_miss_or_repeat_get_their_own(tmp_path: Path) -> None:
    table = only(reading_text("nom;nom;;code\na;b;c;1\n", tmp_path))

    assert [c.field for c in table.columns] == ["nom", "nom_2", "column_3", "code"]


def test_lambert_columns_gain_longitude_and_latitude(tmp_path: Path) -> None:
    table = only(reading_text("naam;x;y\nBrussel;149000;170000\nGent;104500;194000\n", tmp_path))

    assert (table.points, column(table, "x").meaning) == (("longitude", "latitude"), "lambert72_x")
    assert "converted_coordinates" in codes(table)
    assert rows(tmp_path, table, "longitude, latitude")[0] == pytest.approx((4.354, 50.840), abs=0.01)


def test_choices_overrule_what_was_understood(tmp_path: Path) -> None:
    chosen = {"code": ColumnChoice(type="text"), "geheim": ColumnChoice(drop=True), "n": ColumnChoice(field="aantal")}
    choices = ReadingChoices(decimal=",", columns={"table": chosen})

    table = only(reading_text("code;geheim;n\n1;x;1,500\n2;y;2,250\n", tmp_path, choices=choices))

    assert [(c.field, c.type) for c in table.columns] == [("code", "text"), ("aantal", "decimal")]


def test_a_meaning_can_be_taken_away(tmp_path: Path) -> None:
    text = "cp;annee;lon;lat\n5000;1998;4.8;50.4\n1000;2004;4.4;50.8\n"
    taken = dict.fromkeys(("cp", "annee", "lon"), ColumnChoice(meaning=NO_MEANING))

    before = only(reading_text(text, tmp_path))
    after = only(reading_text(text, tmp_path, choices=ReadingChoices(columns={"table": taken})))

    assert [c.meaning for c in before.columns] == ["postal_code", "year", "longitude", "latitude"]
    assert [c.meaning for c in after.columns] == ["", "", "", "latitude"]
    assert (column(after, "cp").type, after.points) == ("integer", None)


@pytest.mark.parametrize(
    ("header", "values", "kind"),
    [
        ("rijksregister", ["85.07.30-033.28", "85073003328"], "national_number"),
        ("rekening", ["BE68 5390 0754 7034", "BE68539007547034"], "iban"),
        ("contact", ["jan.peeters@example.org", "Marie <marie.d@example.org>"], "email"),
        ("gsm", ["0470 12 34 56", "+32 475 12 34 56"], "phone"),
        ("contact", ["info@example.org", "secretariat.ecole@example.org"], ""),
        ("tel", ["02 123 45 67", "09 234 56 78"], ""),
    ],
)
def test_personal_data_is_found_and_desks_are_not_persons(
    header: str, values: list[str], kind: str, tmp_path: Path
) -> None:
    table = only(
        reading_text(f"id;{header}\n" + "\n".join(f"a{n};{value}" for n, value in enumerate(values)), tmp_path)
    )

    found = column(table, header)

    assert found.personal == (len(values) if kind else 0)
    assert {d.facts.get("kind") for d in found.doubts if d.code == "personal_data"} == ({kind} if kind else set())


def test_a_bis_number_is_a_national_number() -> None:
    digits = "854730033"
    check = 97 - int(digits) % 97

    assert personal.is_national_number(f"{digits}{check:02d}")
    assert not personal.is_national_number(f"{digits}{(check + 1) % 97:02d}")


def test_an_understanding_survives_its_json(tmp_path: Path) -> None:
    understanding = reading_text("naam;lon;lat\nGent;3.72;51.05\nAalst;4.04;50.94\n", tmp_path)

    assert as_json.load_understanding(as_json.dump_understanding(understanding)) == understanding
    assert as_json.load_choices(as_json.dump_choices(ReadingChoices())) == ReadingChoices()


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("Payé à Mme Dubois, BE68 5390 0754 7034 le 3 mai", {"iban"}),
        ("remboursement BE68539007547034.", {"iban"}),
        ("Dossier de M. Janssens (85.07.30-033.28), complet", {"national_number"}),
        ("Écrire à jan.janssens@example.org ou à info@example.org", {"email"}),
        ("Bellen naar 0475 12 34 56 of +32 (0)475/12.34.56", {"phone"}),
        ("jan@example.org, BE68 5390 0754 7034", {"email", "iban"}),
        ("Écrire à info@example.org, ou appeler le 02 279 22 11", set()),
        ("BE68 5390 0754 7035 n'est pas un compte", set()),
        ("Décision 2024.05.03-123.45 du collège", set()),
        ("0403.170.701", set()),
    ],
)
def test_what_tells_of_a_person_is_found_inside_a_text(text: str, kinds: set[str]) -> None:
    assert set(personal.kinds_in(text)) == kinds


def test_all_kinds_of_personal_data_in_a_column_are_told(tmp_path: Path) -> None:
    notes = [
        "rien",
        "jan@example.org",
        "BE68 5390 0754 7034",
        "n° 85.07.30-033.28",
        "gsm 0475 12 34 56",
        "rien du tout",
    ]
    text = "id;remarque\n" + "".join(f"a{number};{note}\n" for number, note in enumerate(notes))

    found = column(only(reading_text(text, tmp_path)), "remarque")

    assert found.personal == 4
    assert found.meaning == ""
    assert {doubt.facts["kind"] for doubt in found.doubts} == {"email", "iban", "national_number", "phone"}


def test_the_guard_reads_a_long_text_in_linear_time(tmp_path: Path) -> None:
    walls = ["1 " * 5_000, "A1" * 5_000, "a." * 5_000 + "@", "0" * 10_000, "BE68 " * 2_000]
    text = "id;mur\n" + "".join(f"a{number};{wall}\n" for number, wall in enumerate(walls))

    assert column(only(reading_text(text, tmp_path)), "mur").personal == 0
