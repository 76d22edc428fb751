"""Every action reads as a sentence: one transaction, named inputs, an actor, a trace."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from perron.kernel import registry
from perron.kernel.act_words import said_of
from tests.guards.source import brick_folders, python_files, short, tree


def action_files() -> Iterator[Path]:
    for folder in brick_folders():
        yield from folder.glob("actions.py")
        yield from folder.glob("actions/*.py")


def actions() -> list[tuple[str, ast.FunctionDef]]:
    return [
        (f"{short(path)}:{node.name}", node)
        for path in action_files()
        for node in tree(path).body
        if isinstance(node, ast.FunctionDef) and not node.name.startswith("_")
    ]


@pytest.mark.parametrize(("name", "node"), actions(), ids=lambda value: value if isinstance(value, str) else "")
def test_every_action_is_atomic_named_and_traced(name: str, node: ast.FunctionDef):
    decorators = {ast.unparse(decorator) for decorator in node.decorator_list}
    named = {argument.arg for argument in node.args.kwonlyargs}
    body = ast.unparse(node)

    assert any("transaction.atomic" in decorator for decorator in decorators), "not one transaction"
    assert not node.args.args, "inputs without names"
    assert "actor" in named, "no actor"
    assert "audit.record(" in body or "_record" in body, "leaves no trace"


def test_every_refusal_of_a_brick_is_raised_in_a_test():
    missing = []
    for folder in brick_folders():
        tested = "\n".join(path.read_text() for path in folder.glob("tests/**/*.py"))
        for path in folder.rglob("*.py"):
            if "tests" in path.parts:
                continue
            for node in tree(path).body:
                is_refusal = isinstance(node, ast.ClassDef) and any(
                    "Refused" in ast.unparse(base) for base in node.bases
                )
                if is_refusal and node.name not in tested:
                    missing.append(f"{short(path)} {node.name}")

    assert missing == []


def verbs_recorded(path: Path) -> Iterator[str]:
    """What is said for `verb`, by name or in its place, to whatever in this module takes one."""
    takes = {
        node.name: [argument.arg for argument in node.args.args].index("verb")
        for node in ast.walk(tree(path))
        if isinstance(node, ast.FunctionDef) and "verb" in [argument.arg for argument in node.args.args]
    }
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Call):
            said = [word.value for word in node.keywords if word.arg == "verb"]
            at = takes.get(ast.unparse(node.func), len(node.args))
            said += node.args[at : at + 1]
            yield from (word.value for word in said if isinstance(word, ast.Constant))


def test_every_act_of_the_log_has_words_in_four_languages():
    installed = {"kernel", *(brick.name for brick in registry.bricks())}
    found = {
        verb
        for path in python_files()
        if "testing" not in path.parts
        for verb in verbs_recorded(path)
        if verb.partition(".")[0] in installed
    }

    assert len(found) > 40
    assert sorted(verb for verb in found if said_of(verb) is None) == []


def test_no_act_is_named_that_nobody_does():
    done = {verb for path in python_files() for verb in verbs_recorded(path)}

    assert sorted(registry.acts().keys() - done) == []
