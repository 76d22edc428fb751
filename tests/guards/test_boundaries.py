"""The floors hold: what import-linter knows is run here too, so that one command proves all."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from tests.guards.source import ROOT


def test_imports_go_down_never_sideways_never_up():
    program = Path(sys.executable).parent / "lint-imports"

    done = subprocess.run([program, "--no-cache"], cwd=ROOT, capture_output=True, text=True, check=False)

    assert done.returncode == 0, done.stdout
