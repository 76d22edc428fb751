"""Rules of records: licences, themes, frequencies, quality, completeness, addresses, states, suggestions, searches."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from perron.bricks.catalogue.rules import (
    frequencies,
    high_value,
    licences,
    quality,
    rhythm,
    searching,
    slugs,
    states,
    suggestions,
    themes,
)
from perron.bricks.catalogue.rules.changes import Changes, TableChanges, changes_from_json, pair_tables, removed_tables
from perron.bricks.catalogue.rules.choices import leaves_something_out
from perron.bricks.catalogue.rules.completeness import missing_from
from perron.bricks.catalogue.rules.description import Description, merge_texts
from perron.bricks.catalogue.rules.understanding import (
    ColumnChoice,
    ColumnUnderstanding,
    ReadingChoices,
    TableUnderstanding,
    Understanding,
)
from perron.kernel.contract import ColumnType
from perron.kernel.languages import LANGUAGES


def test_the_cascade_goes_from_no_condition_to_any_condition_in_four_steps():
    steps = licences.cascade_on(date(2026, 1, 1))

    assert [(step.number, step.licence) for step in steps] == [
        (1, "CC0-1.0"),
        (2, "CC-BY-4.0"),
        (3, "FEE"),
        (4, "OTHER"),
    ]
    assert licences.cascade_on(date(2017, 12, 31)) == ()
    assert [licences.LICENCES[step.licence].needs_reason for step in steps] == [False, False, True, True]


@pytest.mark.parametrize(
    ("uri", "code"),
    [
        ("http://publications.europa.eu/resource/authority/licence/CC_BY_4_0", "CC-BY-4.0"),
        ("https://creativecommons.org/licenses/by/4.0", "CC-BY-4.0"),
        ("http://creativecommons.org/publicdomain/zero/1.0/legalcode", "CC0-1.0"),
        ("http://data.vlaanderen.be/id/licentie/modellicentie-gratis-hergebruik/v1.0", "FLANDERS-FREE-1.0"),
        ("https://example.org/licence", None),
        ("", None),
    ],
)
def test_licences_are_recognised_by_the_addresses_that_portals_cite(uri, code):
    found = licences.licence_by_uri(uri)

    assert (found.code if found else None) == code


def test_every_list_is_written_in_four_languages():
    texts = [
        *themes.THEMES.values(),
        *high_value.CATEGORIES.values(),
        *(frequency.title for frequency in frequencies.FREQUENCIES.values()),
        *(licence.title for licence in licences.LICENCES.values()),
    ]

    assert len(themes.THEMES) == 13
    assert len(high_value.CATEGORIES) == 6
    assert all(text.in_language(language) for text in texts for language in LANGUAGES)


@pytest.mark.parametrize(
    ("code", "last", "late"),
    [
        ("ANNUAL", date(2024, 1, 1), True),
        ("ANNUAL", date(2025, 6, 1), False),
        ("DAILY", date(2026, 4, 29), True),
        ("NEVER", date(2001, 1, 1), False),
        ("", date(2001, 1, 1), False),
    ],
)
def test_a_dataset_is_late_by_its_own_promise_only(code, last, late):
    assert frequencies.is_late(code, last_edition=last, today=date(2026, 5, 4)) is late


def test_quality_adds_up_to_a_hundred_and_names_the_next_best_thing():
    assert sum(criterion.points for criterion in quality.CRITERIA) == 100
    best = quality.QualityFacts(3, 400, 5, 1, True, True, True, False, True, True, True, True, True, 0, 1.0)

    assert (quality.assess(best).score, quality.assess(best).next_best, quality.assess(best).band) == (100, "", "good")
    assert quality.assess(quality.QualityFacts()).next_best == "data"
    without_columns = quality.assess(replace(best, described_columns=0.0, keywords=0))
    assert (without_columns.score, without_columns.next_steps) == (87, ("columns", "keywords"))
    assert quality.by_group(without_columns)["interoperable"] == (13.0, 23)


def test_what_is_missing_is_named_in_the_order_of_the_form():
    assert missing_from(Description(), has_data=False) == (
        "title",
        "description",
        "theme",
        "licence",
        "contact",
        "data",
    )
    other = Description(licence="OTHER", titles={"fr": "x"}, themes=("ENVI",), contact_url="https://example.org/")
    assert missing_from(other, has_data=True) == ("description", "licence_reason", "licence_url")


@pytest.mark.parametrize(
    ("title", "slug"),
    [
        ("Écoles de l’été 2024", "ecoles-de-l-ete-2024"),
        ("Straßen & Œuvres", "strassen-oeuvres"),
        ("数据", "dataset"),
        ("mot " * 40, "-".join(["mot"] * 20)),
    ],
)
def test_addresses_are_made_of_titles(title, slug):
    assert slugs.slug_from(title) == slug
    assert slugs.is_plain(slug)


def test_states_step_in_one_direction_and_back_where_said():
    assert states.steps_from("draft") == ("propose_dataset", "publish_dataset")
    assert states.steps_from("in_review") == ("send_back", "publish_dataset")
    assert states.steps_from("published") == ("withdraw_dataset",)
    assert states.steps_from("withdrawn") == ("restore_dataset",)
    assert (states.takes_new_versions("published"), states.takes_new_versions("draft")) == (True, False)
    assert (states.can_be_changed("draft"), states.can_be_changed("published")) == (True, False)


def test_machine_translations_give_way_to_what_is_written():
    kept = {"fr": "Arbres", "nl-t-fr": "Bomen", "de-t-fr": "Bäume"}

    assert merge_texts({"nl": "Boomen", "fr": " "}, kept) == {"de-t-fr": "Bäume", "nl": "Boomen"}


def column(name: str, kind: ColumnType = ColumnType.TEXT, least: str | None = None, most: str | None = None):
    return ColumnUnderstanding(name=name, field=name.lower(), type=kind, minimum=least, maximum=most)


def understood(*columns: ColumnUnderstanding, languages: tuple[str, ...] = ()) -> Understanding:
    return Understanding("csv", "text/csv", 1, (TableUnderstanding("t", columns, 1, "1.parquet"),), languages=languages)


@pytest.mark.parametrize(
    ("name", "title"),
    [
        ("statbel_bevolking_per_gemeente_2024.csv", "Statbel bevolking per gemeente 2024"),
        ("tec_poteaux_2013.shp.zip", "Tec poteaux 2013"),
        ("namur_parkings_hors_voirie.xlsx", "Namur parkings hors voirie"),
        ("verbruiksgegevens-per-maand.xlsx", "Verbruiksgegevens per maand"),
        ("dir/2024-05-01.csv", "2024-05-01"),
    ],
)
def test_a_title_is_read_from_the_name_of_the_file(name, title):
    assert suggestions.title_from(name) == title


def test_a_dutch_population_table_suggests_itself():
    said = suggestions.suggest(
        understood(column("Gemeente"), column("Jaar", ColumnType.INTEGER, "2024", "2024"), column("Aantal inwoners")),
        name="bevolking_per_gemeente_2024.csv",
        languages=("fr", "nl"),
        place="X1",
        contact_email="data@example.org",
    )

    assert said.titles == {"nl": "Bevolking per gemeente 2024"}
    assert said.themes[0] == "SOCI"
    assert (said.period_start, said.period_end, said.frequency) == (date(2024, 1, 1), date(2024, 12, 31), "ANNUAL")
    assert (said.place, said.languages, said.contact_email) == ("X1", ("nl",), "data@example.org")


def test_dates_in_the_columns_give_the_period_whatever_the_name():
    said = suggestions.suggest(
        understood(column("date", ColumnType.DATE, "2023-02-01", "2025-03-04")), name="comptages_2019_quotidien.csv"
    )

    assert (said.period_start, said.period_end, said.frequency) == (date(2023, 2, 1), date(2025, 3, 4), "DAILY")


def test_nothing_understood_suggests_little_and_never_fails():
    assert suggestions.suggest(None, name="").titles == {}
    assert suggestions.suggest(None, name="rapport.pdf", languages=("de",)).titles == {"de": "Rapport"}


def test_one_table_continues_one_table_whatever_their_names():
    assert pair_tables(["subsides_2022"], ["subsides_2024"]) == {"subsides_2024": "subsides_2022"}
    pairs = pair_tables(["stops", "routes"], ["stops", "trips"])
    assert (pairs, removed_tables(["stops", "routes"], pairs)) == ({"stops": "stops"}, ("routes",))


def test_changes_survive_their_keeping():
    changes = Changes((TableChanges("t", "changed", ("a",), ("b",), (("c", "BIGINT", "VARCHAR"),), 1, 2, 1, 0, None),))

    assert changes_from_json(changes.as_json()) == changes
    assert (changes.drifts, changes.is_nothing, changes_from_json({}).is_nothing) == (True, False, True)


def test_the_original_is_not_offered_when_columns_or_tables_were_left_out():
    dropped = ReadingChoices(columns={"t": {"niss": ColumnChoice(drop=True)}})

    assert [
        leaves_something_out(choices) for choices in (ReadingChoices(), dropped, ReadingChoices(tables=("t",)))
    ] == [
        False,
        True,
        True,
    ]


def test_sources_are_fetched_at_night_and_soon_again_after_a_first_failure():
    at = datetime(2026, 5, 4, 12, tzinfo=UTC)

    assert rhythm.next_fetch("day", after=at, failures=0, spread=7) == datetime(2026, 5, 5, 2, 7, tzinfo=UTC)
    assert rhythm.next_fetch("week", after=at, failures=0, spread=187) == datetime(2026, 5, 11, 2, 7, tzinfo=UTC)
    assert rhythm.next_fetch("day", after=at, failures=2, spread=7) == datetime(2026, 5, 4, 13, tzinfo=UTC)
    assert rhythm.next_fetch("day", after=at, failures=4, spread=0) == datetime(2026, 5, 5, 2, tzinfo=UTC)
    assert [failures for failures in range(40) if rhythm.is_owner_told(failures)] == [1, 7, 30]


def test_the_same_search_has_the_same_address_and_comes_back_from_it():
    asked = searching.DatasetQuestion(words="arbres", theme=("ENVI", "AGRI"), sort="newest", after="x")

    assert asked.as_query() == "q=arbres&theme=AGRI&theme=ENVI&sort=newest&after=x"
    again = searching.question_from_query({"q": [" arbres "], "theme": ["AGRI", "ENVI", "AGRI"], "sort": ["newest"]})
    assert again.as_query() == asked.from_the_start().as_query()
    assert asked.toggled("theme", "ENVI").theme == ("AGRI",)
    assert asked.toggled("place", "X1").toggled("place", "X2").chosen["place"] == ("X2",)
    assert asked.without("theme").after == ""


def test_nonsense_in_an_address_is_left_out():
    asked = searching.question_from_query({"sort": ["price"], "x": ["y"], "theme": [""]})

    assert asked == searching.DatasetQuestion()
    assert asked.is_everything


def test_who_promised_no_rhythm_is_asked_for_one_and_not_called_late():
    steps = quality.assess(quality.QualityFacts()).next_steps

    assert "frequency" in steps
    assert "up_to_date" not in steps
    assert "up_to_date" in quality.assess(quality.QualityFacts(has_frequency=True, is_late=True)).next_steps
