"""Nothing runs in our process, or in the reader's browser, under a licence that would bind those who run it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, metadata
from pathlib import Path

ROOT = Path(__file__).parents[2]
# The strong ones of the GNU family, and what is not free at all; the Lesser GPL lets a program use its libraries.
BINDING = re.compile(
    r"\bA?GPL|Affero|(?<!Lesser )General Public License|SSPL|BUSL|Business Source|Elastic|Commons.Clause|UNLICENSED",
    re.IGNORECASE,
)


def _python() -> Iterator[tuple[str, str]]:
    """Each locked package that is installed here, with all that it says of its licence."""
    locked = (ROOT / "requirements" / "run.txt").read_text()
    for name in set(re.findall(r"^([A-Za-z0-9_.\-]+)(?:\[[^\]]*\])?==", locked, re.MULTILINE)):
        try:
            said = metadata(name)
        except PackageNotFoundError:
            continue  # for another system
        classifiers = [each for each in said.get_all("Classifier") or [] if each.startswith("License")]
        written = said.get("License", "").partition("\n")[0]
        expression = said.get("License-Expression", "")
        yield name, " | ".join([expression, written, *classifiers])


def _browser() -> Iterator[tuple[str, str]]:
    packages = json.loads((ROOT / "package-lock.json").read_text())["packages"]
    for path, said in packages.items():
        if path:
            yield path.rpartition("node_modules/")[2], said.get("license", "")


def test_no_package_of_ours_has_a_binding_licence():
    found = [*_python(), *_browser()]

    assert len(found) > 100
    assert [(name, licence) for name, licence in found if BINDING.search(licence)] == []


def test_every_package_that_we_name_ourselves_is_explained():
    page = (ROOT / "docs" / "decisions" / "0030-dependencies.md").read_text().lower()
    project = (ROOT / "pyproject.toml").read_text()
    named = re.findall(
        r'^    "([a-z0-9\-]+)', project.partition("dependencies = [")[2].partition("\n]")[0], re.MULTILINE
    )
    front = json.loads((ROOT / "package.json").read_text())["devDependencies"]

    assert [name for name in [*named, *front] if f"`{name}`" not in page] == []
