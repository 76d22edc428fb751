"""Where the real files lie that some tests read: `PERRON_SHARED`, beside the repository when unset."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[4]
SHARED = Path(os.environ.get("PERRON_SHARED", ROOT.parent / "shared"))


def real_file(name: str) -> Path:
    """A file below `data/`; the test is skipped when it is not there."""
    path = SHARED / "data" / name
    if not path.exists():
        pytest.skip(f"{name} is not below PERRON_SHARED ({SHARED})")
    return path
