"""The project speaks of itself alone, in neutral terms: nobody's name, no machine's path, no other brick's pages."""

from __future__ import annotations

import csv
import re
import subprocess
from functools import cache
from pathlib import Path

import pytest

from tests.guards.source import ROOT, SRC, brick_folders, python_files, short


@cache
def tracked_files() -> tuple[Path, ...]:
    listed = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    return tuple(ROOT / name for name in listed.splitlines() if (ROOT / name).is_file())


@cache
def text_of(path: Path) -> str:
    return path.read_text(encoding="utf-8", errors="ignore")


@cache
def communes() -> tuple[frozenset[str], frozenset[str]]:
    """Names long enough to be nobody else's word, and codes, from the kernel's own table."""
    names, codes = set(), set()
    for table in (SRC / "kernel" / "territory").glob("*.csv"):
        with table.open(encoding="utf-8") as stream:
            for row in csv.DictReader(stream):
                if row.get("kind") in {"commune", None}:
                    names |= {value for key, value in row.items() if key and key.startswith("name") and value}
                    codes |= {row[key] for key in ("nis", "nis_code", "code") if row.get(key)}
    return frozenset(name for name in names if len(name) > 6), frozenset(codes)


def test_no_commune_is_named_in_code():
    names, codes = communes()
    found = []
    for path in python_files():
        words = set(re.findall(r"[A-ZÀ-Ý][\wÀ-ÿ’'-]+", text_of(path)))
        numbers = set(re.findall(r"[\"'](\d{5})[\"']", text_of(path)))
        found += [f"{short(path)}: {word}" for word in (words & names) | (numbers & codes)]

    assert found == []


def test_no_path_of_a_machine_is_written_down():
    pattern = re.compile(r"/(?:home|Users|root|work)/[a-z]")

    found = [short(path) for path in tracked_files() if pattern.search(text_of(path)) and path != Path(__file__)]

    assert found == []


def test_no_package_registry_is_named():
    hosts = re.compile(
        r"(?:files\.python" + r"hosted\.org|pypi\.(?:org|python)|registry\.npm" + r"js|deb\.debian\.org)"
    )

    assert [short(path) for path in tracked_files() if hosts.search(text_of(path))] == []


@pytest.mark.parametrize("folder", brick_folders(), ids=lambda folder: folder.name)
def test_templates_speak_only_to_their_own_brick_and_the_design_system(folder: Path):
    own = {folder.name, f"{folder.name}_api", "ui", "kernel", "account", "mfa", "usersessions"}
    strangers = []
    for path in folder.rglob("templates/**/*.*"):
        text = text_of(path)
        spaces = re.findall(r"{%\s*url\s+[\"'](\w+):", text)
        files = re.findall(r"{%\s*(?:include|extends)\s+[\"'](\w+)/", text)
        strangers += [f"{short(path)}: {name}" for name in [*spaces, *files] if name not in own]

    assert strangers == []


def test_templates_carry_no_script_or_style_of_their_own():
    inline = re.compile(
        r"<script(?![^>]*(?:src=|type=\"application/(?:json|ld\+json)\"))|<style|\sstyle=\"|\son\w+=\"", re.IGNORECASE
    )
    mails = {"notices", "email", "letter.html"}

    found = [
        short(path)
        for path in SRC.rglob("templates/**/*.html")
        if not mails & set(path.parts) and inline.search(text_of(path))
    ]

    assert found == []
