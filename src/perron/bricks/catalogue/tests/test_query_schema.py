"""Questions in addresses: what is understood, what is refused and how, and that writing and reading agree."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from urllib.parse import quote, urlencode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from perron.bricks.catalogue.rules.dictionary import ColumnEntry
from perron.bricks.catalogue.rules.query import AllOf, AnyOf, Condition, Operator, Query, SortKey
from perron.bricks.catalogue.schemas import refusals
from perron.bricks.catalogue.schemas.query import grouped, parse
from perron.bricks.catalogue.schemas.query_string import query_string
from perron.kernel.contract import ColumnType
from perron.kernel.errors import Refused

TYPES = {
    "town": ColumnType.TEXT,
    "region": ColumnType.TEXT,
    "people": ColumnType.INTEGER,
    "area": ColumnType.DECIMAL,
    "open": ColumnType.BOOLEAN,
    "day": ColumnType.DATE,
    "seen": ColumnType.DATETIME,
    "shape": ColumnType.GEOMETRY,
    "count": ColumnType.INTEGER,
    "a__b": ColumnType.TEXT,
}
COLUMNS = tuple(ColumnEntry(field=name, name=name, type=kind) for name, kind in TYPES.items())
NO_TEXT = tuple(column for column in COLUMNS if column.type is ColumnType.INTEGER)


def asked(**parameters: str) -> Query:
    return parse(urlencode(parameters), COLUMNS)


def test_a_readable_address_becomes_a_question():
    query = parse(
        "region=Namur&people__ge=10000&sort=-people,town&select=town,people&count=true&limit=20&q=saint", COLUMNS
    )

    assert query.filters.parts == (
        Condition("people", Operator.GE, (10000,)),
        Condition("region", Operator.EQ, ("Namur",)),
    )
    assert query.sort == (SortKey("people", descending=True), SortKey("town"))
    assert (query.select, query.count, query.limit, query.words) == (("town", "people"), True, 20, "saint")


def test_a_column_asked_twice_means_one_or_the_other():
    assert parse("region=B&region=A", COLUMNS).filters.parts == (Condition("region", Operator.IN, ("A", "B")),)


def test_the_same_column_with_an_operator_twice_means_both():
    assert len(parse("people__ge=1&people__le=5&people__eq=3&people__eq=4", COLUMNS).filters.parts) == 4


def test_an_empty_form_field_asks_for_nothing():
    assert parse("region=&people__ge=&sort=&q=+", COLUMNS) == Query()


def test_a_column_with_a_reserved_name_is_asked_with_its_operator():
    query = parse("count=true&count__eq=3", COLUMNS)

    assert query.count
    assert query.filters.parts == (Condition("count", Operator.EQ, (3,)),)


def test_a_column_with_underscores_is_not_taken_for_an_operator():
    assert parse("a__b=x", COLUMNS).filters.parts == (Condition("a__b", Operator.EQ, ("x",)),)


def test_values_with_commas_are_quoted_as_in_csv():
    query = asked(town__in='"Mons, Bergen",Ath')

    assert query.filters.parts == (Condition("town", Operator.IN, ("Ath", "Mons, Bergen")),)
    assert parse(query_string(query), COLUMNS) == query


def test_values_have_the_type_of_their_column():
    query = parse("open=TRUE&area__lt=1.50&day__ge=2024-02-29&seen__le=2024-01-01T01:00:00%2B01:00", COLUMNS)

    values = {
        condition.column: condition.values[0] for condition in query.filters.parts if isinstance(condition, Condition)
    }
    assert values == {
        "open": True,
        "area": Decimal("1.5"),
        "day": date(2024, 2, 29),
        "seen": datetime(2024, 1, 1, 0, 0),  # noqa: DTZ001 - kept in UTC, without a zone
    }


def test_nested_comparisons_are_written_in_json():
    query = asked(filter='{"or": [["people", "ge", 10], {"and": [["town", "starts", "sint"], ["open", "eq", true]]}]}')

    assert query.filters.parts == (
        AnyOf(
            (
                Condition("people", Operator.GE, (10,)),
                AllOf((Condition("town", Operator.STARTS, ("sint",)), Condition("open", Operator.EQ, (True,)))),
            )
        ),
    )
    assert parse(query_string(query), COLUMNS) == query


def test_the_order_of_filters_does_not_matter_to_the_canonical_address():
    assert query_string(parse("people__ge=1&region=A", COLUMNS)) == query_string(
        parse("region=A&people__ge=1", COLUMNS)
    )


@pytest.mark.parametrize(
    ("address", "refusal", "words"),
    [
        ("poeple__ge=1", refusals.UnknownColumn, "people"),
        ("regoin=x", refusals.UnknownParameter, "region"),
        ("sort=regon", refusals.UnknownColumn, "region"),
        ("select=x", refusals.UnknownColumn, "town"),
        ("group=regio", refusals.UnknownColumn, "region"),
        ("people__contains=1", refusals.UnknownOperator, "range"),
        ("people__near=1", refusals.UnknownOperator, "range"),
        ("people=ten", refusals.WrongValue, "1250"),
        ("people=99999999999999999999", refusals.WrongValue, "1250"),
        ("area=NaN", refusals.WrongValue, "12.5"),
        ("area=1e999", refusals.WrongValue, "12.5"),
        ("open=maybe", refusals.WrongValue, "true"),
        ("day=31/12/2024", refusals.WrongValue, "2024-12-31"),
        ("seen=now", refusals.WrongValue, "2024-12-31T18:00:00Z"),
        ("people__range=1", refusals.WrongValue, "two values"),
        ("town__in=%22a", refusals.WrongValue, "commas"),
        ("town=%00", refusals.WrongValue, "text"),
        ("q=%00a", refusals.WrongValue, "text"),
        ("people__null=perhaps", refusals.WrongValue, "true"),
        ("limit=5001", refusals.LimitOutOfRange, "next page"),
        ("limit=-1", refusals.LimitOutOfRange, "next page"),
        ("limit=ten", refusals.LimitOutOfRange, "next page"),
        ("limit=1&limit=2", refusals.OnlyOnce, "one"),
        ("filter=[", refusals.BadFilter, "JSON"),
        ("filter=3", refusals.BadFilter, "JSON"),
        ('filter=["people","eq",null]', refusals.WrongValue, "1250"),
        ('filter={"or":[],"and":[]}', refusals.BadFilter, "JSON"),
        ("bbox=1,2,3", refusals.BadBox, "bbox=4.3"),
        ("bbox=9,2,3,4", refusals.BadBox, "bbox=4.3"),
        ("bbox=nan,2,3,4", refusals.BadBox, "bbox=4.3"),
        ("sum=town", refusals.UnknownFunction, "distinct"),
        ("group=town:year", refusals.NoTruncation, "column:year"),
        ("group=day:week", refusals.NoTruncation, "column:month"),
        ("group=shape", refusals.NotSortable, "another"),
        ("sort=shape", refusals.NotSortable, "another"),
        ("group=region&select=town", refusals.NotForGroups, "figures"),
        ("count=perhaps", refusals.WrongValue, "true"),
        ("q=" + "a+" * 9, refusals.TooComplicated, "less"),
        ("&".join(f"people__ge={n}" for n in range(150)), refusals.TooComplicated, "less"),
        ("&".join(f"people={n}" for n in range(250)), refusals.TooComplicated, "less"),
        ("filter=" + '{"and":[' * 9 + "]}" * 9, refusals.TooComplicated, "less"),
    ],
)
def test_what_cannot_be_understood_is_refused_with_a_way_out(address, refusal, words):
    with pytest.raises(refusal) as refused:
        parse(address, COLUMNS)

    assert str(refused.value)
    assert words in refused.value.what_to_do()


def test_words_cannot_be_searched_in_a_table_without_texts():
    with pytest.raises(refusals.NotSearchable):
        parse("q=x", NO_TEXT)


def test_groups_need_a_key_or_a_figure():
    with pytest.raises(refusals.NothingToGroup):
        grouped(Query())


def test_no_rows_at_all_may_be_asked_to_get_only_the_total():
    assert parse("limit=0&count=true", COLUMNS).limit == 0


texts = st.text(max_size=12)
names = st.sampled_from(
    [*TYPES, "q", "sort", "select", "group", "sum", "limit", "after", "bbox", "place", "filter", "x"]
)
operators = st.sampled_from(["", *(f"__{operator}" for operator in Operator), "__", "__x"])
values = st.one_of(
    texts,
    st.sampled_from(
        ["1", "-1.5", "true", "2024-01-01", "town", "-people,town", "day:year", "1,2,3,4", "1,2", " ", '"']
    ),
    st.sampled_from(['["town","in",["a b",",",""]]', '{"or":[["area","range",[1,2.5]]]}', '["town","eq"," "]']),
)
addresses = st.lists(st.tuples(names, operators, values), max_size=6).map(
    lambda parts: "&".join(f"{name}{operator}={quote(value)}" for name, operator, value in parts)
)


@given(st.one_of(addresses, st.text()))
def test_an_address_is_understood_or_refused_and_never_fails(address):
    try:
        query = parse(address, COLUMNS)
    except Refused:
        return
    canonical = query_string(query)
    assert parse(canonical, COLUMNS) == query
    assert query_string(parse(canonical, COLUMNS)) == canonical
