"""Pages of rows and groups: the same answers from Parquet and the fast copy, each row once, no SQL of strangers."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path
from urllib.parse import quote

import duckdb
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from perron.bricks.catalogue.adapters.tables import Engine, Table, describe, fast_copy, run
from perron.bricks.catalogue.adapters.tables.refusals import BadCursor, CursorOfAnotherQuery, OutOfBounds, TookTooLong
from perron.bricks.catalogue.schemas.query import parse
from perron.bricks.catalogue.tests.table_samples import a_table, an_engine, many, towns
from perron.kernel.errors import Refused


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("tables")


@pytest.fixture(scope="module")
def engine(folder: Path) -> Engine:
    return an_engine(folder)


@pytest.fixture(scope="module", params=["parquet", "fast"])
def table(request: pytest.FixtureRequest, folder: Path, engine: Engine) -> Table:
    """The six towns, read from Parquet or from a fast copy."""
    made = towns(folder)
    if request.param == "fast":
        made = replace(made, identity=made.identity[::-1])
        fast_copy.prepare(made.path, engine.copy_of(made))
    return made


def ids(table: Table, engine: Engine, address: str) -> list[object]:
    query = replace(parse(address, table.columns), select=("id",))
    return [row[0] for row in run(table, query, engine=engine).rows]


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("", [1, 2, 3, 4, 5, 6]),
        ("town=Éghezée", [1, 6]),
        ("town__contains=EGHE", [1, 6]),
        ("town__starts=ÉCAU", [2]),
        ("town__ne=Éghezée", [2, 3, 4, 5]),
        ("town__null=true", [4]),
        ("town__null=false&open=false", [2, 5]),
        ("people__range=11000,27000", [1, 2, 5, 6]),
        ("people__in=11000,190000", [2, 3]),
        ("area__gt=12.25", [1, 6]),
        ("area=-0.5", [5]),
        ("open=true", [1, 4, 6]),
        ("day__lt=2020-02-01", [1]),
        ("seen__ge=2022-01-01T00:00:00Z", [5]),
        ("nis=92035&day__ge=2020-02-01", [6]),
        ("place=92035,21004", [1, 3, 6]),
        ("bbox=3.8,50.5,4.2,50.9", [2, 5]),
        ("q=Z+zott", [5]),
        ("q=eghezee", [1, 6]),
        ("q=nowhere", []),
        ("sort=town", [3, 2, 1, 6, 5, 4]),
        ("sort=-town", [5, 1, 6, 2, 3, 4]),
        ("sort=-people,-id", [3, 5, 6, 1, 2, 4]),
        ("sort=area&limit=2", [5, 3]),
        ('filter={"or":[["people","gt",100000],["town","null",true]]}', [3, 4]),
        ('filter={"and":[]}', [1, 2, 3, 4, 5, 6]),
        ('filter={"or":[]}', []),
        ('filter=["town","in",[]]', []),
        ("limit=0", []),
    ],
)
def test_a_question_gives_its_rows(table, engine, address, expected):
    assert ids(table, engine, address) == expected


def test_a_page_has_typed_values_and_the_total_when_asked(table, engine):
    page = run(
        table, parse("select=town,people,day,open&limit=1&count=true&people__ge=11000", table.columns), engine=engine
    )

    assert page.columns == ("town", "people", "day", "open")
    assert page.rows == (("Éghezée", 16000, date(2020, 1, 15), True),)
    assert page.total == 5
    assert page.next_cursor


def test_the_total_is_not_counted_unless_asked(table, engine):
    assert run(table, parse("", table.columns), engine=engine).total is None


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("group=town&sum=people&limit=3", [("=1+1", 1, 190000), ("ecaussinnes", 1, 11000), ("Éghezée", 2, 32000)]),
        ("group=town&town__contains=z&sort=-town", [('Zottegem "Z", x', 1), ("Éghezée", 2)]),
        ("group=town&sort=-count,town&limit=1", [("Éghezée", 2)]),
        ("group=day:year&sort=day", [(date(2020, 1, 1), 2), (date(2021, 1, 1), 2), (date(2022, 1, 1), 1), (None, 1)]),
        ("group=day:month&day__lt=2020-12-31", [(date(2020, 1, 1), 1), (date(2020, 3, 1), 1)]),
        ("group=seen:day&sort=-seen&limit=1", [(date(2022, 2, 2), 1)]),
        ("sum=people&min=day&max=town&distinct=town", [(6, 260000, date(2020, 1, 15), "Éghezée", 4)]),
        ("median=area", [(6, 33.875)]),
        ("avg=people&town=nowhere", [(0, None)]),
        ("group=open&sort=-open", [(True, 3), (False, 2), (None, 1)]),
    ],
)  # fmt: skip
def test_groups_have_their_figures(table, engine, address, expected):
    found = list(run(table, parse(address, table.columns), engine=engine).rows)

    assert found == expected


def test_groups_are_paged_and_counted(table, engine):
    query = parse("group=town&limit=2&count=true", table.columns)
    seen, pages = [], 0
    while True:
        page = run(table, query, engine=engine)
        seen += [row[0] for row in page.rows]
        pages += 1
        assert page.total == 5
        if not page.next_cursor:
            break
        query = replace(query, after=page.next_cursor)

    assert pages == 3
    assert len(seen) == len(set(seen)) == 5


SORTED = ("n", "town", "people", "area", "open")
SORTS = st.lists(st.sampled_from([f"{sign}{name}" for sign in ("", "-") for name in SORTED]), max_size=3)
CELLS = st.tuples(
    st.sampled_from([None, "a", "A", "é", "E", "", "zz"]),
    st.sampled_from([None, 0, 1, -5, 2**60]),
    st.sampled_from([None, "0.1", "-2", "1e300", "nan", "inf"]),
    st.sampled_from([None, "true", "false"]),
)


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(rows=st.lists(CELLS, max_size=14), sorts=SORTS, limit=st.integers(1, 5), is_fast=st.booleans())
def test_pages_visit_each_row_once_in_any_order_with_ties_and_empty_values(folder, engine, rows, sorts, limit, is_fast):
    values = ", ".join(
        f"({number}, {_sql(text)}, {_sql(whole)}::BIGINT, {_sql(real)}::DOUBLE, {_sql(truth)}::BOOLEAN)"
        for number, (text, whole, real, truth) in enumerate([("q", 1, "1", None), *rows])
    )
    sql = f"SELECT n::BIGINT n, town::VARCHAR town, people, area, open FROM (VALUES {values}) AS t({', '.join(SORTED)})"
    made = a_table(folder, sql)
    if is_fast and not engine.copy_of(made).exists():
        fast_copy.prepare(made.path, engine.copy_of(made))
    query = parse(f"sort={','.join(sorts)}&limit={limit}", made.columns)

    seen: list[object] = []
    while True:
        page = run(made, query, engine=engine)
        seen += [row[0] for row in page.rows]
        if not page.next_cursor:
            break
        query = replace(query, after=page.next_cursor)

    assert sorted(seen, key=str) == sorted(range(len(rows) + 1), key=str)
    whole = run(made, parse(f"sort={','.join(sorts)}", made.columns), engine=engine)
    assert seen == [row[0] for row in whole.rows]


def _sql(value: object) -> str:
    return "NULL" if value is None else str(value) if isinstance(value, int) else f"'{value}'"


def test_a_cursor_fits_only_the_question_it_was_given_for(table, engine):
    cursor = run(table, parse("sort=town&limit=2", table.columns), engine=engine).next_cursor

    with pytest.raises(CursorOfAnotherQuery):
        run(table, parse(f"sort=-town&limit=2&after={cursor}", table.columns), engine=engine)
    assert ids(table, engine, f"sort=town&limit=4&after={cursor}")


def test_a_cursor_does_not_fit_another_version_of_the_table(table, engine, folder):
    cursor = run(table, parse("limit=2", table.columns), engine=engine).next_cursor
    other = a_table(folder, "SELECT range AS id FROM range(9)")

    with pytest.raises(CursorOfAnotherQuery):
        run(other, parse(f"limit=2&after={cursor}", other.columns), engine=engine)


@pytest.mark.parametrize("cursor", ["x", "%%%", "bnVsbA", "WzFd", "W10", "é", "a" * 200_000, "W251bGxd"])
def test_a_damaged_cursor_is_refused(table, engine, cursor):
    with pytest.raises((BadCursor, CursorOfAnotherQuery)):
        run(table, replace(parse("", table.columns), after=cursor), engine=engine)


def test_a_forged_cursor_with_a_value_of_the_wrong_type_is_refused(table, engine):
    from perron.bricks.catalogue.adapters.tables.cursors import encode, fingerprint

    query = parse("sort=people", table.columns)
    forged = encode(fingerprint(table.identity, query), ["1); DROP TABLE rows; --", "0"])

    with pytest.raises((BadCursor, OutOfBounds)):
        run(table, replace(query, after=forged), engine=engine)


ATTACKS = [
    "'; DROP TABLE rows; --",
    "' OR 1=1 --",
    '" OR ""="',
    "?",
    "%s {0} $1 :name",
    "x' UNION SELECT * FROM read_text('/etc/passwd') --",
    "\\'; ATTACH '/tmp/x.db'",
]


@pytest.mark.parametrize("attack", ATTACKS)
@pytest.mark.parametrize("form", ["town={}", "town__contains={}", "town__starts={}", "q={}", "place={}", "town__in={}"])
def test_values_of_strangers_are_never_run(table, engine, attack, form):
    try:
        query = parse(form.format(quote(attack)), table.columns)
    except Refused:
        return
    assert run(table, query, engine=engine).rows == ()


@pytest.mark.parametrize("attack", ATTACKS)
@pytest.mark.parametrize("form", ["sort={}", "select={}", "group={}", "sum={}", "{}=1", "town__{}=1"])
def test_names_of_strangers_are_never_run(table, attack, form):
    with pytest.raises(Refused):
        parse(form.format(quote(attack)), table.columns)


def test_the_engine_reads_its_folders_and_nothing_else(engine, tmp_path):
    outside = tmp_path / "outside.parquet"
    with duckdb.connect() as database:
        database.execute(f"COPY (SELECT 1 AS id) TO '{outside}' (FORMAT parquet)")

    with engine.cursor() as cursor:
        for attempt in (
            f"SELECT * FROM read_parquet('{outside}')",
            "SELECT * FROM read_text('/etc/passwd')",
            f"COPY (SELECT 1) TO '{tmp_path}/written.csv'",
            f"ATTACH '{tmp_path}/other.duckdb'",
            "SET enable_external_access = true",
            "SET lock_configuration = false",
            "INSTALL httpfs",
        ):
            with pytest.raises(duckdb.Error):
                cursor.execute(attempt)


def test_a_question_that_takes_too_long_is_stopped(engine):
    with pytest.raises(TookTooLong), engine.cursor(seconds=0.3) as cursor:
        cursor.execute("SELECT sum(a.range * b.range) FROM range(10000000) a, range(1000000) b").fetchall()

    with engine.cursor() as cursor:
        assert cursor.execute("SELECT 1").fetchall() == [(1,)]


def test_a_file_is_described_by_its_own_columns(table, engine):
    described = {column.name: column.type for column in describe(table, engine=engine)}

    assert list(described) == list(table.fields)
    assert described["day"] == "DATE"


def test_a_sum_larger_than_64_bits_is_exact(folder, engine):
    large = a_table(folder, f"SELECT {2**62}::BIGINT AS n FROM range(8)")

    assert run(large, parse("sum=n", large.columns), engine=engine).rows == ((8, 2**65),)


def test_a_large_table_gets_a_fast_copy_that_gives_the_same_answers(folder, engine):
    large = many(folder, 60_000)
    addresses = [
        "sort=street&limit=50",
        "q=rue+123&count=true",
        "nis__null=true&limit=7&count=true",
        "group=day:year&avg=area",
        "group=nis,people&sum=area&sort=-nis&limit=9&count=true",
    ]
    slow = [run(replace(large, identity="0" * 64), parse(each, large.columns), engine=engine) for each in addresses]
    fast_copy.prepare(large.path, engine.copy_of(large))
    fast = [run(large, parse(each, large.columns), engine=engine) for each in addresses]

    assert [page.rows for page in fast] == [page.rows for page in slow]
    assert [page.total for page in fast] == [page.total for page in slow]


def test_a_fast_copy_takes_a_column_of_texts_that_are_all_empty(folder, engine):
    made = a_table(folder, "SELECT i AS id, NULL::VARCHAR AS note FROM range(3) t(i)")

    fast_copy.prepare(made.path, engine.copy_of(made))

    assert run(made, parse("group=note", made.columns), engine=engine).rows == ((None, 3),)


def test_old_fast_copies_make_room(tmp_path):
    for name in "abc":
        (tmp_path / f"{name}.duckdb").write_bytes(b"x" * 100)

    assert fast_copy.prune(tmp_path, 250) == 1
    assert len(list(tmp_path.glob("*.duckdb"))) == 2


def test_a_fast_copy_that_cannot_be_written_leaves_nothing(tmp_path):
    with pytest.raises(OSError, match="no fast copy"):
        fast_copy.prepare(tmp_path / "missing.parquet", tmp_path / "copy.duckdb")

    assert list(tmp_path.iterdir()) == []
