"""Sizes and places: what keeps a house readable after ten years."""

from __future__ import annotations

import ast
import re

from tests.guards.source import ROOT, SRC, python_files, short, tree

Function = ast.FunctionDef | ast.AsyncFunctionDef


def test_no_function_is_longer_than_a_screen():
    long = [
        f"{short(path)}:{node.lineno} {node.name}"
        for path in python_files()
        for node in ast.walk(tree(path))
        if isinstance(node, Function) and (node.end_lineno or 0) - node.lineno + 1 > 50
    ]

    assert long == []


def test_no_file_is_longer_than_400_lines():
    assert [short(path) for path in python_files(with_tests=True) if path.read_text().count("\n") > 400] == []


def test_no_class_has_more_than_15_methods():
    gods = [
        f"{short(path)} {node.name}"
        for path in python_files()
        for node in ast.walk(tree(path))
        if isinstance(node, ast.ClassDef) and sum(isinstance(child, Function) for child in node.body) > 15
    ]

    assert gods == []


def test_no_file_has_a_name_that_says_nothing():
    vague = {"utils", "util", "helpers", "helper", "common", "misc", "base", "lib"}

    assert [short(path) for path in python_files(with_tests=True) if path.stem in vague] == []


def test_every_module_says_what_it_is():
    assert [short(path) for path in python_files() if not ast.get_docstring(tree(path))] == []


def test_every_tests_folder_is_a_package():
    folders = [*SRC.rglob("tests"), ROOT / "tests"]

    assert [short(folder) for folder in folders if folder.is_dir() and not (folder / "__init__.py").exists()] == []


def test_migrations_have_words_for_names_and_import_no_code():
    wrong = []
    for path in SRC.rglob("migrations/*.py"):
        if path.stem == "__init__":
            continue
        named = re.fullmatch(r"\d{4}_[a-z][a-z_]+", path.stem) and "_auto_" not in path.stem
        imported = {
            alias.name if isinstance(node, ast.Import) else node.module or ""
            for node in ast.walk(tree(path))
            if isinstance(node, (ast.Import, ast.ImportFrom))
            for alias in node.names
        }
        if not named or any(name.startswith("perron") for name in imported):
            wrong.append(short(path))

    assert wrong == []


def test_bricks_use_no_django_signal_and_no_save_override():
    wrong = []
    for path in python_files():
        if "bricks" not in path.parts:
            continue
        text = path.read_text()
        if "django.dispatch" in text or "db.models.signals" in text or re.search(r"def save\(self", text):
            wrong.append(short(path))

    assert wrong == []
