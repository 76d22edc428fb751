"""Which control, which chart, which steps: decided from the dictionary alone."""

from __future__ import annotations

from dataclasses import replace

import pytest

from perron.bricks.catalogue.rules.by_place import Figures, gathered
from perron.bricks.catalogue.rules.dictionary import ColumnEntry
from perron.bricks.catalogue.rules.exploring import (
    Chart,
    ChartKind,
    Control,
    bin_width,
    control,
    cut_for,
    fitting,
    is_code,
    suggestion,
)
from perron.bricks.catalogue.rules.query import Function, Truncation
from perron.kernel.contract import ColumnType

CATEGORY = ColumnEntry("secteur", "secteur", ColumnType.TEXT, filled=100, distinct=5)
AMOUNT = ColumnEntry("montant", "montant", ColumnType.DECIMAL, meaning="amount", filled=100, distinct=90)
HEIGHT = ColumnEntry("hauteur", "hauteur", ColumnType.DECIMAL, filled=100, distinct=90)
DAY = ColumnEntry("jour", "jour", ColumnType.DATE, filled=100, distinct=80, minimum="2020-01-01", maximum="2020-03-01")
CODE = ColumnEntry("refnis", "refnis", ColumnType.INTEGER, meaning="nis_code", filled=100, distinct=80)


@pytest.mark.parametrize(
    ("entry", "expected"),
    [
        (CATEGORY, Control.CHOICES),
        (replace(CATEGORY, distinct=25), Control.TEXT),
        (replace(CATEGORY, distinct=0), Control.TEXT),
        (AMOUNT, Control.NUMBER),
        (DAY, Control.DATE),
        (replace(DAY, type=ColumnType.DATETIME), Control.MOMENT),
        (replace(CATEGORY, type=ColumnType.BOOLEAN), Control.BOOLEAN),
        (replace(CATEGORY, type=ColumnType.GEOMETRY), Control.NONE),
        (replace(CODE, meaning="year", distinct=7), Control.CHOICES),
    ],
)
def test_the_control_follows_the_type_and_how_many_values_differ(entry, expected):
    assert control(entry) is expected


@pytest.mark.parametrize(
    ("entries", "kind", "figure"),
    [
        ((DAY, CATEGORY, AMOUNT), ChartKind.LINE, Function.SUM),
        ((DAY, HEIGHT), ChartKind.LINE, Function.AVG),
        ((CATEGORY, AMOUNT), ChartKind.BAR, Function.SUM),
        ((CATEGORY,), ChartKind.BAR, Function.COUNT),
        ((HEIGHT, AMOUNT), ChartKind.DOT, Function.COUNT),
        ((HEIGHT,), ChartKind.HISTOGRAM, Function.COUNT),
    ],
)
def test_the_chart_follows_what_the_columns_are(entries, kind, figure):
    found = suggestion(entries)

    assert found is not None
    assert (found.kind, found.figure) == (kind, figure)


def test_codes_and_lonely_columns_suggest_nothing():
    assert suggestion((CODE, replace(CATEGORY, distinct=1))) is None


def test_the_column_in_the_readers_language_comes_first():
    french, dutch = (replace(CATEGORY, field=f"nom_{each}", language=each) for each in ("fr", "nl"))

    assert suggestion((french, dutch, AMOUNT), "nl").x == "nom_nl"


@pytest.mark.parametrize(
    ("last", "cut"),
    [
        ("2020-03-01", Truncation.DAY),
        ("2022-01-01", Truncation.MONTH),
        ("2035-01-01", Truncation.YEAR),
        (None, Truncation.MONTH),
    ],
)
def test_dates_are_cut_so_that_a_line_can_be_read(last, cut):
    assert cut_for(replace(DAY, maximum=last)) is cut


@pytest.mark.parametrize(
    "chart",
    [
        Chart(ChartKind.LINE, "secteur"),
        Chart(ChartKind.HISTOGRAM, "secteur"),
        Chart(ChartKind.DOT, "montant"),
        Chart(ChartKind.BAR, "nowhere"),
    ],
)
def test_axes_that_cannot_be_drawn_are_no_chart(chart):
    assert fitting(chart, (CATEGORY, AMOUNT)) is None


def test_a_figure_that_a_column_does_not_have_becomes_a_count():
    chart = fitting(Chart(ChartKind.BAR, "montant", "secteur", Function.SUM), (CATEGORY, AMOUNT))

    assert chart == Chart(ChartKind.BAR, "montant")


def test_averages_are_never_stacked():
    chart = Chart(ChartKind.BAR, "jour", "montant", Function.AVG, Truncation.MONTH, "secteur")

    assert fitting(chart, (DAY, CATEGORY, AMOUNT)).series == ""
    assert fitting(replace(chart, figure=Function.SUM), (DAY, CATEGORY, AMOUNT)).series == "secteur"


@pytest.mark.parametrize(
    ("low", "high", "width"), [(0, 30, 1), (0, 100, 5), (0.0, 0.6, 0.02), (5, 5, 1), (-1000, 1000, 100)]
)
def test_steps_of_a_spread_have_round_widths(low, high, width):
    assert bin_width(low, high) == pytest.approx(width)


def test_codes_have_no_thousands():
    assert is_code(CODE)
    assert is_code(replace(HEIGHT, field="id", type=ColumnType.INTEGER))
    assert not is_code(AMOUNT)


def test_a_place_that_was_divided_or_is_unknown_is_left_out():
    found = gathered(
        [Figures("one", 2, 2, 10.0), Figures("split", 3, 3, 9.0), Figures("     ", 4)],
        function=Function.SUM,
        targets={"one": ["one"], "a": ["a"], "b": ["b"]},
        kind_of=dict.fromkeys(("one", "a", "b"), "commune"),
        successors=lambda code: {"one": ("one",), "split": ("a", "b")}.get(code, ()),
    )

    assert found.values == {"one": 10.0}
    assert found.left_out == 7


def test_an_average_of_places_weighs_each_row():
    found = gathered(
        [Figures("one", 1, 1, 10.0), Figures("two", 3, 3, 90.0)],
        function=Function.AVG,
        targets={"one": ["all"], "two": ["all"]},
        kind_of={"one": "commune", "two": "commune", "all": "province"},
        successors=lambda code: (code,),
    )

    assert found.values == {"all": 25.0}
