"""Run every test on all cores, with the real files of PERRON_SHARED when they are there (said when they are not)."""

from __future__ import annotations

import os
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]


def main() -> None:
    """Become pytest; more arguments go to it."""
    shared = Path(os.environ.get("PERRON_SHARED", "../shared"))
    shared = shared if shared.is_absolute() else ROOT / shared
    if not (shared / "data").exists():
        print(f"No real files at {shared}: the tests that read them are skipped. Set PERRON_SHARED to their folder.")
    os.environ["PERRON_SHARED"] = str(shared.resolve())
    command = [sys.executable, "-m", "pytest", "-n", str(min(os.cpu_count() or 1, 8)), "--dist", "loadgroup", "-q"]
    os.chdir(ROOT)
    os.execv(sys.executable, [*command, *sys.argv[1:]])


if __name__ == "__main__":
    main()
