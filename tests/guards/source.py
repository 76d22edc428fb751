"""The source as the guards read it: files, syntax trees, what belongs to whom."""

from __future__ import annotations

import ast
import os
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SRC = ROOT / "src" / "perron"
BRICKS = SRC / "bricks"
SHARED = Path(os.environ.get("PERRON_SHARED", ROOT.parent / "shared"))  # the real files


@cache
def python_files(*, with_tests: bool = False) -> tuple[Path, ...]:
    """Every module below src, migrations left out."""
    skipped = {"migrations"} if with_tests else {"migrations", "tests"}
    return tuple(sorted(path for path in SRC.rglob("*.py") if not skipped & set(path.relative_to(SRC).parts)))


@cache
def tree(path: Path) -> ast.Module:
    """The syntax tree of a module."""
    return ast.parse(path.read_text(encoding="utf-8"))


def short(path: Path) -> str:
    """The path as a person would say it."""
    return str(path.relative_to(ROOT))


def brick_folders() -> list[Path]:
    """The folders of the bricks."""
    return sorted(path for path in BRICKS.iterdir() if (path / "brick.py").exists())
