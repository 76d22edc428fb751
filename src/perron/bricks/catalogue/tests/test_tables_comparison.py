"""What changed between two files: by key when there is one, as bags of rows when there is none."""

from __future__ import annotations

from pathlib import Path

import pytest

from perron.bricks.catalogue.adapters.tables import Differences, Engine, compare
from perron.bricks.catalogue.adapters.tables.table import CellChange
from perron.bricks.catalogue.tests.table_samples import a_table, an_engine


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("comparison")


@pytest.fixture(scope="module")
def engine(folder: Path) -> Engine:
    return an_engine(folder)


def compared(folder: Path, engine: Engine, old: str, new: str, key: tuple[str, ...] = ()) -> Differences:
    return compare(a_table(folder, old).path, a_table(folder, new).path, key, engine=engine)


OLD = "SELECT * FROM (VALUES ('a', 1::BIGINT, 'x'), ('b', 2, 'y'), ('c', NULL, 'z')) AS t(code, people, note)"
NEW = "SELECT * FROM (VALUES ('b', 2::BIGINT, 'y'), ('c', 5, 'z'), ('d', 4, NULL)) AS t(code, people, note)"


def test_rows_are_compared_by_their_key(folder, engine):
    found = compared(folder, engine, OLD, NEW, ("code",))

    assert (found.added, found.removed, found.modified) == (1, 1, 1)
    assert found.sample_added == ({"code": "d", "people": "4", "note": None},)
    assert found.sample_removed == ({"code": "a", "people": "1", "note": "x"},)
    assert found.sample_modified == (CellChange(("c",), "people", None, "5"),)
    assert (found.rows_before, found.rows_after, found.key) == (3, 3, ("code",))


def test_without_a_key_a_changed_row_is_one_removed_and_one_added(folder, engine):
    found = compared(folder, engine, OLD, NEW)

    assert (found.added, found.removed, found.modified) == (2, 2, None)


def test_rows_that_are_there_more_than_once_are_counted(folder, engine):
    found = compared(folder, engine, "SELECT 'a' AS x FROM range(3)", "SELECT 'a' AS x FROM range(5)")

    assert (found.added, found.removed) == (2, 0)


def test_a_key_that_is_not_unique_is_not_used(folder, engine):
    found = compared(folder, engine, "SELECT 'a' AS x FROM range(3)", "SELECT 'a' AS x FROM range(5)", ("x",))

    assert found.modified is None
    assert found.key == ()


def test_columns_that_came_went_or_changed_type_are_named(folder, engine):
    found = compared(
        folder,
        engine,
        "SELECT 1::BIGINT AS id, 2 AS gone, 3 AS kind",
        "SELECT 1::BIGINT AS id, 'x' AS kind, 4 AS fresh",
        ("id",),
    )

    assert (found.columns_added, found.columns_removed) == (("fresh",), ("gone",))
    assert found.types_changed == {"kind": ("INTEGER", "VARCHAR")}
    assert found.modified == 1


def test_the_same_file_in_another_order_has_not_changed(folder, engine):
    found = compared(folder, engine, f"{OLD} ORDER BY code", f"{OLD} ORDER BY code DESC")

    assert found.nothing_changed


def test_a_key_may_have_empty_values_and_several_columns(folder, engine):
    old = "SELECT * FROM (VALUES (NULL, 1, 'x'), ('a', 1, 'y'), ('a', 2, 'z')) AS t(code, part, note)"
    new = "SELECT * FROM (VALUES (NULL, 1, 'changed'), ('a', 1, 'y'), ('a', 2, 'z')) AS t(code, part, note)"
    found = compared(folder, engine, old, new, ("code", "part"))

    assert (found.added, found.removed, found.modified) == (0, 0, 1)
    assert found.sample_modified == (CellChange((None, "1"), "note", "x", "changed"),)


def test_a_hundred_thousand_rows_are_compared_within_the_memory_of_the_engine(folder, engine):
    made = "SELECT range AS id, 'street ' || hash(range{0}) AS name FROM range({1})"
    found = compared(folder, engine, made.format("", 100_000), made.format(" // 2 * 2", 120_000), ("id",))

    assert (found.added, found.removed, found.modified) == (20_000, 0, 50_000)


def test_columns_that_are_not_published_are_not_compared(folder, engine):
    old, new = "SELECT 1::BIGINT AS id, 'a' AS name", "SELECT 1::BIGINT AS id, 'a' AS name, {'xmin': 4.0} AS bbox"

    found = compare(
        a_table(folder, old).path, a_table(folder, new, covering="bbox").path, without=("bbox",), engine=engine
    )

    assert found.nothing_changed
